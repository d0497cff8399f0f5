import Foundation
import GRDB
import Identity
import Model
import Store
import TestSupport
import Testing

@testable import StorePostgres
@testable import StoreSQLite

/// What one store knows goes into another, whole.
@Suite struct StoreCopyTests {
    private static let kinds = [StoreFactory.sqlite] + (PostgresServer.isAvailable ? [.postgres] : [])
    private static let pairs = kinds.flatMap { from in kinds.map { (from, $0) } }

    private func copyable(_ store: any Store) throws -> any CopyableStore {
        try #require(store as? any CopyableStore)
    }

    private func history(on stores: StoreFactory) throws -> History {
        let history = try History(on: stores, feeds: ["a", "b"])
        for day in 1...3 {
            let document = (0...day).map {
                entry("\(day) \($0)", "https://a.example/\(day)/\($0)", "Day \(day), \($0)")
            }
            _ = try history.poll("a", day: Double(day), document)
            _ = try history.poll("b", day: Double(day), document)
        }
        try history.store.acknowledge(.spool, through: 4)
        try history.store.queue([2, 3], for: "hook", now: .day(3))
        return history
    }

    @Test(arguments: pairs)
    func allIsThereAndTheNumbersGoOn(from: StoreFactory, to: StoreFactory) throws {
        let (history, place) = (try history(on: from), try to.make())
        let (old, new) = (history.store, place.store)
        let before = try old.entries(after: 0, limit: 99)
        let statuses = try old.statuses(now: .day(4))
        let messages = try old.messages(of: "hook")
        let (rows, head) = try StoreCopy.move(copyable(old), to: copyable(new))
        #expect(rows[.feed] == 2 && rows[.outbox] == before.count && rows[.messages] == 2)
        #expect(head.seq == before.last?.seq && before.count > 4)
        #expect(try new.entries(after: 0, limit: 99) == before)
        #expect(try new.statuses(now: .day(4)).map(\.record) == statuses.map(\.record))
        #expect(try new.messages(of: "hook").map(\.entry.seq) == messages.map(\.entry.seq))
        #expect(try new.backlog(of: .spool) == old.backlog(of: .spool))
        // What was seen stays known, and what is new gets the next number.
        let document = [entry("3 0", "https://a.example/3/0", "Day 3, 0"), entry("4", nil, "More")]
        let feed = history.feed("a").id
        let examination = try new.examine(feed: feed, document, policy: IdentityPolicy(), now: .day(4))
        let verdicts = examination.verdicts.map { if case .new = $0 { true } else { false } }
        #expect(verdicts == [false, true])
    }

    @Test func aStoreThatHoldsSomethingStaysAsItIs() throws {
        let (one, other) = (try history(on: .sqlite), try history(on: .sqlite))
        let before = try other.store.entries(after: 0, limit: 99)
        #expect(throws: StoreError.notEmpty(other.store.location)) {
            try StoreCopy.move(copyable(one.store), to: copyable(other.store))
        }
        #expect(try other.store.entries(after: 0, limit: 99) == before)
        // And the other one was not moved.
        #expect(throws: Never.self) { try one.store.entries(after: 0, limit: 99) }
    }

    @Test func whatWasMovedIsRefusedByAllVersionsAndFilledAgain() throws {
        let history = try history(on: .sqlite)
        let (directory, store) = (history.temporary.directory, try history.temporary.sqlite)
        try store.markMoved(to: "postgresql://db.example/newspool")
        try store.close()
        let path = directory + "/newspool.sqlite"
        let error = StoreError.moved(location: path, to: "postgresql://db.example/newspool")
        #expect(throws: error) { try Connection.verify(path: path, mayBeMoved: false) }
        #expect(throws: Never.self) { try Connection.verify(path: path, mayBeMoved: true) }
        #expect(throws: error) { try SQLiteReader(path: path) }
        // How versions look that know nothing of moves.
        let isNewer = try DatabaseQueue(path: path).read { try Schema.migrator.hasBeenSuperseded($0) }
        #expect(isNewer)
    }

    @Test func noTableIsForgotten() throws {
        let store = try StoreFactory.sqlite.make()
        let tables = try store.sqlite.read {
            try String.fetchSet(
                $0, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        }
        // `head` and `memory` are one row each, and written by hand.
        #expect(tables.subtracting(["head", "memory", "grdb_migrations"]) == Set(CopiedTable.allCases.map(\.rawValue)))
    }
}
