import Store

/// The tables of those who share the database: statements and rows.
enum NodeTable {
    /// The row of a node is valid: by the database's clock, like all times of leases.
    private static let valid = "until > clock_timestamp() AND NOT has_left"
    private static let head = "(SELECT seq FROM head)"
    /// Both have one row. Without the limits a planner that has no statistics of them expects half a million pairs, and compiles
    /// the statement, which takes a hundred times as long as it runs.
    private static let headAndCluster = "(SELECT * FROM head LIMIT 1) AS head, (SELECT * FROM cluster LIMIT 1) AS c"
    private static let term = "clock_timestamp() + interval '\(Int(Lease.seconds)) seconds'"

    private static func add(_ report: NodeReport, to parameters: inout Parameters) {
        parameters.add(report.roles.map(\.rawValue).sorted().joined(separator: " "))
        parameters.add(Optional(report.configuration))
        parameters.add(report.isTaking)
        parameters.add(report.feeds)
        parameters.add(Int64((report.pollsPerMinute * 10).rounded()))
        parameters.add(report.spooled)
        parameters.add(report.takesPushes)
    }

    /// Gives no row where the name is another living process's.
    /// - Parameter earlier: the process of an earlier life, which is over.
    static func join(
        _ report: NodeReport, name: String, version: String, process: [UInt8], earlier: [UInt8]?, started: Int64
    ) -> Query {
        Query(
            """
            INSERT INTO node (roles, config, taking, feeds, polls, spooled, takes_pushes, name, version, process, started,
            seen, until, head)
            VALUES ($1::text, $2::bytea, $3::boolean, $4::bigint, $5::bigint / 10.0, $6::bigint, $7::boolean, $8::text,
            $9::text, $10::bytea, $11::bigint, clock_timestamp(), \(term), \(head))
            ON CONFLICT (name) DO UPDATE SET roles = EXCLUDED.roles, config = EXCLUDED.config, taking = EXCLUDED.taking,
            feeds = EXCLUDED.feeds, polls = EXCLUDED.polls, spooled = EXCLUDED.spooled,
            takes_pushes = EXCLUDED.takes_pushes, version = EXCLUDED.version, process = EXCLUDED.process,
            started = EXCLUDED.started, seen = EXCLUDED.seen, until = EXCLUDED.until, has_left = false,
            head = EXCLUDED.head
            WHERE NOT (node.until > clock_timestamp() AND NOT node.has_left) OR node.process = $12::bytea
            RETURNING 1
            """
        ) {
            add(report, to: &$0)
            $0.add(name)
            $0.add(version)
            $0.add(Optional(process))
            $0.add(started)
            $0.add(earlier)
        }
    }

    static func secondsLeft(of name: String) -> Query {
        Query(
            "SELECT (extract(epoch FROM until - clock_timestamp()) * 1000)::bigint FROM node WHERE name = $1::text"
        ) { $0.add(name) }
    }

    /// Frees what no one can hold any more, as after an earlier life of this node.
    static let freeOfDead = Query(
        """
        UPDATE shard SET process = NULL WHERE process IS NOT NULL
        AND NOT EXISTS (SELECT FROM node WHERE node.process = shard.process)
        """)

    static let noteChange = Query("UPDATE cluster SET feeds = feeds + 1")

    private static let overview = """
        SELECT 0::bigint AS kind, head.seq AS a, c.feeds AS b, c.generation AS c, 0::bigint AS d, 0::bigint AS e,
        0::bigint AS f, c.config AS p, NULL::bytea AS q, c.by AS t, NULL::text AS u, NULL::text AS v, true AS w, true AS x,
        true AS y FROM \(headAndCluster)
        UNION ALL
        SELECT 1, started, (extract(epoch FROM until - clock_timestamp()) * 1000)::bigint,
        (extract(epoch FROM clock_timestamp() - seen) * 1000)::bigint, feeds, (polls * 10)::bigint,
        CASE WHEN spooled IS NOT NULL THEN greatest(0, CASE WHEN \(valid) THEN head ELSE \(head) END - spooled) END,
        process, config,
        name, version, roles, has_left, taking, takes_pushes FROM node
        UNION ALL
        SELECT 2, id, token, 0, 0, 0, 0, process, NULL, NULL, NULL, NULL, true, true, true FROM shard
        """

