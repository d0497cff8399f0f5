import Glibc

/// What root makes belongs to the owner of the directory that it is in: the service's user is to open it.
///
/// Where that cannot be, `doctor` says what the service's user cannot open.
package enum FileOwner {
    package static func giveToOwnerOfDirectory(_ descriptor: CInt, path: String) {
        guard let owner = ownerToGiveTo(path) else { return }
        _ = fchown(descriptor, owner.uid, owner.gid)
    }

    /// The same for a directory that was made just now.
    package static func giveToOwnerOfDirectory(_ directory: String) {
        guard let owner = ownerToGiveTo(directory) else { return }
        _ = chown(directory, owner.uid, owner.gid)
    }

    /// This is root, and the directory that the path is in belongs to someone else.
    package static func isToBeGiven(_ path: String) -> Bool { ownerToGiveTo(path) != nil }

    private static func ownerToGiveTo(_ path: String) -> (uid: uid_t, gid: gid_t)? {
        guard geteuid() == 0, let slash = path.lastIndex(of: "/") else { return nil }
        var info = stat()
        guard stat(String(path[..<slash]), &info) == 0, info.st_uid != 0 else { return nil }
        return (info.st_uid, info.st_gid)
    }
}
