import Identity
import Model
import Store

/// What a feed is known for, as far as it was fetched at once; what is asked beyond that is fetched when it is asked.
struct FetchedMemory: SeenMemory {
    private enum Index: String {
        case key, url, title

        func hash(of row: SeenRow) -> UInt64? {
            switch self {
            case .key: row.key
            case .url: row.url
            case .title: row.title
            }
        }
    }

    private let transaction: Transaction
    private let feed: FeedID
    private let rows: [Index: [UInt64: [SeenRow]]]
    private let delivered: [UInt64: [SeenRow]]

    /// - Parameter isNew: the feed has no rows yet.
    init(_ lookUps: LookUps, of feed: FeedID, isNew: Bool, in transaction: Transaction) throws {
        (self.transaction, self.feed) = (transaction, feed)
        let wanted: [(Index, [UInt64], Int)] = [
            (.key, lookUps.keys, 1), (.url, lookUps.urls, SeenRow.lookUpLimit),
            (.title, lookUps.titles, SeenRow.lookUpLimit),
        ]
        var queries: [Query] = []
        if !isNew {
            queries = wanted.map { index, hashes, limit in
                SeenTable.select(index.rawValue, of: hashes.map { (feed, $0) }, limit: limit)
            }
        }
        if !lookUps.ownURLs.isEmpty { queries.append(SeenTable.selectDelivered(urls: lookUps.ownURLs)) }
        let results = queries.isEmpty ? [] : try transaction.run(queries).map { try $0.map(SeenTable.row) }
        var rows: [Index: [UInt64: [SeenRow]]] = [:]
        for (place, (index, hashes, _)) in wanted.enumerated() {
            var byHash = Dictionary(hashes.map { ($0, [SeenRow]()) }) { first, _ in first }
            for row in isNew ? [] : results[place] {
                guard let hash = index.hash(of: row) else { continue }
                byHash[hash, default: []].append(row)
            }
            rows[index] = byHash.mapValues { $0.sorted { $0.id > $1.id } }
        }
        self.rows = rows
        var delivered = Dictionary(lookUps.ownURLs.map { ($0, [SeenRow]()) }) { first, _ in first }
        if !lookUps.ownURLs.isEmpty {
            for row in results[results.count - 1] { if let url = row.url { delivered[url, default: []].append(row) } }
        }
        self.delivered = delivered.mapValues { $0.sorted { $0.id > $1.id } }
    }

    func row(key: UInt64) throws -> SeenRow? { try find(.key, key, limit: 1).first }

    func rows(url: UInt64) throws -> [SeenRow] { try find(.url, url, limit: SeenRow.lookUpLimit) }

    func rows(title: UInt64) throws -> [SeenRow] { try find(.title, title, limit: SeenRow.lookUpLimit) }

    func foreign(url: UInt64) throws -> [SeenRow] {
        let found =
            try delivered[url]
            ?? transaction.run(SeenTable.selectDelivered(urls: [url])).map(SeenTable.row).sorted { $0.id > $1.id }
        return Array(found.filter { $0.feed != feed }.prefix(SeenRow.lookUpLimit))
    }

    private func find(_ index: Index, _ hash: UInt64, limit: Int) throws -> [SeenRow] {
        if let found = rows[index]?[hash] { return found }
        return try transaction.run(SeenTable.select(index.rawValue, of: [(feed, hash)], limit: limit))
            .map(SeenTable.row).sorted { $0.id > $1.id }
    }
}
