import Files
public import Store

/// The store in a PostgreSQL database, and the state directory with this machine's lock and control socket.
public struct PostgresOpener: StoreOpener {
    private let target: Target
    private let directory: String?
    private let node: String
    private let onLongWait: @Sendable (Int32?) -> Void

    public var location: String { target.url }

    /// - Parameters:
    ///   - url: `postgresql://user@host/database`, as libpq takes it, without a password.
    ///   - caFile: PEM certificates; with them the server must prove its name, unless the URL says another `sslmode`.
    ///   - directory: of the lock that keeps a second process of this machine away; nil: there is none.
    ///   - node: this machine's name among those that share the database.
    ///   - onLongWait: called where that lock is waited for, with the process that has it where that is known.
    public init(
        url: String, password: [UInt8]?, caFile: String?, directory: String?, node: String,
        onLongWait: @escaping @Sendable (Int32?) -> Void = { _ in }
    ) {
        target = Target(url: url, password: password, caFile: caFile)
        (self.directory, self.node, self.onLongWait) = (directory, node, onLongWait)
    }

    public func open(for use: StoreUse) throws(StoreError) -> any Store {
        var lock: OwnerLock?
        if let directory {
            try StateDirectory.make(directory)
            lock = try StateDirectory.lock(directory, for: use, onLongWait: onLongWait)
        }
        return try PostgresStore(target, lock: lock, node: node, directory: directory, for: use)
    }

    public func openForReading() throws(StoreError) -> (any StoreReading)? {
        let reader = PostgresReader(target, node: node)
        return try reader.hasTables() ? reader : nil
    }

    public func server() throws(StoreError) -> StoreServer? { try PostgresReader(target, node: node).server() }

    public func replace() throws(StoreError) -> any StoreReplacement {
        throw .failed(
            location: location, reason: "a database is restored from its backup, not made from one machine's spool",
            .database(code: 0))
    }
}

/// `libpq/15.8`, as the system has it now.
public enum PostgresLibrary {
    public static var version: String { Connection.libpqVersion }
}
