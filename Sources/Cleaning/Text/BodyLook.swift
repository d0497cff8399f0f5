import Bytes
import Characters
import Parse

/// Whether a body that no one called HTML or plain is HTML, and what it says where it is plain.
enum BodyLook {
    /// It holds a comment, an end tag that HTML knows, or a start tag that needs no end tag or has attributes as HTML
    /// writes them. `x<y`, `List<Object>`, `<ann@mail.example>` and `a <b and c> d` are none of these.
    static func isHTML(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var index = 0
            while let open = unsafe next(UInt8(ascii: "<"), in: bytes, from: index) {
                if unsafe isMarkup(bytes, at: open) { return true }
                index = open + 1
            }
            return false
        }
    }

    /// Whether the first thing outside of plain tags is text to show: nearly always it is. False where it may be a blank,
    /// a reference, a comment, or what is in an element that hides it.
    static func beginsWithWord(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                switch unsafe bytes[index] {
                case ...0x20: index += 1
                case UInt8(ascii: "<"):
                    let tag = unsafe bytes[(index + 1)...]
                    guard let first = unsafe tag.first, first == UInt8(ascii: "/") || first.isASCIILetter,
                        !hiding.contains(where: { unsafe tag.startsIgnoringCase($0) })
                    else { return false }
                    index = unsafe bytes.index(of: UInt8(ascii: ">"), from: index) + 1
                case UInt8(ascii: "&"), 0xC2, 0xEF: return false
                // Quotes and dashes, but no spaces without width.
                case 0xE2: return unsafe index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] >= 0x90
                default: return true
                }
            }
            return false
        }
    }

    /// How the names of elements begin whose content may not be shown.
    private static let hiding: [StaticString] = [
        "applet", "audio", "button", "canvas", "datalist", "dialog", "head", "iframe", "nav", "noembed", "noframes",
        "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
    ]

    /// What could be read in two ways: only with an angle or a line end does it matter whether a body is HTML.
    static func needsLook(_ text: String) -> Bool { text.holds("<") || text.holds("\n") || text.holds("\r") }

    /// A plain body: references that end as they should stand for their characters, and line ends are line feeds.
    static func plain(_ text: String) -> String {
        guard text.holds("&") || text.holds("\r") else { return text }
        var text = text
        return text.withUTF8 { bytes in
            var output: [UInt8] = []
            output.reserveCapacity(bytes.count)
            var index = 0
            while index < bytes.count {
                let byte = unsafe bytes[index]
                if byte == UInt8(ascii: "&") {
                    let count = output.count
                    let end = unsafe CharacterReferences.decode(bytes, at: index, inAttribute: true, into: &output)
                    if unsafe bytes[end - 1] != UInt8(ascii: ";") {
                        output.removeSubrange(count...)
                        unsafe output.append(contentsOf: bytes[index..<end])
                    }
                    index = end
                } else if byte == UInt8(ascii: "\r") {
                    output.append(0x0A)
                    unsafe index += index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
                } else {
                    output.append(byte)
                    index += 1
                }
            }
            return String(decoding: output, as: UTF8.self)
        }
    }

    /// The text with line feeds for all its line ends.
    static func withLineFeeds(_ text: String) -> String {
        guard text.holds("\r") else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            // A line feed behind a carriage return belongs to it.
            if byte == 0x0A, output.last == 0x0D {
                output[output.count - 1] = 0x0A
            } else {
                if output.last == 0x0D { output[output.count - 1] = 0x0A }
                output.append(byte)
            }
        }
        if output.last == 0x0D { output[output.count - 1] = 0x0A }
        return unsafe output.withUnsafeBufferPointer { unsafe String(valid: $0) }
    }

    private static func next(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        unsafe start < bytes.count ? bytes[start...].firstIndex(of: byte) : nil
    }

    private static func isMarkup(_ bytes: UnsafeBufferPointer<UInt8>, at open: Int) -> Bool {
        let rest = unsafe bytes[(open + 1)...]
        if unsafe rest.starts(with: "!--".utf8) { return true }
        let isEnd = unsafe rest.first == UInt8(ascii: "/")
        let name = unsafe rest.dropFirst(isEnd ? 1 : 0).prefix(
            16, while: { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") })
        guard let first = unsafe name.first, first.isASCIILetter, unsafe name.endIndex < bytes.count else {
            return false
        }
        let next = unsafe bytes[name.endIndex]
        guard next.isHTMLSpace || next == UInt8(ascii: "/") || next == UInt8(ascii: ">") else { return false }
        let tag = unsafe String(decoding: name.map(\.asciiLowercased), as: UTF8.self)
        guard HTMLLook.elements.contains(tag) else { return false }
        if isEnd || alone.contains(tag) { return unsafe isClosed(bytes, from: name.endIndex) }
        return unsafe hasAttribute(bytes, from: name.endIndex)
    }

    /// Whether a tag's `>` comes before the next `<`. Tags are short: no more than this is looked at.
    private static func isClosed(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        let end = unsafe bytes[start...].prefix(4096).first { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }
        return end == UInt8(ascii: ">")
    }

    /// A name, `=`, and a value in quotes, or a name that surely is an attribute's.
    private static func hasAttribute(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        let rest = unsafe bytes[start...].drop(while: \.isHTMLSpace)
        let name = unsafe rest.prefix(32, while: { $0.isASCIILetter || $0.isASCIIDigit || "-:_".utf8.contains($0) })
        guard unsafe !name.isEmpty else { return false }
        let behind = unsafe bytes[name.endIndex...].prefix(16).drop(while: \.isHTMLSpace)
        guard unsafe behind.first == UInt8(ascii: "=") else { return false }
        let value = unsafe behind.dropFirst().drop(while: \.isHTMLSpace).first
        if value == UInt8(ascii: "\"") || value == UInt8(ascii: "'") { return true }
        return unsafe attributes.contains(String(decoding: name.map(\.asciiLowercased), as: UTF8.self))
    }

    /// Elements whose start tag says enough, without an end tag and without attributes.
    private static let alone: Set<String> = [
        "br", "hr", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "ul", "ol", "table", "tbody", "blockquote", "h1",
        "h2",
        "h3", "h4", "h5", "h6", "div", "html", "body",
    ]

    private static let attributes: Set<String> = [
        "href", "src", "class", "style", "align", "valign", "width", "height", "border", "color", "bgcolor", "size",
        "face",
        "target", "rel", "id", "alt", "name", "cellpadding", "cellspacing", "title", "colspan", "rowspan", "dir",
        "lang",
    ]
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    /// The bytes at the start that `isWanted`, at most `count`.
    fileprivate func prefix(_ count: Int, while isWanted: (UInt8) -> Bool) -> Self {
        unsafe prefix(count).prefix(while: isWanted)
    }
}
