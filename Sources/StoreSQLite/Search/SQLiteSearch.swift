import FoundationEssentials
import GRDB
import Store

/// Words of articles by FTS5 (<https://www.sqlite.org/fts5.html>), without the texts themselves, which the outbox has.
///
/// SQLite 3.40 cannot take an article out of such a table without its text. So each stretch of time has a table of its own
/// (`words_1`, `words_2` …), which goes as a whole.
final class SQLiteSearch: SearchIndex {
    /// Of the schema below: a file of another one is made anew.
    private static let version = 1
    /// The newest matches, among which the best are looked for: ranking all would take time for words that are everywhere.
    private static let candidates = 1_000
    /// Of a table at least.
    private static let shortest: Int64 = 3_600_000

    private let location: String
    private let queue: any DatabaseWriter

    /// For its one writer.
    init(path: String) throws(StoreError) {
        location = path
        StateDirectory.prepareFile(path)
        queue = try StoreError.mapping(path: path) {
            let pool = try DatabasePool(path: path, configuration: Self.configuration())
            try pool.writeWithoutTransaction { database in
                // What a power cut takes back is taken from the outbox again.
                try database.execute(sql: "PRAGMA synchronous = NORMAL")
                _ = try Int.fetchOne(database, sql: "PRAGMA journal_size_limit = 16777216")
            }
            try pool.write { database in
                if try Int.fetchOne(database, sql: "PRAGMA user_version") == 0 {
                    try database.execute(sql: Self.schema)
                }
                try Self.checkVersion(database, path)
            }
            return pool
        }
    }

