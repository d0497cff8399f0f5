import FoundationEssentials
import Identity
import Model
import Store

extension PostgresStore {
    func prune(keepSeen: Double, now: Date, from: Int64, limit: Int) throws(StoreError) -> PruneStep {
        try write { transaction in
            let last = try transaction.run(
                Query("SELECT id FROM seen WHERE id > $1::bigint ORDER BY id OFFSET $2::bigint LIMIT 1") {
                    $0.add(from)
                    $0.add(max(1, limit) - 1)
                }
            ).first?.integer(0)
            let expired = """
                FROM seen WHERE id > $1::bigint AND id <= $2::bigint AND shown < $3::bigint + (
                    SELECT CASE WHEN active THEN coalesce(last_document, 0) / 86400 ELSE $4::bigint END
                    FROM feed WHERE feed.id = seen.feed)
                """
            func fill(_ parameters: inout Parameters) {
                parameters.add(from)
                parameters.add(last ?? .max)
                parameters.add(-SeenRow.keptDays(keepSeen))
                parameters.add(Instant.days(now))
            }
            transaction.write(
                Query(
                    """
                    DELETE FROM also_in WHERE (item, feed) IN (
                        SELECT item, feed \(expired) AND flags & \(SeenRow.Flags.duplicate.rawValue) <> 0)
                    """, fill))
            let removed = try transaction.run(Query("DELETE \(expired)", fill)).changed
            if last == nil {
                transaction.write(
                    Query("UPDATE head SET pruned = $1::bigint") { $0.add(Instant.milliseconds(now)) })
            }
            return PruneStep(next: last, removed: removed)
        }
    }

    func pruneIsDue(now: Date) throws(StoreError) -> Bool {
        let last = try read(Query("SELECT pruned FROM head")).first?.integer(0) ?? 0
        // A clock that went back makes it due as well.
        return (Instant.milliseconds(now) - last).magnitude >= Instant.day
    }

    func pruneNear(now: Date, limit: Int) throws(StoreError) -> Int {
        try write { try NearTable.prune(before: Instant.days(now) - NearWindow.days, limit: limit, in: $0) }
    }

    func remember(toldBefore date: Date) throws(StoreError) {
        try write {
            $0.write(
                Query("UPDATE feed SET last_document = $1::bigint WHERE first_document IS NULL") {
                    $0.add(EntryTime.seconds(date))
                })
        }
    }

    func adopt(_ articles: [SpoolArticle], of feed: FeedID, now: Date) throws(StoreError) {
        try write { transaction in
            var head = try OutboxHead(try transaction.run(OutboxHead.lock))
            let rows = SeenRow.adopted(articles, by: feed, now: now).map { row in
                var row = row
                head.seen += 1
                row.id = head.seen
                return row
            }
            transaction.write(SeenTable.insert(rows))
            transaction.write(head.save)
        }
    }
}
