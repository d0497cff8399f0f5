import FoundationEssentials
import Store

/// What the server says of itself.
enum ServerLook {
    private static let select = Query(
        """
        SELECT current_setting('server_version'), current_setting('server_version_num')::bigint,
        NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off',
        coalesce(has_schema_privilege(current_schema(), 'CREATE'), false),
        coalesce((SELECT bool_and(pg_has_role(c.relowner, 'USAGE')) FROM pg_class AS c
            WHERE c.oid = ANY (ARRAY[to_regclass('head'), to_regclass('feed'), to_regclass('newspool_schema')]::oid[])), true),
        (extract(epoch FROM clock_timestamp()) * 1000)::bigint, pg_database_size(current_database()),
        current_setting('max_connections')::bigint, (SELECT count(*) FROM pg_stat_activity)
        """)

    static func server(_ connection: Connection) throws(ServerFault) -> StoreServer {
        _ = try connection.run([select])  // what is prepared and read for the first time is not the network's
        let start = ContinuousClock.now
        let rows = try connection.run([select])
        let (took, now) = ((.now - start) / .seconds(1), Date())
        guard let row = rows.first?.first else { throw ServerFault(damage: "the server says nothing of itself") }
        let connections = Int(row.integer(7))
        return StoreServer(
            version: row.text(0).prefix { $0 != " " }.description, major: Int(row.integer(1)) / 10_000,
            isWritable: row.bool(2), mayMakeTables: row.bool(3), ownsTables: row.bool(4),
            clockOffset: Double(row.integer(5)) / 1000 - (now.timeIntervalSince1970 - took / 2), roundTrip: took,
            size: row.integer(6), freeConnections: connections - Int(row.integer(8)), connections: connections,
            isPooled: connection.isPooled, poolFault: connection.isPooled ? poolFault(connection) : nil)
    }

    /// A transaction has to stay with one process of the server, over several round trips.
    private static func poolFault(_ connection: Connection) -> String? {
        do {
            return try connection.transaction(isWriting: false) { transaction in
                let process = Query("SELECT pg_backend_pid()::bigint")
                let first = try transaction.run(process).first?.integer(0)
                return try transaction.run(process).first?.integer(0) == first
                    ? nil : "a transaction does not stay with one process of the server"
            }
        } catch {
            return (error as? ServerFault)?.reason ?? "\(error)"
        }
    }
}
