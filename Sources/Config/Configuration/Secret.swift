/// Something that must not be in a log, a status or a process list. Printing one prints "…".
public struct Secret: Sendable, Equatable {
    /// The secret itself. What asks for it must not print it.
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// The secret itself as text, repaired where it is not UTF-8. What asks for it must not print it.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "…" }
    public var debugDescription: String { "…" }
    /// Empty, so that `dump` and the description of what holds a secret show nothing.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
