import Foundation
import Model
import Store
import StoreMemory
import TestSupport
import Testing

@testable import StorePostgres
@testable import StoreSQLite

/// The stores that must pass the suite `StoreContract`: a new one is a line in `all`.
struct StoreFactory: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let open: @Sendable (_ directory: String) throws -> any Store

    static let sqlite = StoreFactory(testDescription: "SQLite") { try SQLiteStore(directory: $0) }
    static let memory = StoreFactory(testDescription: "memory") { _ in MemoryStore() }
    static let postgres = StoreFactory(testDescription: "PostgreSQL") { _ in
        let server = try #require(PostgresServer.shared)
        return try PostgresStore(Target(url: server.makeDatabase(), password: nil, caFile: nil))
    }
    static let all = [sqlite, memory] + (PostgresServer.isAvailable ? [postgres] : [])

    func make() throws -> TemporaryStore { try TemporaryStore(self) }
}

/// A store in a directory of its own that goes with it.
final class TemporaryStore {
    let directory: String
    let store: any Store

    init(_ factory: StoreFactory) throws {
        directory = try Self.makeDirectory()
        store = try factory.open(directory)
    }

    var sqlite: SQLiteStore { get throws { try #require(store as? SQLiteStore) } }

    deinit { try? FileManager.default.removeItem(atPath: directory) }  // what is left in /tmp harms no other test

    static func makeDirectory() throws -> String {
        let path = NSTemporaryDirectory() + "newspool-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}

extension CursorName {
    /// A second sink beside the spool.
    static let other = CursorName(rawValue: "other")
}
