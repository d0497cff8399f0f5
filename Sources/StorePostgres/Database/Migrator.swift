import Synchronization

/// The tables as this process needs them: up to date once a connection was made, which may be long after its start.
final class Tables: Sendable {
    private let areUpToDate = Mutex(false)
    private let mayBeMoved: Bool

    init(mayBeMoved: Bool) { self.mayBeMoved = mayBeMoved }

    func prepare(_ connection: Connection) throws(ServerFault) {
        guard !areUpToDate.withLock(\.self) else { return }
        do {
            try Migrator.run(connection)
        } catch {
            throw error as? ServerFault ?? ServerFault(damage: "\(error)")
        }
        if !mayBeMoved { try Self.refuseMoved(connection) }
        areUpToDate.withLock { $0 = true }
    }

    static func refuseMoved(_ connection: Connection) throws(ServerFault) {
        let rows = try connection.run([Query("SELECT moved_to FROM cluster")])
        if let place = rows.first?.first?.optionalText(0) { throw .moved(to: place) }
    }
}

/// Brings the tables up to date, one process at a time.
enum Migrator {
    /// Of the lock that is held during a migration, to the end of its transaction: `newspool` in letters.
    private static let lock: Int64 = 0x6E65_7773_706F_6F6C

    /// - Returns: the version of the tables; nil where there are none.
    static func version(_ connection: Connection) throws(ServerFault) -> Int? {
        let there = try connection.run([Query("SELECT to_regclass('newspool_schema') IS NOT NULL")])
        guard there.first?.first?.bool(0) == true else { return nil }
        let rows = try connection.run([Query("SELECT coalesce(max(version), 0) FROM newspool_schema")])
        return rows.first?.first.map { Int($0.integer(0)) }
    }

    /// - Throws: `ServerFault.newerTables`, and what the server says.
    static func run(_ connection: Connection) throws {
        let known = Schema.migrations.count
        if let version = try Self.version(connection) {
            guard version <= known else { throw ServerFault.newerTables }
            if version == known { return }
        }
        try connection.transaction(isWriting: true) { transaction in
            _ = try transaction.run([
                Query("SELECT pg_advisory_xact_lock($1::bigint)") { $0.add(Self.lock) },
                Query(
                    """
                    CREATE TABLE IF NOT EXISTS newspool_schema (
                        version bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())
                    """),
            ])
            // Another process may have done it meanwhile.
            let done = try transaction.run(Query("SELECT coalesce(max(version), 0) FROM newspool_schema"))
            for version in Int(done.first?.integer(0) ?? 0)..<max(known, Int(done.first?.integer(0) ?? 0)) {
                for statement in Schema.migrations[version] { transaction.write(Query(statement)) }
                transaction.write(
                    Query("INSERT INTO newspool_schema (version) VALUES ($1::bigint)") { $0.add(version + 1) })
            }
        }
    }
}
