package import Glibc

/// What root makes belongs to the owner of the directory that it is in: the service's user is to open it.
///
/// Where that cannot be, `doctor` says what the service's user cannot open.
package enum FileOwner {
    package static func giveToOwnerOfDirectory(_ descriptor: CInt, path: String) {
        guard let owner = ownerToGiveTo(path) else { return }
        _ = fchown(descriptor, owner.uid, owner.gid)
    }

    /// The same for what was made or opened in a directory that is open.
    static func give(_ descriptor: CInt, toOwnerOf directory: CInt) {
        var info = stat()
        guard isRoot, fstat(directory, &info) == 0, info.st_uid != 0 else { return }
        give(descriptor, to: (info.st_uid, info.st_gid))
    }

    /// The same for a directory that lies somewhere else: a spool is the service's, whose the state directory is.
    package static func give(_ path: String, toOwnerOf directory: String) {
        var info = stat()
        guard isRoot, stat(directory, &info) == 0, info.st_uid != 0 else { return }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        give(descriptor, to: (info.st_uid, info.st_gid))
        close(descriptor)
    }

    /// The same for a symbolic link that was made in a directory that is open.
    static func giveLink(_ name: String, in directory: CInt) {
        var (owner, info) = (stat(), stat())
        guard isRoot, fstat(directory, &owner) == 0, owner.st_uid != 0 else { return }
        let link = openat(directory, name, pathOnly | O_NOFOLLOW | O_CLOEXEC)
        guard link >= 0 else { return }
        defer { close(link) }
        guard fstat(link, &info) == 0, info.st_uid == 0, info.st_mode & S_IFMT == S_IFLNK, info.st_nlink == 1 else {
            return
        }
        _ = fchownat(link, "", owner.st_uid, owner.st_gid, emptyPath)
    }

    /// O_PATH and AT_EMPTY_PATH, which the headers keep for GNU programs.
    private static let pathOnly: CInt = 0o10_000_000, emptyPath: CInt = 0x1000

    /// `newspool:newspool`, or the numbers of those without a name.
    package static func names(_ info: stat) -> String {
        let user = getpwuid(info.st_uid).map { String(cString: $0.pointee.pw_name) } ?? "\(info.st_uid)"
        let group = getgrgid(info.st_gid).map { String(cString: $0.pointee.gr_name) } ?? "\(info.st_gid)"
        return "\(user):\(group)"
    }

    private static let isRoot = geteuid() == 0

    /// Only what is root's and has no other name: the directory's owner could have put another of root's files there.
    private static func give(_ descriptor: CInt, to owner: (uid: uid_t, gid: gid_t)) {
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_uid == 0 else { return }
        guard info.st_mode & S_IFMT == S_IFDIR || info.st_nlink == 1 else { return }
        _ = fchown(descriptor, owner.uid, owner.gid)
    }

    /// The same for a directory that was made just now.
    package static func giveToOwnerOfDirectory(_ directory: String) {
        guard let owner = ownerToGiveTo(directory) else { return }
        _ = chown(directory, owner.uid, owner.gid)
    }

    /// This is root, and the directory that the path is in belongs to someone else.
    package static func isToBeGiven(_ path: String) -> Bool { ownerToGiveTo(path) != nil }

    /// Whether a file that is open belongs to who may have made it: this user, root, or the owner of its directory.
    static func isTrusted(_ descriptor: CInt, path: String) -> Bool {
        var info = stat()
        return fstat(descriptor, &info) == 0 && distrust(info, path) == nil
    }

    /// The same of what need not be a regular file.
    static func hasTrustedOwner(_ descriptor: CInt, path: String) -> Bool {
        var info = stat()
        return fstat(descriptor, &info) == 0 && distrustOfOwner(info, path) == nil
    }

    /// Why what has this name, if anything, is not to be opened: half a sentence.
    package static func distrust(_ path: String) -> String? {
        var info = stat()
        return lstat(path, &info) == 0 ? distrust(info, path) : nil
    }

    private static func distrust(_ info: stat, _ path: String) -> String? {
        if info.st_mode & S_IFMT == S_IFLNK { return "it is a symbolic link, which is not followed here" }
        if info.st_mode & S_IFMT != S_IFREG { return "it is not a regular file" }
        return distrustOfOwner(info, path)
    }

    private static func distrustOfOwner(_ info: stat, _ path: String) -> String? {
        var directory = stat()
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let owners = [geteuid(), 0] + (stat(parent, &directory) == 0 ? [directory.st_uid] : [])
        return owners.contains(info.st_uid)
            ? nil : "it belongs to user \(info.st_uid), who is neither this user nor its directory's owner"
    }

    private static func ownerToGiveTo(_ path: String) -> (uid: uid_t, gid: gid_t)? {
        guard geteuid() == 0, let slash = path.lastIndex(of: "/") else { return nil }
        var info = stat()
        guard stat(String(path[..<slash]), &info) == 0, info.st_uid != 0 else { return nil }
        return (info.st_uid, info.st_gid)
    }
}
