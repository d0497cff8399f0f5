import Bytes
import Web

/// Where feeds usually lie, for pages that name none.
enum CommonPaths {
    /// Addresses to try, likeliest first: below the page itself, then at its site's root.
    static func candidates(for page: WebURL) -> [String] {
        var found: [String] = []
        let path = page.path.split(separator: "/")
        if let last = path.last, last.hasPrefix("@"), path.count == 1 {
            found.append("/\(last).rss")  // Mastodon and its kin
        }
        if !path.isEmpty, path.last?.contains(".") == false {
            let folder = "/" + path.joined(separator: "/")
            found += ["feed", "feed.xml", "rss.xml", "atom.xml", "index.xml"].map { "\(folder)/\($0)" }
        }
        found += [
            "/feed", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json", "/feed.atom",
            "/index.rdf",
            "/blog/feed", "/blog/index.xml",
        ]
        var seen = Set<String>()
        return found.compactMap { page.resolving($0)?.href }.filter { seen.insert($0).inserted }
    }
}
