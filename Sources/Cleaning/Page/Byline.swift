import Bytes
import Page
import Model

/// The names in a by-line.
enum Byline {
    /// `Ann Lee - The Gazette`
    static func cleaned(_ text: String, site: String?) -> String {
        let line = cleaned(text)
        guard let site, !site.isEmpty, line.lowercased().hasSuffix(" " + site.lowercased()) else { return line }
        let name = line.dropLast(site.count + 1)
        return name.hasSuffix(" -") ? String(name.dropLast(2)).trimmed : line
    }

    /// The line without by-words, dates and what else is beside the names.
    static func cleaned(_ text: String) -> String {
        var line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let rest = BylineWords.rest(of: line), BylineWords.opens(line) { line = String(rest) }
        for mark in [" | ", " • ", " · ", " — ", " – ", " / ", "\u{2022}"] {
            if let range = line.firstRange(of: mark) {
                let head = String(line[..<range.lowerBound])
                if !head.trimmed.isEmpty { line = head }
            }
        }
        // `Ann Lee (editor)`, `Ann Lee For The Paper`
        for mark in ["(", "（", " For The ", " for The ", " for the "] {
            if let range = line.firstRange(of: mark), range.lowerBound > line.startIndex {
                line = String(line[..<range.lowerBound])
            }
        }
        if let range = line.lowercased().firstRange(of: " updated") ?? line.lowercased().firstRange(of: " published") {
            let count = line.lowercased().distance(from: line.lowercased().startIndex, to: range.lowerBound)
            if count > 0 { line = String(line.prefix(count)) }
        }
        // `Lucas Nolan 22 Dec 2016`
        if let digit = line.firstIndex(where: \.isNumber), line.distance(from: line.startIndex, to: digit) > 4 {
            line = String(line[..<digit])
            for month in months where line.lowercased().trimmed.hasSuffix(" " + month) {
                line = String(line.trimmed.dropLast(month.count))
            }
        }
        return line.trimmed.trimmingMarks
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "on", "at",
    ]

    /// The people of a by-line, with the addresses that its links give them.
    static func people(_ byline: String, links: [(text: String, href: String)] = []) -> [Person] {
        let line = cleaned(byline)
        guard !line.isEmpty else { return [] }
        let named = links.filter { !$0.text.isEmpty && line.firstRange(of: $0.text.trimmed) != nil }
        if !named.isEmpty, named.allSatisfy({ isName($0.text) }) {
            return named.map { Person(name: $0.text.trimmed, url: $0.href) }
        }
        return split(line).map { Person(name: $0) }
    }

    /// `A, B and C`; a role behind a comma is none of them.
    static func split(_ line: String) -> [String] {
        var parts = [line]
        for mark in [
            " and ", " & ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " и ", ", ", "，", "、", "; ",
        ] {
            parts = parts.flatMap { part in part.split(separator: mark).map { String($0).trimmed } }
        }
        let names = parts.filter(isName)
        return names.isEmpty ? [line] : names
    }

    static func isName(_ text: String) -> Bool {
        let text = text.trimmed
        guard text.count >= 2, text.count <= 60, !text.contains("@"), !text.contains("http") else { return false }
        let lower = text.lowercased()
        return !roles.contains { lower == $0 || lower.hasSuffix(" " + $0) } && text.split(separator: " ").count <= 6
    }

    private static let roles = [
        "correspondent", "editor", "reporter", "writer", "staff", "contributor", "columnist", "editor-in-chief",
        "author",
        "follow", "redakteur", "journalist", "phd", "md", "jr.",
    ]
}

extension String {
    /// Without commas, colons and the like at the ends.
    fileprivate var trimmingMarks: String {
        var text = self[...]
        let marks: Set<Character> = [",", ":", ";", "|", "-", "–", "—", "•", "·", "/", " "]
        while let last = text.last, marks.contains(last) { text.removeLast() }
        while let first = text.first, marks.contains(first) { text.removeFirst() }
        return String(text)
    }
}
