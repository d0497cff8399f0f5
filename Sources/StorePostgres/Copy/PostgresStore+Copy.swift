import Store

extension PostgresStore: CopyableStore {
    func read(whole body: (any RowReader) throws -> Void) throws(StoreError) {
        try refuseNodes()
        let node = node
        try read { try body(PostgresRows(transaction: $0, node: node)) }
    }

    func fill(_ body: (any RowWriter) throws -> Void) throws(StoreError) {
        try refuseNodes()
        let (location, node) = (location, node)
        try write { transaction in
            let state = try transaction.run([
                Query("SELECT moved_to IS NOT NULL FROM cluster FOR UPDATE"),
                Query("SELECT seq = 0 AND NOT EXISTS (SELECT FROM feed) FROM head FOR UPDATE"),
            ])
            guard state.contains(where: { $0.first?.bool(0) ?? false }) else { throw StoreError.notEmpty(location) }
            let tables = CopiedTable.allCases.map(\.rawValue) + ["host", "asked", "brought"]
            _ = try transaction.run(tables.map { Query("DELETE FROM \($0)") })
            try body(PostgresRows(transaction: transaction, node: node))
            _ = try transaction.run([
                Query(
                    """
                    UPDATE head SET seen = coalesce((SELECT max(id) FROM seen), 0),
                    near = coalesce((SELECT max(id) FROM near_article), 0), pruned = 0
                    """),
                Query("UPDATE cluster SET moved_to = NULL, config = NULL, feeds = feeds + 1"),
            ])
        }
    }

    func markMoved(to location: String) throws(StoreError) {
        try write { $0.write(Query("UPDATE cluster SET moved_to = $1::text") { $0.add(location) }) }
    }

    private func refuseNodes() throws(StoreError) {
        guard let node = try cluster()?.nodes.first(where: \.isAlive) else { return }
        throw .failed(
            location: location, reason: "the node '\(node.name)' works on it; stop all nodes first", .refused)
    }
}

private struct PostgresRows: RowReader, RowWriter {
    private static let batch = 500

    let transaction: Transaction
    /// Places of this machine's sinks are under its name here, and under none elsewhere.
    let node: String
    private var suffix: String { node.isEmpty ? "" : "/" + node }

    private enum Kind { case integer, text, bytes, truth }

    private func kinds(of table: CopiedTable) throws -> [(name: String, kind: Kind)] {
        let rows = try transaction.run(
            Query(
                """
                SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
                WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                """
            ) { $0.add(table.rawValue) })
        return try rows.map { row in
            switch row.text(1) {
            case "bigint": (row.text(0), .integer)
            case "text": (row.text(0), .text)
            case "bytea": (row.text(0), .bytes)
            case "boolean": (row.text(0), .truth)
            case let type: throw ServerFault(damage: "\(table.rawValue).\(row.text(0)) is of the type \(type)")
            }
        }
    }

    private func kinds(of table: CopiedTable, _ columns: [String]) throws -> [Kind] {
        let all = Dictionary(uniqueKeysWithValues: try kinds(of: table).map { ($0.name, $0.kind) })
        return columns.compactMap { all[$0] }
    }

    func columns(of table: CopiedTable) throws -> [String] { try kinds(of: table).map(\.name) }

    func count(of table: CopiedTable) throws -> Int {
        Int(try transaction.run(Query("SELECT count(*) FROM \(table.rawValue)")).first?.integer(0) ?? 0)
    }

    private func list(_ columns: [String]) -> String { columns.map { "\"\($0)\"" }.joined(separator: ", ") }

    func rows(of table: CopiedTable, _ columns: [String], _ body: ([[StoredValue]]) throws -> Void) throws {
        let kinds = try kinds(of: table, columns)
        let condition = table == .cursor ? " WHERE right(sink, length($1::text)) = $1::text" : ""
        let declare = Query(
            "DECLARE copied NO SCROLL CURSOR FOR SELECT \(list(columns)) FROM \(table.rawValue)\(condition)"
        ) {
            if table == .cursor { $0.add(suffix) }
        }
        _ = try transaction.run(declare)
        while true {
            let rows = try transaction.run(Query("FETCH \(Self.batch) FROM copied"))
            guard rows.count > 0 else { break }
            try body(
                rows.map { row in
                    kinds.indices.map { place in
                        if row.isNull(place) { return .null }
                        return switch kinds[place] {
                        case .integer: .integer(row.integer(place))
                        case .truth: .integer(row.bool(place) ? 1 : 0)
                        case .bytes: .bytes(row.bytes(place))
                        case .text where table == .cursor && columns[place] == "sink":
                            .text(String(row.text(place).dropLast(suffix.count)))
                        case .text: .text(row.text(place))
                        }
                    }
                })
        }
        _ = try transaction.run(Query("CLOSE copied"))
    }

    func head() throws -> StoredHead {
        let head = try OutboxHead(transaction.run(OutboxHead.select))
        return StoredHead(seq: head.seq, time: head.time, total: head.total)
    }

    func set(_ head: StoredHead) throws {
        transaction.write(
            Query("UPDATE head SET seq = $1::bigint, time = $2::bigint, total = $3::bigint") {
                $0.add(head.seq)
                $0.add(head.time)
                $0.add(head.total)
            })
    }

    func add(_ rows: [[StoredValue]], to table: CopiedTable, _ columns: [String]) throws {
        let kinds = try kinds(of: table, columns)
        let arrays = kinds.enumerated().map { number, kind in
            let type =
                switch kind {
                case .integer: "bigint"
                case .truth: "boolean"
                case .text: "text"
                case .bytes: "bytea"
                }
            return "$\(number + 1)::\(type)[]"
        }
        let query = Query(
            """
            INSERT INTO \(table.rawValue) (\(list(columns))) SELECT * FROM unnest(\(arrays.joined(separator: ", ")))
            """
        ) { parameters in
            for (place, kind) in kinds.enumerated() {
                let values = rows.map { $0[place] }
                switch kind {
                case .integer: parameters.add(values.map(\.number))
                case .truth: parameters.add(values.map { $0.number != 0 })
                case .text where table == .cursor && columns[place] == "sink":
                    parameters.add(values.map { value in value.words.map { $0 + suffix } })
                case .text: parameters.add(values.map(\.words))
                case .bytes: parameters.add(values.map(\.data))
                }
            }
        }
        _ = try transaction.run(query)
    }
}

extension StoredValue {
    fileprivate var number: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    fileprivate var words: String? {
        switch self {
        case .text(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .null, .integer: nil
        }
    }

    fileprivate var data: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .text(let text): Array(text.utf8)
        case .null, .integer: nil
        }
    }
}
