package import Files
import Glibc

/// The directory of the store, made where it is missing: for its owner alone.
package enum StateDirectory {
    private static let mode: mode_t = 0o700

    package static func make(_ path: String) throws(StoreError) {
        if unsafe mkdir(path, mode) == 0 { return FileOwner.giveToOwnerOfDirectory(path) }
        var code = errno
        if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try make(String(path[..<slash]))
            if unsafe mkdir(path, mode) == 0 { return FileOwner.giveToOwnerOfDirectory(path) }
            code = errno
        }
        guard code == EEXIST else { throw .cannotCreate(location: path, reason: "\(SystemError(code))") }
        var info = stat()
        guard unsafe stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
            throw .cannotCreate(location: path, reason: "there is something else that is not a directory")
        }
    }

    /// An empty file for SQLite to fill, where there is none: its log takes the owner of it.
    package static func prepareFile(_ path: String) {
        guard FileOwner.isToBeGiven(path) else { return }
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { return }  // it is there, or SQLite will say why it cannot be
        FileOwner.giveToOwnerOfDirectory(descriptor, path: path)
        close(descriptor)
    }

    /// One process works on a state directory.
    /// - Throws: `locked` at once where a daemon has it, and after `patience` seconds where a command has.
    package static func lock(
        _ directory: String, for use: StoreUse, patience: Double = OwnerLock.patience,
        onLongWait: (Int32?) -> Void = { _ in }
    ) throws(StoreError) -> OwnerLock {
        let path = directory + "/" + OwnerLock.stateName
        do throws(OwnerLock.Failure) {
            return try OwnerLock(
                path: path, for: use == .daemon ? .daemon : .command, patience: patience, onLongWait: onLongWait)
        } catch {
            switch error {
            case .held(let pid): throw .locked(location: path, pid: pid)
            case .system(let error): throw StoreError(errno: error.code, path: path)
            }
        }
    }
}

extension StoreError {
    package init(errno code: CInt, path: String) {
        switch code {
        case EROFS, EACCES, EPERM: self = .readOnly(location: path)
        case ENOSPC, EDQUOT: self = .diskFull(location: path)
        default: self = .failed(location: path, reason: "\(SystemError(code))", .system(errno: code))
        }
    }
}
