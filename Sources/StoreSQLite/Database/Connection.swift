import Files
import GRDB
import Glibc
import Store

/// How the database file is opened, and what is looked at first.
enum Connection {
    /// Bytes up to which a file is read whole for damage at start: a tenth of a second.
    private static let checkedWhole = 32 << 20
    /// KiB of pages that the writer keeps, always and while it writes many rows.
    private static let pages = 2_048, pagesOfMany = 65_536

    /// Looks at a file before anything may write to it, so that a damaged or newer one stays as it is.
    static func verify(path: String, mayBeMoved: Bool) throws {
        if let reason = FileOwner.distrust(path) { throw StoreError.cannotRead(location: path, reason: reason) }
        guard let size = size(of: path), size > 0 else { return }
        try openReadOnly(path: path, mayBeMoved: mayBeMoved).read { database in
            guard size <= checkedWhole else { return }
            let found = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
            if let found, found != "ok" {
                throw StoreError.corrupt(location: path, reason: found)
            }
        }
    }

    static func openReadOnly(path: String, mayBeMoved: Bool = false) throws -> DatabaseQueue {
        guard let size = size(of: path) else {
            let code = errno  // not there, or not for us to see: the difference matters to who asks
            let hint = code == EACCES ? "; ask as root, as its owner, or as a member of its group" : ""
            throw StoreError.cannotRead(location: path, reason: "\(SystemError(code))\(hint)")
        }
        if size > 0 { try verifyHeader(path: path) }
        var configuration = configuration
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // The first look at the schema is what tells a database from other files.
        try queue.read {
            if let place = try Moved.place(in: $0) {
                if !mayBeMoved { throw StoreError.moved(location: path, to: place) }
            } else if try Schema.migrator.hasBeenSuperseded($0) {
                throw StoreError.newerVersion(location: path)
            }
        }
        return queue
    }

    static func open(path: String) throws -> DatabasePool {
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            // GRDB sets NORMAL with WAL: safe from damage, but a power cut would take back the last commits, and articles
            // that the journal has would come again.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // 16 MiB of pages between checkpoints; of what a burst made the log, 64 MiB stay.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 2048")
            _ = try Int.fetchOne(database, sql: "PRAGMA journal_size_limit = 67108864")
            // 2 MiB of pages, and one for each reader. What more they want again the kernel's own cache has, at two
            // microseconds a page.
            try database.execute(sql: "PRAGMA cache_size = -\(pages)")
        }
        try Schema.migrator.migrate(pool)
        return pool
    }

    /// Runs the part of a transaction that writes rows of what was seen.
    /// - Parameter rows: of the largest poll: a feed that has many comes with more of them.
    ///
    /// Each of them goes into several indexes by its hashes, so to any page. Where they have no room together, nearly every row
    /// has pages written to the log and read again: of 100,000 rows 1.7 GB, for 110 MB in the end.
    static func writing<T>(rows: Int, to database: Database, _ body: () throws -> T) throws -> T {
        guard rows > 500 else { return try body() }
        try database.execute(sql: "PRAGMA cache_size = -\(pagesOfMany)")
        // Where it cannot be made small again, the next one does.
        defer { try? database.execute(sql: "PRAGMA cache_size = -\(pages)") }
        return try body()
    }

    /// SQLite itself would be content with the first page in the log beside a file that something else was written over.
    private static func verifyHeader(path: String) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: path) }
        defer { close(descriptor) }
        let magic = Array("SQLite format 3\0".utf8)
        var header = [UInt8](repeating: 0, count: magic.count)
        guard pread(descriptor, &header, header.count, 0) == header.count, header == magic else {
            throw StoreError.corrupt(location: path, reason: "it is not a database")
        }
    }

    /// Bytes; nil where there is no file yet, or none that may be seen.
    private static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "newspool.store"
        configuration.maximumReaderCount = 2
        // `status` may hold the file for a moment.
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            // Takes hold only while the file is new. Articles are a few KiB: larger pages mean shorter overflow chains.
            try database.execute(sql: "PRAGMA page_size = 8192")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cache_size = -1024")
        }
        return configuration
    }
}
