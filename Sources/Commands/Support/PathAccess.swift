import Files
import Glibc

/// Whether a command may look where the daemon keeps things: a path that may not be seen may still be there.
enum PathAccess {
    /// - Returns: whether there is something.
    /// - Throws: where that cannot be told: 74, and the system's reason.
    static func exists(_ path: String) throws(Failure) -> Bool {
        var info = stat()
        if stat(path, &info) == 0 { return true }
        let code = errno
        if code == ENOENT || code == ENOTDIR { return false }
        let hint = code == EACCES ? "; ask as root, as its owner, or as a member of its group" : ""
        throw Failure(.inputOutput, "cannot read \(path): \(SystemError(code))\(hint)")
    }
}
