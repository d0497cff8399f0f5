import GRDB

/// Why the store could not do what it was asked; its description is a sentence for people.
public enum StoreError: Error, Equatable, Sendable {
    /// Another process works on this state directory; `pid` is nil where the lock file does not say which.
    case locked(path: String, pid: Int32?)
    /// Made by a later version of newspool.
    case newerVersion(path: String)
    /// Not a database, or a damaged one. The file is left as it is.
    case corrupt(path: String, reason: String)
    /// Opened for reading only, or the file system is.
    case readOnly(path: String)
    /// ENOSPC, or a quota: nothing of the transaction was kept.
    case diskFull(path: String)
    /// The state directory is missing and cannot be made.
    case cannotCreate(path: String, reason: String)
    /// Any other failure; `code` is an extended SQLite result code, or an errno where no database was open yet.
    case io(path: String, reason: String, code: Int32)
}

extension StoreError {
    /// A read, write or sync failed (SQLITE_IOERR and its kin): nothing more may be asked of the open file, because the
    /// kernel may show what is not on the disk. A new start finds what is.
    public var isBrokenDisk: Bool {
        if case .io(_, _, let code) = self { code & 0xFF == 10 } else { false }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .locked(let path, let pid?): "\(path) is in use by another newspool (process \(pid))"
        case .locked(let path, nil): "\(path) is in use by another newspool"
        case .newerVersion(let path): "\(path) was made by a newer version of newspool, and this one cannot read it"
        case .corrupt(let path, let reason):
            "\(path) is damaged (\(reason)); it was left as it is, `newspool doctor` says what can be done"
        case .readOnly(let path): "\(path) cannot be written: it is read-only"
        case .diskFull(let path): "\(path) cannot grow: the disk is full"
        case .cannotCreate(let path, let reason): "cannot make the state directory \(path): \(reason)"
        case .io(let path, let reason, _): "\(path): \(reason)"
        }
    }
}

extension StoreError {
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = (error as? StoreError) ?? .io(path: path, reason: "\(error)", code: 0)
            return
        }
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: path, reason: reason)
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
        default: self = .io(path: path, reason: reason, code: error.extendedResultCode.rawValue)
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
}
