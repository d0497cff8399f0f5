import Model
import Store

/// The shards that a process has, each with the token of its lease: what it writes counts only while the table says the same.
struct Fence: Sendable {
    let process: [UInt8]
    /// Tokens by shard.
    private(set) var tokens: [Int64: Int64]

    init(process: [UInt8], tokens: [Int64: Int64]) { (self.process, self.tokens) = (process, tokens) }

    /// Takes every shard for a new process.
    static func takingAll(_ connection: Connection) throws(ServerFault) -> Fence {
        let process = (0..<16).map { _ in UInt8.random(in: 0...255) }
        let rows = try connection.run([
            Query("UPDATE shard SET process = $1::bytea, token = token + 1 RETURNING id, token") {
                $0.add(Optional(process))
            }
        ])[0]
        return Fence(
            process: process, tokens: Dictionary(rows.map { ($0.integer(0), $0.integer(1)) }) { first, _ in first })
    }

    /// Keeps others from taking over the shards of these feeds until the transaction ends.
    func lock(for feeds: [FeedID]) -> Query {
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

    /// What is still true of it.
    /// - Parameter rows: of `lock`.
    func holding(_ rows: Rows) -> Fence {
        var fence = self
        fence.tokens = [:]
        for row in rows.map({ ($0.integer(0), $0.integer(1)) }) where tokens[row.0] == row.1 {
            fence.tokens[row.0] = row.1
        }
        return fence
    }

    func holds(_ shard: Int64) -> Bool { tokens[shard] != nil }
}