    /// To look only.
    init(reading path: String) throws(StoreError) {
        location = path
        queue = try StoreError.mapping(path: path) {
            var configuration = Self.configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try Self.checkVersion($0, path) }
            return queue
        }
    }

    private static func configuration() -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "newspool.search"
        configuration.maximumReaderCount = 1
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // Takes hold only while the file is new: what a table leaves is given back.
            if !database.configuration.readonly { try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            try database.execute(sql: "PRAGMA cache_size = -4096")
            try SearchScore.register(in: database)
        }
        return configuration
    }

    private static func checkVersion(_ database: Database, _ path: String) throws {
        guard try Int.fetchOne(database, sql: "PRAGMA user_version") == version else {
            throw StoreError.newerVersion(location: path)
        }
    }

    /// Times are in milliseconds since 1970.
    private static let schema = """
        -- The tables of words, and the time of the first and the last article in each.
        CREATE TABLE stretch (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
        -- The first `seq` of each hour that has one.
        CREATE TABLE hour (hour INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
        -- All articles up to here are in it: one row.
        CREATE TABLE place (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL);
        INSERT INTO place VALUES (1, 0);
        PRAGMA user_version = \(version);
        """

    private struct Stretch {
        let id: Int64
        let first: Int64
        var last: Int64

        var table: String { "words_\(id)" }

        func save(in database: Database) throws {
            try PreparedStatement(database, "INSERT OR REPLACE INTO stretch (id, first, last) VALUES (?, ?, ?)").run {
                $0.set(1, id)
                $0.set(2, first)
                $0.set(3, last)
            }
        }
    }

    func lastSeq() throws(StoreError) -> Int64 { try read(Self.place) }

    private static func place(_ database: Database) throws -> Int64 {
        try PreparedStatement(database, "SELECT seq FROM place").first({ _ in }) { $0.integer(0) } ?? 0
    }

    // MARK: - Writing

    func add(_ articles: [SearchText], keep: Duration) throws(StoreError) {
        let span = max(Self.shortest, keep.components.seconds * 1_000 / 8)
        try write { database in
            let place = try Self.place(database)
            var stretch = try Self.stretches(database).first
            for article in articles where article.seq > place {
                let time = Instant.milliseconds(article.time)
                if stretch.map({ time >= $0.first + span }) ?? true {
                    try stretch?.save(in: database)
                    stretch = try Self.makeStretch(after: stretch, time: time, in: database)
                }
                guard let table = stretch?.table else { continue }
                stretch?.last = time
                try Self.add(article, to: table, in: database)
                try PreparedStatement(database, "INSERT OR IGNORE INTO hour (hour, seq) VALUES (?, ?)").run {
                    $0.set(1, time / 3_600_000)
                    $0.set(2, article.seq)
                }
            }
            try stretch?.save(in: database)
            guard let last = articles.last else { return }
            try PreparedStatement(database, "UPDATE place SET seq = max(seq, ?)").run { $0.set(1, last.seq) }
        }
    }

    /// Positions in the first column take the least space. What FTS5 keeps in memory before it writes is larger than it is
    /// by itself: fewer pieces are to be merged.
    private static func makeStretch(after: Stretch?, time: Int64, in database: Database) throws -> Stretch {
        let stretch = Stretch(id: (after?.id ?? 0) + 1, first: time, last: time)
        try database.execute(
            sql: """
                CREATE VIRTUAL TABLE \(stretch.table) USING fts5 (
                    text, title, mark, content = '', columnsize = 0,
                    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
                INSERT INTO \(stretch.table) (\(stretch.table), rank) VALUES ('hashsize', 4194304);
                """)
        return stretch
    }

    private static func add(_ article: SearchText, to table: String, in database: Database) throws {
        let marks = [SearchMark.feed(article.feed)] + article.tags.map(SearchMark.tag)
        try PreparedStatement(database, "INSERT INTO \(table) (rowid, text, title, mark) VALUES (?, ?, ?, ?)").run {
            $0.set(1, article.seq)
            $0.set(2, SearchWords.prepared(article.text))
            $0.set(3, SearchWords.prepared(article.title))
            $0.set(4, marks.joined(separator: " "))
        }
    }

    func remove(before date: Date) throws(StoreError) {
        let time = Instant.milliseconds(date)
        try write { database in
            let expired = try Self.stretches(database).filter { $0.last < time }
            guard !expired.isEmpty else { return }
            for stretch in expired { try Self.drop(stretch, in: database) }
            try PreparedStatement(database, "DELETE FROM hour WHERE hour < ?").run { $0.set(1, time / 3_600_000) }
        }
        // Some MiB at a time: the next call goes on.
        try giveBack("PRAGMA incremental_vacuum(4096)")
    }

    func removeAll() throws(StoreError) {
        try write { database in
            for stretch in try Self.stretches(database) { try Self.drop(stretch, in: database) }
            try database.execute(sql: "DELETE FROM hour; UPDATE place SET seq = 0;")
        }
        try giveBack("PRAGMA incremental_vacuum")
    }

    private static func drop(_ stretch: Stretch, in database: Database) throws {
        try database.execute(sql: "DROP TABLE \(stretch.table); DELETE FROM stretch WHERE id = \(stretch.id);")
    }

    private func giveBack(_ pragma: String) throws(StoreError) {
        try StoreError.mapping(path: location) {
            try queue.writeWithoutTransaction { _ = try Row.fetchAll($0, sql: pragma) }
        }
    }

    // MARK: - Reading

    /// The newest first.
    private static func stretches(_ database: Database) throws -> [Stretch] {
        var stretches: [Stretch] = []
        try PreparedStatement(database, "SELECT id, first, last FROM stretch ORDER BY id DESC").each({ _ in }) {
            stretches.append(Stretch(id: $0.integer(0), first: $0.integer(1), last: $0.integer(2)))
            return true
        }
        return stretches
    }

    func find(_ query: SearchQuery) throws(StoreError) -> [Int64] {
        let match = SearchMatch.text(of: query)
        return try read { database in
            let since = query.since.map(Instant.milliseconds) ?? .min
            let first = max(query.firstSeq, try Self.firstSeq(since: since, in: database))
            var found: [(seq: Int64, score: Double)] = []
            for stretch in try Self.stretches(database) where stretch.last >= since {
                let left = Self.candidates - found.count
                guard left > 0 else { break }
                let select = try PreparedStatement(
                    database,
                    """
                    SELECT rowid, \(SearchScore.name)(\(stretch.table)) FROM \(stretch.table)
                    WHERE \(stretch.table) MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?
                    """)
                try select.each({
                    $0.set(1, match)
                    $0.set(2, first)
                    $0.set(3, left)
                }) {
                    found.append(($0.integer(0), $0.real(1)))
                    return true
                }
            }
            return found.sorted { ($0.score, $0.seq) > ($1.score, $1.seq) }.map(\.seq)
        }
    }

    /// Of the hour in which `since` is, or of the next one that has any: numbers rise with time.
    private static func firstSeq(since: Int64, in database: Database) throws -> Int64 {
        guard since > 0 else { return 0 }
        return try PreparedStatement(database, "SELECT seq FROM hour WHERE hour >= ? ORDER BY hour LIMIT 1")
            .first({ $0.set(1, since / 3_600_000) }) { $0.integer(0) } ?? .max
    }

    private func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.mapping(path: location) { try queue.read(body) }
    }

    private func write<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.mapping(path: location) { try queue.write(body) }
    }
}
