import GRDB
import Model
import Store

/// Writes what polls change in their feeds' rows, within one transaction: its statements are looked up once for all of them.
struct PollWriter {
    private static let select = "SELECT history, daily FROM feed WHERE id = ?"
    private static let update =
        "UPDATE feed SET history = ?2, daily = ?3, \(StateColumn.assignments(from: 4)) WHERE id = ?1"
    private static let updateDaily = "UPDATE feed SET daily = ?2 WHERE id = ?1"

    private let select: PreparedStatement
    private let update: PreparedStatement
    private let updateDaily: PreparedStatement

    init(_ database: Database) throws {
        select = try PreparedStatement(database, Self.select)
        update = try PreparedStatement(database, Self.update)
        updateDaily = try PreparedStatement(database, Self.updateDaily)
    }

    /// History and counts as they are; nil where there is no such feed.
    func bookkeeping(of feed: FeedID) throws -> (history: [UInt8], daily: [UInt8])? {
        try select.first({ $0.set(1, feed) }) { ($0.bytes(0), $0.bytes(1)) }
    }

    /// All that one poll changes, in one statement.
    func save(_ state: FeedState, history: [UInt8], daily: [UInt8], of feed: FeedID) throws {
        try update.run {
            $0.set(1, feed)
            $0.set(2, history)
            $0.set(3, daily)
            state.bind(to: &$0, from: 4)
        }
    }

    func save(daily: [UInt8], of feed: FeedID) throws {
        try updateDaily.run {
            $0.set(1, feed)
            $0.set(2, daily)
        }
    }
}
