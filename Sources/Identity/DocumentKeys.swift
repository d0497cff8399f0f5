package import Model

/// Decides, from one feed document alone, which keys its entries have: a guid or a URL is a key only where the document
/// does not show that it is none.
package struct DocumentKeys: Sendable {
    /// One for each entry, in the order of the document.
    package private(set) var entries: [EntryKeys]
    /// A guid that this document gives to different entries (`GuidKey.exact`), or the one that was known before. It
    /// must stay known: a later document with a single entry would not show that the guid means nothing.
    package private(set) var spoiledGuid: UInt64?
    /// In the same way, the URL that most entries share.
    package private(set) var spoiledURL: UInt64?

    package init(_ fingerprints: [Fingerprint], spoiledGuid: UInt64? = nil, spoiledURL: UInt64? = nil) {
        (self.spoiledGuid, self.spoiledURL) = (spoiledGuid, spoiledURL)
        var guids = fingerprints.map { entry -> GuidKey? in
            guard let guid = entry.guid, !guid.isEmpty else { return nil }
            return GuidKey(guid)
        }
        let urls = fingerprints.map { $0.canonicalURL.map { StableHash.of(.url, $0) } }
        entries = zip(fingerprints, urls).map { Self.plain($0, url: $1) }
        let spoiled = dropSpoiled(&guids, urls: urls)
        let shared = sharedURLs(guids: guids, urls: urls)
        let repeated = duplicates(of: entries.map(\.title))
        for index in entries.indices {
            entries[index].titleIsUnique = !repeated.contains(entries[index].title)
            if let url = urls[index] {
                let isShared = shared.contains(url) || fingerprints[index].isSiteRoot
                entries[index].url = isShared ? .shared(url) : .own(url)
            }
            if let guid = guids[index] {
                entries[index].key = guid.exact
                entries[index].bare = guid.bare
            } else {
                makeWeak(index, spoiled: spoiled[index])
            }
        }
        separateWeakTwins()
        markRepeats()
    }

    private static func plain(_ entry: Fingerprint, url: UInt64?) -> EntryKeys {
        let title = entry.title.isEmpty ? nil : StableHash.of(.title, entry.title)
        var content = StableHash(.content)
        content.combine(entry.contentHash)
        return EntryKeys(
            key: 0, isWeak: false, url: .none, bare: nil, title: title ?? content.finish(),
            published: entry.published.map(EntryTime.seconds), content: entry.contentHash)
    }

    /// Takes away the guids that are none: one that all entries have, or one that stands on entries which differ in
    /// both URL and title.
    /// - Returns: for each entry the guid that it lost.
    private mutating func dropSpoiled(_ guids: inout [GuidKey?], urls: [UInt64?]) -> [UInt64?] {
        var bad: Set<UInt64> = spoiledGuid.map { [$0] } ?? []
        if guids.count > 1, let first = guids[0]?.exact, guids.allSatisfy({ $0?.exact == first }) {
            bad.insert(first)
            spoiledGuid = first
        }
        var firstWith: [UInt64: Int] = [:]
        for (index, guid) in guids.enumerated() {
            guard let guid = guid?.exact else { continue }
            guard let first = firstWith[guid] else {
                firstWith[guid] = index
                continue
            }
            if urls[index] != urls[first], entries[index].title != entries[first].title {
                bad.insert(guid)
                spoiledGuid = guid
            }
        }
        var lost = [UInt64?](repeating: nil, count: guids.count)
        for (index, guid) in guids.enumerated() {
            guard let guid = guid?.exact, bad.contains(guid) else { continue }
            lost[index] = guid
            guids[index] = nil
        }
        return lost
    }

    /// The URLs that different entries have; the same entry listed twice does not share its URL with itself.
    private mutating func sharedURLs(guids: [GuidKey?], urls: [UInt64?]) -> Set<UInt64> {
        var owner: [UInt64: UInt64] = [:]
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

    private func identity(of entry: EntryKeys) -> UInt64 {
        var hash = StableHash(.entry)
        hash.combine(entry.title)
        hash.combine(entry.published)
        hash.combine(entry.content)
        return hash.finish()
    }

    private func duplicates(of values: [UInt64]) -> Set<UInt64> {
        var (seen, twice) = (Set<UInt64>(), Set<UInt64>())
        for value in values where !seen.insert(value).inserted { twice.insert(value) }
        return twice
    }

    /// Keys an entry by its URL, else by URL and title, else by title and content.
    private mutating func makeWeak(_ index: Int, spoiled: UInt64?) {
        let entry = entries[index]
        entries[index].isWeak = true
        switch entry.url {
        case .own(let url):
            entries[index].key = url
            entries[index].alternates = [urlAndTitle(url, entry.title)]
        case .shared(let url):
            entries[index].key = urlAndTitle(url, entry.title)
            entries[index].alternates = [url]
        case .none:
            var hash = StableHash(.titleAndContent)
            hash.combine(entry.title)
            hash.combine(entry.content)
            entries[index].key = hash.finish()
        }
        if let spoiled { entries[index].alternates.append(spoiled) }
    }

    private func urlAndTitle(_ url: UInt64, _ title: UInt64) -> UInt64 {
        var hash = StableHash(.urlAndTitle)
        hash.combine(url)
        hash.combine(title)
        return hash.finish()
    }

    /// Entries that share URL and title are still different where their dates, or without dates their texts, differ.
    private mutating func separateWeakTwins() {
        var groups: [UInt64: [Int]] = [:]
        for index in entries.indices where entries[index].isWeak && entries[index].sharedURL != nil {
            groups[entries[index].key, default: []].append(index)
        }
        for (key, group) in groups where Set(group.map { identity(of: entries[$0]) }).count > 1 {
            for index in group {
                var hash = StableHash(.entry)
                hash.combine(key)
                if let published = entries[index].published {
                    hash.combine(published)
                } else {
                    hash.combine(entries[index].content)
                }
                entries[index].alternates.append(key)
                entries[index].key = hash.finish()
            }
        }
    }

    private mutating func markRepeats() {
        var keys: Set<UInt64> = []
        for index in entries.indices {
            entries[index].isRepeat = !keys.insert(entries[index].key).inserted
        }
    }
}
