import Bytes
import Glibc

/// The text of the open elements as one growing stack of UTF-8 bytes.
///
/// A reader notes `count` where an element opens, switches `isCollecting` on, and takes the bytes above that mark where
/// the element ends. Nothing is kept while collecting is off, so text between elements costs nothing.
public struct XMLText: ~Copyable {
    /// Whether text is kept.
    public var isCollecting = false
    /// Whether `&`, `<` and `>` in text are written as entities, because markup is being written out.
    public var isEscaping = false
    /// Bytes were dropped because the text reached its limit.
    private(set) var isOverflowing = false
    public private(set) var count = 0

    /// From here on all bytes are ASCII.
    private var asciiStart = 0
    /// From here on all bytes are known to be UTF-8.
    private var provenStart = 0
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private let limit: Int

    /// - Parameter limit: bytes that the open elements may have together; what comes after is dropped.
    init(limit: Int) {
        capacity = 16 * 1024
        bytes = .allocate(capacity: capacity)
        self.limit = max(limit, 0)
    }

    deinit { bytes.deallocate() }

    /// The bytes from `mark` on; valid until the next change.
    public func bytes(from mark: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + min(mark, count), count: max(count - mark, 0))
    }

    /// Whether the bytes from `mark` on are ASCII.
    public func isASCII(from mark: Int) -> Bool { mark >= asciiStart }

    /// Whether the bytes from `mark` on are known to be UTF-8.
    public func isProven(from mark: Int) -> Bool { mark >= provenStart }

    /// Takes away what came after `mark`.
    public mutating func cut(to mark: Int) {
        count = min(count, max(mark, 0))
        asciiStart = min(asciiStart, count)
        provenStart = min(provenStart, count)
    }

    public mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
        guard let source = more.baseAddress, more.count > 0 else { return }
        var length = more.count
        if length > limit - count {
            length = max(limit - count, 0)
            isOverflowing = true
        }
        if length > capacity - count { grow(by: length) }
        memcpy(bytes + count, source, length)
        count += length
        if !more.isASCII { (asciiStart, provenStart) = (count, count) }
    }

    public mutating func append(_ literal: StaticString) {
        append(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends with `&`, `<`, `>` (and `"` for attribute values) as entities.
    public mutating func appendEscaped(_ more: UnsafeBufferPointer<UInt8>, quotes: Bool = false) {
        var start = 0
        for index in 0..<more.count {
            guard let reference = MarkupEscape.reference(for: more[index]),
                quotes || more[index] != UInt8(ascii: "\"")
            else { continue }
            append(UnsafeBufferPointer(rebasing: more[start..<index]))
            append(reference)
            start = index + 1
        }
        append(UnsafeBufferPointer(rebasing: more[start...]))
    }

    /// Text as the parser delivers it.
    mutating func collect(_ more: UnsafeBufferPointer<UInt8>) {
        if isEscaping { appendEscaped(more) } else { append(more) }
    }

    /// Text as it is in the source of the document, references and all.
    /// - Returns: how many line ends it has; nil, with nothing kept, where only libxml2 can tell what it means.
    mutating func collect(source: UnsafeBufferPointer<UInt8>, isCDATA: Bool) -> Int? {
        let room = source.count + XMLCharacterData.slack
        // Text beside markup is escaped, and what is too long is cut: there each piece is looked at.
        guard !isEscaping, room <= limit - count else { return nil }
        if room > capacity - count { grow(by: room) }
        guard let text = XMLCharacterData.decode(source, isCDATA: isCDATA, to: bytes + count) else { return nil }
        // Text that no one wants had to be looked at all the same: it may be at fault.
        guard isCollecting else { return text.lines }
        count += text.count
        if !text.isASCII { asciiStart = count }
        return text.lines
    }

    private mutating func grow(by length: Int) {
        capacity = max(capacity * 2, count + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(larger, bytes, count)
        bytes.deallocate()
        bytes = larger
    }
}
