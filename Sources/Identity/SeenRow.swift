package import Model

/// One remembered entry of one feed, as the store keeps it: hashes and numbers only, about 180 bytes with its indexes.
package struct SeenRow: Sendable, Equatable {
    /// 0 until it is stored.
    package var id: Int64
    package var feed: FeedID
    package var key: UInt64
    /// Nil where the URL is no key: missing, shared within the feed, or a site's front page.
    package var url: UInt64?
    package var bare: UInt64?
    package var title: UInt64
    /// Seconds since 1970.
    package var published: Int64?
    package var content: UInt64
    /// The day when a document last had it, up to `refreshDays` behind: an entry that is merely still there costs no
    /// write.
    package var shown: Int64
    package var item: ItemID
    package var revision: Int
    package var flags: Flags

    package struct Flags: OptionSet, Sendable {
        package let rawValue: Int64

        package init(rawValue: Int64) { self.rawValue = rawValue }

        /// Its article is in the spool, whichever feed brought it.
        package static let delivered = Flags(rawValue: 1)
        /// Another feed had brought it before.
        package static let duplicate = Flags(rawValue: 2)
    }

    package init(
        id: Int64 = 0, feed: FeedID, key: UInt64, url: UInt64?, bare: UInt64?, title: UInt64, published: Int64?,
        content: UInt64, shown: Int64, item: ItemID, revision: Int, flags: Flags
    ) {
        (self.id, self.feed, self.key, self.url, self.bare, self.title) = (id, feed, key, url, bare, title)
        (self.published, self.content, self.shown) = (published, content, shown)
        (self.item, self.revision, self.flags) = (item, revision, flags)
    }

    package static let refreshDays: Int64 = 14
    /// Rows that a look-up gives at most. Titles may repeat without end ("Untitled"); the latest few decide.
    package static let titleLimit = 16
    package static let urlLimit = 4
    /// Of a row that was made from the spool: whatever the feed shows first is no change.
    package static let unknownContent: UInt64 = 0

    /// This feed's row of an article that landed: the one whose changes are revisions.
    package var isOwner: Bool { flags == .delivered }

    /// Whether the entry has the same title and, where both are dated, the same date within `tolerance` seconds.
    func agrees(with entry: EntryKeys, tolerance: Int64 = 0) -> Bool {
        guard title == entry.title else { return false }
        guard let published, let other = entry.published else { return true }
        return (published &- other).magnitude <= tolerance.magnitude
    }
}