    static let signal = Query("SELECT head.seq, c.feeds FROM \(headAndCluster)")

    static let select = Query(overview + " ORDER BY kind, t, a")

    /// One statement: of those at rest there is nothing else.
    static func renew(_ report: NodeReport, process: [UInt8]) -> Query {
        Query(
            """
            WITH mine AS (UPDATE node SET roles = $1::text, config = $2::bytea, taking = $3::boolean, feeds = $4::bigint,
            polls = $5::bigint / 10.0, spooled = $6::bigint, takes_pushes = $7::boolean, seen = clock_timestamp(),
            until = \(term), head = \(head)
            WHERE process = $8::bytea AND \(valid) RETURNING process)
            \(overview)
            UNION ALL SELECT 3, 0, 0, 0, 0, 0, 0, process, NULL, NULL, NULL, NULL, true, true, true FROM mine
            ORDER BY kind, t, a
            """
        ) {
            add(report, to: &$0)
            $0.add(Optional(process))
        }
    }

    /// - Returns: nil where there is no row of a renewal and one was asked for.
    static func cluster(_ rows: Rows, renewing: Bool) throws(ServerFault) -> Cluster? {
        guard let first = rows.first, first.integer(0) == 0 else {
            throw ServerFault(damage: "the table head or cluster is empty")
        }
        var cluster = Cluster(
            nodes: [], shards: [], configuration: first.optionalBytes(7), generation: first.integer(3),
            publisher: first.optionalText(9), signal: NodeSignal(seq: first.integer(1), changes: first.integer(2)))
        var isRenewed = false
        for index in 1..<rows.count {
            let row = rows[index]
            switch row.integer(0) {
            case 1: cluster.nodes.append(node(row))
            case 2:
                cluster.shards.append(
                    Shard(number: Int(row.integer(1)), holder: row.optionalBytes(7), token: row.integer(2)))
            default: isRenewed = true
            }
        }
        return isRenewed || !renewing ? cluster : nil
    }

    private static func node(_ row: Rows.Row) -> Node {
        let roles = Set(row.text(11).split(separator: " ").compactMap { NodeRole(rawValue: String($0)) })
        var report = NodeReport(roles: roles, configuration: row.bytes(8), isTaking: row.bool(13))
        (report.feeds, report.pollsPerMinute) = (Int(row.integer(4)), Double(row.integer(5)) / 10)
        report.takesPushes = row.bool(14)
        return Node(
            name: row.text(9), process: row.bytes(7), version: row.text(10), started: Instant.date(row.integer(1)),
            leaseSeconds: Double(row.integer(2)) / 1000, silentSeconds: Double(row.integer(3)) / 1000,
            hasLeft: row.bool(12), spoolLag: row.optionalInteger(6), report: report)
    }

    /// The token rises, so what another process began for them is void. A shard whose commit is under way is left for the
    /// next time.
    static func take(_ shards: [Int], process: [UInt8]) -> Query {
        Query(
            """
            UPDATE shard SET process = $1::bytea, token = token + 1 WHERE id IN (
                SELECT id FROM shard WHERE id = ANY($2::bigint[]) AND (process IS NULL OR NOT EXISTS (
                    SELECT FROM node WHERE node.process = shard.process AND \(valid)))
                ORDER BY id FOR UPDATE SKIP LOCKED)
            AND EXISTS (SELECT FROM node WHERE process = $1::bytea AND \(valid)) RETURNING id, token
            """
        ) {
            $0.add(Optional(process))
            $0.add(shards.map { Int64($0) })
        }
    }

    static func giveBack(_ shards: [Int], process: [UInt8]) -> Query {
        Query("UPDATE shard SET process = NULL WHERE process = $1::bytea AND id = ANY($2::bigint[])") {
            $0.add(Optional(process))
            $0.add(shards.map { Int64($0) })
        }
    }

    static func leave(process: [UInt8]) -> [Query] {
        func own(_ parameters: inout Parameters) { parameters.add(Optional(process)) }
        return [
            Query("UPDATE node SET has_left = true, seen = clock_timestamp() WHERE process = $1::bytea", own),
            Query("UPDATE shard SET process = NULL WHERE process = $1::bytea", own), noteChange,
        ]
    }
}
