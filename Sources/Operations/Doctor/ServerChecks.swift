import Files
import Model
import Store

/// The server that keeps the store, where there is one.
struct ServerChecks {
    /// Connections that one node may need at the same time.
    private static let connectionsOfANode = 5
    /// Seconds.
    private static let slow = 0.05, astray = 5.0

    /// - Parameter server: nil: no server keeps the store.
    static func all(_ server: Result<StoreServer?, StoreError>) -> [Checkup] {
        do throws(StoreError) {
            return try server.get().map(checkups) ?? []
        } catch {
            return [.fail("database", "\(error)", "start it, or correct [store] url; the daemon waits for it")]
        }
    }

    static func checkups(of server: StoreServer) -> [Checkup] {
        [version(server), rights(server), clock(server), room(server)] + (server.isPooled ? [pooler(server)] : [])
    }

    private static func version(_ server: StoreServer) -> Checkup {
        let milliseconds = max(1, Int((server.roundTrip * 1000).rounded()))
        let finding = "PostgreSQL \(server.version), \(milliseconds) ms there and back"
        if server.major < StoreServer.leastMajor {
            return .fail("database", finding, "newspool needs PostgreSQL \(StoreServer.leastMajor) or later")
        }
        guard server.isWritable else {
            return .fail("database", finding + ": it takes no writes", "name all hosts in [store] url, or promote it")
        }
        guard server.roundTrip <= slow else {
            return .warn("database", finding, "each commit takes two such times: have the database nearer")
        }
        return .ok("database", finding)
    }

    private static func rights(_ server: StoreServer) -> Checkup {
        if server.mayMakeTables, server.ownsTables {
            return .ok("database rights", "the user may make tables and owns those that are there")
        }
        return .fail(
            "database rights",
            server.ownsTables ? "the user may make no tables" : "the tables belong to another user",
            server.ownsTables
                ? "ALTER DATABASE … OWNER TO the user of [store] url, or GRANT CREATE ON SCHEMA public"
                : "connect as their owner, or give them to this user (REASSIGN OWNED)")
    }

    private static func clock(_ server: StoreServer) -> Checkup {
        let offset = server.clockOffset
        let size =
            abs(offset) < 0.1
            ? "as this machine's"
            : "\((abs(offset) * 10).rounded() / 10) s "
                + (offset > 0 ? "ahead of this machine's" : "behind this machine's")
        guard abs(offset) <= astray else {
            return .warn(
                "database clock", size, "set both by NTP: articles have this machine's time, leases the database's")
        }
        return .ok("database clock", size)
    }

    private static func room(_ server: StoreServer) -> Checkup {
        let finding =
            "\(ByteCount.text(Int(server.size))), \(server.freeConnections) of \(server.connections) connections free"
        guard server.freeConnections >= connectionsOfANode else {
            return .warn(
                "database room", finding,
                "a node takes up to \(connectionsOfANode): raise max_connections, or use pgbouncer")
        }
        return .ok("database room", finding)
    }

    private static func pooler(_ server: StoreServer) -> Checkup {
        guard let fault = server.poolFault else {
            return .ok("database pooler", "in between, and transactions stay whole")
        }
        return .fail("database pooler", fault, "pool_mode = transaction, or session")
    }
}
