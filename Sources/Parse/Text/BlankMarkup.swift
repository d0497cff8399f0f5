import Bytes

/// HTML that shows nothing.
enum BlankMarkup {
    /// Longer ones are not looked at.
    private static let longest = 512

    /// Tags that frame or style what is not there, blanks, and comments; no picture, no player, no rule.
    static func isBlank(_ html: String) -> Bool {
        var html = html
        return html.withUTF8 { bytes in
            guard bytes.count <= longest, bytes.first == UInt8(ascii: "<") || bytes.first == UInt8(ascii: "&") else {
                return false
            }
            var index = 0
            while index < bytes.count {
                guard let end = endOfBlank(bytes, at: index) else { return false }
                index = end
            }
            return true
        }
    }

    /// The end of the tag, comment or blank at `start`; nil where something else is there.
    private static func endOfBlank(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        let rest = UnsafeBufferPointer(rebasing: bytes[start...])
        switch rest[0] {
        case 0x09...0x0D, 0x20: return start + 1
        case UInt8(ascii: "&"):
            let length = blanks.first { rest.starts(with: $0.utf8) }?.utf8.count
            return length.map { start + $0 }
        case UInt8(ascii: "<"):
            if rest.starts(with: "<!--".utf8), let end = rest.end(of: "-->") { return start + end }
            let close = bytes.index(of: UInt8(ascii: ">"), from: start)
            return close < bytes.count && isFrame(rest) ? close + 1 : nil
        case 0x80...:
            guard let scalar = String(decoding: rest.prefix(4), as: UTF8.self).unicodeScalars.first,
                scalar.properties.isWhitespace
            else { return nil }
            return start + UTF8.width(scalar)
        default: return nil
        }
    }

    /// Whether a tag is that of an element that frames or styles what is in it.
    private static func isFrame(_ tag: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = tag.count > 1 && tag[1] == UInt8(ascii: "/") ? 2 : 1
        let name = tag[start...].prefix { $0.isASCIIAlphanumeric || !$0.isASCII }
        return frames.contains { name.count == $0.utf8CodeUnitCount && name.equalsIgnoringCase($0) }
    }

    private static let blanks = ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;"]
    private static let frames: [StaticString] = [
        "p", "div", "span", "br", "a", "b", "blockquote", "body", "center", "em", "font", "h1", "h2", "h3", "h4",
        "html", "i", "li", "ol", "section", "strong", "u", "ul",
    ]
}
