import Foundation
import Web

/// Sites whose feeds follow from a page's address, so that the page need not be asked.
enum SiteRule {
    /// The feeds of a page, the one that is meant first; empty where no rule is sure.
    static func feeds(of page: WebURL) -> [FeedLink] {
        guard page.isHTTP, page.port == nil, let host = page.host else { return [] }
        let path = page.path.split(separator: "/").map(String.init)
        let site = host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
        switch site {
        case "youtube.com", "m.youtube.com", "music.youtube.com": return youTube(path, page)
        case "github.com": return gitHub(path)
        case "gitlab.com": return gitLab(path)
        case "codeberg.org", "gitea.com": return forgejo(host, path)
        case "medium.com": return medium(path)
        case "bsky.app": return bluesky(path)
        case "reddit.com", "old.reddit.com", "new.reddit.com", "np.reddit.com", "m.reddit.com", "i.reddit.com",
            "sh.reddit.com":
            return reddit(path, page)
        default:
            if lemmyServers.contains(host), path.count >= 2, path[0] == "c" || path[0] == "u" {
                return [FeedLink(url: "https://\(host)/feeds/\(path[0])/\(path[1]).xml?sort=New", title: path[1])]
            }
            if site.hasSuffix(".medium.com"), path.first != "feed" { return [FeedLink(url: "https://\(host)/feed")] }
            return mastodon(host, path)
        }
    }

    /// `@user@host`, as Mastodon's people give their address.
    static func feed(ofHandle text: String) -> FeedLink? {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, !parts[1].isEmpty, parts[2].contains("."),
            parts[1].utf8.allSatisfy(isNameByte),
            let url = try? WebURL(parsing: "https://\(parts[2])/@\(parts[1]).rss")  // no host: no handle
        else { return nil }
        return FeedLink(url: url.href, title: text)
    }

    /// The directory that tells the feed of a podcast's page: its answer has it as `feedUrl`.
    static func directory(of page: WebURL) -> String? {
        guard page.host == "podcasts.apple.com" || page.host == "itunes.apple.com",
            let last = page.path.split(separator: "/").last, last.hasPrefix("id"),
            case let number = last.dropFirst(2), !number.isEmpty, number.allSatisfy(\.isNumber)
        else { return nil }
        return "https://itunes.apple.com/lookup?id=\(number)&entity=podcast"
    }

    /// The page that is meant, where an address is only a way there: a short one of a video, a question about cookies.
    static func unfolded(_ page: WebURL) -> String? {
        guard let host = page.host else { return nil }
        let path = page.path.split(separator: "/")
        func video(_ id: (some StringProtocol)?) -> String? {
            id.flatMap { $0.utf8.allSatisfy(isNameByte) ? "https://www.youtube.com/watch?v=\($0)" : nil }
        }
        switch host {
        case "youtu.be": return video(path.first)
        case "www.youtube.com", "youtube.com", "m.youtube.com", "music.youtube.com", "www.youtube-nocookie.com":
            if path.count >= 2, ["shorts", "live", "embed", "v"].contains(path[0]) { return video(path[1]) }
            return path.first == "watch" && host != "www.youtube.com" ? video(page.parameter("v")) : nil
        default:
            guard asksFirst(host) else { return nil }
            for name in returnParameters {
                guard let text = page.parameter(name)?.removingPercentEncoding, let url = try? WebURL(parsing: text),
                    url.isHTTP
                else { continue }  // another member, or none of an address
                return unfolded(url) ?? url.href
            }
            return nil
        }
    }

    /// Whether a host does nothing but ask about cookies, of visitors that it then sends back.
    static func asksFirst(_ host: String) -> Bool {
        ["consent.", "guce.", "myprivacy.", "privacygate.", "cmp."].contains(where: host.hasPrefix)
    }

    private static let returnParameters = [
        "continue", "continueUrl", "returnUrl", "return_url", "returnTo", "return_to", "callbackUrl", "done", ".done",
        "originalUrl", "redirectUri", "redirect_uri", "redirect", "target", "url",
    ]

    // MARK: - The sites

