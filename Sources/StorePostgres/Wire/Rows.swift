import CLibpq

/// What a statement gave, in binary form. Goes with the last copy.
struct Rows {
    private let result: Result

    /// Takes the result over, and frees it at the end.
    init(_ raw: OpaquePointer) { result = Result(raw) }

    var count: Int { Int(PQntuples(result.raw)) }

    /// Rows that a statement inserted, updated or deleted.
    var changed: Int { Int(String(cString: PQcmdTuples(result.raw))) ?? 0 }

    subscript(_ row: Int) -> Row { Row(rows: self, index: CInt(row)) }

    var first: Row? { count > 0 ? self[0] : nil }

    func map<T, Failure: Error>(_ body: (Row) throws(Failure) -> T) throws(Failure) -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        for index in 0..<count { values.append(try body(self[index])) }
        return values
    }

    struct Row {
        fileprivate let rows: Rows
        fileprivate let index: CInt

        private func raw(_ column: Int) -> UnsafeRawBufferPointer? {
            let (result, column) = (rows.result.raw, CInt(column))
            guard PQgetisnull(result, index, column) == 0 else { return nil }
            return UnsafeRawBufferPointer(
                start: PQgetvalue(result, index, column), count: Int(PQgetlength(result, index, column)))
        }

        func isNull(_ column: Int) -> Bool { raw(column) == nil }

        /// Of any width; 0 for NULL.
        func integer(_ column: Int) -> Int64 { optionalInteger(column) ?? 0 }

        func optionalInteger(_ column: Int) -> Int64? {
            guard let bytes = raw(column), let first = bytes.first else { return nil }
            return bytes.reduce(first & 0x80 == 0 ? 0 : -1) { $0 << 8 | Int64($1) }
        }

        func bool(_ column: Int) -> Bool { raw(column)?.first == 1 }

        func optionalText(_ column: Int) -> String? { raw(column).map { String(decoding: $0, as: UTF8.self) } }

        /// Empty for NULL.
        func text(_ column: Int) -> String { optionalText(column) ?? "" }

        func optionalBytes(_ column: Int) -> [UInt8]? { raw(column).map { Array($0) } }

        /// Empty for NULL.
        func bytes(_ column: Int) -> [UInt8] { optionalBytes(column) ?? [] }
    }

    private final class Result {
        let raw: OpaquePointer

        init(_ raw: OpaquePointer) { self.raw = raw }

        deinit { PQclear(raw) }
    }
}
