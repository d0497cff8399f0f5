package import Model

/// Decides, from one feed document alone, which keys its entries have: a guid or a URL is a key only where the document
/// does not show that it is none.
package struct DocumentKeys: Sendable {
    /// One for each entry, in the order of the document.
    package private(set) var entries: [EntryKeys]
    /// A guid that this document gives to different entries (`GuidKey.exact`), or the one that was known before;
    /// `anyGuid` where guids mean nothing at all. It must stay known: a later document with a single entry would not
    /// show that the guid means nothing.
    package private(set) var spoiledGuid: UInt64?
    /// In the same way, the URL that most entries share.
    package private(set) var spoiledURL: UInt64?
    /// The canonical URLs of the entries, without a fragment that all of them share.
    let canonicalURLs: [String?]

    /// The feed's guids are categories or the like: no guid of it is a key.
    static let anyGuid: UInt64 = 1

    package init(_ fingerprints: [Fingerprint], spoiledGuid: UInt64? = nil, spoiledURL: UInt64? = nil) {
        (self.spoiledGuid, self.spoiledURL) = (spoiledGuid, spoiledURL)
        var guids = fingerprints.map { entry -> GuidKey? in
            guard let guid = entry.guid, !guid.isEmpty else { return nil }
            return GuidKey(guid)
        }
        let links = DocumentLinks(fingerprints)
        canonicalURLs = fingerprints.indices.map { links.url(of: $0, in: fingerprints) }
        entries = fingerprints.map(Self.plain)
        judgeDates(of: fingerprints)
        judgeTexts()
        let spoiled = dropSpoiled(&guids, urls: links.urls)
        let shared = sharedURLs(guids: guids, urls: links.urls)
        let repeated = duplicates(of: entries.map(\.title))
        for index in entries.indices {
            entries[index].titleIsUnique = !repeated.contains(entries[index].title)
            if let url = links.urls[index] {
                let isShared = shared.contains(url) || links.isSiteRoot(index, in: fingerprints)
                entries[index].url = isShared ? .shared(url) : .own(url)
            }
            let weak = weakKeys(of: index, in: links)
            if let guid = guids[index] {
                entries[index].key = guid.exact
                entries[index].bare = guid.bare
                entries[index].alternates = weak
            } else {
                entries[index].isWeak = true
                entries[index].key = weak[0]
                entries[index].bare = links.bare[index]
                entries[index].alternates = weak.dropFirst() + (spoiled[index].map { [$0] } ?? [])
            }
        }
        markRepeats()
    }

    private static func plain(_ entry: Fingerprint) -> EntryKeys {
        let title = entry.title.isEmpty ? nil : StableHash.of(.title, entry.title)
        var content = StableHash(.content)
        content.combine(entry.contentHash)
        let published = entry.published.map(EntryTime.seconds)
        return EntryKeys(
            key: 0, isWeak: false, url: .none, bare: nil, title: title ?? content.finish(), published: published,
            date: published, text: entry.textHash ?? SeenRow.noText, content: entry.contentHash)
    }

    /// Once the entries are identified, no one asks what else they may have been known by: a sitemap has fifty thousand.
    mutating func forgetAlternates() {
        for index in entries.indices { entries[index].alternates = [] }
    }

    // MARK: - Evidence

    /// A date that all entries have is the document's, not theirs.
    private mutating func judgeDates(of fingerprints: [Fingerprint]) {
        var times: [Int64: Int] = [:]
        times.reserveCapacity(entries.count)
        for entry in entries { if let date = entry.date { times[date, default: 0] += 1 } }
        let isDocuments =
            times.count == 1 && times.first?.value == entries.count
            && fingerprints.contains { $0 != fingerprints[0] }
        for index in entries.indices {
            guard let date = entries[index].date else { continue }
            if isDocuments { entries[index].date = nil }
            entries[index].isDateTelling = times[date] == 1 && !EntryTime.isDay(date)
        }
    }

    private mutating func judgeTexts() {
        let repeated = duplicates(of: entries.map(\.text))
        for index in entries.indices where repeated.contains(entries[index].text) {
            entries[index].isTextTelling = false
        }
    }

    private func duplicates(of values: [UInt64]) -> Set<UInt64> {
        // Mostly there are none, which sorting tells for less than a set does.
        let sorted = values.sorted()
        var twice = Set<UInt64>()
        for index in sorted.indices.dropFirst() where sorted[index] == sorted[index - 1] { twice.insert(sorted[index]) }
        return twice
    }

    // MARK: - What is not a key

    /// Takes away the guids that are none: those that are on entries which are different articles.
    /// - Returns: for each entry the guid that it lost.
    private mutating func dropSpoiled(_ guids: inout [GuidKey?], urls: [UInt64?]) -> [UInt64?] {
        var bad: [UInt64: Int] = [:]
        var firstWith: [UInt64: Int] = [:]
        firstWith.reserveCapacity(guids.count)
        let isOnly = guids.allSatisfy { $0?.exact == guids.first??.exact }
        for (index, guid) in guids.enumerated() {
            guard let guid = guid?.exact else { continue }
            guard let first = firstWith[guid] else {
                firstWith[guid] = index
                continue
            }
            if let count = bad[guid] {
                bad[guid] = count + 1
            } else if !areSame(first, index, urls: urls, isOnly: isOnly) {
                bad[guid] = 2
            }
        }
        remember(bad, of: guids.count { $0 != nil })
        var lost = [UInt64?](repeating: nil, count: guids.count)
        for (index, guid) in guids.enumerated() {
            guard let guid = guid?.exact, spoiledGuid == Self.anyGuid || spoiledGuid == guid || bad[guid] != nil else {
                continue
            }
            lost[index] = guid
            guids[index] = nil
        }
        return lost
    }

    private mutating func remember(_ bad: [UInt64: Int], of count: Int) {
        // Of several the same one on every run.
        guard spoiledGuid != Self.anyGuid, let worst = bad.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else {
            return
        }
        let isRule = bad.count > 1 && bad.values.reduce(0, +) * 2 >= count
        spoiledGuid = isRule ? Self.anyGuid : worst.key
    }

    private func areSame(_ one: Int, _ other: Int, urls: [UInt64?], isOnly: Bool) -> Bool {
        let urlsDiffer = urls[one] != urls[other] && urls[one] != nil && urls[other] != nil
        return Evidence(entries[one], entries[other]).isSameUnderOneGuid(urlsDiffer: urlsDiffer, isOnly: isOnly)
    }

    /// The URLs that different entries have; the same entry listed twice does not share its URL with itself.
    private mutating func sharedURLs(guids: [GuidKey?], urls: [UInt64?]) -> Set<UInt64> {
        var owner: [UInt64: UInt64] = [:]
        owner.reserveCapacity(urls.count)
        var shared: [UInt64: Int] = [:]
        for (index, url) in urls.enumerated() {
            guard let url else { continue }
            let identity = guids[index]?.exact ?? self.identity(of: entries[index])
            if let known = owner[url], known != identity { shared[url, default: 1] += 1 }
            owner[url] = identity
        }
        // Of several the same one on every run.
        spoiledURL = shared.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? spoiledURL
        return Set(shared.keys).union(spoiledURL.map { [$0] } ?? [])
    }

    /// Without a guid and a URL, an entry is the same while title and date are, or without a time the text.
    private func identity(of entry: EntryKeys) -> UInt64 {
        var hash = StableHash(.entry)
        hash.combine(entry.title)
        if let date = entry.date, !EntryTime.isDay(date) { hash.combine(date) } else { hash.combine(entry.content) }
        return hash.finish()
    }

    // MARK: - Keys without a guid

    /// What an entry is known by besides its guid: the key it has without one, and those it may have had where the
    /// document was another or a store of 0.1.0 wrote them.
    private func weakKeys(of index: Int, in links: DocumentLinks) -> [UInt64] {
        let entry = entries[index]
        guard let url = links.urls[index] else {
            let both = pair(.titleAndContent, entry.title, entry.content)
            return (entry.date.map { [dated(both, $0)] } ?? []) + [both]
        }
        var keys: [UInt64] = []
        keys.reserveCapacity(4)
        addWeakKeys(of: entry, at: url, to: &keys)
        if !links.formerURLs.isEmpty, let former = links.formerURLs[index] {
            addWeakKeys(of: entry, at: former, to: &keys)
        }
        return keys
    }

    private func addWeakKeys(of entry: EntryKeys, at url: UInt64, to keys: inout [UInt64]) {
        let both = pair(.urlAndTitle, url, entry.title)
        let (timed, worded) = (entry.published.map { dated(both, $0) }, pair(.entry, both, entry.content))
        // A day, or a date that is the document's, tells less than the text.
        let hasTime = entry.date.map { !EntryTime.isDay($0) } ?? false
        if hasTime, let timed { keys.append(timed) }
        keys.append(worded)
        if !hasTime, let timed { keys.append(timed) }
        keys.append(both)
        keys.append(url)
    }

    private func pair(_ kind: StableHash.Kind, _ one: UInt64, _ other: UInt64) -> UInt64 {
        var hash = StableHash(kind)
        hash.combine(one)
        hash.combine(other)
        return hash.finish()
    }

    private func dated(_ key: UInt64, _ date: Int64) -> UInt64 {
        var hash = StableHash(.entry)
        hash.combine(key)
        hash.combine(date)
        return hash.finish()
    }

    private mutating func markRepeats() {
        var keys = Set<UInt64>(minimumCapacity: entries.count)
        for index in entries.indices {
            entries[index].isRepeat = !keys.insert(entries[index].key).inserted
        }
    }
}
