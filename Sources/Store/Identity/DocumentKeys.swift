import Model

/// What identifies each entry of one document, decided over the document as a whole (design of identities:
/// docs/decisions/0004-identity.md): a URL that two entries share is no key, nor is a guid that all of them have.
struct DocumentKeys {
    /// The keys of one entry as the store keeps them; nil where the entry has no such key.
    struct Entry: Equatable {
        var guid: Int64?
        /// The guid of an entry whose guid is a URL, without scheme and host: sites move, and http becomes https.
        var bareGuid: Int64?
        /// The canonical URL, where it is this entry's alone and not a site's front page.
        var url: Int64?
        /// Title and date.
        var headline: Int64?
        /// What the article's id is made of.
        var identity: String
    }

    /// In the order of the document; an entry that repeats an earlier one has the same keys.
    let entries: [Entry]

    init(_ fingerprints: [Fingerprint]) {
        var urls: [String: Int] = [:]
        var guids: [String: Set<String>] = [:]
        for fingerprint in fingerprints {
            if let url = fingerprint.canonicalURL { urls[url, default: 0] += 1 }
            if let guid = fingerprint.guid {
                guids[guid, default: []].insert((fingerprint.canonicalURL ?? "") + "\n" + fingerprint.title)
            }
        }
        // One guid for different entries is no key. A repeated entry, the same in all, shares everything and is one.
        let repeated = Self.repeats(fingerprints)
        entries = fingerprints.map { fingerprint in
            let guid = fingerprint.guid.flatMap { (guids[$0]?.count ?? 0) > 1 ? nil : $0 }
            let url = fingerprint.canonicalURL.flatMap { url in
                fingerprint.isSiteRoot || (urls[url] ?? 0) > (repeated[url] ?? 1) ? nil : url
            }
            return Self.entry(fingerprint, guid: guid, url: url)
        }
    }

    /// How often a URL stands in the document with one and the same guid and title.
    private static func repeats(_ fingerprints: [Fingerprint]) -> [String: Int] {
        var counts: [String: [String: Int]] = [:]
        for fingerprint in fingerprints {
            guard let url = fingerprint.canonicalURL else { continue }
            counts[url, default: [:]][(fingerprint.guid ?? "") + "\n" + fingerprint.title, default: 0] += 1
        }
        return counts.compactMapValues { $0.values.max() }
    }

    private static func entry(_ fingerprint: Fingerprint, guid: String?, url: String?) -> Entry {
        let identity: String
        if let guid {
            identity = "guid:" + guid
        } else if fingerprint.guid == nil, let url {
            identity = "url:" + url
        } else if let url = fingerprint.canonicalURL {
            identity = "url+title:" + url + "\n" + fingerprint.title
        } else {
            identity = "text:" + fingerprint.title + "\n" + String(fingerprint.contentHash, radix: 16)
        }
        let headline = fingerprint.published.flatMap { date in
            fingerprint.title.isEmpty ? nil : fingerprint.title + "\n" + String(Int64(date.timeIntervalSince1970))
        }
        return Entry(
            guid: KeyHash.of(identity), bareGuid: guid.flatMap(bare).map { KeyHash.of("bare:" + $0) },
            url: url.map { KeyHash.of($0) }, headline: headline.map { KeyHash.of("headline:" + $0) },
            identity: identity)
    }

    /// `//example.org/a?p=1` gives `/a?p=1`; nil for a guid that is no URL, or one with nothing after its host.
    static func bare(_ guid: String) -> String? {
        let lower = guid.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: { lower.hasPrefix($0) }) else { return nil }
        guard let slash = guid.dropFirst(scheme.count).firstIndex(where: { $0 == "/" || $0 == "?" }) else { return nil }
        let rest = guid[slash...]
        return rest.count > 1 ? String(rest) : nil
    }
}
