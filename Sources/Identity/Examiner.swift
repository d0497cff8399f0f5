package import Model
import Web

/// Turns what identification found into verdicts and into the rows to write: all of identity that is not a look-up.
package struct Examiner {
    let feed: FeedID
    /// The feed's address in feeds.toml: part of its items' ids.
    let feedURL: String
    let policy: IdentityPolicy
    let memory: FeedMemory
    /// Seconds since 1970.
    let now: Int64
    /// Ids of a feed whose rows were made from the spool and that has shown no document since; else empty.
    let adopted: Set<ItemID>
    /// Names of the other feeds that brought an article.
    let alsoIn: (ItemID) throws -> [String]

    package init(
        feed: FeedID, feedURL: String, policy: IdentityPolicy, memory: FeedMemory, now: Int64,
        adopted: Set<ItemID> = [],
        alsoIn: @escaping (ItemID) throws -> [String]
    ) {
        (self.feed, self.feedURL, self.policy, self.memory) = (feed, feedURL, policy, memory)
        (self.now, self.adopted, self.alsoIn) = (now, adopted, alsoIn)
    }

    package func examine(_ fingerprints: [Fingerprint], last: LastDocument, in seen: some SeenMemory) throws
        -> Examination
    {
        var keys = DocumentKeys(fingerprints, spoiledGuid: memory.spoiledGuid, spoiledURL: memory.spoiledURL)
        let (today, isFresh) = (now / 86_400, isFresh(last))
        let found = try Identification(keys.entries, last: known(last), in: seen)
        keys.forgetAlternates()
        let isFirst = memory.firstDocument == nil
        let site = Site(feedURL)
        let delivered = isFirst ? policy.firstFetch.delivered(keys.entries) : []
        var (verdicts, changes) = ([Verdict](), [Examination.Change]())
        var document = LastDocument(day: isFresh ? last.day : today)
        verdicts.reserveCapacity(keys.entries.count)
        if isFirst { changes.reserveCapacity(keys.entries.count) }
        for (index, entry) in keys.entries.enumerated() {
            if entry.isRepeat {
                verdicts.append(.known)
                continue
            }
            switch found.matches[index] {
            case .standing(let id):
                verdicts.append(.known)
                document.set(LastDocument.state(of: entry), row: id)
            case .row(let row):
                // A new platform writes its HTML in its own way: that is not a revision of each article.
                verdicts.append(found.isMassChange ? .known : try verdict(on: entry, known: row))
                if let change = change(of: row, to: entry, at: index) { changes.append(change) }
                document.set(LastDocument.state(of: entry), row: row.id)
            case .none:
                let id = try itemID(of: entry, guid: fingerprints[index].guid, url: keys.canonicalURLs[index], in: seen)
                // Without guid and URL only the id itself tells an article that the spool has.
                let isAsked = !isFirst || delivered.contains(index) || memory.cameSinceEmpty(entry)
                let isWanted = isAsked && !adopted.contains(id) && !memory.wasTold(entry)
                let isStranger = !(keys.canonicalURLs[index].map(site.owns) ?? true)
                let (verdict, row) = try new(entry, id: id, isStranger: isStranger, isWanted: isWanted, in: seen)
                verdicts.append(verdict)
                changes.append(.insert(row, entry: index, state: LastDocument.state(of: entry)))
            }
        }
        changes += try demotions(keys.entries, found: found, in: seen)
        return Examination(
            feed: feed, verdicts: verdicts, isFirstDocument: isFirst,
            sharesKnownItem: found.matches.contains { $0 != .none }, isMassChange: found.isMassChange,
            scope: policy.scope, changes: changes, memory: memory.after(keys, now: now), document: document,
            previousDocument: last)
    }

    /// Once in a while the rows themselves are looked at, and marked as shown.
    private func isFresh(_ last: LastDocument) -> Bool { now / 86_400 &- last.day < SeenRow.refreshDays }

    /// Entries that it has are not looked up.
    func known(_ last: LastDocument) -> LastDocument { isFresh(last) ? last : LastDocument() }

    private func verdict(on entry: EntryKeys, known row: SeenRow) throws -> Verdict {
        guard policy.updates == .emit, row.isOwner, let text = row.text,
            text != entry.text || row.title != entry.title
        else { return .known }
        return .updated(row.item, revision: row.revision + 1, alsoIn: try alsoIn(row.item))
    }

    /// Nil where the row says already what the entry says.
    private func change(of row: SeenRow, to entry: EntryKeys, at index: Int) -> Examination.Change? {
        var url = row.url
        switch entry.url {
        case .own(let own): url = own
        case .shared: url = nil
        case .none: break
        }
        let today = now / 86_400
        let isSame =
            row.key == entry.key && row.url == url && row.title == entry.title && row.text == entry.text
            && (!entry.isWeak || entry.date == nil || row.published == entry.date)
        if isSame {
            return today &- row.shown >= SeenRow.refreshDays ? .touch(id: row.id) : nil
        }
        var changed = row
        (changed.key, changed.url, changed.bare, changed.title) = (entry.key, url, entry.bare, entry.title)
        (changed.published, changed.text) = (entry.published, entry.text)
        changed.shown = max(row.shown, today)
        return .rewrite(changed, entry: index)
    }

    private func new(
        _ entry: EntryKeys, id: ItemID, isStranger: Bool, isWanted: Bool, in seen: some SeenMemory
    ) throws -> (Verdict, SeenRow) {
        var row = SeenRow(
            feed: feed, key: entry.key, url: entry.ownURL, bare: entry.bare, title: entry.title,
            published: entry.published, text: entry.text, shown: now / 86_400, item: id, revision: 1,
            flags: isStranger ? .stranger : [])
        if let original = try row.original(scope: policy.scope, in: seen) {
            row.becomeDuplicate(of: original)
            return (.duplicate(of: original.item, in: original.feed), row)
        }
        return (isWanted ? .new(id, isBackfill: memory.isBackfill(entry)) : .seeded, row)
    }

    /// Rows that had for their own a URL which this document gives to a new entry as well as to others.
    private func demotions(
        _ entries: [EntryKeys], found: Identification, in seen: some SeenMemory
    ) throws -> [Examination.Change] {
        var urls: Set<UInt64> = []
        for (index, entry) in entries.enumerated() where found.matches[index] == .none && !entry.isRepeat {
            if let url = entry.sharedURL { urls.insert(url) }
        }
        // Rows of entries that are here are rewritten anyway: their URL is no longer their own.
        let present = Set(found.matches.compactMap { if case .row(let row) = $0 { row.id } else { nil } })
        return try urls.flatMap { try seen.rows(url: $0) }.filter { !present.contains($0.id) }
            .map { .forgetURL(id: $0.id) }
    }

    /// By the guid, else the canonical URL where no article had it before, else what else the entry is known by.
    private func itemID(
        of entry: EntryKeys, guid: String?, url: String?, in seen: some SeenMemory
    ) throws -> ItemID {
        if !entry.isWeak, let guid { return ItemID(feed: feedURL, key: guid) }
        let address = url ?? ""
        if let own = entry.ownURL, try seen.rows(url: own).isEmpty { return ItemID(feed: feedURL, key: address) }
        return ItemID(feed: feedURL, key: address + " " + String(entry.key, radix: 16))
    }
}
