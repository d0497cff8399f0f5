import GRDB
import GRDBSQLite

/// One of GRDB's cached statements, bound and stepped by SQLite's own calls: GRDB's arguments box every value, and a
/// poll binds hundreds of them. Confined, like the statement itself, to the connection's queue.
struct PreparedStatement {
    /// Keeps the cached statement alive while this value is used.
    private let statement: Statement
    private let raw: SQLiteStatement

    /// Tells SQLite to copy what it is given (SQLITE_TRANSIENT, a cast that C macros cannot export).
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        raw = statement.sqliteStatement
    }

    /// Runs a statement that gives no rows; parameters are numbered from 1.
    func run(_ bind: (inout Bindings) -> Void) throws {
        defer { sqlite3_reset(raw) }
        try set(bind)
        while try step() {}
    }

    /// The first row, read by `body`, or nil where there is none.
    func first<T>(_ bind: (inout Bindings) -> Void, _ body: (Columns) throws -> T) throws -> T? {
        defer { sqlite3_reset(raw) }
        try set(bind)
        return try step() ? try body(Columns(raw: raw)) : nil
    }

    /// Whether there is a row for these bytes, of which none are empty; SQLite reads them where they are.
    func isAny(_ parameters: [[UInt8]]) throws -> Bool {
        defer { sqlite3_reset(raw) }
        return try withExtendedLifetime(parameters) {
            for (index, bytes) in parameters.enumerated() {
                // An array that nothing changes stays where it is as long as it lives.
                let code = bytes.withUnsafeBytes {
                    sqlite3_bind_blob64(raw, CInt(index + 1), $0.baseAddress, UInt64($0.count), nil)
                }
                guard code == SQLITE_OK else { throw failure(code) }
            }
            return try step()
        }
    }

    /// Each row in turn, until `body` returns false.
    func each(_ bind: (inout Bindings) -> Void, _ body: (Columns) throws -> Bool) throws {
        defer { sqlite3_reset(raw) }
        try set(bind)
        while try step() {
            if try !body(Columns(raw: raw)) { return }
        }
    }

    private func set(_ bind: (inout Bindings) -> Void) throws {
        var bindings = Bindings(raw: raw)
        bind(&bindings)
        guard bindings.code == SQLITE_OK else { throw failure(bindings.code) }
    }

    private func step() throws -> Bool {
        let code = sqlite3_step(raw)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw failure(sqlite3_extended_errcode(sqlite3_db_handle(raw)))
    }

    private func failure(_ code: CInt) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(sqlite3_db_handle(raw))), sql: statement.sql)
    }

    /// The parameters of a statement, numbered from 1.
    struct Bindings {
        fileprivate let raw: SQLiteStatement
        /// Of the first value that SQLite did not take: out of its limits, or of a parameter that there is not.
        fileprivate var code = SQLITE_OK

        fileprivate init(raw: SQLiteStatement) { self.raw = raw }

        private mutating func note(_ result: CInt) {
            if result != SQLITE_OK, code == SQLITE_OK { code = result }
        }

        mutating func set(_ index: CInt, _ value: Int64) { note(sqlite3_bind_int64(raw, index, value)) }

        mutating func set(_ index: CInt, _ value: Int) { set(index, Int64(value)) }

        mutating func set(_ index: CInt, _ value: Bool) { set(index, value ? 1 as Int64 : 0) }

        mutating func set(_ index: CInt, _ value: Int64?) {
            if let value { set(index, value) } else { setNull(index) }
        }

        mutating func set(_ index: CInt, _ text: String?) {
            guard var text else { return setNull(index) }
            let result = text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) {
                    // An empty text may have no address, and a null address would bind NULL.
                    if let base = $0.baseAddress {
                        sqlite3_bind_text64(
                            raw, index, base, UInt64($0.count), PreparedStatement.copied, UInt8(SQLITE_UTF8))
                    } else {
                        sqlite3_bind_text64(raw, index, "", 0, PreparedStatement.copied, UInt8(SQLITE_UTF8))
                    }
                }
            }
            note(result)
        }

        mutating func set(_ index: CInt, _ bytes: [UInt8]?) {
            guard let bytes else { return setNull(index) }
            let result = bytes.withUnsafeBytes {
                // No bytes may have no address, and a null address would bind NULL.
                if let base = $0.baseAddress, !$0.isEmpty {
                    sqlite3_bind_blob64(raw, index, base, UInt64($0.count), PreparedStatement.copied)
                } else {
                    sqlite3_bind_zeroblob(raw, index, 0)
                }
            }
            note(result)
        }

        private mutating func setNull(_ index: CInt) { note(sqlite3_bind_null(raw, index)) }
    }

    /// The columns of the present row, numbered from 0.
    struct Columns {
        fileprivate let raw: SQLiteStatement

        func isNull(_ index: CInt) -> Bool { sqlite3_column_type(raw, index) == SQLITE_NULL }

        /// 0 for NULL.
        func integer(_ index: CInt) -> Int64 { sqlite3_column_int64(raw, index) }

        func real(_ index: CInt) -> Double { sqlite3_column_double(raw, index) }

        func optionalInteger(_ index: CInt) -> Int64? { isNull(index) ? nil : integer(index) }

        func optionalText(_ index: CInt) -> String? {
            guard let bytes = sqlite3_column_text(raw, index) else { return nil }
            let count = Int(sqlite3_column_bytes(raw, index))
            return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }

        /// Empty for NULL.
        func text(_ index: CInt) -> String { optionalText(index) ?? "" }

        /// Empty for NULL.
        func bytes(_ index: CInt) -> [UInt8] { withBytes(index) { Array($0) } }

        func optionalBytes(_ index: CInt) -> [UInt8]? { isNull(index) ? nil : bytes(index) }

        /// The bytes live until the next step.
        func withBytes<T>(_ index: CInt, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
            let bytes = sqlite3_column_blob(raw, index)
            return try body(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(raw, index))))
        }
    }
}
