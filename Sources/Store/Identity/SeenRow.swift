import Model

/// One remembered entry of one feed, as the store keeps it: hashes and numbers only, about 180 bytes with its indexes.
struct SeenRow: Sendable, Equatable {
    /// 0 until it is stored.
    var id: Int64 = 0
    var feed: Int64
    var key: UInt64
    /// Nil where the URL is no key: missing, shared within the feed, or a site's front page.
    var url: UInt64?
    var bare: UInt64?
    var title: UInt64
    /// Seconds since 1970.
    var published: Int64?
    var content: UInt64
    /// The day when a document last had it, up to `refreshDays` behind: an entry that is merely still there costs no
    /// write.
    var shown: Int64
    var item: ItemID
    var revision: Int
    var flags: Flags

    struct Flags: OptionSet, Sendable {
        let rawValue: Int64
        /// Its article is in the spool, whichever feed brought it.
        static let delivered = Flags(rawValue: 1)
        /// Another feed had brought it before.
        static let duplicate = Flags(rawValue: 2)
    }

    static let refreshDays: Int64 = 14
    /// Of a row that was made from the spool: whatever the feed shows first is no change.
    static let unknownContent: UInt64 = 0

    /// This feed's row of an article that landed: the one whose changes are revisions.
    var isOwner: Bool { flags == .delivered }

    /// Whether the entry has the same title and, where both are dated, the same date within `tolerance` seconds.
    func agrees(with entry: EntryKeys, tolerance: Int64 = 0) -> Bool {
        guard title == entry.title else { return false }
        guard let published, let other = entry.published else { return true }
        return (published &- other).magnitude <= tolerance.magnitude
    }
}
