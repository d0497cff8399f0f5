import Bytes
import Web

/// Tells the next part of an article from the next article: both are behind `rel=next`.
public enum PagePart {
    /// Whether `next` is the part after `url`: the same address but for the number of a page.
    public static func isNext(_ next: String, of url: String) -> Bool {
        // Where one is not a URL they cannot be compared.
        guard let own = try? WebURL(parsing: url), let other = try? WebURL(parsing: next),
            own.host == other.host, own.href != other.href
        else { return false }
        let (path, number) = split(own.path)
        let (otherPath, otherNumber) = split(other.path)
        let (query, page) = split(query: own.query ?? "")
        let (otherQuery, otherPage) = split(query: other.query ?? "")
        guard path == otherPath, query == otherQuery else { return false }
        let from = page ?? number ?? 1
        guard let to = otherPage ?? otherNumber else { return false }
        return to == from + 1
    }

    /// `/story/2`, `/story/page/2/`, `/story-2.html`, `/story_p2.html`: the rest, and the number.
    private static func split(_ path: String) -> (rest: String, number: Int?) {
        var path = path
        if path.hasSuffix("/") { path.removeLast() }
        var ending = ""
        for suffix in [".html", ".htm", ".php", ".aspx"] where path.hasSuffix(suffix) {
            path.removeLast(suffix.count)
            ending = suffix
        }
        let digits = String(path.reversed().prefix { $0.isNumber && $0.isASCII }.reversed())
        guard let number = Int(digits), (2...99).contains(number) else { return (path + ending, nil) }
        var rest = path.dropLast(digits.count)
        for mark in ["/page/", "/page-", "/p", "-page-", "_page_", "-p", "_p", ",page-", "/", "-", "_"]
        where rest.hasSuffix(mark) {
            rest.removeLast(mark.count)
            return (rest + ending, number)
        }
        return (path + ending, nil)
    }

    private static func split(query: String) -> (rest: String, page: Int?) {
        var page: Int?
        let rest = query.split(separator: "&").filter { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, ["page", "p", "pg", "seite", "pagina", "paged"].contains(parts[0].lowercased()),
                let number = Int(parts[1]), (1...99).contains(number)
            else { return true }
            page = number
            return false
        }
        return (rest.joined(separator: "&"), page)
    }
}
