import Files
import Glibc
import Store

/// The directory of the store, made where it is missing: for its owner alone.
enum StateDirectory {
    private static let mode: mode_t = 0o700

    static func make(_ path: String) throws(StoreError) {
        if mkdir(path, mode) == 0 { return FileOwner.giveToOwnerOfDirectory(path) }
        var code = errno
        if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try make(String(path[..<slash]))
            if mkdir(path, mode) == 0 { return FileOwner.giveToOwnerOfDirectory(path) }
            code = errno
        }
        guard code == EEXIST else { throw .cannotCreate(location: path, reason: "\(SystemError(code))") }
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
            throw .cannotCreate(location: path, reason: "there is something else that is not a directory")
        }
    }

    /// An empty file for SQLite to fill, where there is none: its log takes the owner of it.
    static func prepareFile(_ path: String) {
        guard FileOwner.isToBeGiven(path) else { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { return }  // it is there, or SQLite will say why it cannot be
        FileOwner.giveToOwnerOfDirectory(descriptor, path: path)
        close(descriptor)
    }
}
