import Bytes
import Web

/// Where feeds usually lie, for pages that name none.
enum CommonPaths {
    /// Addresses to try, likeliest first: below the page itself, then at its site's root.
    static func candidates(for page: WebURL) -> [String] {
        var found: [String] = []
        let path = page.path.split(separator: "/").map(String.init)
        if let last = path.last, last.hasPrefix("@"), path.count == 1 {
            found.append("/\(last).rss")  // Mastodon and its kin
        }
        if path.count == 2 {
            switch path[0] {
            case "tags": found.append("/tags/\(path[1]).rss")  // Mastodon
            case "c", "u": found.append("/feeds/\(path[0])/\(path[1]).xml?sort=New")  // Lemmy
            default: break
            }
        }
        if let dash = path.firstIndex(of: "-"), dash >= 2 {  // GitLab
            let project = "/" + path[..<dash].joined(separator: "/")
            found += ["\(project)/-/releases.atom", "\(project)/-/tags?format=atom"]
        }
        if path.count >= 2, path[0] == "blogs" { found.append("/blogs/\(path[1]).atom") }  // Shopify
        if path.count >= 2, ["c", "t", "tag"].contains(path[0]) {
            found.append("/" + path.joined(separator: "/") + ".rss")  // Discourse
        }
        if !path.isEmpty, path.last?.contains(".") == false {
            if path.count == 2 || path.count == 3 && ["releases", "tags"].contains(path[2]) {
                // Forgejo, GitLab
                let project = "/" + path[..<2].joined(separator: "/")
                found.append(path.count == 3 ? "\(project)/\(path[2]).rss" : "\(project)/releases.rss")
                found.append("\(project)/-/releases.atom")
            }
            let folder = "/" + path.joined(separator: "/")
            found += ["feed", "feed.xml", "rss.xml", "atom.xml", "index.xml"].map { "\(folder)/\($0)" }
        }
        found += [
            "/feed", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json", "/feed.atom",
            "/index.rdf",
            "/blog/feed", "/blog/index.xml", "/blog-feed.xml", "/feeds/all.atom.xml", "/feeds/posts/default",
            "/latest.rss",
        ]
        var seen = Set<String>()
        return found.compactMap { page.resolving($0)?.href }.filter { seen.insert($0).inserted }
    }
}
