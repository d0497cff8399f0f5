import HTML

/// The text of an article as linked data has it, made an article: paragraphs are lines there, seldom HTML.
struct BodyArticle {
    private let html: String
    /// Of the text, white space folded.
    let characters: Int

    static func html(_ body: String) -> BodyArticle {
        let body = String(body.prefix(1_000_000))
        let text = PlainText.line(fromHTML: body)
        if holdsTags(body) { return BodyArticle(html: body, characters: text.count) }
        // Escaped once more than JSON asks for.
        if holdsTags(text) {
            return BodyArticle(html: text, characters: PlainText.line(fromHTML: text).count)
        }
        let lines = body.split(whereSeparator: \.isNewline).map { $0.trimmingSpaces }.filter { !$0.isEmpty }
        return BodyArticle(
            html: lines.map { "<p>\($0.escapedTags)</p>" }.joined(separator: "\n"), characters: text.count)
    }

    /// Whether there is a tag that HTML knows: `3 < 4` and `List<Int>` are text.
    private static func holdsTags(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var tokenizer = HTMLTokenizer(bytes, sink: TagSink())
            tokenizer.run()
            return tokenizer.sink.hasTag
        }
    }

    private struct TagSink: HTMLTokenSink {
        private(set) var hasTag = false

        mutating func startTag(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes, isClosed: Bool) {
            hasTag = true
        }

        mutating func endTag(_ tag: HTMLTag) { hasTag = true }

        mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }

    func article(byline: String?) -> FoundArticle {
        FoundArticle(html: html, characters: characters, byline: byline, linkDensity: 0)
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }

    /// References stay: linked data often has them.
    fileprivate var escapedTags: String {
        reduce(into: "") { $0 += $1 == "<" ? "&lt;" : $1 == ">" ? "&gt;" : String($1) }
    }
}
