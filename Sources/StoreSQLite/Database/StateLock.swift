import Files
import Glibc
import Store

/// One owner a state directory: an advisory lock (flock(2)) on a file that says who holds it: `4711 daemon`.
///
/// The kernel drops the lock with the process, however it ends, so a stale file never keeps anyone out.
final class StateLock: Sendable {
    /// Seconds for which a command's lock is waited for; a daemon's is held for days.
    static let patience = 10.0
    private static let pause: useconds_t = 20_000

    private let descriptor: CInt

    /// - Throws: `locked` at once where a daemon holds it, and after `patience` seconds where a command does.
    init(path: String, for use: StoreUse, patience: Double = StateLock.patience) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: path) }
        do throws(StoreError) {
            try Self.lock(descriptor, path: path, patience: patience)
        } catch {
            close(descriptor)
            throw error
        }
        StateDirectory.giveToItsOwner(descriptor, path: path)
        let text = Array("\(getpid()) \(use.rawValue)\n".utf8)
        // For people, and for those that wait; the lock holds without it, for example on a full disk.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func lock(_ descriptor: CInt, path: String, patience: Double) throws(StoreError) {
        let end = ContinuousClock.now + .seconds(patience)
        var last: Holder?
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK else { throw StoreError(errno: code, path: path) }
            // Looked at twice: who has just got the lock has not written yet, and what is there is the last one's.
            let holder = Holder(descriptor)
            if !holder.isCommand && holder == last || ContinuousClock.now >= end {
                throw .locked(location: path, pid: holder.pid)
            }
            last = holder
            usleep(pause)
        }
    }

    /// What the file says.
    private struct Holder: Equatable {
        var pid: Int32?
        var isCommand: Bool

        init(_ descriptor: CInt) {
            var bytes = [UInt8](repeating: 0, count: 32)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            let words = bytes.prefix(max(0, count)).split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            pid = words.first.flatMap { Int32(String(decoding: $0, as: UTF8.self)) }
            isCommand = words.count > 1 && words[1].elementsEqual(StoreUse.command.rawValue.utf8)
        }
    }
}
