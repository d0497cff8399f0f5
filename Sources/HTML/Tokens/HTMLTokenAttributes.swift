import Bytes
import Characters

/// The known attributes of one tag, decoded. One value is used for all tags of a text, so that reading a tag allocates
/// nothing.
struct HTMLTokenAttributes {
    private struct Item {
        let name: HTMLAttribute
        let start: Int
        let end: Int
    }

    private var items: [Item] = []
    /// Which names are in `items`, a bit for each but the rarest: most questions are for what a tag lacks.
    private var present: UInt64 = 0
    private var values: [UInt8] = []
    private let names: HTMLAttributeNames

    init(_ names: HTMLAttributeNames = .content) { self.names = names }

    /// The attribute's value, nil where the tag lacks it; the first counts where it is there twice.
    @inline(__always)
    borrowing func withValue<Result>(
        _ name: HTMLAttribute, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        guard mayHave(name) else { return nil }
        for item in items where item.name == name {
            return values.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[item.start..<item.end])) }
        }
        return nil
    }

    /// The attribute's value as a string, without white space and controls at its ends; nil where absent.
    borrowing func string(_ name: HTMLAttribute) -> String? {
        withValue(name) { String(decoding: $0.trimmed, as: UTF8.self) }
    }

    borrowing func has(_ name: HTMLAttribute) -> Bool { mayHave(name) && items.contains { $0.name == name } }

    @inline(__always)
    private borrowing func mayHave(_ name: HTMLAttribute) -> Bool { present & Self.bit(of: name) != 0 }

    /// Names that are 64 apart share a bit.
    @inline(__always)
    private static func bit(of name: HTMLAttribute) -> UInt64 { 1 << UInt64(name.rawValue & 63) }

    var isEmpty: Bool { items.isEmpty }

    /// All of them, in the order of the tag.
    borrowing func forEach(_ body: (HTMLAttribute, UnsafeBufferPointer<UInt8>) -> Void) {
        for item in items {
            values.withUnsafeBufferPointer { body(item.name, UnsafeBufferPointer(rebasing: $0[item.start..<item.end])) }
        }
    }

    /// Keeps the name of an element that is not in the vocabulary, in lower case.
    mutating func addElementName(_ name: some Collection<UInt8>) {
        let start = values.count
        values.append(contentsOf: name.prefix(64).map(\.asciiLowercased))
        present |= Self.bit(of: .elementName)
        items.append(Item(name: .elementName, start: start, end: values.count))
    }

    /// Reads the attributes from `position`, after a tag's name, to past its `>` (HTML standard, section 13.2.5.32 on).
    /// Returns whether the tag ends in `/>`, or nil where the text ends within the tag, which is then no tag at all.
    mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, keeping: Bool
    ) -> Bool? {
        if !items.isEmpty {  // most tags have none, and emptying costs
            items.removeAll(keepingCapacity: true)
            values.removeAll(keepingCapacity: true)
            present = 0
        }
        var isClosed = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte.isHTMLSpace {
                position += 1
            } else if byte == UInt8(ascii: "/") {
                isClosed = true
                position += 1
                continue
            } else if byte == UInt8(ascii: ">") {
                position += 1
                return isClosed
            } else {
                readOne(bytes, &position, keeping)
            }
            isClosed = false
        }
        return nil
    }

    private mutating func readOne(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ keeping: Bool) {
        var packed = PackedName()
        let nameStart = position
        packed.append(bytes[position])  // whatever it is, `=` and quotes included
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte.isHTMLSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=") {
                break
            }
            packed.append(byte)
            position += 1
        }
        let known = keeping ? names.name(packed, bytes, nameStart..<position) : .none
        let name = known != .none && known != .other && has(known) ? .none : known
        let nameEnd = position
        while position < bytes.count, bytes[position].isHTMLSpace { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
            if name != .none { append(name, bytes[nameStart..<nameEnd], UnsafeBufferPointer(start: nil, count: 0)) }
            return
        }
        position += 1
        while position < bytes.count, bytes[position].isHTMLSpace { position += 1 }
        guard position < bytes.count, bytes[position] != UInt8(ascii: ">") else { return }
        let quote = bytes[position]
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        if isQuoted { position += 1 }
        let start = position
        if isQuoted {
            position = bytes.index(of: quote, from: start)
        } else {
            while position < bytes.count, !bytes[position].isHTMLSpace, bytes[position] != UInt8(ascii: ">") {
                position += 1
            }
        }
        if name != .none {
            append(name, bytes[nameStart..<nameEnd], UnsafeBufferPointer(rebasing: bytes[start..<position]))
        }
        if isQuoted, position < bytes.count { position += 1 }
    }

    @inline(__always)
    private mutating func append(
        _ name: HTMLAttribute, _ written: Slice<UnsafeBufferPointer<UInt8>>, _ value: UnsafeBufferPointer<UInt8>
    ) {
        let start = values.count
        if name == .other {
            values.append(contentsOf: written.map(\.asciiLowercased))
            values.append(0)
        }
        decode(value)
        present |= Self.bit(of: name)
        items.append(Item(name: name, start: start, end: values.count))
    }

    /// Appends a value with its references decoded, U+0000 replaced and other controls but white space left out.
    private mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var index = 0
        while true {
            index = bytes.endOfPlain(from: index)
            if index == bytes.count { break }
            let byte = bytes[index]
            if byte == UInt8(ascii: "<") || byte == 0xC2 && (index + 1 == bytes.count || bytes[index + 1] >= 0xA0) {
                index += 1
                continue
            }
            values.append(contentsOf: bytes[start..<index])
            if byte == UInt8(ascii: "&") {
                index = CharacterReferences.decode(bytes, at: index, inAttribute: true, into: &values)
            } else if byte == 0xC2 {
                // A control character is what it is in text: an attribute may become text.
                Windows1252.append(bytes[index + 1], to: &values)
                index += 2
            } else {
                if byte == 0 { values.append(scalar: 0xFFFD) }
                if byte == 0x0C || byte == 0x0D { values.append(0x0A) }
                index += 1
            }
            start = index
        }
        values.append(contentsOf: bytes[start...])
    }
}
