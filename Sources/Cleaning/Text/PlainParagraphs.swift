/// Plain text as the HTML that shows it: blank lines part paragraphs, other line ends stay. One paragraph is bare text.
enum PlainParagraphs {
    static func html(_ text: String) -> String {
        var html = "<p>"
        var blankLines = 0
        var hasParagraphs = false
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) {
                blankLines += 1
                continue
            }
            if html.utf8.count > 3 {
                html += blankLines > 0 ? "</p><p>" : "<br>"
                if blankLines > 0 { hasParagraphs = true }
            }
            blankLines = 0
            for character in line {
                switch character {
                case "&": html += "&amp;"
                case "<": html += "&lt;"
                case ">": html += "&gt;"
                default: html.append(character)
                }
            }
        }
        return hasParagraphs ? html + "</p>" : String(html.dropFirst(3))
    }
}
