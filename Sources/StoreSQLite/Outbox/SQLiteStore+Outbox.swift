import FoundationEssentials
import GRDB
import Model
import Store

extension SQLiteStore {
    func acknowledge(_ cursor: CursorName, through seq: Int64) throws(StoreError) {
        try write { try CursorTable(database: $0).advance(cursor, to: seq) }
    }

    func raiseSeq(above seq: Int64) throws(StoreError) {
        try write { database in
            var head = try OutboxHead(database)
            guard seq > head.seq else { return }
            head.seq = seq
            try head.save(in: database)
        }
    }

    func removeDelivered(
        before date: Date, cursors: [CursorName], webhooks: [String], limit: Int
    ) throws(StoreError) -> Int {
        try write { database in
            let told = try webhooks.filter { try !WebhookTable(database: database).isStopped($0) }
            let table = CursorTable(database: database)
            let through = try cursors.map { try table.place(of: $0).seq }.min() ?? 0
            var removable: [Int64] = []
            let select = try PreparedStatement(
                database,
                """
                SELECT seq, time FROM outbox WHERE seq <= ?
                AND NOT EXISTS (SELECT 1 FROM webhook_message AS m WHERE m.seq = outbox.seq AND m.state = 0
                    AND m.webhook IN (\(told.map { _ in "?" }.joined(separator: ", "))))
                ORDER BY seq LIMIT ?
                """)
            let end = Instant.milliseconds(date)
            try select.each({
                $0.set(1, through)
                for (index, webhook) in told.enumerated() { $0.set(CInt(2 + index), webhook) }
                $0.set(CInt(2 + told.count), limit)
            }) {
                // Time rises with `seq`, which SQLite does not know: it would look through all the rest.
                guard $0.integer(1) < end else { return false }
                removable.append($0.integer(0))
                return true
            }
            let delete = try PreparedStatement(database, "DELETE FROM outbox WHERE seq = ?")
            // Dead letters too go with the article that they were to tell of.
            let deleteMessages = try PreparedStatement(database, "DELETE FROM webhook_message WHERE seq = ?")
            for seq in removable {
                try delete.run { $0.set(1, seq) }
                try deleteMessages.run { $0.set(1, seq) }
            }
            return removable.count
        }
    }

}

extension SQLiteReading {
    func entries(after seq: Int64, limit: Int, bytes: Int) throws(StoreError) -> [OutboxEntry] {
        try read { database in
            var (entries, total) = ([OutboxEntry](), 0)
            let select = try PreparedStatement(database, "\(OutboxRow.select) WHERE seq > ? ORDER BY seq LIMIT ?")
            try select.each({
                $0.set(1, seq)
                $0.set(2, limit)
            }) {
                let entry = try OutboxRow.entry($0)
                entries.append(entry)
                total += entry.json.count + entry.markdown.count + entry.journalLine.count
                return total < bytes
            }
            return entries
        }
    }

    func backlog(of cursor: CursorName) throws(StoreError) -> Backlog {
        try read { try CursorTable(database: $0).backlog(of: cursor) }
    }

    func outboxStatus(now: Date) throws(StoreError) -> OutboxStatus {
        try read { database in
            let head = try OutboxHead(database)
            let before = try PreparedStatement(
                database,
                """
                SELECT total - length(json) - length(markdown) - length(journal) FROM outbox ORDER BY seq LIMIT 1
                """
            ).first({ _ in }) { $0.integer(0) }
            let today = try PreparedStatement(database, "SELECT new, updated FROM article_day WHERE day = ?").first({
                $0.set(1, Instant.days(now))
            }) { (Int($0.integer(0)), Int($0.integer(1))) }
            return OutboxStatus(
                lastSeq: head.seq, lastTime: head.time == 0 ? nil : Instant.date(head.time),
                bytes: before.map { head.total - $0 } ?? 0, newToday: today?.0 ?? 0, updatedToday: today?.1 ?? 0)
        }
    }
}
