public import Model

/// What each entry of one feed document is, and what is to be written about it. Made by `Examiner`; goes to the store's
/// commit unchanged.
public struct Examination: Sendable {
    public let feed: FeedID
    /// One for each entry, in the order of the document.
    public let verdicts: [Verdict]
    /// The feed never showed an entry before.
    public let isFirstDocument: Bool
    /// At least one entry was known from this feed.
    public let sharesKnownItem: Bool
    /// The feed changed all its guids and URLs; what it had shown was recognized by titles and dates.
    package let isMassChange: Bool

    package let scope: IdentityPolicy.Scope
    package let changes: [Change]
    /// The feed's memory after this document; nil: it is left as it is.
    package let memory: FeedMemory?
    /// The document for the next poll, but for the entries that are inserted now; and the one that was there.
    package let document, previousDocument: LastDocument

    /// A row of `seen` to write. Entries that are known and unchanged have none.
    package enum Change: Sendable, Equatable {
        /// `entry` is the place in the document, `state` what `LastDocument` knows it by.
        case insert(SeenRow, entry: Int, state: UInt64)
        case rewrite(SeenRow, entry: Int)
        /// It is still shown.
        case touch(id: Int64)
        /// Its URL turned out to be shared.
        case forgetURL(id: Int64)
    }
}
