import Foundation
import GRDB
import Model

/// newspool's memory: feeds and their state, what was seen, and the outbox, in one SQLite file.
///
/// Write-ahead log, synchronous FULL: a commit that returned survives a power cut (<https://www.sqlite.org/pragma.html>).
/// GRDB keeps one writer and several readers; each call here is one transaction, from any thread.
public final class Store: Sendable {
    private let pool: DatabasePool
    private let lock: StateLock?
    /// The database file, for messages.
    public let path: String

    static let fileName = "newspool.sqlite"

    /// Opens the store of a state directory for a daemon, and makes both where they are missing.
    /// - Throws: `.locked` where another daemon has it; it is then untouched.
    public init(directory: String) throws(StoreError) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            let reason = cause.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
            throw .cannotOpen(path: directory, reason: reason)
        }
        path = directory + "/" + Self.fileName
        lock = try StateLock(path: directory + "/lock")
        pool = try Self.open(path, isReadOnly: false)
        try prepare()
    }

    /// Opens a store to look at, beside a daemon that may be running.
    public init(readingFrom directory: String) throws(StoreError) {
        path = directory + "/" + Self.fileName
        lock = nil
        pool = try Self.open(path, isReadOnly: true)
        guard try !read({ try Schema.migrator.hasBeenSuperseded($0) }) else { throw .newerVersion(path: path) }
    }

    /// Brings the write-ahead log into the file and closes it. Nothing may be called afterwards.
    public func close() {
        try? pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }  // the next start does it otherwise
        try? pool.close()  // readers that still run let go of it when they end
    }

    private static func open(_ path: String, isReadOnly: Bool) throws(StoreError) -> DatabasePool {
        var configuration = GRDB.Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY")
        }
        do {
            return try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private func prepare() throws(StoreError) {
        // Enough to notice a file that is none of ours or was cut off; `newspool doctor` looks at every page.
        let verdict = try read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } ?? "no answer"
        guard verdict == "ok" else { throw .corrupt(path: path, reason: verdict) }
        guard try !read({ try Schema.migrator.hasBeenSuperseded($0) }) else { throw .newerVersion(path: path) }
        do {
            try Schema.migrator.migrate(pool)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    // MARK: - For the extensions that hold the statements

    func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do {
            return try pool.read(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    func write<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do {
            return try pool.write(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
