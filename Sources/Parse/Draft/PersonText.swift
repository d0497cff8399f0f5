import Bytes
import Model

/// A person in one line of text, as RSS and Dublin Core have it.
enum PersonText {
    /// Reads `me@example.com (Example editor)`, `Example editor (me@example.com)`, `Example editor <me@example.com>`,
    /// and a name or an address alone.
    static func parse(_ text: String) -> Person {
        let text = TextLine.plain(text)
        guard let email = address(in: text) else { return Person(name: text) }
        var name = String(text[..<email.lowerBound]) + String(text[email.upperBound...])
        for empty in ["mailto:", "()", "<>", "[]", "&lt;&gt;"] {
            while let range = name.firstRange(of: empty) { name.removeSubrange(range) }
        }
        name = name.trimmed
        if name.hasPrefix("("), name.hasSuffix(")"), name.utf8.count >= 2 { name = String(name.dropFirst().dropLast()) }
        return Person(name: [name][0].trimmed.isEmpty ? nil : name.trimmed, email: String(text[email]))
    }

    /// The first thing that looks like an e-mail address.
    private static func address(in text: String) -> Range<String.Index>? {
        let bytes = text.utf8
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        var (start, end) = (at, bytes.index(after: at))
        while start > bytes.startIndex, isAddressByte(bytes[bytes.index(before: start)]) {
            start = bytes.index(before: start)
        }
        while end < bytes.endIndex, isAddressByte(bytes[end]) { end = bytes.index(after: end) }
        while end > at, bytes[bytes.index(before: end)] == UInt8(ascii: ".") { end = bytes.index(before: end) }
        let domain = text[bytes.index(after: at)..<end]
        guard start < at, domain.utf8.contains(UInt8(ascii: ".")) else { return nil }
        return start..<end
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "+"), UInt8(ascii: "%"), UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
