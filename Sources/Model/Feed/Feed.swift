public import FoundationEssentials

/// What a feed document says about itself, in the terms of JSON Feed 1.1 and the `_newspool` extension (docs/formats.md).
///
/// Items are kept apart: a reader yields one `Feed` and many items, and only new items are worth the work of cleaning.
/// All URLs are absolute, all times UTC. Empty arrays and nil mean that the document does not say.
public struct Feed: Sendable, Equatable {
    public var format: FeedFormat
    /// The character encoding that the bytes were read in (IANA name, lower case).
    public var encoding: String?
    /// What was repaired or ignored, in words, with the line where known.
    public var warnings: [String] = []

    public var id: String?
    public var title: String?
    public var titleHTML: String?
    public var descriptionText: String?
    public var descriptionHTML: String?
    public var homePageURL: String?
    public var feedURL: String?
    public var icon: String?
    public var favicon: String?
    public var authors: [Person] = []
    public var contributors: [Person] = []
    public var publisher: Person?
    public var language: String?
    public var rights: String?
    public var published: Date?
    public var updated: Date?
    public var categories: [Category] = []
    public var generator: Generator?
    public var image: FeedImage?
    public var links: [Link] = []
    public var hubs: [Hub] = []
    public var nextURL: String?
    public var archive = ArchiveLinks()
    public var expired: Bool?
    public var podcast = Podcast()

    /// RSS `ttl` in seconds.
    public var ttl: Int?
    /// Hours of the day, UTC, 0 to 23, in which the feed asks not to be polled.
    public var skipHours: [Int] = []
    /// English names of weekdays, `Monday` to `Sunday`, on which the feed asks not to be polled.
    public var skipDays: [String] = []
    /// `sy:updatePeriod` divided by `sy:updateFrequency`, in seconds.
    public var updateInterval: Int?

    public init(format: FeedFormat) {
        self.format = format
    }
}

/// The dialect of a feed document; the raw value is what `_newspool.format` shows.
public enum FeedFormat: String, Sendable, CaseIterable {
    case rss090 = "rss-0.90"
    case rss091 = "rss-0.91"
    case rss092 = "rss-0.92"
    case rss093 = "rss-0.93"
    case rss094 = "rss-0.94"
    case rss10 = "rss-1.0"
    case rss11 = "rss-1.1"
    case rss20 = "rss-2.0"
    case atom03 = "atom-0.3"
    case atom10 = "atom-1.0"
    case cdf
    case jsonFeed10 = "json-feed-1.0"
    case jsonFeed11 = "json-feed-1.1"
    case rssInJSON = "rss-in-json"
    case sitemap
    case newsSitemap = "news-sitemap"
    case sitemapIndex = "sitemap-index"
    /// An article taken out of a web page.
    case html

    /// Addresses of a site, from its beginning on, rather than its latest articles.
    public var isSitemap: Bool { self == .sitemap || self == .newsSitemap || self == .sitemapIndex }
}

/// What made the feed (`generator`).
public struct Generator: Sendable, Equatable {
    public var name: String?, url: String?, version: String?
    public init(name: String? = nil, url: String? = nil, version: String? = nil) {
        (self.name, self.url, self.version) = (name, url, version)
    }
}

/// RSS `image`: the channel's picture, its title, and the page it links to.
public struct FeedImage: Sendable, Equatable {
    public var url: String?, title: String?, link: String?
    public init(url: String? = nil, title: String? = nil, link: String? = nil) {
        (self.url, self.title, self.link) = (url, title, link)
    }
}

/// An end point that pushes updates (JSON Feed `hubs`): `WebSub`, `rssCloud` and the like.
public struct Hub: Sendable, Equatable {
    public var type: String, url: String
    public init(type: String, url: String) { (self.type, self.url) = (type, url) }
}

/// Paged and archived feeds, RFC 5005.
public struct ArchiveLinks: Sendable, Equatable {
    public var previous: String?, next: String?, current: String?
    public init() {}
    public var isEmpty: Bool { previous == nil && next == nil && current == nil }
}