    private static func gitLab(_ path: [String]) -> [FeedLink] {
        let project = Array(path.prefix { $0 != "-" })
        guard project.count >= 2, path.last?.hasSuffix(".atom") != true,
            !["explore", "help", "users", "groups", "dashboard"].contains(project[0])
        else { return [] }
        let name = project.joined(separator: "/")
        let root = "https://gitlab.com/\(name)/-"
        return [
            FeedLink(url: "\(root)/releases.atom", title: "Releases of \(name)"),
            FeedLink(url: "\(root)/tags?format=atom", title: "Tags of \(name)"),
            FeedLink(url: "\(root)/commits?format=atom", title: "Commits of \(name)"),
        ]
    }

    private static func forgejo(_ host: String, _ path: [String]) -> [FeedLink] {
        guard path.last?.hasSuffix(".rss") != true, path.last?.hasSuffix(".atom") != true,
            let owner = path.first, !["explore", "user", "org", "api", "assets"].contains(owner)
        else { return [] }
        if path.count == 1 { return [FeedLink(url: "https://\(host)/\(owner).rss", title: "Activity of \(owner)")] }
        let root = "https://\(host)/\(owner)/\(path[1])"
        return [
            FeedLink(url: "\(root)/releases.rss", title: "Releases of \(owner)/\(path[1])"),
            FeedLink(url: "\(root)/tags.rss", title: "Tags of \(owner)/\(path[1])"),
            FeedLink(url: "\(root).rss", title: "Activity of \(owner)/\(path[1])"),
        ]
    }

    /// People and publications; a story alone does not tell which of them is meant.
    private static func medium(_ path: [String]) -> [FeedLink] {
        guard let first = path.first, first != "feed", !["m", "p", "me", "tag", "search"].contains(first) else {
            if path.count >= 2, path[0] == "tag" {
                return [FeedLink(url: "https://medium.com/feed/tag/\(path[1])", title: path[1])]
            }
            return []
        }
        if path.count >= 3, path[1] == "tagged" {
            return [FeedLink(url: "https://medium.com/feed/\(first)/tagged/\(path[2])", title: path[2])]
        }
        return [FeedLink(url: "https://medium.com/feed/\(first)", title: first)]
    }

    private static func bluesky(_ path: [String]) -> [FeedLink] {
        guard path.count >= 2, path[0] == "profile", path.last != "rss" else { return [] }
        return [FeedLink(url: "https://bsky.app/profile/\(path[1])/rss", title: path[1])]
    }

    private static let lemmyServers: Set<String> = [
        "lemmy.world", "lemmy.ml", "lemm.ee", "sh.itjust.works", "feddit.org", "feddit.de", "programming.dev",
        "beehaw.org", "lemmy.ca", "sopuli.xyz", "lemmy.zip", "discuss.tchncs.de", "lemmy.dbzer0.com", "aussie.zone",
    ]

    /// Channels and playlists have a feed under their id. A handle (`/@name`, `/c/name`) does not tell it: its page does.
    private static func youTube(_ path: [String], _ page: WebURL) -> [FeedLink] {
        func feed(_ key: String, _ value: String) -> [FeedLink] {
            guard value.utf8.allSatisfy(isNameByte) else { return [] }
            return [FeedLink(url: "https://www.youtube.com/feeds/videos.xml?\(key)=\(value)")]
        }
        switch path.first {
        case "channel" where path.count >= 2 && path[1].hasPrefix("UC"): return feed("channel_id", path[1])
        case "user" where path.count >= 2: return feed("user", path[1])
        case "playlist", "watch": return page.parameter("list").map { feed("playlist_id", $0) } ?? []
        default: return []
        }
    }

    /// A repository has feeds of its releases, its tags and its commits; a person or an organization one of all they do.
    private static func gitHub(_ path: [String]) -> [FeedLink] {
        guard let owner = path.first, !gitHubsOwn.contains(owner.lowercased()), owner.utf8.allSatisfy(isNameByte) else {
            return []
        }
        if path.count == 1 {
            return owner.hasSuffix(".atom")
                ? [] : [FeedLink(url: "https://github.com/\(owner).atom", title: "Activity of \(owner)")]
        }
        let name = path[1].hasSuffix(".git") ? String(path[1].dropLast(4)) : path[1]
        guard !path.last!.hasSuffix(".atom") else { return [] }  // a feed already
        let root = "https://github.com/\(owner)/\(name)"
        func feed(_ tail: String, _ title: String) -> FeedLink {
            FeedLink(url: "\(root)/\(tail).atom", title: "\(title) of \(owner)/\(name)")
        }
        switch path.dropFirst(2).first {
        case nil: return [feed("releases", "Releases"), feed("tags", "Tags"), feed("commits", "Commits")]
        case "releases": return [feed("releases", "Releases"), feed("tags", "Tags")]
        case "tags": return [feed("tags", "Tags"), feed("releases", "Releases")]
        case "commits" where path.count == 3: return [feed("commits", "Commits")]
        case "commits", "tree", "blob": return [feed("commits/\(path.dropFirst(3).joined(separator: "/"))", "Commits")]
        case "discussions": return [feed("discussions", "Discussions")]
        case "wiki": return [feed("wiki", "Wiki")]
        default: return []
        }
    }

