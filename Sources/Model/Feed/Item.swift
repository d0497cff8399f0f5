public import FoundationEssentials
import Web

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
    /// The identity of `url` (`CanonicalURL`), nil where there is no usable URL.
    public var canonicalURL: String?

    /// Plain text.
    public var title: String?
    public var contentHTML: String?
    public var contentText: String?
    /// Plain text: the feed's own summary, else the first sentences of the content.
    public var summary: String?

    public var image: String?
    public var published: Date?
    public var modified: Date?
    /// When it came: many feeds only say when an entry was updated.
    public var date: Date? { published ?? modified }
    public var authors: [Person] = []
    /// Terms or labels of `categories` and keywords, without repeats, in order.
    public var tags: [String] = []
    public var categories: [Category] = []
    public var language: String?
    public var attachments: [Attachment] = []
    public var links: [Link] = []

    /// For the accessors below, and for `Item+Wire.swift`.
    var rare = Rare()

    public init() {}
}

// What most items lack.
extension Item {
    public var externalURL: String? {
        get { unsafe rare.box?.fields.externalURL }
        set { rare.set(isBlank: newValue == nil) { $0.externalURL = newValue } }
    }
    /// The title as sanitized HTML, only where it says more than `title`.
    public var titleHTML: String? {
        get { unsafe rare.box?.fields.titleHTML }
        set { rare.set(isBlank: newValue == nil) { $0.titleHTML = newValue } }
    }
    /// The feed's own summary as sanitized HTML, only where it says more than `summary`.
    public var summaryHTML: String? {
        get { unsafe rare.box?.fields.summaryHTML }
        set { rare.set(isBlank: newValue == nil) { $0.summaryHTML = newValue } }
    }
    public var imageCaption: String? {
        get { unsafe rare.box?.fields.imageCaption }
        set { rare.set(isBlank: newValue == nil) { $0.imageCaption = newValue } }
    }
    public var bannerImage: String? {
        get { unsafe rare.box?.fields.bannerImage }
        set { rare.set(isBlank: newValue == nil) { $0.bannerImage = newValue } }
    }
    public var created: Date? {
        get { unsafe rare.box?.fields.created }
        set { rare.set(isBlank: newValue == nil) { $0.created = newValue } }
    }
    public var contributors: [Person] {
        get { unsafe rare.box?.fields.contributors ?? [] }
        set { rare.set(isBlank: newValue.isEmpty) { $0.contributors = newValue } }
    }
    public var publisher: Person? {
        get { unsafe rare.box?.fields.publisher }
        set { rare.set(isBlank: newValue == nil) { $0.publisher = newValue } }
    }
    /// The by-line as printed on the page, where an article was extracted from one.
    public var byline: String? {
        get { unsafe rare.box?.fields.byline }
        set { rare.set(isBlank: newValue == nil) { $0.byline = newValue } }
    }
    public var siteName: String? {
        get { unsafe rare.box?.fields.siteName }
        set { rare.set(isBlank: newValue == nil) { $0.siteName = newValue } }
    }
    /// `ltr` or `rtl`, where the page says.
    public var direction: String? {
        get { unsafe rare.box?.fields.direction }
        set { rare.set(isBlank: newValue == nil) { $0.direction = newValue } }
    }
    public var commentsURL: String? {
        get { unsafe rare.box?.fields.commentsURL }
        set { rare.set(isBlank: newValue == nil) { $0.commentsURL = newValue } }
    }
    public var commentsCount: Int? {
        get { unsafe rare.box?.fields.commentsCount }
        set { rare.set(isBlank: newValue == nil) { $0.commentsCount = newValue } }
    }
    public var rights: String? {
        get { unsafe rare.box?.fields.rights }
        set { rare.set(isBlank: newValue == nil) { $0.rights = newValue } }
    }
    public var license: String? {
        get { unsafe rare.box?.fields.license }
        set { rare.set(isBlank: newValue == nil) { $0.license = newValue } }
    }
    public var source: ItemSource? {
        get { unsafe rare.box?.fields.source }
        set { rare.set(isBlank: newValue == nil) { $0.source = newValue } }
    }
    public var media: Media {
        get { unsafe rare.box?.fields.media ?? Media() }
        set { rare.set(isBlank: newValue.isEmpty) { $0.media = newValue } }
    }
    public var location: Location? {
        get { unsafe rare.box?.fields.location }
        set { rare.set(isBlank: newValue == nil) { $0.location = newValue } }
    }
    public var podcast: Podcast {
        get { unsafe rare.box?.fields.podcast ?? Podcast() }
        set { rare.set(isBlank: newValue.isEmpty) { $0.podcast = newValue } }
    }
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
