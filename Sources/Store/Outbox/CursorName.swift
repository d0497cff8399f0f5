/// Names the place in the outbox of a sink that takes every article in the order of `seq`: one number says how far it has
/// come. Stores keep places under this name, so it never changes.
public struct CursorName: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// Files and journal lines.
    public static let spool = CursorName(rawValue: "spool")
}

/// What waits for a sink.
public struct Backlog: Sendable, Equatable {
    /// The last article that the sink has.
    public var seq: Int64
    /// Bytes of all articles after it.
    public var bytes: Int64
    public var isEmpty: Bool { bytes == 0 }

    package init(seq: Int64, bytes: Int64) { (self.seq, self.bytes) = (seq, bytes) }
}
