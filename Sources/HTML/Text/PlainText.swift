import Bytes

/// Plain text for titles and summaries.
public enum PlainText {
    /// The text of a title or another line that may hold markup: tags gone, references decoded, runs of white space made one
    /// space, none at the ends. Without `<`, `&` and odd white space it is the same string.
    public static func line(fromHTML html: String) -> String {
        var copy = html
        return copy.withUTF8 { bytes in
            if isPlainLine(bytes) { return html }
            var tokenizer = HTMLTokenizer(bytes, sink: LineSink())
            tokenizer.run()
            return String(decoding: tokenizer.sink.output, as: UTF8.self)
        }
    }

    /// The first sentences of a text, at most `limit` characters on one line. Where the first sentence is longer, it is cut at
    /// a word's end and ends in `…`, which counts.
    public static func summary(of text: String, limit: Int = 300) -> String {
        var text = text
        return text.withUTF8 { Summary.ofSimple($0, limit: limit) } ?? Summary.of(text, limit: limit)
    }

    /// Which tags that HTML knows a text holds.
    package enum Tags: Sendable { case none, inline, blocks }

    /// Whether a text is markup: `3 < 4` and `List<Int>` are not.
    package static func tags(in text: String) -> Tags {
        var text = text
        return text.withUTF8 { bytes in
            var tokenizer = HTMLTokenizer(bytes, sink: TagSink())
            tokenizer.run()
            return tokenizer.sink.tags
        }
    }

    private struct TagSink: HTMLTokenSink {
        private(set) var tags = Tags.none

        mutating func startTag(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes, isClosed: Bool) {
            note(tag)
        }

        mutating func endTag(_ tag: HTMLTag) { note(tag) }

        mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

        private mutating func note(_ tag: HTMLTag) {
            if tag == .br || tag.is([.closesParagraph, .tablePart]) {
                tags = .blocks
            } else if tags == .none {
                tags = .inline
            }
        }
    }

    private static func isPlainLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var last: UInt8 = 0x20
        for byte in bytes {
            if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") || byte < 0x20 || byte == 0x7F || byte == 0xC2 {
                return false
            }
            if byte == 0x20, last == 0x20 { return false }
            last = byte
        }
        return bytes.isEmpty || last != 0x20
    }

    /// Gathers text, with a space for each block and line break.
    private struct LineSink: HTMLTokenSink {
        private(set) var output: [UInt8] = []
        private var isGap = false
        /// Within the reading of a `ruby`, which is put in parentheses; and within those that HTML brings for it.
        private var isInReading = false, isInParenthesis = false

        mutating func startTag(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes, isClosed: Bool) {
            if isInReading || isInParenthesis || tag == .rt || tag == .rp { ruby(tag) }
            if tag == .br || tag.is([.closesParagraph, .tablePart]) { isGap = true }
        }

        private mutating func ruby(_ tag: HTMLTag) {
            switch tag {
            case .rt, .rp, .rb, .rtc, .ruby:
                if isInReading { output.append(UInt8(ascii: ")")) }
                if tag == .rt { output.append(UInt8(ascii: "(")) }
                (isInReading, isInParenthesis) = (tag == .rt, tag == .rp)
            default: break
            }
        }

        mutating func endTag(_ tag: HTMLTag) {
            if isInReading || isInParenthesis, tag == .rt || tag == .rp || tag == .ruby {
                if isInReading { output.append(UInt8(ascii: ")")) }
                (isInReading, isInParenthesis) = (false, false)
            }
            if tag.is([.closesParagraph, .tablePart]) { isGap = true }
        }

        mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            if isInParenthesis { return }
            var index = 0
            while index < bytes.count {
                if bytes[index].isHTMLSpace {
                    isGap = true
                    index += 1
                    continue
                }
                let start = index
                while index < bytes.count, !bytes[index].isHTMLSpace { index += 1 }
                if isGap, !output.isEmpty { output.append(0x20) }
                isGap = false
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            }
        }
    }
}
