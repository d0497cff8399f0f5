/// Text in XML and HTML.
@usableFromInline package enum MarkupEscape {
    /// The reference for a byte with a meaning of its own in markup: `&`, `<`, `>`, `"`; nil for all others.
    @inlinable @inline(__always)
    package static func reference(for byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        default: nil
        }
    }

    /// Text between the tags of HTML, or in an attribute in quotes of either kind.
    package static func html(_ text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if let reference = reference(for: byte) {
                output.append(reference)
            } else if byte == UInt8(ascii: "'") {
                output.append("&#39;")
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Text between the tags of XML 1.0. Characters that it forbids are left out, those that act are references, as JSON
    /// escapes them.
    package static func xmlText(_ text: String) -> String {
        xml(text) { control in
            switch control {
            case "\t": "\t"
            case "\n": "\n"
            case "\r": "&#13;"
            default: ""
            }
        }
    }

    /// An attribute of XML 1.0 in double quotes. White space and characters that XML forbids become spaces.
    package static func xmlAttribute(_ text: String) -> String { xml(text) { _ in " " } }

    /// - Parameter other: what is written for a control, U+FFFE and U+FFFF.
    private static func xml(_ text: String, other: (Unicode.Scalar) -> StaticString) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": output.append(other(scalar))
            case "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                output.append(contentsOf: "&#x\(String(scalar.value, radix: 16));".utf8)
            case "\u{20}"..."\u{7E}":
                let byte = UInt8(ascii: scalar)
                if let reference = reference(for: byte) { output.append(reference) } else { output.append(byte) }
            default: output.append(contentsOf: UTF8.encode(scalar)!)  // every scalar has a form in UTF-8
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
