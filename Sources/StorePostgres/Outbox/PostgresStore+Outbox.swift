import FoundationEssentials
import Model
import Store

extension PostgresStore {
    func acknowledge(_ cursor: CursorName, through seq: Int64) throws(StoreError) {
        guard seq > 0 else { return }
        try write {
            $0.write(
                Query(
                    """
                    INSERT INTO cursor (sink, seq, total) SELECT $1::text, $2::bigint, coalesce(
                        (SELECT total FROM outbox WHERE seq <= $2::bigint ORDER BY seq DESC LIMIT 1), 0)
                    ON CONFLICT (sink) DO UPDATE SET seq = EXCLUDED.seq, total = greatest(EXCLUDED.total, cursor.total)
                    WHERE cursor.seq < EXCLUDED.seq
                    """
                ) {
                    $0.add(key(of: cursor))
                    $0.add(seq)
                })
        }
    }

    func raiseSeq(above seq: Int64) throws(StoreError) {
        // Mostly there is nothing to raise, and no lock to take.
        guard try read(OutboxHead.select).first.map({ $0.integer(0) < seq }) ?? true else { return }
        try write { transaction in
            var head = try OutboxHead(try transaction.run(OutboxHead.lock))
            guard seq > head.seq else { return }
            head.seq = seq
            transaction.write(head.save)
        }
    }

    func removeDelivered(
        before date: Date, cursors: [CursorName], webhooks: [String], limit: Int
    ) throws(StoreError) -> Int {
        try write { transaction in
            let removable = try transaction.run(
                Query(
                    """
                    SELECT seq, time FROM outbox AS o
                    WHERE seq <= coalesce((SELECT min(coalesce(c.seq, 0)) FROM unnest($1::text[]) AS w (sink)
                        LEFT JOIN cursor AS c ON c.sink = w.sink), 9223372036854775807)
                    -- Other machines' places, unless they have been away for long.
                    AND seq <= coalesce((SELECT min(coalesce(c.seq, 0)) FROM node
                        LEFT JOIN cursor AS c ON c.sink = 'spool/' || node.name
                        WHERE node.roles LIKE '%spool%' AND node.seen > now() - interval '7 days'), 9223372036854775807)
                    AND NOT EXISTS (SELECT FROM webhook_message AS m WHERE m.seq = o.seq AND m.state = 0
                        AND m.webhook = ANY($2::text[])
                        AND NOT EXISTS (SELECT FROM webhook_stopped AS s WHERE s.webhook = m.webhook))
                    -- Time rises with `seq`.
                    AND seq < coalesce((SELECT seq FROM outbox WHERE time >= $3::bigint ORDER BY seq LIMIT 1),
                        9223372036854775807)
                    ORDER BY seq LIMIT $4::bigint
                    """
                ) {
                    $0.add(cursors.map { Optional(key(of: $0)) })
                    $0.add(webhooks.map { Optional($0) })
                    $0.add(Instant.milliseconds(date))
                    $0.add(limit)
                }
            ).map { $0.integer(0) }
            guard !removable.isEmpty else { return 0 }
            transaction.write(
                Query("DELETE FROM outbox WHERE seq = ANY($1::bigint[])") { $0.add(removable) })
            // Dead letters too go with the article that they were to tell of.
            transaction.write(
                Query("DELETE FROM webhook_message WHERE seq = ANY($1::bigint[])") { $0.add(removable) })
            return removable.count
        }
    }
}

extension PostgresReading {
    /// Under which this machine's place is kept.
    func key(of cursor: CursorName) -> String { node.isEmpty ? cursor.rawValue : "\(cursor.rawValue)/\(node)" }

    func entries(after seq: Int64, limit: Int, bytes: Int) throws(StoreError) -> [OutboxEntry] {
        let rows = try read(
            Query(
                """
                SELECT \(OutboxTable.columns) FROM (\(Self.page("length(json) + length(markdown) + length(journal)"))) AS page
                JOIN outbox USING (seq) WHERE before < $3::bigint OR before = 0 ORDER BY seq
                """
            ) {
                $0.add(seq)
                $0.add(limit)
                $0.add(bytes)
            })
        return try Self.mapping(location) { try rows.map { row throws(ServerFault) in try OutboxTable.entry(row) } }
    }

    /// The numbers after `$1`, at most `$2`, each with the size of all before it: what is more than was asked for does not cross
    /// the network.
    private static func page(_ size: String) -> String {
        """
        SELECT seq, sum(\(size)) OVER (ORDER BY seq) - (\(size)) AS before FROM outbox
        WHERE seq > $1::bigint ORDER BY seq LIMIT $2::bigint
        """
    }

    /// Articles of the feeds in `$2`: of each so many by its index, and of those the first.
    /// - Parameters:
    ///   - condition: what else is asked of them.
    ///   - page: their order and number.
    private static func ofFeeds(_ select: String, and condition: String = "true", _ page: String) -> String {
        """
        SELECT o.* FROM (SELECT DISTINCT unnest($2::text[])) AS w (name), LATERAL (\(select)
            WHERE hashtextextended(feed, 0) = hashtextextended(w.name, 0) AND feed = w.name AND \(condition)
            \(page)) AS o
        \(page)
        """
    }

