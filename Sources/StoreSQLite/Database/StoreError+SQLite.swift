import GRDB
import Store

extension StoreError {
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            // GRDB throws nothing else; what is thrown here from within a transaction is ours.
            self =
                (error as? StoreError)
                ?? .failed(location: path, reason: "\(error)", .database(code: ResultCode.SQLITE_ERROR.rawValue))
            return
        }
        let code = error.extendedResultCode.rawValue
        let reason = error.message ?? "SQLite error \(code)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(location: path, reason: reason)
        case .SQLITE_FULL: self = .diskFull(location: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(location: path)
        case .SQLITE_IOERR: self = .failed(location: path, reason: reason, .disk(code: code))
        default: self = .failed(location: path, reason: reason, .database(code: code))
        }
    }

    /// Runs what GRDB does and turns its errors into ours.
    static func mapping<T>(path: String, _ body: () throws -> T) throws(StoreError) -> T {
        do {
            return try body()
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// It concerns one row that was to be written (a value too large for SQLite, or one that the schema refuses), and not
    /// the file.
    var isOfOneRow: Bool {
        switch self {
        case .noFeed: true
        case .failed(_, _, .database(let code)):
            [ResultCode.SQLITE_TOOBIG, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_NOMEM]
                .contains(ResultCode(rawValue: code).primaryResultCode)
        default: false
        }
    }
}
