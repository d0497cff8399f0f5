import GRDB

/// Why the store cannot be opened, read or written. The texts name the file and the way out.
public enum StoreError: Error, Sendable, Equatable {
    /// Another daemon holds the state directory; its process id, where the lock says so.
    case locked(path: String, holder: Int32?)
    /// The directory or the file cannot be made or opened for writing.
    case cannotOpen(path: String, reason: String)
    /// Written by a newer newspool: this one does not know its tables.
    case newerVersion(path: String)
    /// Not a database, or a damaged one. It is left as it is.
    case corrupt(path: String, reason: String)
    case diskFull(path: String)
    case inputOutput(path: String, reason: String)

    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = .inputOutput(path: path, reason: "\(error)")
            return
        }
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: path, reason: reason)
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self = .cannotOpen(path: path, reason: reason)
        default: self = .inputOutput(path: path, reason: reason)
        }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .locked(let path, let holder?): "another newspool (pid \(holder)) already runs on \(path)"
        case .locked(let path, nil): "another newspool already runs on \(path)"
        case .cannotOpen(let path, let reason): "cannot open the store \(path): \(reason)"
        case .newerVersion(let path):
            "the store \(path) was written by a newer newspool; run that version, or another state directory"
        case .corrupt(let path, let reason):
            "the store \(path) is damaged (\(reason)) and was left as it is; restore it from a backup, or move it away "
                + "and start anew with first_fetch = \"seed\", so that nothing is announced twice"
        case .diskFull(let path): "no space left to write the store \(path)"
        case .inputOutput(let path, let reason): "cannot read or write the store \(path): \(reason)"
        }
    }
}
