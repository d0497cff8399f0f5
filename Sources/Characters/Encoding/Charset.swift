import Bytes

/// A character encoding by the name that a feed or a server gives it.
package struct Charset {
    enum Decoding {
        case utf8, ascii, windows1252
        /// By the name that iconv knows.
        case iconv(String)
    }

    /// What is reported, in lower case: the name of the encoding that is meant, which may be a superset of the one
    /// named.
    let name: String
    let decoding: Decoding

    /// Two or four bytes a character: not to be had by chance.
    var isWide: Bool { name.hasPrefix("utf-16") || name.hasPrefix("utf-32") }
    /// Characters outside ASCII are mostly more than one byte.
    var isMultiByte: Bool {
        switch name {
        case "gb18030", "big5", "euc-jp", "euc-kr", "euc-tw", "shift_jis", "johab": true
        default: false
        }
    }
    /// Other alphabets by escape sequences, in bytes that look like ASCII.
    var isShifting: Bool { name.hasPrefix("iso-2022") || name.hasPrefix("hz") || name == "utf-7" }

    private init(name: String, decoding: Decoding) { (self.name, self.decoding) = (name, decoding) }

    /// Nil for a name that is not known.
    init?(_ label: String) {
        if let meaning = EncodingLabels.meaning(of: label) {
            switch meaning.converter {
            case "UTF-8": self.init(name: meaning.name, decoding: .utf8)
            case "US-ASCII": self.init(name: meaning.name, decoding: .ascii)
            // The five bytes without a character stay the control characters they are.
            case "CP1252": self.init(name: meaning.name, decoding: .windows1252)
            default: self.init(name: meaning.name, decoding: .iconv(meaning.converter))
            }
            return
        }
        // The C library knows more than the standard.
        let name = label.trimmed.lowercased().filter { $0 != "\"" && $0 != "'" }
        guard !name.isEmpty, name.utf8.count <= 40,
            name.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x3A || $0 == 0x2D || $0 == 0x5F }),
            Iconv.knows(name)
        else { return nil }
        self.init(name: name, decoding: .iconv(name))
    }

    /// The `charset` parameter of a Content-Type header.
    package static func parameter(of contentType: String?) -> String? {
        guard let contentType else { return nil }
        for part in contentType.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, String(pair[0]).trimmed.lowercased() == "charset" else { continue }
            let value = String(pair[1]).trimmed.filter { $0 != "\"" && $0 != "'" }
            return value.isEmpty ? nil : value
        }
        return nil
    }
}

/// The encodings that show in the first bytes.
struct ByteOrderMark {
    let encoding: Charset
    let length: Int

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        func starts(_ mark: [UInt8]) -> Bool { bytes.starts(with: mark) }
        let name: String
        switch true {
        case starts([0xEF, 0xBB, 0xBF]): (name, length) = ("utf-8", 3)
        case starts([0xFF, 0xFE, 0, 0]): (name, length) = ("utf-32le", 4)
        case starts([0, 0, 0xFE, 0xFF]): (name, length) = ("utf-32be", 4)
        case starts([0xFF, 0xFE]): (name, length) = ("utf-16le", 2)
        case starts([0xFE, 0xFF]): (name, length) = ("utf-16be", 2)
        default: return nil
        }
        encoding = Charset(name)!  // all five are in its list
    }

    /// UTF-16 or UTF-32 without a mark: zero bytes beside the first `<` or `{` (XML 1.0 appendix F).
    static func guess(_ bytes: UnsafeBufferPointer<UInt8>) -> Charset? {
        guard bytes.count >= 4 else { return nil }
        let isZero = (0..<4).map { bytes[$0] == 0 }
        return switch (isZero[0], isZero[1], isZero[2], isZero[3]) {
        case (true, true, true, false): Charset("utf-32be")
        case (false, true, true, true): Charset("utf-32le")
        case (true, false, true, false): Charset("utf-16be")
        case (false, true, false, true): Charset("utf-16le")
        default: nil
        }
    }
}

enum XMLDeclaration {
    /// The encoding named in `<?xml … encoding="…"?>`, wherever in the first bytes it is.
    static func encoding(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let head = UnsafeBufferPointer(rebasing: bytes.prefix(1024))
        guard let start = head.end(of: "<?xml") else { return nil }
        let end = head[start...].firstIndex(of: UInt8(ascii: ">")) ?? head.count
        let declaration = UnsafeBufferPointer(rebasing: head[start..<end])
        guard var index = declaration.end(of: "encoding") else { return nil }
        while index < declaration.count, declaration[index] <= 0x20 || declaration[index] == UInt8(ascii: "=") {
            index += 1
        }
        guard index < declaration.count else { return nil }
        let quote = declaration[index]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let rest = declaration[(index + 1)...]
        guard let close = rest.firstIndex(of: quote) else { return nil }
        return Optional(String(decoding: rest[..<close], as: UTF8.self)).nonEmpty
    }
}
