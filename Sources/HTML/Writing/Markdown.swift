import Bytes

/// Text for a Markdown document that is put together elsewhere.
public enum Markdown {
    /// Plain text as one line of CommonMark that renders as that text: signs are escaped where they would be syntax.
    ///
    /// - Parameter isInLink: the line is in the brackets of a link.
    public static func line(_ text: String, isInLink: Bool = false) -> String {
        var text = text
        var output: [UInt8] = []
        text.withUTF8 { bytes in
            var start = 0
            while start < bytes.count {
                if bytes[start].isHTMLSpace || bytes[start] < 0x20 {
                    start += 1
                    continue
                }
                var end = start
                while end < bytes.count, !bytes[end].isHTMLSpace, bytes[end] >= 0x20 { end += 1 }
                if output.isEmpty {
                    if !isInLink { start = MarkdownEscape.appendLineStart(bytes, start, end, to: &output) }
                } else {
                    output.append(0x20)
                }
                MarkdownEscape.append(bytes, start, end, isInLink: isInLink, isInCell: false, to: &output)
                start = end
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
