import Dispatch
import Files
import FoundationEssentials
import Glibc
import Model
import Store
import Synchronization

/// The store in a PostgreSQL database, which other processes may use at the same time.
final class PostgresStore: Store {
    let location: String
    let workQueue = DispatchQueue(label: "newspool.store")
    let pool: ConnectionPool
    /// On this machine's state directory; nil in tests of the database alone.
    private let lock: OwnerLock?
    /// This machine's name among those that share the database: its cursors are its own.
    let node: String
    private let leases: ConnectionPool
    private let reach: Reach
    private let life: Mutex<Life>
    private let directory: String?

    private struct Life {
        /// The process that this one is to the others; nil: it has not joined them.
        var process: [UInt8]?
        /// The last one of this state directory.
        var earlier: [UInt8]?
    }

    /// Brings the tables up to date, or makes them.
    /// - Parameters:
    ///   - directory: remembers who this machine was, so that its next process need not wait for the end of a lease.
    ///   - use: a daemon's database may answer later; each call fails with `unreachable` until then.
    init(
        _ target: Target, lock: OwnerLock? = nil, node: String = "", directory: String? = nil,
        for use: StoreUse = .command
    ) throws(StoreError) {
        let tables = Tables(mayBeMoved: use == .filling)
        let (location, reach) = (target.url, Reach())
        let pool = ConnectionPool(target, size: 4, reach: reach, onConnect: tables.prepare)
        do throws(StoreError) {
            try Self.mapping(location) { try pool.with { _ throws(ServerFault) in } }
        } catch {
            guard case .unreachable = error, use == .daemon else { throw error }
        }
        (self.location, self.pool, self.lock, self.reach) = (location, pool, lock, reach)
        (self.node, self.directory, leases) = (
            node, directory, ConnectionPool(target, size: 1, reach: reach, onConnect: tables.prepare)
        )
        // Where there is none, the first life begins.
        life = Mutex(Life(earlier: directory.flatMap { try? WholeFile.read($0 + "/" + Self.lifeFile) }))
    }

    var haste: Haste { reach.haste }

    var nodes: (any NodeStore)? { PostgresNodes(self, leases) }

    /// Nil: this process has no part of the feeds, and no other one's writes are to be feared.
    var process: [UInt8]? { life.withLock(\.process) }
    var earlierProcess: [UInt8]? { life.withLock(\.earlier) }

    func begin(life process: [UInt8]) {
        life.withLock { ($0.process, $0.earlier) = (process, process) }
        // Without the file the next process waits until the lease ends, and nothing else.
        if let directory, let folder = try? Directory.ifThere(directory),
            let file = try? folder.openFile(Self.lifeFile, O_WRONLY | O_CREAT | O_TRUNC)
        {
            try? file.write(process)
        }
    }

    private static let lifeFile = "node"

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

    let node: String

    init(_ target: Target, node: String = "") {
        (location, pool, self.node) = (target.url, ConnectionPool(target, size: 2), node)
    }

    func server() throws(StoreError) -> StoreServer {
        try Self.mapping(location) {
            try pool.with { connection throws(ServerFault) in try ServerLook.server(connection) }
        }
    }

    /// - Returns: false where the database has no tables of newspool.
    func hasTables() throws(StoreError) -> Bool {
        let version = try Self.mapping(location) {
            try pool.with { connection throws(ServerFault) in
                let version = try Migrator.version(connection)
                if version != nil { try Tables.refuseMoved(connection) }
                return version
            }
        }
        guard let version else { return false }
        guard version <= Schema.migrations.count else { throw .newerVersion(location: location) }
        return true
    }
}

/// What both can be asked.
protocol PostgresReading: StoreReading {
    var pool: ConnectionPool { get }
    /// Of this machine.
    var node: String { get }
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
