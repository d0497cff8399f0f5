import Glibc

/// One reader of something, and one command of that reader, by two locks on one file.
///
/// The reader holds a lock of its process (fcntl(2)), which goes with it however it ends. The command that it runs inherits
/// another one (flock(2)): where the reader is killed, its command may still be at work, and the next reader can tell.
package final class ReaderLock: Sendable {
    package enum Failure: Error {
        /// Another reader has it; its process, where the system tells.
        case held(pid: Int32?)
        case system(SystemError)
    }

    /// For a command to inherit.
    package let descriptor: CInt

    private static let running = UInt8(ascii: "r"), idle = UInt8(ascii: "i")

    package init(path: String) throws(Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw .system(SystemError()) }
        var lock = Glibc.flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        guard fcntl(descriptor, F_SETLK, &lock) == 0 else {
            let error = SystemError()
            let isKnown = fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK) && lock.l_pid > 0
            close(descriptor)
            guard error.code == EACCES || error.code == EAGAIN else { throw .system(error) }
            throw .held(pid: isKnown ? lock.l_pid : nil)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Whether the command of a reader that was killed still runs. What a command that ended has left in the background does
    /// not count.
    package func isCommandLeft() -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return false }
        var state = Self.idle
        return pread(descriptor, &state, 1, 0) == 1 && state == Self.running
    }

    /// Around each command: what it inherits outlives it where it leaves something in the background.
    package func note(isRunning: Bool) {
        var state = isRunning ? Self.running : Self.idle
        _ = pwrite(descriptor, &state, 1, 0)  // without it a killed reader's command is not waited for; nothing else
    }
}
