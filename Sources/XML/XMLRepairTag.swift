import Glibc

/// A start tag taken apart as liberally as browsers do: values without quotes, without an end quote, or missing.
struct XMLRepairTag {
    struct Attribute {
        var name: Range<Int>, value: Range<Int>
    }

    private(set) var name: Range<Int>
    private(set) var attributes: [Attribute] = []
    private(set) var isEmpty = false
    /// The index behind the `>`.
    private(set) var end: Int
    private(set) var isBroken = false

    /// No real tag has more; and every further one is compared with all before it.
    private static let mostAttributes = 256

    private let bytes: UnsafeBufferPointer<UInt8>

    /// Reads the tag whose `<` is at `start`; nil where this is not a tag but a naked `<`.
    /// - Parameters:
    ///   - limit: the index that it must end before.
    ///   - read: is set to how many bytes were looked at.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, limit: Int, read: inout Int) {
        self.bytes = UnsafeBufferPointer(rebasing: bytes[..<limit])
        let bytes = self.bytes
        var index = start + 1
        if bytes[index] == UInt8(ascii: ":") { index += 1 }
        let nameStart = index
        while index < bytes.count, XMLRepair.isNameByte(bytes[index]) || bytes[index] >= 0x80 { index += 1 }
        name = nameStart..<index
        end = index
        guard !name.isEmpty, readAttributes() else {
            read = end - start
            return nil
        }
    }

    private mutating func readAttributes() -> Bool {
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: ">") {
                end += 1
                return true
            }
            if byte == UInt8(ascii: "/") {
                isEmpty = end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: ">")
                end += 1
            } else if byte == UInt8(ascii: "<") {
                return false
            } else if XMLRepair.isNameStart(byte) {
                guard readAttribute() else { return false }
            } else {
                if byte > 0x20 { isBroken = true }
                end += 1
            }
        }
        return false
    }

    private mutating func readAttribute() -> Bool {
        let start = end
        while end < bytes.count, XMLRepair.isNameByte(bytes[end]) || bytes[end] >= 0x80 { end += 1 }
        let name = start..<end
        skipSpace()
        guard end < bytes.count else { return false }
        guard bytes[end] == UInt8(ascii: "=") else {
            isBroken = true
            add(name, value: end..<end)
            return true
        }
        end += 1
        skipSpace()
        guard end < bytes.count else { return false }
        let quote = bytes[end]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            isBroken = true
            let value = end
            while end < bytes.count, bytes[end] > 0x20, bytes[end] != UInt8(ascii: ">") { end += 1 }
            // `<br clear=all/>`
            if end > value, end < bytes.count, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
            add(name, value: value..<end)
            return true
        }
        return readQuoted(quote, name)
    }

    /// A value up to its quote. Where a tag begins before that, the quote was forgotten: the value ends with its word.
    private mutating func readQuoted(_ quote: UInt8, _ name: Range<Int>) -> Bool {
        let value = end + 1
        var index = value
        var firstEnd: Int?
        while index < bytes.count, bytes[index] != quote {
            if bytes[index] == UInt8(ascii: ">"), firstEnd == nil { firstEnd = index }
            if bytes[index] == UInt8(ascii: "<"), let firstEnd {
                isBroken = true
                let stop = bytes[value..<firstEnd].firstIndex { $0 <= 0x20 } ?? firstEnd
                add(name, value: value..<stop)
                end = stop
                return true
            }
            index += 1
        }
        guard index < bytes.count else {
            end = index
            return false
        }
        add(name, value: value..<index)
        end = index + 1
        return true
    }

    private mutating func add(_ name: Range<Int>, value: Range<Int>) {
        if attributes.count < Self.mostAttributes, !attributes.contains(where: { isSame($0.name, name) }) {
            attributes.append(Attribute(name: name, value: value))
        } else {
            isBroken = true
        }
    }

    private func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        guard one.count == other.count, let start = bytes.baseAddress else { return false }
        return memcmp(start + one.lowerBound, start + other.lowerBound, one.count) == 0
    }

    private mutating func skipSpace() { while end < bytes.count, bytes[end] <= 0x20 { end += 1 } }
}