    func slice(after seq: Int64, of feeds: [String]?, limit: Int, bytes: Int) throws(StoreError) -> OutboxSlice {
        try read { transaction in
            let select = "SELECT seq, item, feed, json, time FROM outbox"
            let page =
                feeds.map { feeds in
                    Query(Self.ofFeeds(select, and: "seq > $1::bigint", "ORDER BY seq LIMIT $3::bigint")) {
                        $0.add(seq)
                        $0.add(feeds.map { Optional($0) })
                        $0.add(limit)
                    }
                }
                ?? Query(
                    """
                    SELECT seq, item, feed, json, time FROM (\(Self.page("length(json)"))) AS page
                    JOIN outbox USING (seq) WHERE before < $3::bigint OR before = 0 ORDER BY seq
                    """
                ) {
                    $0.add(seq)
                    $0.add(limit)
                    $0.add(bytes)
                }
            let results = try transaction.run([
                Query("SELECT seq FROM outbox WHERE seq > $1::bigint ORDER BY seq LIMIT 1") { $0.add(seq) },
                OutboxHead.select, page,
            ])
            var slice = OutboxSlice(
                articles: [], nextSeq: results[0].first?.integer(0), headSeq: try OutboxHead(results[1]).seq)
            var total = 0
            for index in 0..<results[2].count where total < max(1, bytes) {
                let row = results[2][index]
                guard let id = ItemID(bytes: row.bytes(1)) else { continue }
                let json = row.bytes(3)
                total += json.count
                slice.articles.append(
                    .init(
                        seq: row.integer(0), time: Instant.date(row.integer(4)), id: id, feed: row.text(2), json: json))
            }
            return slice
        }
    }

    func latestArticles(of feeds: [String]?, limit: Int, bytes: Int) throws(StoreError) -> [StoredArticle] {
        let select = "SELECT seq, time, item, feed, path, json FROM outbox"
        let query =
            feeds.map { feeds in
                Query(Self.ofFeeds(select, "ORDER BY seq DESC LIMIT $1::bigint")) {
                    $0.add(limit)
                    $0.add(feeds.map { Optional($0) })
                }
            } ?? Query("\(select) ORDER BY seq DESC LIMIT $1::bigint") { $0.add(limit) }
        return try articles(query, bytes: bytes)
    }

    func article(_ id: ItemID) throws(StoreError) -> StoredArticle? {
        let query = Query(
            "SELECT seq, time, item, feed, path, json FROM outbox WHERE item = $1::bytea ORDER BY seq DESC LIMIT 1"
        ) { $0.add(Optional(id.bytes)) }
        return try articles(query, bytes: .max).first
    }

    private func articles(_ query: Query, bytes: Int) throws(StoreError) -> [StoredArticle] {
        try read { transaction in
            let rows = try transaction.run(query)
            let items = rows.map { ItemID(bytes: $0.bytes(2)) }
            var names: [ItemID: [String]] = [:]
            if !items.isEmpty {
                let found = try transaction.run(AlsoIn.names(of: items.compactMap(\.self)))
                for row in found.map({ (ItemID(bytes: $0.bytes(0)), $0.text(1)) }) {
                    if let item = row.0 { names[item, default: []].append(row.1) }
                }
            }
            var (articles, total) = ([StoredArticle](), 0)
            for (index, item) in items.enumerated() where total < max(1, bytes) {
                let row = rows[index]
                guard let item else { continue }
                let json = row.bytes(5)
                total += json.count
                articles.append(
                    StoredArticle(
                        seq: row.integer(0), time: Instant.date(row.integer(1)), id: item, feed: row.text(3),
                        path: row.text(4), json: json, alsoIn: names[item] ?? []))
            }
            return articles
        }
    }

    func backlog(of cursor: CursorName) throws(StoreError) -> Backlog {
        let rows = try read(
            Query(
                """
                SELECT coalesce(c.seq, 0), head.total - coalesce(c.total, 0) FROM head
                LEFT JOIN cursor AS c ON c.sink = $1::text
                """
            ) { $0.add(key(of: cursor)) })
        return rows.first.map { Backlog(seq: $0.integer(0), bytes: max(0, $0.integer(1))) } ?? Backlog(seq: 0, bytes: 0)
    }

    func articlesWaiting(for cursor: CursorName) throws(StoreError) -> Int {
        let rows = try read(
            Query(
                """
                SELECT count(*) FROM outbox
                WHERE seq > coalesce((SELECT seq FROM cursor WHERE sink = $1::text), 0)
                """
            ) { $0.add(key(of: cursor)) })
        return Int(rows.first?.integer(0) ?? 0)
    }

    func outboxStatus(now: Date) throws(StoreError) -> OutboxStatus {
        try read { transaction in
            let results = try transaction.run([
                OutboxHead.select,
                Query(
                    """
                    SELECT total - length(json) - length(markdown) - length(journal) FROM outbox ORDER BY seq LIMIT 1
                    """),
                Query("SELECT new, updated FROM article_day WHERE day = $1::bigint") { $0.add(Instant.days(now)) },
            ])
            let head = try OutboxHead(results[0])
            return OutboxStatus(
                lastSeq: head.seq, lastTime: head.time == 0 ? nil : Instant.date(head.time),
                bytes: results[1].first.map { head.total - $0.integer(0) } ?? 0,
                newToday: Int(results[2].first?.integer(0) ?? 0),
                updatedToday: Int(results[2].first?.integer(1) ?? 0))
        }
    }
}
