import Glibc

/// Who is at the other end of a Unix socket (unix(7), SO_PEERCRED).
enum PeerUser {
    /// The effective user of the process that connected; nil where the socket is none of this machine's own.
    static func of(_ descriptor: CInt) -> uid_t? {
        var credentials = (process: pid_t(0), user: uid_t.max, group: gid_t.max)  // struct ucred
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0, credentials.user != .max
        else {
            return nil
        }
        return credentials.user
    }
}
