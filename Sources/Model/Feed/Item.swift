public import FoundationEssentials

/// One article, complete and clean, in the terms of JSON Feed 1.1 and the `_newspool` extension (docs/formats.md).
///
/// HTML is sanitized, URLs are absolute, times are UTC. What newspool adds when the article is committed (its id in the
/// spool, `seq`, the feed's name) is not here but in `RenderedItem`.
public struct Item: Sendable, Equatable {
    /// The feed's own identifier (`guid`, `atom:id`, JSON Feed `id`), as published.
    public var guid: String?
    /// RSS `isPermaLink`, spelled out or by default; nil where the dialect has no such thing.
    public var guidIsPermalink: Bool?
    public var url: String?
    public var externalURL: String?
    /// The identity of `url` (`CanonicalURL`), nil where there is no usable URL.
    public var canonicalURL: String?

    /// Plain text.
    public var title: String?
    /// The title as sanitized HTML, only where it says more than `title`.
    public var titleHTML: String?
    public var contentHTML: String?
    public var contentText: String?
    /// Plain text: the feed's own summary, else the first sentences of the content.
    public var summary: String?
    /// The feed's own summary as sanitized HTML, only where it says more than `summary`.
    public var summaryHTML: String?

    public var image: String?
    public var imageCaption: String?
    public var bannerImage: String?
    public var published: Date?
    public var modified: Date?
    public var created: Date?
    public var authors: [Person] = []
    public var contributors: [Person] = []
    public var publisher: Person?
    /// The by-line as printed on the page, where an article was extracted from one.
    public var byline: String?
    public var siteName: String?
    /// Terms or labels of `categories` and keywords, without repeats, in order.
    public var tags: [String] = []
    public var categories: [Category] = []
    public var language: String?
    /// `ltr` or `rtl`, where the page says.
    public var direction: String?
    public var attachments: [Attachment] = []
    public var links: [Link] = []
    public var commentsURL: String?
    public var commentsCount: Int?
    public var rights: String?
    public var license: String?
    public var source: ItemSource?
    public var media = Media()
    public var location: Location?
    public var podcast = Podcast()

    public init() {}
}

/// Where an item was first published (`atom:source`, RSS `source`).
public struct ItemSource: Sendable, Equatable {
    public var id: String?, title: String?, url: String?, feedURL: String?
    public var updated: Date?
    public var authors: [Person] = []
    public init() {}
}

/// A point on the earth: degrees, WGS 84, latitude -90 to 90, longitude -180 to 180.
public struct Location: Sendable, Equatable {
    public var latitude: Double, longitude: Double
    public init(latitude: Double, longitude: Double) { (self.latitude, self.longitude) = (latitude, longitude) }
}
