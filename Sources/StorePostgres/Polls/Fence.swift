import Model
import Store

/// Which shards a process still has: what it writes of polls counts only while the table says so.
struct Fence {
    /// Tokens by shard.
    private var tokens: [Int64: Int64] = [:]

    /// Keeps others from taking over the shards of these feeds until the transaction ends.
    static func lock(for feeds: [FeedID], of process: [UInt8]) -> Query {
        Query(
            """
            SELECT id, token FROM shard WHERE process = $2::bytea
            AND id IN (SELECT shard FROM feed WHERE id = ANY($1::bigint[])) ORDER BY id FOR SHARE
            """
        ) {
            $0.add(feeds)
            $0.add(Optional(process))
        }
    }

    /// - Parameter rows: of `lock`.
    init(_ rows: Rows) {
        for row in rows.map({ ($0.integer(0), $0.integer(1)) }) { tokens[row.0] = row.1 }
    }

    /// - Parameter shard: of the feed, as the table has it now.
    func holds(_ lease: Lease?, of shard: Int64) -> Bool {
        lease.map { Int64($0.shard) == shard && tokens[shard] == $0.token } ?? false
    }
}
