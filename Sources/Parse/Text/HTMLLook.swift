/// Whether a text that no one called HTML is HTML.
package enum HTMLLook {
    /// It has an end tag, a void element or a character reference, and no tag that HTML does not have:
    /// `How <a> works` and `List<String>` are plain text, `<b>Now</b>` and `Fish &amp; Chips` are not.
    package static func looksLikeHTML(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var hasEvidence = false
            var index = 0
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "&"): if isReference(bytes, at: index) { hasEvidence = true }
                case UInt8(ascii: "<"):
                    guard let (name, isEnd) = tag(bytes, at: index) else { break }
                    guard elements.contains(name) else { return false }
                    if isEnd || voidElements.contains(name) { hasEvidence = true }
                default: break
                }
                index += 1
            }
            return hasEvidence
        }
    }

    /// `&#39;`, `&#x27;`, `&rsquo;`
    private static func isReference(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        var end = index + 1
        if end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        let start = end
        while end < bytes.count, end - start <= 32, isAlphanumeric(bytes[end]) { end += 1 }
        return end > start && end < bytes.count && bytes[end] == UInt8(ascii: ";")
    }

    private static func tag(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (name: String, isEnd: Bool)? {
        var start = index + 1
        let isEnd = start < bytes.count && bytes[start] == UInt8(ascii: "/")
        if isEnd { start += 1 }
        var end = start
        while end < bytes.count, end - start <= 16, isAlphanumeric(bytes[end]) { end += 1 }
        guard end > start, bytes[start] > UInt8(ascii: "9") else { return nil }
        return (String(decoding: bytes[start..<end], as: UTF8.self).lowercased(), isEnd)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
    }

    private static let voidElements: Set<String> = ["br", "hr", "img", "wbr", "embed", "input"]

    package static let elements: Set<String> = voidElements.union([
        "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo",
        "big",
        "blink", "blockquote", "body", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "dd",
        "del", "details", "dfn", "dir", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "font", "footer",
        "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "html", "i", "iframe", "ins",
        "kbd", "label", "legend", "li", "link", "main", "map", "mark", "marquee", "math", "meta", "nav", "noscript",
        "object", "ol", "optgroup", "option", "p", "param", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp",
        "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup",
        "svg", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u",
        "ul", "var", "video",
    ]).union(ampElements)

    private static let ampElements = [
        "amp-anim", "amp-audio", "amp-dailymotion", "amp-iframe", "amp-img", "amp-video", "amp-vimeo", "amp-youtube",
    ]
}
