import FoundationEssentials
import Identity
import Model
import Store
import Synchronization

extension PostgresReading {
    func cluster() throws(StoreError) -> Cluster? {
        let rows = try read(NodeTable.select)
        return try Self.mapping(location) { try NodeTable.cluster(rows, renewing: false) }
    }
}

/// What nodes ask. What renews a lease has a connection of its own: it never waits behind a commit.
final class PostgresNodes: NodeStore {
    private let store: PostgresStore
    private let pool: ConnectionPool

    /// Seconds for an answer: less than a lease lasts.
    private static let patience = 4.0

    init(_ store: PostgresStore, _ pool: ConnectionPool) { (self.store, self.pool) = (store, pool) }

    var process: [UInt8]? { store.process }

    private var life: [UInt8] {
        get throws(StoreError) {
            guard let process = store.process else {
                throw .failed(location: store.location, reason: "this process has not joined", .database(code: 0))
            }
            return process
        }
    }

    private func run(_ queries: [Query]) throws(StoreError) -> [Rows] {
        try PostgresStore.mapping(store.location) {
            try pool.with { connection throws(ServerFault) in
                try connection.run(queries, patience: Self.patience)
            }
        }
    }

    func join(_ node: NodeReport, name: String, version: String) throws(StoreError) -> Joining {
        // It may have been moved since this process began.
        try PostgresStore.mapping(store.location) {
            try pool.with { connection throws(ServerFault) in try Tables.refuseMoved(connection) }
        }
        let process = (0..<16).map { _ in UInt8.random(in: 0...255) }
        let results = try run([
            NodeTable.join(
                node, name: name, version: version, process: process, earlier: store.earlierProcess,
                started: Instant.milliseconds(Date())),
            NodeTable.secondsLeft(of: name),
        ])
        guard results[0].count > 0 else {
            return .taken(seconds: Double(results[1].first?.integer(0) ?? 0) / 1000)
        }
        store.begin(life: process)
        _ = try run([NodeTable.freeOfDead, NodeTable.noteChange])
        return .joined
    }

    func renew(_ node: NodeReport) throws(StoreError) -> Cluster? {
        let rows = try run([NodeTable.renew(node, process: try life)])[0]
        return try PostgresStore.mapping(store.location) { try NodeTable.cluster(rows, renewing: true) }
    }

    func signal() throws(StoreError) -> NodeSignal {
        let rows = try run([NodeTable.signal])[0]
        guard let row = rows.first else { throw .corrupt(location: store.location, reason: "the table head is empty") }
        return NodeSignal(seq: row.integer(0), changes: row.integer(1))
    }

    func take(_ shards: [Int]) throws(StoreError) -> [Lease] {
        guard !shards.isEmpty else { return [] }
        return try run([NodeTable.take(shards, process: try life)])[0].map {
            Lease(shard: Int($0.integer(0)), token: $0.integer(1))
        }
    }

    func giveBack(_ shards: [Int]) throws(StoreError) {
        guard !shards.isEmpty else { return }
        _ = try run([NodeTable.giveBack(shards, process: try life), NodeTable.noteChange])
    }

    func hurry() { store.haste.begin(within: .seconds(2)) }

    func leave() throws(StoreError) { _ = try run(NodeTable.leave(process: try life)) }

    func publish(
        _ configuration: [UInt8], _ sources: [FeedSource], shard: (String) -> Int
    ) throws(StoreError) {
        try synchronize(sources, shard: shard)
        _ = try run([
            Query(
                """
                UPDATE cluster SET config = $1::bytea, generation = generation + 1, feeds = feeds + 1,
                by = (SELECT name FROM node WHERE process = $2::bytea) WHERE config IS DISTINCT FROM $1::bytea
                """
            ) {
                $0.add(Optional(configuration))
                $0.add(store.process)
            }
        ])
    }

    /// Mostly there is nothing to write: then no states are read, and no lock is taken.
    private func synchronize(_ sources: [FeedSource], shard: (String) -> Int) throws(StoreError) {
        var astray: [(id: FeedID, shard: Int64)] = []
        if let misplaced = try misplaced(sources, shard: shard) {
            astray = misplaced
        } else {
            for record in try store.bring(sources, shard: shard) {
                let right = shard(record.state.movedTo ?? record.url)
                if record.shard != right { astray.append((record.id, Int64(right))) }
            }
        }
        guard !astray.isEmpty else { return }
        try store.write { transaction in
            transaction.write(FeedTable.save(shards: astray.map(\.shard), of: astray.map(\.id)))
            transaction.write(NodeTable.noteChange)
        }
    }

