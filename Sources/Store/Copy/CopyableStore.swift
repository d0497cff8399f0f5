/// A store whose content can go to a store of another kind, and come from one.
public protocol CopyableStore: Store {
    /// All of it as it is at one moment.
    /// - Throws: what keeps it from being read whole, and what `body` throws.
    func read(whole body: (any RowReader) throws -> Void) throws(StoreError)

    /// One transaction: all that `body` adds, in the place of what a store that was moved away had before.
    /// - Throws: where it holds anything and was not moved away; nothing is changed then.
    func fill(_ body: (any RowWriter) throws -> Void) throws(StoreError)

    /// From now on no process may work on it: it was moved to `location`.
    func markMoved(to location: String) throws(StoreError)
}

/// A table under the name that it has in all stores.
public enum CopiedTable: String, CaseIterable, Sendable {
    case feed, document, seen, outbox, cursor
    case hubs = "hub_subscription"
    case alsoIn = "also_in"
    case messages = "webhook_message"
    case stopped = "webhook_stopped"
    case failing = "webhook_failing"
    case articleDays = "article_day"
    case nearArticles = "near_article"
    case nearQuarters = "near_quarter"
}

/// One value of a row.
public enum StoredValue: Sendable, Equatable {
    case null, integer(Int64), text(String), bytes([UInt8])
}

/// The end of the outbox, which outlives its rows.
public struct StoredHead: Sendable, Equatable {
    public var seq, time, total: Int64

    public init(seq: Int64, time: Int64, total: Int64) { (self.seq, self.time, self.total) = (seq, time, total) }
}

public protocol RowReader {
    func columns(of table: CopiedTable) throws -> [String]

    /// Hands over all rows, some at a time.
    func rows(of table: CopiedTable, _ columns: [String], _ body: ([[StoredValue]]) throws -> Void) throws

    func head() throws -> StoredHead
}

public protocol RowWriter {
    func columns(of table: CopiedTable) throws -> [String]
    func add(_ rows: [[StoredValue]], to table: CopiedTable, _ columns: [String]) throws
    func set(_ head: StoredHead) throws

    /// As the table has them now.
    func count(of table: CopiedTable) throws -> Int
}

/// Moves what one store knows into another.
public enum StoreCopy {
    /// Copies all rows, compares their numbers, and marks the source as moved, so that no one goes on with it.
    /// - Returns: rows by table.
    public static func move(
        _ source: any CopyableStore, to target: any CopyableStore
    ) throws(StoreError) -> (rows: [CopiedTable: Int], head: StoredHead) {
        var rows: [CopiedTable: Int] = [:]
        var head = StoredHead(seq: 0, time: 0, total: 0)
        try source.read { reader in
            try target.fill { writer in
                for table in CopiedTable.allCases {
                    // What one kind alone has (an index, an older column) is made or left out by the other.
                    let known = Set(try writer.columns(of: table))
                    let columns = try reader.columns(of: table).filter(known.contains)
                    var count = 0
                    try reader.rows(of: table, columns) { batch in
                        try writer.add(batch, to: table, columns)
                        count += batch.count
                    }
                    guard try writer.count(of: table) == count else {
                        throw StoreError.failed(
                            location: target.location, reason: "it has another number of rows in \(table.rawValue)",
                            .database(code: 0))
                    }
                    rows[table] = count
                }
                head = try reader.head()
                try writer.set(head)
            }
        }
        try source.markMoved(to: target.location)
        return (rows, head)
    }
}

extension StoreError {
    package static func notEmpty(_ location: String) -> Self {
        .failed(
            location: location,
            reason: "it has feeds or articles already; only an empty store, or one that was moved away, "
                + "can be filled", .refused)
    }
}
