package import Model

/// One remembered entry of one feed, as the store keeps it: hashes and numbers only, about 180 bytes with its indexes.
package struct SeenRow: Sendable, Equatable {
    /// 0 until it is stored.
    package var id: Int64
    package var feed: FeedID
    package var key: UInt64
    /// Nil where the URL is not a key: missing, shared within the feed, or a site's front page.
    package var url: UInt64?
    package var bare: UInt64?
    package var title: UInt64
    /// Seconds since 1970.
    package var published: Int64?
    /// Over content and attachments; `noText` where there are none. Nil where the row does not know: of a store of
    /// 0.1.0, or made from the spool. Whatever the feed shows first is then no change.
    package var text: UInt64?
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
        /// The feed is not of the host that the entry's URL names: a planet, or a forger.
        package static let stranger = Flags(rawValue: 4)
    }

    package init(
        id: Int64 = 0, feed: FeedID, key: UInt64, url: UInt64?, bare: UInt64?, title: UInt64, published: Int64?,
        text: UInt64?, shown: Int64, item: ItemID, revision: Int, flags: Flags
    ) {
        (self.id, self.feed, self.key, self.url, self.bare, self.title) = (id, feed, key, url, bare, title)
        (self.published, self.text, self.shown) = (published, text, shown)
        (self.item, self.revision, self.flags) = (item, revision, flags)
    }

    package static let refreshDays: Int64 = 14
    /// Rows that a look-up brings at most.
    package static let lookUpLimit = 16
    static let noText: UInt64 = 0

    /// This feed's row of an article that landed: the one whose changes are revisions.
    var isOwner: Bool { flags.contains(.delivered) && !flags.contains(.duplicate) }

    var knownText: UInt64? { text == Self.noText ? nil : text }

    /// Whether the entry has the same title and, where both are dated, the same date within `tolerance` seconds.
    func agrees(with entry: EntryKeys, tolerance: Int64 = 0) -> Bool {
        guard title == entry.title else { return false }
        guard let published, let other = entry.date else { return true }
        return (published &- other).magnitude <= tolerance.magnitude
    }
}
