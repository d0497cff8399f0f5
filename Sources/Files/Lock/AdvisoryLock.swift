import Glibc

/// flock(2) on an open file. The kernel drops the lock with the process, however it ends.
package enum AdvisoryLock {
    private static let pause: useconds_t = 20_000

    /// Takes the lock, or looks again after each pause until `isOver` says so.
    /// - Returns: false where it was over before.
    /// - Throws: what keeps the file from being locked at all.
    package static func take(_ descriptor: CInt, unless isOver: () -> Bool) throws(SystemError) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let error = SystemError()
            if error.code == EINTR { continue }
            guard error.code == EWOULDBLOCK else { throw error }
            if isOver() { return false }
            usleep(pause)
        }
        return true
    }
}
