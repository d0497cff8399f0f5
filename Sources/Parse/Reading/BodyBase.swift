import Web

/// What relative addresses in the bodies of a feed's items are relative to where the document does not say so
/// (`xml:base`): the item's own page if that is on the feed's site, else the page of the channel, else the document.
final class BodyBase {
    private let site: WebURL?
    private let document: WebURL?
    /// The channel's page, where the document came from another site: links of items are relative to it too.
    private let elsewhere: WebURL?
    /// The last scope that was asked for, and what became of it: mostly that of all items.
    private var lastScope: (outer: Scope, inner: Scope)?

    /// - Parameters:
    ///   - site: the link of the channel.
    ///   - document: where the document came from.
    init(site: String?, document: WebURL?) {
        let site = site.flatMap { try? WebURL(parsing: $0) }.flatMap { $0.isHTTP ? $0 : nil }
        (self.site, self.document) = (site, document)
        elsewhere = site.flatMap { site in document.map { Self.areOfOneSite(site, $0) } == true ? nil : site }
    }

    /// What holds inside an item whose scope declares no base; nil where that is the scope itself.
    func scope(of outer: Scope) -> Scope? {
        guard let elsewhere else { return nil }
        if let lastScope, lastScope.outer === outer { return lastScope.inner }
        let inner = outer.with(base: elsewhere)
        lastScope = (outer, inner)
        return inner
    }

    func base(ofItemAt link: String?) -> String? {
        guard let link else { return site?.href }
        // Without anything to compare it with, it is the best that there is.
        if site == nil && document == nil {
            return WebURL.isClean(link) || (try? WebURL(parsing: link))?.isHTTP == true ? link : nil
        }
        // Seen at a glance: most items are on the host of their feed.
        if site?.sharesOrigin(with: link) == true || document?.sharesOrigin(with: link) == true { return link }
        guard let page = try? WebURL(parsing: link), page.isHTTP else { return site?.href }
        if let site, Self.areOfOneSite(page, site) { return link }
        if let document, Self.areOfOneSite(page, document) { return link }
        return site?.href
    }

    /// Whether two hosts are the same, or one is within the other: `www.`, `blog.`, `feeds.`.
    private static func areOfOneSite(_ one: WebURL, _ other: WebURL) -> Bool {
        guard let one = one.host, let other = other.host else { return false }
        return isWithin(one.utf8, other.utf8) || isWithin(other.utf8, one.utf8)
    }

    /// Whether a host is a domain, but for its `www.`, or in that domain.
    private static func isWithin(_ host: String.UTF8View, _ domain: String.UTF8View) -> Bool {
        let domain = domain.dropFirst(domain.starts(with: "www.".utf8) ? 4 : 0)
        let rest = host.dropLast(domain.count)
        guard host.count >= domain.count, host.suffix(domain.count).elementsEqual(domain) else { return false }
        return rest.isEmpty || rest.last == UInt8(ascii: ".") && domain.contains(UInt8(ascii: "."))
    }
}
