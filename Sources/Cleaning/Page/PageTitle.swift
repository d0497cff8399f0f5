import Bytes

/// The article's title out of a page's `title`, from which the site's name is cut.
enum PageTitle {
    private static let separators: Set<Character> = ["|", "-", "–", "—", "\\", "/", ">", "»", "·", "•"]

    /// - Parameter headings: the page's own, larger first.
    static func of(_ title: String, headings: [String]) -> String {
        let whole = words(title).joined(separator: " ")
        // A heading that is the whole title says that its signs are the author's own.
        if count(whole) > 4, headings.contains(where: { words($0).joined(separator: " ") == whole }) { return whole }
        var found = whole
        let parts = whole.split(separator: " ", omittingEmptySubsequences: false)
        let marks = parts.indices.filter {
            parts[$0].count == 1 && $0 > 0 && $0 < parts.count - 1 && separators.contains(parts[$0].first ?? " ")
        }
        var hadHierarchy = false
        if let last = marks.last {
            hadHierarchy = marks.contains { "\\/>»".contains(parts[$0]) }
            found = parts[..<last].joined(separator: " ")
            // The site's name is first where only little is left.
            if count(found) < 3 { found = parts[(marks[0] + 1)...].joined(separator: " ") }
        } else if let colon = whole.firstRange(of: ": ") {
            // A heading that is the whole title says that the colon is the author's own.
            if !headings.contains(where: { words($0).joined(separator: " ") == whole }) {
                let last = lastColon(in: whole) ?? colon
                found = String(whole[last.upperBound...])
                if words(found).count < 3 {
                    found = String(whole[colon.upperBound...])
                } else if words(String(whole[..<colon.lowerBound])).count > 3 {
                    found = whole
                }
            }
        } else if whole.count > 150 || whole.count < 15 {
            if headings.count == 1, let heading = headings.first, !heading.isEmpty { found = heading }
        }
        let length = count(found)
        if length <= 4, !hadHierarchy || length != words(whole.filter { !separators.contains($0) }).count - 1 {
            // Too little to be one.
            return whole
        }
        return found.trimmed
    }

    /// A title that a page declares, from which the site's name is cut, where that is known, or where the page's heading says what
    /// is the article's own.
    static func withoutSite(_ title: String, site: String?, headings: [String]) -> String {
        let parts = title.split(separator: " ", omittingEmptySubsequences: false)
        let marks = parts.indices.filter {
            $0 > 0 && $0 < parts.count - 1
                && (parts[$0] == "::" || parts[$0].count == 1 && separators.contains(parts[$0].first ?? " "))
        }
        guard let first = marks.first, let last = marks.last else { return title }
        let folded = headings.map { words($0.lowercased()).joined(separator: " ") }
        if folded.contains(words(title.lowercased()).joined(separator: " ")) { return title }
        for mark in marks {
            let head = parts[..<mark].joined(separator: " ")
            if folded.contains(head.lowercased()) { return head }
        }
        guard let site = site?.lowercased() else { return title }
        if parts[(last + 1)...].joined(separator: " ").lowercased() == site {
            return parts[..<last].joined(separator: " ").trimmed
        }
        if parts[..<first].joined(separator: " ").lowercased() == site {
            return parts[(first + 1)...].joined(separator: " ").trimmed
        }
        return title
    }

    private static func lastColon(in text: String) -> Range<String.Index>? {
        text.ranges(of: ": ").last
    }

    private static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    /// Two characters of scripts without spaces count as a word.
    private static func count(_ text: String) -> Int {
        words(text).reduce(0) { sum, word in
            let wide = word.unicodeScalars.count {
                (0x3040...0x9FFF).contains($0.value) || (0xAC00...0xD7A3).contains($0.value)
            }
            return sum + max(1, wide / 2)
        }
    }
}
