import Bytes
import Web

/// Where feeds usually lie, for pages that name none.
enum CommonPaths {
    /// Addresses to try, likeliest first: below the page itself, then at its site's root.
    static func candidates(for page: WebURL) -> [String] {
        let path = page.path.split(separator: "/").map(String.init)
        var found = ofForums(path) + ofForges(path)
        if path.count >= 2, path[0] == "blogs" { found.append("/blogs/\(path[1]).atom") }  // Shopify
        if !path.isEmpty, path.last?.contains(".") == false {
            let folder = "/" + path.joined(separator: "/")
            found += ["feed", "feed.xml", "rss.xml", "atom.xml", "index.xml"].map { "\(folder)/\($0)" }
            if path.count == 1, path[0] != "feed", path[0] != "rss" {
                found.append("\(folder).rss")  // a list of Discourse's, a person of Forgejo's
            }
        }
        found += [
            "/feed", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json", "/feed.atom",
            "/index.rdf",
            "/blog/feed", "/blog/index.xml", "/blog-feed.xml", "/feeds/all.atom.xml", "/feeds/all.rss.xml",
            "/feeds/posts/default", "/latest.rss", "/feeds/all.xml?sort=New",
        ]
        var seen = Set<String>()
        return found.compactMap { page.resolving($0)?.href }.filter { seen.insert($0).inserted }
    }

    /// Mastodon, Lemmy, Discourse and their kin, on whatever host.
    private static func ofForums(_ path: [String]) -> [String] {
        guard let first = path.first else { return [] }
        let tail = path.dropFirst()
        if first.hasPrefix("@") {
            if path.count >= 3, path[1] == "tagged" { return ["/\(first)/tagged/\(path[2]).rss"] }
            return ["/\(first).rss"]  // also of one post
        }
        guard let name = tail.first else { return [] }
        switch first {
        case "tags": return ["/tags/\(name).rss"]
        case "users": return ["/users/\(name).rss"]
        case "web" where name == "tags" && path.count == 3: return ["/tags/\(path[2]).rss"]
        case "c", "u":
            let forum = first == "c" ? "/" + path.joined(separator: "/") + ".rss" : "/u/\(name)/activity.rss"
            return (path.count == 2 ? ["/feeds/\(first)/\(name).xml?sort=New"] : []) + [forum]
        case "t":
            // The number behind a topic's own is that of a post.
            let isPost = path.count == 4 && path[2...].allSatisfy { $0.allSatisfy(\.isNumber) }
            return ["/" + (isPost ? path.dropLast() : path[...]).joined(separator: "/") + ".rss"]
        case "tag": return ["/" + path.joined(separator: "/") + ".rss"]
        default: return []
        }
    }

    /// GitLab, Forgejo and Gitea, on whatever host.
    private static func ofForges(_ path: [String]) -> [String] {
        if let dash = path.firstIndex(of: "-"), dash >= 2 {
            let project = "/" + path[..<dash].joined(separator: "/")
            let lists = ["\(project)/-/releases.atom", "\(project)/-/tags?format=atom"]
            return path.dropFirst(dash + 1).first == "tags" ? lists.reversed() : lists
        }
        guard let last = path.last, !last.contains("."), !path[0].hasPrefix("@") else { return [] }
        let project = "/" + path.prefix(2).joined(separator: "/")
        if path.count >= 3, ["releases", "tags"].contains(path[2]) {
            return ["\(project)/\(path[2]).rss", "\(project)/-/releases.atom"]
        }
        let whole = "/" + path.joined(separator: "/")
        switch path.count {
        case 2: return ["\(project)/releases.rss", "\(project)/-/releases.atom"]
        case 3, 4: return ["\(whole)/-/releases.atom"]  // in a group of a group
        default: return []
        }
    }
}
