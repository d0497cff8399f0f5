/// Why a document gave no feed. Anything less is repaired and noted in `Feed.warnings`.
public enum ParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The document is something else; the string says what (`"an HTML page"`, `"empty"`, …).
    case notAFeed(String)
    /// A feed that could not be read to its first item; `line` counts from 1.
    case malformed(String, line: Int?)
    /// Larger than `ParseLimits` allows; `limit` in bytes.
    case tooLarge(limit: Int)

    public var description: String {
        switch self {
        case .notAFeed(let what): "not a feed: the document is \(what)"
        case .malformed(let reason, let line?): "not readable as a feed: line \(line): \(reason)"
        case .malformed(let reason, nil): "not readable as a feed: \(reason)"
        case .tooLarge(let limit): "the document is larger than \(limit) bytes"
        }
    }
}

/// What a document may ask of us. Beyond a limit the rest is left out, with a warning.
public struct ParseLimits: Sendable {
    public var bytes = 256 << 20
    public var items = 100_000
    /// Elements (or JSON values) inside one another.
    public var depth = 256
    /// Bytes of text in one element.
    public var text = 16 << 20
    /// Authors, categories, links, attachments and the like of one item or feed, each.
    public var parts = 1_000
    public var warnings = 50
    /// Bytes that the XML parser is given at once: any number gives the same feed, and all of them the fastest.
    var chunk = Int.max

    public static let `default` = ParseLimits()
    public init() {}
}
