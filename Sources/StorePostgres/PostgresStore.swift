import Dispatch
import Files
import FoundationEssentials
import Model
import Store

/// The store in a PostgreSQL database, which other processes may use at the same time.
final class PostgresStore: Store {
    let location: String
    let workQueue = DispatchQueue(label: "newspool.store")
    let pool: ConnectionPool
    /// On this machine's state directory; nil in tests of the database alone.
    private let lock: OwnerLock?
    /// What this process may write of polls; nil: it is the only one.
    let fence: Fence?

    /// Brings the tables up to date, or makes them.
    /// - Parameter polls: it takes all feeds, and whoever had them before can write no poll any more.
    init(_ target: Target, lock: OwnerLock? = nil, polls: Bool = false) throws(StoreError) {
        let (location, pool) = (target.url, ConnectionPool(target, size: 4))
        fence = try Self.mapping(location) {
            try pool.with { connection throws(ServerFault) in
                Result {
                    try Migrator(location: location).run(connection)
                    return polls ? try Fence.takingAll(connection) : nil
                }
            }.get()
        }
        (self.location, self.pool, self.lock) = (location, pool, lock)
    }

    /// One transaction: all of it, or nothing. Where another one was in the way it is tried again.
    func write<T>(_ body: (Transaction) throws -> T) throws(StoreError) -> T {
        try transaction(isWriting: true, body)
    }

    func checkpoint() throws(StoreError) {}

    func releaseMemory() throws(StoreError) { pool.shrink() }
}

/// The same database, to look only.
final class PostgresReader: StoreReading {
    let location: String
    let pool: ConnectionPool

    init(_ target: Target) {
        (location, pool) = (target.url, ConnectionPool(target, size: 2))
    }

    /// - Returns: false where the database has no tables of newspool.
    func hasTables() throws(StoreError) -> Bool {
        let version = try Self.mapping(location) {
            try pool.with { connection throws(ServerFault) in try Migrator.version(connection) }
        }
        guard let version else { return false }
        guard version <= Schema.migrations.count else { throw .newerVersion(location: location) }
        return true
    }
}

/// What both can be asked.
protocol PostgresReading: StoreReading {
    var pool: ConnectionPool { get }
}

extension PostgresStore: PostgresReading {}

extension PostgresReader: PostgresReading {}

extension PostgresReading {
    private static var attempts: Int { 4 }

    /// All of it sees one moment.
    func read<T>(_ body: (Transaction) throws -> T) throws(StoreError) -> T {
        try transaction(isWriting: false, body)
    }

    /// One statement by itself.
    func read(_ query: Query) throws(StoreError) -> Rows {
        try Self.mapping(location) {
            try pool.with { connection throws(ServerFault) in try connection.run([query])[0] }
        }
    }

    fileprivate func transaction<T>(isWriting: Bool, _ body: (Transaction) throws -> T) throws(StoreError) -> T {
        try Self.mapping(location) {
            var attempt = 1
            while true {
                do {
                    // A fault of the server decides what becomes of the connection; what else is thrown goes through.
                    return try pool.with { connection throws(ServerFault) -> Result<T, any Error> in
                        do {
                            return .success(try connection.transaction(isWriting: isWriting, body))
                        } catch let fault as ServerFault {
                            throw fault
                        } catch {
                            return .failure(error)
                        }
                    }.get()
                } catch let fault as ServerFault where fault.isPassing && attempt < Self.attempts {
                    attempt += 1
                }
            }
        }
    }

    static func mapping<T>(_ location: String, _ body: () throws -> T) throws(StoreError) -> T {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let fault as ServerFault {
            throw fault.storeError(at: location)
        } catch {
            throw .failed(location: location, reason: "\(error)", .database(code: 0))
        }
    }

    /// What a sound database cannot be.
    func faults() throws(StoreError) -> [String] {
        let rows = try read(
            Query(
                """
                SELECT 'the outbox has number ' || max(seq) || ', and its head ' || (SELECT seq FROM head) FROM outbox
                HAVING max(seq) > (SELECT seq FROM head)
                UNION ALL
                SELECT 'the table head is empty' WHERE NOT EXISTS (SELECT FROM head)
                UNION ALL
                SELECT count(*) || ' entries belong to no feed' FROM seen
                WHERE NOT EXISTS (SELECT FROM feed WHERE feed.id = seen.feed) HAVING count(*) > 0
                """))
        return rows.map { $0.text(0) }
    }
}
