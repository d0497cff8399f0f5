import Dispatch
import Files
import FoundationEssentials
import GRDB
import Glibc
import Store

/// The store in one SQLite file, `newspool.sqlite`, in the state directory; WAL, and synced at each commit. Reads run
/// beside the one writer.
final class SQLiteStore: Store {
    let location: String
    let workQueue = DispatchQueue(label: "newspool.store")
    let reader: any DatabaseReader
    private let writer: DatabasePool
    private let lock: OwnerLock

    static let fileName = "newspool.sqlite"

    /// Opens the store of a state directory that exists, or makes it, and brings its schema up to date.
    init(
        directory: String, for use: StoreUse = .daemon, onLongWait: (Int32?) -> Void = { _ in }
    ) throws(StoreError) {
        let path = directory + "/" + Self.fileName
        try StateDirectory.make(directory)
        let lock = try StateDirectory.lock(directory, for: use, onLongWait: onLongWait)
        StateDirectory.prepareFile(path)
        let pool = try StoreError.mapping(path: path) {
            try Connection.verify(path: path, mayBeMoved: use == .filling)
            return try Connection.open(path: path)
        }
        (location, self.lock, writer, reader) = (path, lock, pool, pool)
    }

    /// Moves what the write-ahead log holds into the database file and empties the log, so that the file alone is the store.
    /// Readers that are at work keep it from doing so; nothing is lost by that.
    func checkpoint() throws(StoreError) {
        try StoreError.mapping(path: location) {
            try writer.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        }
    }

    /// Pages of the file that are kept in memory; what is needed again is read again.
    func releaseMemory() throws(StoreError) {
        try StoreError.mapping(path: location) {
            try writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA shrink_memory") }
            writer.invalidateReadOnlyConnections()
        }
    }

    /// Lets go of the file, which then is the whole store; nothing may be asked of it afterwards.
    func close() throws(StoreError) {
        try checkpoint()
        try StoreError.mapping(path: location) {
            try reader.close()
        }
    }

    /// One transaction: all of it, on the disk for good, or nothing.
    func write<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.mapping(path: location) { try writer.write(body) }
    }
}

/// The same file beside the process that owns it, to look only; it takes no lock.
final class SQLiteReader: StoreReading {
    let location: String
    let reader: any DatabaseReader

    init(path: String) throws(StoreError) {
        location = path
        reader = try StoreError.mapping(path: path) { try Connection.openReadOnly(path: path) }
    }
}

/// What both can be asked.
protocol SQLiteReading: StoreReading {
    var reader: any DatabaseReader { get }
}

extension SQLiteStore: SQLiteReading {}

extension SQLiteReader: SQLiteReading {}

extension SQLiteReading {
    func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.mapping(path: location) { try reader.read(body) }
    }

    /// SQLite's integrity_check.
    func faults() throws(StoreError) -> [String] {
        try read { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" } }
    }
}
