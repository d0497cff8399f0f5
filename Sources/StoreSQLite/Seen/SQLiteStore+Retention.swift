import FoundationEssentials
import GRDB
import Identity
import Store

extension SQLiteStore {
    func prune(keepSeen: Double, now: Date, from: Int64, limit: Int) throws(StoreError) -> PruneStep {
        try write { database in
            let select = try PreparedStatement(
                database, "SELECT id FROM seen WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?")
            let last = try select.first({
                $0.set(1, from)
                $0.set(2, max(1, limit) - 1)
            }) { $0.integer(0) }
            let expired = """
                FROM seen WHERE id > ?1 AND id <= ?2 AND shown < ?3 + (
                    SELECT CASE WHEN active THEN coalesce(last_document, 0) / 86400 ELSE ?4 END
                    FROM feed WHERE feed.id = seen.feed)
                """
            func bind(_ bindings: inout PreparedStatement.Bindings) {
                bindings.set(1, from)
                bindings.set(2, last ?? .max)
                bindings.set(3, -SeenRow.keptDays(keepSeen))
                bindings.set(4, Instant.days(now))
            }
            let duplicate = SeenRow.Flags.duplicate.rawValue
            try PreparedStatement(
                database,
                "DELETE FROM also_in WHERE (item, feed) IN (SELECT item, feed \(expired) AND flags & \(duplicate))"
            ).run(bind)
            try PreparedStatement(database, "DELETE \(expired)").run(bind)
            let removed = database.changesCount
            if last == nil {
                try PreparedStatement(database, "UPDATE memory SET pruned = ?").run {
                    $0.set(1, Instant.milliseconds(now))
                }
            }
            return PruneStep(next: last, removed: removed)
        }
    }

    func pruneIsDue(now: Date) throws(StoreError) -> Bool {
        try read { database in
            let last = try PreparedStatement(database, "SELECT pruned FROM memory").first({ _ in }) { $0.integer(0) }
            // A clock that went back makes it due as well.
            return (Instant.milliseconds(now) - (last ?? 0)).magnitude >= Instant.day
        }
    }

    func pruneNear(now: Date, limit: Int) throws(StoreError) -> Int {
        try write { try NearTable(database: $0, now: Instant.milliseconds(now)).prune(limit: limit) }
    }
}
