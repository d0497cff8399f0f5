import Model

/// What the links of one document's entries are keys of.
struct DocumentLinks {
    /// One for each entry: over its canonical URL, less a fragment that all entries share.
    private(set) var urls: [UInt64?]
    /// What 0.1.0 knew the entries by: over the canonical URLs as they are; empty where that is the same.
    private(set) var formerURLs: [UInt64?] = []
    /// Over the URLs without their hosts and without the parameters that all entries share; nil where nothing is left.
    let bare: [UInt64?]
    /// The canonical URLs as `urls` has them; nil where those are the fingerprints'.
    private let stripped: [String?]?

    init(_ fingerprints: [Fingerprint]) {
        let mark = Self.sharedFragment(of: fingerprints)
        let hashes = fingerprints.map { $0.canonicalURL.map { StableHash.of(.url, $0) } }
        if let mark {
            let stripped = fingerprints.map { $0.canonicalURL.map { String($0.dropLast(mark)) } }
            urls = stripped.map { $0.map { StableHash.of(.url, $0) } }
            formerURLs = hashes
            self.stripped = stripped
        } else {
            (urls, stripped) = (hashes, nil)
        }
        let common = Self.sharedParameters(of: fingerprints)
        bare = fingerprints.map { entry in
            guard entry.guid == nil || !common.isEmpty else { return nil }
            return entry.canonicalURL.flatMap { Self.hash($0, without: common) }
        }
    }

    /// The canonical URL of an entry, without a fragment that all entries share.
    func url(of index: Int, in fingerprints: [Fingerprint]) -> String? {
        stripped == nil ? fingerprints[index].canonicalURL : stripped?[index]
    }

    /// Whether the link is a site's front page.
    func isSiteRoot(_ index: Int, in fingerprints: [Fingerprint]) -> Bool {
        guard let url = stripped?[index] else { return fingerprints[index].isSiteRoot }
        return url.utf8.last == UInt8(ascii: "/") && url.utf8.count { $0 == UInt8(ascii: "/") } == 3
    }

    /// How many characters of each URL are a fragment that all entries have, each on another page: no place on a page is
    /// called the same on all of them, so it says who linked (`#fromfeed`). Nil below three pages.
    private static func sharedFragment(of fingerprints: [Fingerprint]) -> Int? {
        guard fingerprints.count >= 3, let first = fingerprints[0].canonicalURL,
            let hash = first.utf8.lastIndex(of: UInt8(ascii: "#"))
        else { return nil }
        let fragment = first[hash...]
        var pages: Set<String> = []
        for entry in fingerprints {
            guard let url = entry.canonicalURL, url.hasSuffix(fragment) else { return nil }
            pages.insert(url)
        }
        return pages.count >= 3 ? fragment.count : nil
    }

    /// `name=value` parts that the queries of all entries have, where there are two entries with links of their own:
    /// they say how the document was asked for (a session, a language), not which article it is.
    private static func sharedParameters(of fingerprints: [Fingerprint]) -> Set<Substring> {
        guard fingerprints.count >= 2, let first = fingerprints[0].canonicalURL else { return [] }
        var common = Set(parameters(of: first))
        for entry in fingerprints.dropFirst() where !common.isEmpty {
            guard let url = entry.canonicalURL else { return [] }
            if url == first { continue }
            common.formIntersection(parameters(of: url))
        }
        guard !common.isEmpty, fingerprints.contains(where: { $0.canonicalURL != first }) else { return [] }
        return common
    }

    private static func parameters(of url: String) -> [Substring] {
        guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        let query = url[mark...].dropFirst()
        let end = query.utf8.firstIndex(of: UInt8(ascii: "#")) ?? query.endIndex
        return query[..<end].split(separator: "&")
    }

    private static func hash(_ url: String, without common: Set<Substring>) -> UInt64? {
        var slashes = 0
        let rest = url.utf8.drop { byte in
            slashes += byte == UInt8(ascii: "/") ? 1 : 0
            return slashes < 3
        }
        guard rest.count > 1 else { return nil }
        var hash = StableHash(.bareURL)
        hash.combine(rest.prefix { $0 != UInt8(ascii: "?") })
        for parameter in parameters(of: url) where !common.contains(parameter) { hash.combine(parameter.utf8) }
        if let fragment = rest.lastIndex(of: UInt8(ascii: "#")) { hash.combine(rest[fragment...]) }
        return hash.finish()
    }
}