    /// Names at the place of an owner's that are GitHub's own pages.
    private static let gitHubsOwn: Set<String> = [
        "about", "apps", "blog", "collections", "contact", "customer-stories", "enterprise", "events", "explore",
        "features",
        "issues", "login", "marketplace", "new", "notifications", "orgs", "pricing", "pulls", "readme", "search",
        "security",
        "settings", "signup", "site", "sponsors", "stars", "team", "topics", "trending",
    ]

    /// Every list of posts and every thread is a feed with `.rss` behind it.
    private static func reddit(_ path: [String], _ page: WebURL) -> [FeedLink] {
        if path.last?.hasSuffix(".rss") == true { return [] }
        var path = path
        switch path.first {
        case nil, "best", "hot", "new", "top", "rising", "controversial", "domain", "r", "user": break
        case "u": path[0] = "user"
        default: return []
        }
        if ["r", "user", "domain"].contains(path.first), path.count < 2 { return [] }
        let query = page.query.map { $0.isEmpty ? "" : "?\($0)" } ?? ""
        let tail = (path + [".rss"]).joined(separator: "/")
        return [
            FeedLink(
                url: "https://www.reddit.com/\(tail)\(query)", title: path.count > 1 ? "\(path[0])/\(path[1])" : nil)
        ]
    }

    /// Well-known servers only: anywhere else `/@name` may be something different, and the page is asked.
    private static func mastodon(_ host: String, _ path: [String]) -> [FeedLink] {
        guard mastodonServers.contains(host), let name = path.first, path.last?.hasSuffix(".rss") == false else {
            return []
        }
        if name.hasPrefix("@") {
            // One of another server is followed there.
            if name.dropFirst().contains("@") { return path.count == 1 ? feed(ofHandle: name).map { [$0] } ?? [] : [] }
            if path.count >= 3, path[1] == "tagged" {
                return [FeedLink(url: "https://\(host)/\(name)/tagged/\(path[2]).rss", title: "\(name) #\(path[2])")]
            }
            return [FeedLink(url: "https://\(host)/\(name).rss", title: "\(name)@\(host)")]
        }
        switch (name, path.count) {
        case ("tags", 2): return [FeedLink(url: "https://\(host)/tags/\(path[1]).rss", title: "#\(path[1])")]
        case ("users", 2): return [FeedLink(url: "https://\(host)/users/\(path[1]).rss", title: "@\(path[1])@\(host)")]
        default: return []
        }
    }

    private static let mastodonServers: Set<String> = [
        "mastodon.social", "mastodon.online", "mas.to", "mstdn.social", "mstdn.jp", "fosstodon.org", "hachyderm.io",
        "infosec.exchange", "chaos.social", "mastodon.world", "techhub.social", "mastodon.gamedev.place", "ruby.social",
        "social.lol", "toot.io", "floss.social", "framapiaf.org", "masto.ai", "troet.cafe", "mathstodon.xyz",
        "journa.host",
        "newsie.social", "social.treehouse.systems", "functional.cafe", "social.kernel.org", "scholar.social",
        "universeodon.com",
    ]

    /// What ids and names consist of; anything else would change what the address means.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}

extension WebURL {
    /// The query parameter of that name, as written; nil where absent or empty.
    fileprivate func parameter(_ name: String) -> String? {
        for pair in query?.split(separator: "&") ?? [] where pair.hasPrefix("\(name)=") {
            let value = pair.dropFirst(name.count + 1)
            return value.isEmpty ? nil : String(value)
        }
        return nil
    }
}
