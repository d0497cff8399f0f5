import Foundation
import HTML
import Model
import Web

/// The feeds that an HTML page leads to.
struct FeedPage: Sendable {
    private let url: WebURL
    private let base: WebURL
    private let page: PageLinks

    /// - Parameter url: where the page was found, after redirects.
    init(_ body: [UInt8], url: WebURL) {
        page = PageLinks(body)
        self.url = url
        base = page.base.flatMap { url.resolving($0) } ?? url
        channel = Self.channel(in: body, at: url)
    }

    /// The channel of a video's page, which says so in its script alone.
    let channel: WebURL?

    private static func channel(in body: [UInt8], at url: WebURL) -> WebURL? {
        guard url.host?.hasSuffix("youtube.com") == true else { return nil }
        let text = String(decoding: body.prefix(4 << 20), as: UTF8.self)
        for mark in [#""externalChannelId":""#, #""channelId":""#, #"itemprop="channelId" content=""#] {
            guard let start = text.range(of: mark) else { continue }
            let id = text[start.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            if id.hasPrefix("UC"), id.count == 24 {
                return try? WebURL(parsing: "https://www.youtube.com/channel/\(id)")
            }
        }
        return nil
    }

    /// What the page's head names (`rel="alternate"` with a feed's type, `rel="feed"`), in its order, but feeds of comments
    /// last: who adds a page wants its articles.
    var named: [FeedLink] {
        let links = page.links.filter { link in
            if link.rel.contains("feed") { return true }
            guard link.rel.contains("alternate"), !link.rel.contains("stylesheet"), let type = link.type else {
                return false
            }
            return Self.types.contains(type) && !Self.isProgramInterface(link)
        }
        let found = absolute(links.map { ($0.href, $0.title) })
        return found.filter { !Self.isOfComments($0) } + found.filter(Self.isOfComments)
    }

    /// The links in the page's text that look like a feed's, by their address, then by what they say: worth a try where it names
    /// none.
    var suspected: [FeedLink] {
        let byAddress = absolute(page.anchors.map { ($0.href, nil) }).filter { Self.looksLikeFeed($0.url) }
        let byText = absolute(page.anchors.filter { Self.saysFeed($0.text) }.map { ($0.href, nil) })
            .filter { !byAddress.contains($0) && $0.url != url.href }
        return Array((byAddress.prefix(5) + byText).prefix(8))
    }

    /// "Subscribe by RSS", "Atom", "XML feed", a picture called `rss.png`; "feedback", "atomic" and an "XML sitemap" are
    /// something else.
    private static func saysFeed(_ text: String) -> Bool {
        let words = text.lowercased().split { !$0.isLetter }
        return words.contains { feedWords.contains($0) } || words.contains("xml") && !words.contains("sitemap")
    }

    private static let feedWords: Set<Substring> = [
        "rss", "atom", "feed", "feeds", "newsfeed", "webfeed", "rdf", "syndication", "syndicate", "jsonfeed",
    ]

    /// What the page says is its own address: a handle's page names the channel, to which a rule may apply.
    var canonical: WebURL? {
        page.links.first { $0.rel.contains("canonical") }.flatMap { base.resolving($0.href) }
    }

    private func absolute(_ links: [(href: String, title: String?)]) -> [FeedLink] {
        var seen = Set<String>()
        return links.compactMap { href, title in
            // `feed:` is how old browsers were told to hand an address on.
            let plain =
                href.hasPrefix("feed://") ? "http" + href.dropFirst(4) : href.replacingPrefix("feed:http", "http")
            guard let address = base.resolving(plain), address.isHTTP else { return nil }
            let text = String(address.href.prefix { $0 != "#" })
            return seen.insert(text).inserted ? FeedLink(url: text, title: title) : nil
        }
    }

    private static let types: Set<String> = [
        "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
        "application/x.atom+xml", "application/x-atom+xml", "application/rss", "application/atom", "application/xml",
        "text/xml", "text/rss+xml", "text/atom+xml", "text/rdf+xml", "application/json",
    ]

    /// WordPress names the address of its API as JSON; a JSON feed of that type calls itself one.
    private static func isProgramInterface(_ link: PageLinks.Link) -> Bool {
        guard link.type == "application/json" else { return false }
        return !(link.href + (link.title ?? "")).lowercased().contains("feed")
    }

    private static func isOfComments(_ link: FeedLink) -> Bool {
        let title = link.title?.lowercased() ?? ""
        let path = link.url.lowercased()
        return ["comment", "kommentar", "commentaire", "comentario"].contains { title.contains($0) }
            || path.contains("/comments/") || path.hasSuffix("/comments") || path.contains("comments/feed")
            || path.contains("comments.xml")
    }

    private static func looksLikeFeed(_ url: String) -> Bool {
        guard let url = try? WebURL(parsing: url) else { return false }  // it was one a moment ago
        let path = url.path.lowercased()
        let last = path.split(separator: "/").last.map(String.init) ?? ""
        if [".rss", ".atom", ".rdf"].contains(where: last.hasSuffix) { return true }
        if ["rss", "feed", "atom", "rdf", "feeds"].contains(last) { return true }
        if last.hasSuffix(".xml") || last.hasSuffix(".json") {
            return ["rss", "feed", "atom", "index.xml", "rdf"].contains { last.contains($0) }
        }
        return ["feed=rss", "feed=atom", "format=rss", "format=atom", "format=feed"].contains {
            url.query?.lowercased().contains($0) == true
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, _ other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
