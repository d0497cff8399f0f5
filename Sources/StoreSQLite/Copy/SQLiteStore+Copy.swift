import FoundationEssentials
import GRDB
import Store

extension SQLiteStore: CopyableStore {
    func read(whole body: (any RowReader) throws -> Void) throws(StoreError) {
        try read { try body(SQLiteRows(database: $0)) }
    }

    func fill(_ body: (any RowWriter) throws -> Void) throws(StoreError) {
        let location = location
        try write { database in
            if try Moved.place(in: database) == nil {
                let isEmpty = try Bool.fetchOne(
                    database, sql: "SELECT seq = 0 AND NOT EXISTS (SELECT * FROM feed) FROM head")
                guard isEmpty ?? false else { throw StoreError.notEmpty(location) }
            }
            try Moved.clear(database)
            for table in CopiedTable.allCases { try database.execute(sql: "DELETE FROM \(table.rawValue)") }
            try body(SQLiteRows(database: database))
        }
    }

    func markMoved(to location: String) throws(StoreError) {
        try write { try Moved.note(to: location, in: $0) }
        try checkpoint()
    }
}

/// The mark of a store that was moved: a migration that no version has, so that older ones refuse it as well.
enum Moved {
    private static let prefix = "moved to "

    /// Where it was moved to; nil: it was not.
    static func place(in database: Database) throws -> String? {
        guard try database.tableExists("grdb_migrations") else { return nil }
        let mark = try String.fetchOne(
            database, sql: "SELECT identifier FROM grdb_migrations WHERE identifier LIKE ?", arguments: [prefix + "%"])
        return mark.map { String($0.dropFirst(prefix.count)) }
    }

    static func note(to location: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO grdb_migrations (identifier) VALUES (?)", arguments: [prefix + location])
    }

    static func clear(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE ?", arguments: [prefix + "%"])
    }
}

private struct SQLiteRows: RowReader, RowWriter {
    private static let batch = 500

    let database: Database

    func columns(of table: CopiedTable) throws -> [String] { try database.columns(in: table.rawValue).map(\.name) }

    func count(of table: CopiedTable) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table.rawValue)") ?? 0
    }

    func rows(of table: CopiedTable, _ columns: [String], _ body: ([[StoredValue]]) throws -> Void) throws {
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        let cursor = try Row.fetchCursor(database, sql: "SELECT \(list) FROM \(table.rawValue)")
        var batch: [[StoredValue]] = []
        while let row = try cursor.next() {
            batch.append(row.databaseValues.map(StoredValue.init))
            guard batch.count == Self.batch else { continue }
            try body(batch)
            batch = []
        }
        if !batch.isEmpty { try body(batch) }
    }

    func head() throws -> StoredHead {
        guard let row = try Row.fetchOne(database, sql: "SELECT seq, time, total FROM head") else {
            throw DatabaseError(message: "the outbox has no head")
        }
        return StoredHead(seq: row[0], time: row[1], total: row[2])
    }

    func add(_ rows: [[StoredValue]], to table: CopiedTable, _ columns: [String]) throws {
        // Of older rows, and no longer read.
        let isOld = table == .seen && !columns.contains("content")
        let names = columns + (isOld ? ["content"] : [])
        let places = names.map { $0 == "content" && isOld ? "0" : "?" }.joined(separator: ", ")
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: "INSERT INTO \(table.rawValue) (\(list)) VALUES (\(places))")
        for row in rows { try statement.execute(arguments: StatementArguments(row.map(\.databaseValue))) }
    }

    func set(_ head: StoredHead) throws {
        try database.execute(
            sql: "UPDATE head SET seq = ?, time = ?, total = ?", arguments: [head.seq, head.time, head.total])
        try database.execute(sql: "UPDATE memory SET pruned = 0")
    }
}

extension StoredValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .integer(Int64(number))
        case .string(let text): self = .text(text)
        case .blob(let data): self = .bytes(Array(data))
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}