    /// Feeds that belong to another shard than they are in; nil: the store has other feeds.
    private func misplaced(
        _ sources: [FeedSource], shard: (String) -> Int
    ) throws(StoreError) -> [(id: FeedID, shard: Int64)]? {
        let places = PlaceIndex(of: sources.lazy.map(\.url))
        var (astray, count) = ([(id: FeedID, shard: Int64)](), 0)
        var first = FeedID?.some(0)
        while let start = first {
            let results = try pages(FeedTable.page("id, url, name, shard, moved_to", where: "true", from: start))
            for number in 0..<results[0].count {
                let row = results[0][number]
                let url = row.text(1)
                guard let place = places.place(of: url, { sources[$0].url == url }), sources[place].name == row.text(2)
                else { return nil }
                count += 1
                let right = Int64(shard(row.optionalText(4) ?? url))
                if row.integer(3) != right { astray.append((row.integer(0), right)) }
            }
            first = results[1].first?.optionalInteger(0)
        }
        return count == sources.count ? astray : nil
    }

    private func pages(_ queries: [Query]) throws(StoreError) -> [Rows] {
        try PostgresStore.mapping(store.location) {
            try store.pool.with { connection throws(ServerFault) in try connection.run(queries) }
        }
    }

    func feeds(of shards: [Int], from first: FeedID) throws(StoreError) -> (records: [FeedRecord], next: FeedID?) {
        let results = try pages(
            FeedTable.page(FeedTable.recordColumns, where: "shard = ANY($2::bigint[])", from: first, shards))
        return (results[0].map(FeedTable.record), results[1].first?.optionalInteger(0))
    }

    func feeds(_ feeds: [FeedID], of shards: [Int]) throws(StoreError) -> [FeedRecord] {
        try store.read(
            Query(
                """
                SELECT \(FeedTable.recordColumns) FROM feed
                WHERE active AND id = ANY($1::bigint[]) AND shard = ANY($2::bigint[]) ORDER BY id
                """
            ) {
                $0.add(feeds)
                $0.add(shards.map { Int64($0) })
            }
        ).map(FeedTable.record)
    }

    func manners() throws(StoreError) -> [String: [UInt8]] {
        Dictionary(
            try store.read(Query("SELECT name, manners FROM host")).map { ($0.text(0), $0.bytes(1)) }
        ) { first, _ in first }
    }

    func ask(for feeds: [String]) throws(StoreError) -> Int {
        let results = try run([
            Query(
                """
                INSERT INTO asked (feed) SELECT id FROM feed WHERE active AND name = ANY($1::text[]) ON CONFLICT DO NOTHING
                """
            ) { $0.add(feeds.map { Optional($0) }) },
            NodeTable.noteChange,
        ])
        return results[0].changed
    }

    func takeAsked() throws(StoreError) -> [FeedID] {
        let process = try life
        return try run([
            Query(
                """
                DELETE FROM asked WHERE feed IN (
                    SELECT feed.id FROM feed JOIN shard ON shard.id = feed.shard WHERE shard.process = $1::bytea)
                OR NOT EXISTS (SELECT FROM feed WHERE feed.id = asked.feed) RETURNING feed
                """
            ) { $0.add(Optional(process)) }
        ])[0].map { $0.integer(0) }
    }

    func bring(_ document: BroughtDocument, for feed: String) throws(StoreError) -> Int64? {
        let id = Int64.random(in: 0 ... .max)
        return try bring(BroughtTable.insert(document, as: id, named: feed)) ? id : nil
    }

    func bring(_ document: BroughtDocument, of feed: FeedID) throws(StoreError) -> Bool {
        try bring(BroughtTable.insert(document, as: .random(in: 0 ... .max), of: feed))
    }

    private func bring(_ insert: Query) throws(StoreError) -> Bool {
        try store.write { try $0.run([insert, NodeTable.noteChange]) }[0].changed > 0
    }

    func brought() throws(StoreError) -> [(id: Int64, feed: FeedID, name: String, document: BroughtDocument)] {
        try store.read(BroughtTable.select(for: try life)).map(BroughtTable.document)
    }

    func answer(_ bytes: [UInt8], to document: Int64) throws(StoreError) {
        try store.write { $0.write(BroughtTable.answer(bytes, to: document)) }
    }

    func takeAnswer(to document: Int64) throws(StoreError) -> [UInt8]? {
        let rows = try store.write { try $0.run(BroughtTable.takeAnswer(to: document)) }
        return rows.first?.bytes(0)
    }

    func hubFeeds() throws(StoreError) -> [HubFeed] {
        try store.read(
            Query(
                """
                SELECT id, url, shard, CASE WHEN active THEN hubs END, why FROM feed WHERE hubs <> '' AND active
                OR id IN (SELECT feed FROM hub_subscription)
                """)
        ).map { row in
            HubFeed(
                feed: row.integer(0), url: row.text(1), shard: Int(row.integer(2)),
                links: HubLinks(text: row.optionalText(3) ?? ""), why: row.optionalText(4))
        }
    }

    func callOthers() throws(StoreError) { _ = try run([NodeTable.noteChange]) }
}
