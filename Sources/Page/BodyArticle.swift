import HTML

/// The text of an article as linked data has it, made an article: paragraphs are lines there, seldom HTML.
struct BodyArticle {
    private let html: String
    /// Of the text, white space folded.
    let characters: Int

    static func html(_ body: String) -> BodyArticle {
        let body = withoutShortcodes(String(body.prefix(1_000_000)))
        var text = PlainText.line(fromHTML: body)
        switch PlainText.tags(in: body) {
        case .blocks: return BodyArticle(html: body, characters: text.count)
        case .inline: return BodyArticle(html: paragraphs(of: body) { String($0) }, characters: text.count)
        case .none: break
        }
        // Escaped once or twice more than JSON asks for.
        if text.firstRange(of: "&lt;") != nil, PlainText.tags(in: text) == .none {
            text = PlainText.line(fromHTML: text)
        }
        if PlainText.tags(in: text) == .blocks {
            return BodyArticle(html: text, characters: PlainText.line(fromHTML: text).count)
        }
        return BodyArticle(html: paragraphs(of: body, \.escapedTags), characters: text.count)
    }

    /// Systems for content leave their own marks in linked data: `[vc_row]`, `[/caption]`.
    private static func withoutShortcodes(_ body: String) -> String {
        guard body.utf8.contains(UInt8(ascii: "[")) else { return body }
        var output = ""
        var rest = body[...]
        while let mark = rest.firstIndex(of: "[") {
            output += rest[..<mark]
            var name = rest[rest.index(after: mark)...]
            if name.first == "/" { name.removeFirst() }
            if shortcodes.contains(where: name.hasPrefix), let end = name.prefix(1000).firstIndex(of: "]") {
                rest = rest[rest.index(after: end)...]
            } else {
                output += "["
                rest = rest[rest.index(after: mark)...]
            }
        }
        return output + rest
    }

    private static let shortcodes = ["vc_", "et_pb_", "fusion_", "caption", "gallery", "embed"]

    private static func paragraphs(of body: String, _ written: (Substring) -> String) -> String {
        let lines = body.split(whereSeparator: \.isNewline).map { $0.trimmingSpaces }.filter { !$0.isEmpty }
        return lines.map { "<p>\(written($0))</p>" }.joined(separator: "\n")
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
