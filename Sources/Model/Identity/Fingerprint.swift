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
    public var published: Date?
    /// Over title, content and attachments, blind to white space and trackers: a change is a new revision.
    public var contentHash: UInt64

    public init(
        guid: String?, canonicalURL: String?, isSiteRoot: Bool = false, title: String, published: Date?,
        contentHash: UInt64
    ) {
        (self.guid, self.canonicalURL, self.isSiteRoot) = (guid, canonicalURL, isSiteRoot)
        (self.title, self.published, self.contentHash) = (title, published, contentHash)
    }
}
