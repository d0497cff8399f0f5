import Files
import Glibc
import Store

/// One daemon a state directory: an advisory lock (flock(2)) on a file that holds the owner's pid.
///
/// The kernel drops the lock with the process, however it ends, so a stale file never keeps anyone out.
final class StateLock: Sendable {
    private let descriptor: CInt

    init(path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = Self.pid(in: descriptor)
            close(descriptor)
            if code == EWOULDBLOCK { throw .locked(location: path, pid: holder) }
            throw StoreError(errno: code, path: path)
        }
        let text = Array("\(getpid())\n".utf8)
        // The pid is for people; the lock holds without it, for example on a full disk.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func pid(in descriptor: CInt) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}
