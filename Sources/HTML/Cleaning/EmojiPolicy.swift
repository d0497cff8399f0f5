import Bytes

/// Knows pictures that stand for characters: emoji and smilies.
package enum EmojiPolicy {
    /// Whether a picture's class or address calls it an emoji, and its size does not say otherwise.
    static func isEmoji(_ attributes: borrowing HTMLTokenAttributes) -> Bool {
        let isNamed = attributes.withValue(.classes, isName) ?? false
        guard isNamed || attributes.withValue(.src, isAddress) ?? false else { return false }
        let isShort = attributes.withValue(.alt) { $0.count <= 64 } ?? true
        return isShort && !isLarge(.width, attributes) && !isLarge(.height, attributes)
    }

    /// Whether an address is that of an emoji.
    package static func isAddress(_ url: String) -> Bool {
        var url = url
        return url.withUTF8(isAddress)
    }

    private static func isName(_ classes: UnsafeBufferPointer<UInt8>) -> Bool {
        classes.split(whereSeparator: \.isHTMLSpace).contains { name in names.contains { name.startsIgnoringCase($0) } }
    }

    /// How the names of classes begin.
    private static let names: [StaticString] = [
        "emoji", "wp-smiley", "twemoji", "emoticon", "smiley", "joypixel", "custom-emoji", "custom_emoji", "wp-emoji",
    ]

    private static func isAddress(_ url: UnsafeBufferPointer<UInt8>) -> Bool {
        let path = UnsafeBufferPointer(rebasing: url.prefix(200))
        let end = min(path.index(of: UInt8(ascii: "?"), from: 0), path.index(of: UInt8(ascii: "#"), from: 0))
        var index = path.index(of: UInt8(ascii: "/"), from: 0) + 1
        while index < end {
            switch path[index].asciiLowercased {
            case UInt8(ascii: "e"), UInt8(ascii: "n"), UInt8(ascii: "o"), UInt8(ascii: "s"), UInt8(ascii: "t"):
                let rest = url[index...]
                if parts.contains(where: { rest.startsIgnoringCase($0) }) { return true }
            default: break
            }
            index = path.index(of: UInt8(ascii: "/"), from: index) + 1
        }
        return false
    }

    /// How the parts of addresses begin.
    private static let parts: [StaticString] = [
        "emoji/", "emojis/", "emoji.", "twemoji/", "twemoji@", "twemoji.", "notoemoji/", "noto-emoji/", "openmoji/",
        "emoji.php/", "smilies/", "smileys/", "emoticons/",
        "emojione/", "emoji-assets/",
    ]

    private static func isLarge(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) -> Bool {
        attributes.withValue(name) { value in
            let digits = value.trimmed.prefix(while: \.isASCIIDigit)
            return digits.count > 3 || (Int(String(decoding: digits, as: UTF8.self)) ?? 0) > 72
        } ?? false
    }
}
