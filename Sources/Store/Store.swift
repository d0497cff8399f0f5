public import FoundationEssentials
import GRDB
import Glibc
public import Identity
public import Model

/// What newspool remembers: its feeds, every entry they showed, and the articles on their way to the sinks. One SQLite
/// file, `newspool.sqlite`, in the state directory; WAL, and synced at each commit.
///
/// Calls block for as long as SQLite takes: some 50 microseconds for a look-up, a sync of the disk for a commit. Reads run
/// beside the one writer.
public final class Store: Sendable {
    /// The database file.
    public let path: String
    let reader: any DatabaseReader
    /// Nil in a store that was opened for reading only.
    private let writer: DatabasePool?
    private let lock: StateLock?

    static let fileName = "newspool.sqlite"
    static let lockName = "newspool.lock"

    /// Opens the store of a state directory that exists, or makes it, and brings its schema up to date.
    ///
    /// - Throws: `locked` where another process has it open, `newerVersion`, `corrupt` (the file stays as it is), and the
    ///   rest of `StoreError`.
    public init(directory: String) throws(StoreError) {
        let path = directory + "/" + Self.fileName
        try StateDirectory.make(directory)
        let lock = try StateLock(path: directory + "/" + Self.lockName)
        let pool = try StoreError.mapping(path: path) {
            try Connection.verify(path: path)
            return try Connection.open(path: path)
        }
        (self.path, self.lock, writer, reader) = (path, lock, pool, pool)
    }

    /// Opens a store beside the daemon that owns it, to look only; it takes no lock.
    public init(readOnly directory: String) throws(StoreError) {
        let path = directory + "/" + Self.fileName
        reader = try StoreError.mapping(path: path) { try Connection.openReadOnly(path: path) }
        (self.path, writer, lock) = (path, nil, nil)
    }

    /// The same where there is a store; nil where nothing was ever kept.
    public static func ifThere(readOnly directory: String) throws(StoreError) -> Store? {
        var status = stat()
        if stat(directory + "/" + fileName, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
        return try Store(readOnly: directory)
    }

    /// Reads a whole file for damage (SQLite's integrity_check); seconds for a large one. Empty: it is sound.
    public func faults() throws(StoreError) -> [String] {
        try read { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" } }
    }

    /// Moves what the write-ahead log holds into the database file and empties the log: at the end, so that the file alone
    /// is the store. Readers that are at work keep it from doing so; nothing is lost by that.
    public func checkpoint() throws(StoreError) {
        guard let writer else { throw .readOnly(path: path) }
        try StoreError.mapping(path: path) {
            try writer.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        }
    }

    /// Gives back the pages of the file that are kept in memory; what is needed again is read again.
    public func releaseMemory() throws(StoreError) {
        guard let writer else { return }
        try StoreError.mapping(path: path) {
            try writer.writeWithoutTransaction { try $0.execute(sql: "PRAGMA shrink_memory") }
            writer.invalidateReadOnlyConnections()
        }
    }

    /// Lets go of the file, which then is the whole store; nothing may be asked of it any more.
    func close() throws(StoreError) {
        try checkpoint()
        try StoreError.mapping(path: path) {
            try reader.close()
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try StoreError.mapping(path: path) { try reader.read(body) }
    }

    /// One transaction: all of it, on the disk for good, or nothing.
    func write<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        guard let writer else { throw .readOnly(path: path) }
        return try StoreError.mapping(path: path) { try writer.write(body) }
    }
}

extension Store {
    /// Says what each entry of a feed document is to the store. Changes nothing; hand the result to `commit`.
    ///
    /// - Parameters:
    ///   - entries: in the order of the document; may be empty, which forgets nothing.
    ///   - now: the time of the poll.
    /// - Throws: `io` also where there is no such feed.
    public func examine(
        feed: FeedID, _ entries: [Fingerprint], policy: IdentityPolicy, now: Date
    ) throws(StoreError) -> Examination {
        try read { database in
            guard let identity = try FeedTable(database: database).identity(of: feed) else {
                throw StoreError.io(path: path, reason: "there is no feed \(feed)", code: 0)
            }
            let alsoIn = AlsoIn(database: database)
            let isFirst = identity.memory.firstDocument == nil
            let adopted = isFirst ? try SeenTable.adopted(by: feed, in: database) : []
            let examiner = Examiner(
                feed: feed, feedURL: identity.url, policy: policy, memory: identity.memory, now: EntryTime.seconds(now),
                adopted: adopted, alsoIn: alsoIn.names)
            let isNew = isFirst && adopted.isEmpty
            let last = try DocumentTable(database: database).document(of: feed)
            return try examiner.examine(entries, last: last, in: SeenTable(database).of(feed, isNew: isNew))
        }
    }
}
