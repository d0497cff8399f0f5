import Foundation
import Model
import Store
@testable import StoreSQLite

/// A store in a directory of its own that goes with it.
final class TemporaryStore {
    let directory: String
    let store: SQLiteStore

    init() throws {
        directory = try Self.makeDirectory()
        store = try SQLiteStore(directory: directory)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }  // what is left in /tmp harms no other test

    static func makeDirectory() throws -> String {
        let path = NSTemporaryDirectory() + "newspool-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}

extension Date {
    /// A Monday at noon, and so many days after it.
    static func day(_ days: Double) -> Date { Date(timeIntervalSince1970: 1_795_435_200 + days * 86_400) }
}

extension CursorName {
    /// A second sink beside the spool.
    static let other = CursorName(rawValue: "other")
}
