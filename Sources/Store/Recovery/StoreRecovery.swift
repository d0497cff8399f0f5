public import FoundationEssentials
public import Model

/// How a new store learns what the spool still says, where the old one is lost.
public protocol StoreRecovery {
    /// Treats what feeds show in their first document and published before `date` as delivered: a spool whose oldest
    /// days are gone cannot say so.
    func remember(toldBefore date: Date) throws(StoreError)

    /// Remembers articles that a feed brought, so that they are not announced again. The feed's next document counts as
    /// its first: what it shows besides is up to `first_fetch`.
    ///
    /// - Parameter articles: one for each id, the last revision.
    func adopt(_ articles: [SpoolArticle], of feed: FeedID, now: Date) throws(StoreError)
}

/// An article of the spool whose row the store has lost.
public struct SpoolArticle: Sendable {
    public var id: ItemID
    public var revision: Int
    /// As far as the spool tells; its content hash means nothing.
    public var fingerprint: Fingerprint

    public init(id: ItemID, revision: Int, fingerprint: Fingerprint) {
        (self.id, self.revision, self.fingerprint) = (id, revision, fingerprint)
    }
}

/// A new store in the making beside the one that is there, which stays as it is until the new one is whole. No one else
/// can open the old one for writing meanwhile.
public protocol StoreReplacement {
    /// What is filled.
    var store: any Store { get }

    /// Puts the new store in the old one's place, as one step; the old one stays beside it under another name.
    ///
    /// - Parameter mark: ends the old one's name, such as a time.
    /// - Returns: where the old one is; nil where there was none.
    func finish(mark: String) throws(StoreError) -> String?
}
