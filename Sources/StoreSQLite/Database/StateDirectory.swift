import Files
import Glibc
import Store

/// The directory of the store, made where it is missing: for its owner and group alone.
enum StateDirectory {
    private static let mode: mode_t = 0o750

    static func make(_ path: String) throws(StoreError) {
        if mkdir(path, mode) == 0 { return giveToItsOwner(path) }
        var code = errno
        if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try make(String(path[..<slash]))
            if mkdir(path, mode) == 0 { return giveToItsOwner(path) }
            code = errno
        }
        guard code == EEXIST else { throw .cannotCreate(location: path, reason: "\(SystemError(code))") }
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
            throw .cannotCreate(location: path, reason: "there is something else that is not a directory")
        }
    }

    /// What root makes belongs to the owner of the directory that it is in: the service's user is to open it.
    ///
    /// Where that cannot be, `doctor` says what the service's user cannot open.
    static func giveToItsOwner(_ descriptor: CInt, path: String) {
        guard let owner = ownerToGiveTo(path) else { return }
        _ = fchown(descriptor, owner.uid, owner.gid)
    }

    /// An empty file for SQLite to fill, where there is none: its log takes the owner of it.
    static func prepareFile(_ path: String) {
        guard ownerToGiveTo(path) != nil else { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { return }  // it is there, or SQLite will say why it cannot be
        giveToItsOwner(descriptor, path: path)
        close(descriptor)
    }

    private static func giveToItsOwner(_ directory: String) {
        guard let owner = ownerToGiveTo(directory) else { return }
        _ = chown(directory, owner.uid, owner.gid)
    }

    /// The owner of the directory that a path is in; nil unless this is root and the owner is someone else.
    private static func ownerToGiveTo(_ path: String) -> (uid: uid_t, gid: gid_t)? {
        guard geteuid() == 0, let slash = path.lastIndex(of: "/") else { return nil }
        var info = stat()
        guard stat(String(path[..<slash]), &info) == 0, info.st_uid != 0 else { return nil }
        return (info.st_uid, info.st_gid)
    }
}
