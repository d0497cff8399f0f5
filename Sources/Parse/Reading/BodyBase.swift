import Web

/// What relative addresses in the bodies of a feed's items are relative to where the document does not say so (`xml:base`): the
/// item's own page if that is on the feed's site, else the page of the channel, else the document.
struct BodyBase {
    private let site: WebURL?
    private let document: WebURL?

    /// - Parameters:
    ///   - site: the link of the channel.
    ///   - document: where the document came from.
    init(site: String?, document: WebURL?) {
        self.site = site.flatMap { try? WebURL(parsing: $0) }.flatMap { Self.isPage($0) ? $0 : nil }
        self.document = document
    }

    /// The channel's page, where the document came from another site: links of items are relative to it too.
    var elsewhere: WebURL? {
        guard let site else { return nil }
        guard let document else { return site }
        return Self.areOfOneSite(site, document) ? nil : site
    }

    func base(ofItemAt link: String?) -> String? {
        if let link, let page = try? WebURL(parsing: link), Self.isPage(page) {
            // Without anything to compare it with, it is the best that there is.
            if site == nil && document == nil { return link }
            if let site, Self.areOfOneSite(page, site) { return link }
            if let document, Self.areOfOneSite(page, document) { return link }
        }
        return site?.href
    }

    private static func isPage(_ url: WebURL) -> Bool { url.scheme == "http" || url.scheme == "https" }

    /// Whether two hosts are the same, or one is within the other: `www.`, `blog.`, `feeds.`.
    private static func areOfOneSite(_ one: WebURL, _ other: WebURL) -> Bool {
        guard let one = one.host, let other = other.host else { return false }
        return one == other || isWithin(one, other) || isWithin(other, one)
    }

    private static func isWithin(_ host: String, _ domain: String) -> Bool {
        let domain = domain.hasPrefix("www.") ? String(domain.dropFirst(4)) : domain
        return host == domain || domain.contains(".") && host.hasSuffix("." + domain)
    }
}
