import Bytes

/// What to stop at while reading HTML from strangers.
public struct HTMLLimits: Sendable {
    /// UTF-8 bytes that are read; the rest is left out.
    public var bytes: Int
    /// Elements within elements; deeper ones are left out and their text stays.
    public var depth: Int
    /// Bytes that the writers may take beside what is in proportion to the HTML, where something of it comes again and again:
    /// the base of addresses, formatting, the marks of quotes and tables.
    public var room: Int

    public init(bytes: Int = 16 << 20, depth: Int = 200, room: Int = 256 << 10) {
        self.bytes = max(0, bytes)
        self.depth = min(max(1, depth), 200)
        self.room = max(0, room)
    }

    public static let `default` = HTMLLimits()
}

/// Appends the absolute address that a reference (trimmed, decoded, not empty) stands for to `address`; returns false
/// where it stands for none.
public typealias ReferenceResolver = (_ reference: UnsafeBufferPointer<UInt8>, _ address: inout [UInt8]) -> Bool

/// A piece of HTML, read and cleaned once, that can be written as HTML, as plain text and as Markdown: since all three
/// are written from the one cleaned tree, they say the same.
///
/// The HTML is safe to show in any page: elements and attributes are those of a list, addresses those of harmless
/// schemes, and an HTML5 parser reads it as the tree that was written, so cleaning it again changes nothing.
public struct HTMLContent: Sendable {
    let tree: HTMLTree

    init(tree: HTMLTree) { self.tree = tree }

    /// Reads a fragment (or a whole page). Time and memory are linear in its size. `resolver` makes each reference that
    /// is to be kept absolute, or says that it must go; which schemes are allowed is decided here, after that.
    public init(_ html: String, limits: HTMLLimits = .default, resolver: ReferenceResolver) {
        var html = html
        tree = html.withUTF8 { bytes in
            withoutActuallyEscaping(resolver) { resolver in
                let bytes = Self.prefix(of: bytes, limits.bytes)
                var tokenizer = HTMLTokenizer(
                    bytes, sink: HTMLCleaner(limits, bytes: bytes.count, resolver: resolver))
                tokenizer.run()
                return tokenizer.sink.finish()
            }
        }
    }

    /// The same for references that are strings; nil makes a reference go.
    public init(_ html: String, limits: HTMLLimits = .default, resolve: (String) -> String?) {
        self.init(html, limits: limits) { reference, address in
            guard let url = resolve(String(decoding: reference, as: UTF8.self)) else { return false }
            address.append(contentsOf: url.utf8)
            return true
        }
    }

    /// The first `count` bytes, or a few less where that would cut a character.
    private static func prefix(of bytes: UnsafeBufferPointer<UInt8>, _ count: Int) -> UnsafeBufferPointer<UInt8> {
        if bytes.count <= count { return bytes }
        var end = count
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[..<end])
    }

    /// Whether there is nothing to show: no text but white space, and no picture or player.
    public var isEmpty: Bool {
        tree.nodes.allSatisfy { node in
            switch node.tag {
            case .img, .video, .audio, .hr: false
            case .text: Self.isBlank(tree.bytes[Int(node.start)..<Int(node.limit)])
            default: true
            }
        }
    }

    /// Whether there is nothing but white space, no-break and zero-width spaces.
    private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index].isHTMLSpace {
                index += 1
            } else if let blank = blanks.first(where: { bytes[index...].starts(with: $0) }) {
                index += blank.count
            } else {
                return false
            }
        }
        return true
    }

    /// U+00A0, U+200B, U+200C, U+200D, U+2060 and U+FEFF in UTF-8.
    private static let blanks: [[UInt8]] = [
        [0xC2, 0xA0], [0xE2, 0x80, 0x8B], [0xE2, 0x80, 0x8C], [0xE2, 0x80, 0x8D], [0xE2, 0x81, 0xA0],
        [0xEF, 0xBB, 0xBF],
    ]

    /// The sanitized HTML.
    public var html: String { HTMLWriter.write(tree) }

    /// The same as plain text: lines and paragraphs, lists with signs, rows of tables with tabs; no pictures.
    public var text: String { PlainTextWriter.write(tree) }

    /// The first sentences, at most `limit` characters on one line, as `PlainText.summary` has them; the captions of
    /// figures are left out.
    /// - Parameter text: `text`, where it is known already: without captions it is what the sentences are taken from.
    public func summary(of text: String, limit: Int = 300) -> String {
        if !tree.nodes.contains(where: { $0.tag == .figcaption }) { return PlainText.summary(of: text, limit: limit) }
        return PlainText.summary(of: PlainTextWriter.write(tree, leavingCaptionsOut: true), limit: limit)
    }

    /// The same as CommonMark with GitHub's tables and strike-through, without HTML in it.
    public var markdown: String { String(decoding: MarkdownWriter.write(tree), as: UTF8.self) }
}
