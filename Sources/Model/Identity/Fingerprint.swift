public import FoundationEssentials
import Web

/// All that deduplication looks at in one entry of a feed document, cheap to make for entries that are long known.
public struct Fingerprint: Sendable, Equatable {
    /// The feed's own identifier, as published; nil where there is none or it is empty.
    public var guid: String?
    /// The canonical URL of the entry's link (`CanonicalURL`); nil where there is no usable one.
    public var canonicalURL: String?
    /// The canonical URL is a site's front page: too many different entries point there for it to be a key.
    public var isSiteRoot: Bool
    /// The title with white space folded and markup left as it is; empty where there is none.
    public var title: String
    /// When it was published, else when it was updated.
    public var published: Date?
    /// Over title, content and attachments, blind to what changes without a change of the article: white space, trackers,
    /// counters, where pictures are served from.
    public var contentHash: UInt64
    /// The same over content and attachments alone; nil where there are none. Another title or text is a new revision.
    public var textHash: UInt64?

    public init(
        guid: String?, canonicalURL: String?, isSiteRoot: Bool = false, title: String, published: Date?,
        contentHash: UInt64, textHash: UInt64? = nil
    ) {
        (self.guid, self.canonicalURL, self.isSiteRoot) = (guid, canonicalURL, isSiteRoot)
        (self.title, self.published) = (title, published)
        (self.contentHash, self.textHash) = (contentHash, textHash)
    }
}
