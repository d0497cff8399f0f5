import CLinux
import Files
import Glibc

/// What a user may do with files: by owner, group and mode, as the kernel decides it for all but root. For root, who may
/// look everywhere and asks for somebody else.
struct UserAccess {
    enum Want {
        case read, readAndWrite
        /// Of a directory: to make and remove files in it.
        case use

        fileprivate var bits: mode_t {
            switch self {
            case .read: 4
            case .readAndWrite: 6
            case .use: 7
            }
        }
    }

    let name: String
    let uid: uid_t
    let groups: Set<gid_t>

    init(name: String, uid: uid_t, groups: Set<gid_t>) { (self.name, self.uid, self.groups) = (name, uid, groups) }

    /// - Parameter name: of a user of this machine; nil where there is none.
    init?(name: String) {
        guard let entry = getpwnam(name) else { return nil }
        self.init(entry.pointee)
    }

    init(uid: uid_t) {
        if let entry = getpwuid(uid) {
            self.init(entry.pointee)
        } else {
            self.init(name: "\(uid)", uid: uid, groups: [])
        }
    }

    private init(_ entry: passwd) {
        var count: CInt = 256
        var groups = [gid_t](repeating: 0, count: Int(count))
        let found = getgrouplist(entry.pw_name, entry.pw_gid, &groups, &count)
        self.init(
            name: String(cString: entry.pw_name), uid: entry.pw_uid,
            groups: found < 0 ? [entry.pw_gid] : Set(groups.prefix(Int(count))))
    }

    /// Why the user cannot have what it wants of a path: the place that is in the way, with its owner and mode. Nil: it can, or
    /// nothing is there.
    func refusal(_ path: String, _ want: Want) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        let whole = String(cString: real)
        var parent = whole
        while parent != "/" {
            parent = parent.parentPath
            if let refusal = refusal(at: parent, 1) { return refusal }
        }
        return refusal(at: whole, want.bits)
    }

    private func refusal(at path: String, _ bits: mode_t) -> String? {
        var info = stat()
        guard stat(path, &info) == 0, !allows(info.st_mode, owner: info.st_uid, group: info.st_gid, bits) else {
            return nil
        }
        // An access list may name the user; it is believed.
        if getxattr(path, "system.posix_acl_access", nil, 0) > 0 { return nil }
        return "\(path) (\(FileOwner.names(info)), mode \(String(info.st_mode & 0o7777, radix: 8)))"
    }

    /// The first class that fits decides, also where the next one would allow more.
    func allows(_ mode: mode_t, owner: uid_t, group: gid_t, _ bits: mode_t) -> Bool {
        let shift: mode_t = owner == uid ? 6 : groups.contains(group) ? 3 : 0
        return uid == 0 || (mode >> shift) & bits == bits
    }
}
