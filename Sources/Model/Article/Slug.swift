import Bytes
import Foundation

/// The readable part of names: `US Urges Russia: De-escalate!` becomes `us-urges-russia-de-escalate`.
enum Slug {
    /// Letters and digits of any script in lower case, Latin letters without their accents, runs of anything else as one
    /// hyphen; cut at a word's end to at most `limit` bytes of UTF-8. Empty where nothing is left.
    static func make(_ text: String, limit: Int = 60) -> String {
        var text = text
        let slug = text.withUTF8 { utf8 in
            unsafe utf8.prefix(4 * limit).allSatisfy { $0 < 0x80 }
                ? unsafe ascii(utf8.prefix(2 * limit), limit: limit) : nil
        }
        return slug ?? unicode(String(text.prefix(2 * limit)), limit: limit)
    }

    private static func ascii(_ text: Slice<UnsafeBufferPointer<UInt8>>, limit: Int) -> String {
        var slug: [UInt8] = []
        slug.reserveCapacity(limit + 2)
        var pending = false
        for byte in unsafe Array(text) {
            let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            guard lower >= 0x30 && lower <= 0x39 || lower >= 0x61 && lower <= 0x7A else {
                // An apostrophe joins: "don't" is one word.
                if byte != UInt8(ascii: "'") { pending = !slug.isEmpty }
                continue
            }
            if pending { slug.append(UInt8(ascii: "-")) }
            pending = false
            slug.append(lower)
            if slug.count > limit { break }
        }
        if slug.count > limit {
            slug.removeLast(slug.count - limit)
            if let hyphen = slug.lastIndex(of: UInt8(ascii: "-")), hyphen > 0 { slug.removeLast(slug.count - hyphen) }
        }
        return String(decoding: slug, as: UTF8.self)
    }

    private static func unicode(_ text: String, limit: Int) -> String {
        var slug = String.UnicodeScalarView()
        var pending = false
        var baseIsASCII = false
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            let properties = scalar.properties
            switch properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark:
                if !baseIsASCII && !slug.isEmpty && !pending { slug.append(scalar) }
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .decimalNumber:
                if pending { slug.append("-") }
                pending = false
                baseIsASCII = scalar.isASCII
                slug.append(scalar)
            default:
                if scalar != "'" && scalar != "\u{2019}" { pending = !slug.isEmpty }
            }
        }
        return cut(String(slug).precomposedStringWithCanonicalMapping, limit: limit)
    }

    /// At a hyphen where the last word is not the only one, else between characters.
    private static func cut(_ slug: String, limit: Int) -> String {
        guard slug.utf8.count > limit else { return slug }
        var kept = ""
        for character in slug {
            guard kept.utf8.count + character.utf8.count <= limit else { break }
            kept.append(character)
        }
        guard let hyphen = kept.lastIndex(of: "-"), hyphen > kept.startIndex else { return kept }
        return String(kept[..<hyphen])
    }
}
