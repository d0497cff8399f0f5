import HTML

/// The text of an article as linked data has it, made an article: paragraphs are lines there, seldom HTML.
struct BodyArticle {
    private let html: String
    /// Of the text, white space folded.
    let characters: Int

    static func html(_ body: String) -> BodyArticle {
        let body = String(body.prefix(1_000_000))
        let isHTML = ["<p", "<br", "<div", "&lt;p"].contains { body.lowercased().firstRange(of: $0) != nil }
        let text = PlainText.line(fromHTML: body)
        if isHTML { return BodyArticle(html: body, characters: text.count) }
        let lines = body.split(whereSeparator: \.isNewline).map { $0.trimmingSpaces }.filter { !$0.isEmpty }
        return BodyArticle(
            html: lines.map { "<p>\($0.escapedTags)</p>" }.joined(separator: "\n"), characters: text.count)
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
