/// What a feed's documents taught about it, as far as identity is concerned. Times are seconds since 1970.
package struct FeedMemory: Sendable, Equatable {
    /// When it first and last showed a document with entries. The last without a first is of a store that was made from
    /// the spool: what is older had its time there, and the spool may have forgotten it since
    /// (`Store.remember(toldBefore:)`).
    package var firstDocument: Int64?
    package var lastDocument: Int64?
    /// What is older than this is not news. Of a feed that has shown documents without entries only: the day before the
    /// first of them.
    package var oldestNews: Int64?
    /// `DocumentKeys.spoiledGuid` and `spoiledURL`.
    package var spoiledGuid: UInt64?
    package var spoiledURL: UInt64?

    package init(
        firstDocument: Int64? = nil, lastDocument: Int64? = nil, oldestNews: Int64? = nil, spoiledGuid: UInt64? = nil,
        spoiledURL: UInt64? = nil
    ) {
        (self.firstDocument, self.lastDocument, self.oldestNews) = (firstDocument, lastDocument, oldestNews)
        (self.spoiledGuid, self.spoiledURL) = (spoiledGuid, spoiledURL)
    }

    /// The feed's memory once it has shown this document. One without entries changes nothing, but that the first such
    /// says when the feed was still empty.
    package func after(_ keys: DocumentKeys, now: Int64) -> FeedMemory {
        var memory = self
        guard !keys.entries.isEmpty else {
            if firstDocument == nil { memory.oldestNews = oldestNews ?? now - 86_400 }
            return memory
        }
        if firstDocument == nil { memory.oldestNews = nil }
        memory.firstDocument = firstDocument ?? now
        memory.lastDocument = max(lastDocument ?? now, now)
        (memory.spoiledGuid, memory.spoiledURL) = (keys.spoiledGuid, keys.spoiledURL)
        if let edge = Self.edge(of: keys.entries, now: now) { memory.oldestNews = max(memory.oldestNews ?? edge, edge) }
        return memory
    }

    /// Whether an entry of the first document with entries came after one without: a feed of alerts begins empty, and
    /// what it shows then is news whatever `first_fetch` says. A feed that was only empty by mistake dates its entries
    /// back.
    func cameSinceEmpty(_ entry: EntryKeys) -> Bool {
        guard firstDocument == nil, let oldestNews else { return false }
        return entry.published.map { $0 >= oldestNews } ?? true
    }

    /// Whether an entry of the first document after a rebuild is older than all that the spool still tells of.
    func wasTold(_ entry: EntryKeys) -> Bool {
        guard firstDocument == nil, let lastDocument, let published = entry.published else { return false }
        return published < lastDocument
    }

    /// An entry is backfill where it is older than nearly all that the feed had shown, and not from the day before the
    /// last document either: busy feeds hold an hour, and agencies fill in what they wrote this morning. An entry
    /// without a date is news.
    func isBackfill(_ entry: EntryKeys) -> Bool {
        guard let published = entry.published, let oldestNews, let lastDocument else { return false }
        return published < oldestNews && published < lastDocument - 86_400
    }

    /// The date that three quarters of a document's entries are not older than: a few pinned posts from years ago do
    /// not move it. Nil where fewer than half are dated. Dates to come count as none.
    private static func edge(of entries: [EntryKeys], now: Int64) -> Int64? {
        let dates = entries.compactMap(\.published).filter { $0 <= now }.sorted(by: >)
        guard let oldest = dates.last, dates.count * 2 >= entries.count else { return nil }
        return dates.count < 4 ? oldest : dates[(3 * (dates.count - 1) + 3) / 4]
    }
}
