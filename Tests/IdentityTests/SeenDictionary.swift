import Foundation
import Model

@testable import Identity

/// What a store remembers for identity, in dictionaries, and what a commit writes: identity tried without a database.
final class SeenDictionary {
    /// The entries of one poll by their places in the document.
    struct Answer {
        var landed: [Int] = []
        var updated: [Int] = []
    }

    private struct Place: Hashable {
        let feed: FeedID
        let hash: UInt64
    }

    private var rows: [Int64: SeenRow] = [:]
    private var lastRow: Int64 = 0
    private var byKey: [Place: [Int64]] = [:]
    private var byURL: [Place: [Int64]] = [:]
    private var byTitle: [Place: [Int64]] = [:]
    private var landedUnder: [UInt64: [Int64]] = [:]
    private var memories: [FeedID: FeedMemory] = [:]
    private var documents: [FeedID: LastDocument] = [:]
    /// How many rows look-ups have read.
    private(set) var rowsRead = 0

    var count: Int { rows.count }

    /// One poll: examined, then committed.
    func poll(
        _ feed: FeedID, url: String, _ entries: [Fingerprint], policy: IdentityPolicy = IdentityPolicy(), now: Date
    ) throws -> Answer {
        let examiner = Examiner(
            feed: feed, feedURL: url, policy: policy, memory: memories[feed] ?? FeedMemory(),
            now: EntryTime.seconds(now), alsoIn: { _ in [] })
        let examination = try examiner.examine(
            entries, last: documents[feed] ?? LastDocument(), in: View(store: self, feed: feed))
        var answer = Answer()
        for (index, verdict) in examination.verdicts.enumerated() {
            if case .updated = verdict { answer.updated.append(index) }
        }
        var document = examination.document
        for change in examination.changes {
            switch change {
            case .touch: break
            case .forgetURL(let id): alter(id) { $0.url = nil }
            case .rewrite(let row, _): alter(row.id) { $0 = row }
            case .insert(let row, let entry, let state):
                let isWanted = if case .new = examination.verdicts[entry] { true } else { false }
                let view = View(store: self, feed: feed)
                guard var row = try row.placed(isDelivered: isWanted, scope: policy.scope, in: view) else { continue }
                lastRow += 1
                row.id = lastRow
                rows[row.id] = row
                index(row)
                document.set(state, row: row.id)
                if row.isOwner { answer.landed.append(entry) }
            }
        }
        memories[feed] = examination.memory
        if !entries.isEmpty { documents[feed] = document }
        return answer
    }

    private func alter(_ id: Int64, _ body: (inout SeenRow) -> Void) {
        guard let old = rows[id] else { return }
        var row = old
        body(&row)
        byKey[Place(feed: old.feed, hash: old.key)]?.removeAll { $0 == id }
        byTitle[Place(feed: old.feed, hash: old.title)]?.removeAll { $0 == id }
        if let url = old.url {
            byURL[Place(feed: old.feed, hash: url)]?.removeAll { $0 == id }
            landedUnder[url]?.removeAll { $0 == id }
        }
        rows[id] = row
        index(row)
    }

    private func index(_ row: SeenRow) {
        byKey[Place(feed: row.feed, hash: row.key), default: []].append(row.id)
        byTitle[Place(feed: row.feed, hash: row.title), default: []].append(row.id)
        guard let url = row.url else { return }
        byURL[Place(feed: row.feed, hash: url), default: []].append(row.id)
        if row.flags.contains(.delivered) { landedUnder[url, default: []].append(row.id) }
    }

    private func latest(_ ids: [Int64]?, limit: Int = SeenRow.lookUpLimit) -> [SeenRow] {
        guard let ids else { return [] }
        let found = ids.sorted(by: >).prefix(limit).compactMap { rows[$0] }
        rowsRead += found.count
        return found
    }

    private struct View: SeenMemory {
        let store: SeenDictionary
        let feed: FeedID

        func row(key: UInt64) -> SeenRow? {
            store.latest(store.byKey[Place(feed: feed, hash: key)], limit: 1).first
        }

        func rows(url: UInt64) -> [SeenRow] { store.latest(store.byURL[Place(feed: feed, hash: url)]) }

        func rows(title: UInt64) -> [SeenRow] { store.latest(store.byTitle[Place(feed: feed, hash: title)]) }

        func foreign(url: UInt64) -> [SeenRow] {
            Array(
                store.latest(store.landedUnder[url], limit: 2 * SeenRow.lookUpLimit).filter { $0.feed != feed }
                    .prefix(SeenRow.lookUpLimit))
        }
    }
}
