import Bytes

/// The language that a document names among its first bytes, and the encodings that text in it is mostly in where it
/// names none (the Encoding Standard's “legacy defaults”,
/// <https://html.spec.whatwg.org/#determining-the-character-encoding>).
enum DocumentLanguage {
    /// How far into a document the language is looked for.
    private static let reach = 16 << 10

    /// A BCP 47 tag, as written; nil where none is named.
    static func find(in bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let head = UnsafeBufferPointer(rebasing: bytes.prefix(reach))
        if let start = head.end(of: "<language>") { return tag(head, from: start) }
        for mark in ["lang=\"", "lang='", "lang=", "LANG=\""] as [StaticString] {
            // `lang` and `xml:lang`, and no `data-lang` or `hreflang`.
            guard let start = head.range(of: mark) else { continue }
            let before = start.lowerBound > 0 ? head[start.lowerBound - 1] : 0x20
            guard before <= 0x20 || before == UInt8(ascii: ":") else { continue }
            if let tag = tag(head, from: start.upperBound) { return tag }
        }
        return nil
    }

    /// Names of encodings, in the order in which they are tried; empty for a language that windows-1252 serves.
    static func encodings(of language: String) -> [String] {
        let parts = language.lowercased().split { $0 == "-" || $0 == "_" }
        guard let first = parts.first else { return [] }
        switch first {
        case "ar", "fa", "ur", "ps": return ["windows-1256"]
        case "ba", "be", "bg", "kk", "ky", "mk", "ru", "sah", "tg", "tt", "uk", "mn":
            return ["windows-1251"]
        case "sr", "bs": return parts.contains("latn") ? ["windows-1250"] : ["windows-1251"]
        case "az", "tr", "ku": return parts.contains("cyrl") ? ["windows-1251"] : ["windows-1254"]
        case "cs", "hr", "sk", "ro": return ["windows-1250"]
        case "hu", "pl", "sl": return ["iso-8859-2"]
        case "et", "lt", "lv": return ["windows-1257"]
        case "el": return ["iso-8859-7"]
        case "he", "iw", "yi": return ["windows-1255"]
        // Shift_JIS takes EUC-JP for half-width katakana; the other way round it is not text.
        case "ja": return ["euc-jp", "shift_jis"]
        case "ko": return ["euc-kr"]
        case "th": return ["windows-874"]
        case "vi": return ["windows-1258"]
        case "zh": return isTraditional(parts) ? ["big5", "gb18030"] : ["gb18030", "big5"]
        default: return []
        }
    }

    private static func isTraditional(_ parts: [Substring]) -> Bool {
        parts.contains { ["hant", "tw", "hk", "mo"].contains($0) }
    }

    private static func tag(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> String? {
        let tag = bytes[start...].drop { $0 <= 0x20 }.prefix { byte in
            byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
        return tag.isEmpty || tag.count > 35 ? nil : String(decoding: tag, as: UTF8.self)
    }
}
