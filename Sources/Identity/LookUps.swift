package import Model

/// What an examiner is going to look up for a document: a store that is far away fetches all of it at once.
package struct LookUps: Sendable {
    /// Of entries that are not as they were in the last document.
    package private(set) var keys: [UInt64] = []
    package private(set) var titles: [UInt64] = []
    package private(set) var urls: [UInt64] = []
    /// Those of them that are an entry's own: other feeds may have brought them.
    package private(set) var ownURLs: [UInt64] = []

    package var isEmpty: Bool { keys.isEmpty }
}

extension Examiner {
    package func lookUps(_ fingerprints: [Fingerprint], last: LastDocument) -> LookUps {
        let keys = DocumentKeys(fingerprints, spoiledGuid: memory.spoiledGuid, spoiledURL: memory.spoiledURL)
        let known = self.known(last)
        var lookUps = LookUps()
        for entry in keys.entries where !entry.isRepeat && known.row(of: entry) == nil { lookUps.add(entry) }
        return lookUps
    }
}

extension LookUps {
    fileprivate mutating func add(_ entry: EntryKeys) {
        keys.append(entry.key)
        titles.append(entry.title)
        switch entry.url {
        case .own(let url):
            urls.append(url)
            ownURLs.append(url)
        case .shared(let url): urls.append(url)
        case .none: break
        }
    }
}
