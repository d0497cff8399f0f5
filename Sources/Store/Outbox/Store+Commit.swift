public import Foundation
import GRDB
import Model

extension Store {
    /// Writes polls that ended together: what was seen, the outbox with its numbers, validators and next dates. All of
    /// it or nothing.
    ///
    /// - Parameter now: the articles' time; never earlier than that of the last commit, whatever the clock does.
    public func commit(_ polls: [PollRecord], now: Date) throws(StoreError) -> CommitResult {
        try write { db in
            var counters = try OutboxCounters(db, now: now)
            var result = CommitResult()
            for poll in polls {
                if let examination = poll.examination {
                    let articles = Dictionary(uniqueKeysWithValues: poll.articles.map { ($0.index, $0) })
                    for change in examination.changes {
                        guard try remember(change, of: poll.feed, examination.policy, now: now, in: db),
                            let article = change.index.flatMap({ articles[$0] })
                        else { continue }
                        try put(article, &counters, in: db)
                        result.articleCount += 1
                    }
                    if !examination.verdicts.isEmpty {
                        try db.cachedStatement(
                            sql: "UPDATE feed SET has_items = 1, newest = COALESCE(?, newest) WHERE id = ?"
                        ).execute(arguments: [examination.oldest, poll.feed])
                    }
                }
                try Self.update(poll.feed, poll.update, in: db)
            }
            try counters.save(db)
            FaultPoint.pass("store.before-commit")
            return result
        }
    }

    /// - Returns: whether entry `index` of the change still is what the examination took it for.
    private func remember(
        _ change: Examination.Change, of feed: Int64, _ policy: IdentityPolicy, now: Date, in db: Database
    ) throws -> Bool {
        let today = Day.number(of: now)
        switch change {
        case .refresh(let row, let keys):
            try db.cachedStatement(
                sql:
                    "UPDATE seen SET shown = ?, guid = ?, bare_guid = ?, url = COALESCE(?, url), headline = ? WHERE id = ?"
            ).execute(arguments: [today, keys.guid, keys.bareGuid, keys.url, keys.headline, row])
            return false
        case .revise(_, let row, let revision, let content):
            try db.cachedStatement(
                sql: "UPDATE seen SET content = ?, revision = ?, shown = ? WHERE id = ? AND revision < ?"
            ).execute(arguments: [content, revision, today, row, revision])
            return db.changesCount > 0
        case .insert(_, let keys, let item, let content, let first):
            // A poll of this feed, or of another that brought the same URL, may have been committed meanwhile.
            if try isKnown(keys, in: feed, db) { return false }
            let first = try first ?? (policy.scope == .all ? firstBringer(keys.url, otherThan: feed, db) : nil)
            if let first {
                try insert(keys, feed, item: itemOfRow(first, db) ?? item, content, today, db)
                try db.cachedStatement(sql: "INSERT OR IGNORE INTO also_in (seen, feed) VALUES (?, ?)")
                    .execute(arguments: [first, feed])
                return false
            }
            try insert(keys, feed, item: item, content, today, db)
            return true
        }
    }

    private func isKnown(_ keys: DocumentKeys.Entry, in feed: Int64, _ db: Database) throws -> Bool {
        try keys.guid.map { guid in
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM seen WHERE guid = ? AND feed = ?)"),
                arguments: [guid, feed]) ?? false
        } ?? false
    }

    private func firstBringer(_ url: Int64?, otherThan feed: Int64, _ db: Database) throws -> Int64? {
        try url.flatMap { url in
            try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT id FROM seen WHERE url = ? AND feed <> ? ORDER BY id LIMIT 1"),
                arguments: [url, feed])
        }
    }

    private func itemOfRow(_ row: Int64, _ db: Database) throws -> ItemID? {
        try Data.fetchOne(db.cachedStatement(sql: "SELECT item FROM seen WHERE id = ?"), arguments: [row])
            .flatMap { ItemID(bytes: $0) }
    }

    private func insert(
        _ keys: DocumentKeys.Entry, _ feed: Int64, item: ItemID, _ content: Int64, _ today: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO seen (feed, guid, bare_guid, url, headline, content, shown, item)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            feed, keys.guid, keys.bareGuid, keys.url, keys.headline, content, today, Data(item.bytes),
        ])
    }

    private func put(_ article: PollRecord.Article, _ counters: inout OutboxCounters, in db: Database) throws {
        let entry = article.rendered.entry(seq: counters.nextSeq(), time: counters.time)
        try db.cachedStatement(
            sql: """
                INSERT INTO outbox (seq, time, item, revision, feed, is_backfill, path, json, markdown, journal_line)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            entry.seq, entry.time.timeIntervalSince1970, Data(entry.id.bytes), entry.revision, entry.feed,
            entry.isBackfill, entry.path, Data(entry.json), Data(entry.markdown), Data(entry.journalLine),
        ])
        guard !entry.isBackfill else { return }
        for webhook in article.webhooks {
            try db.cachedStatement(sql: "INSERT INTO webhook_message (webhook, seq, due) VALUES (?, ?, ?)")
                .execute(arguments: [webhook, entry.seq, entry.time.timeIntervalSince1970])
        }
    }
}

extension Examination.Change {
    /// The entry that is to be delivered if the change goes through.
    fileprivate var index: Int? {
        switch self {
        case .insert(let index, _, _, _, nil), .revise(let index, _, _, _): index
        case .insert, .refresh: nil
        }
    }
}
