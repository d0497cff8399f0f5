import Files
import Glibc

/// Lines that a command did not take in all its attempts, appended to a file of the user's.
package final class RejectedLines {
    private let descriptor: CInt
    private let path: String

    /// Makes the file where it is missing: what cannot be written is told before anything is consumed.
    package init(_ path: String) throws(ConsumeError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .rejected(path: path, SystemError()) }
    }

    deinit { close(descriptor) }  // what was appended has been synced

    /// When it returns, the line is on the disk. A line that is the file's last one already is not written again: a kill came
    /// between the line and the cursor.
    func append(_ line: [UInt8]) throws(ConsumeError) {
        let tail = try tail(line.count + 1)
        let isThere = tail.suffix(line.count).elementsEqual(line) && (tail.count <= line.count || tail[0] == newline)
        if isThere { return }
        // Half a line that a crash left stays a line of its own.
        let bytes = tail.isEmpty || tail.last == newline ? line : [newline] + line
        if let error = bytes.withUnsafeBytes({ WriteLoop.write($0, to: descriptor) }).error {
            throw .rejected(path: path, error)
        }
        guard fdatasync(descriptor) == 0 || errno == EINVAL else { throw .rejected(path: path, SystemError()) }
    }

    private let newline = UInt8(ascii: "\n")

    private func tail(_ count: Int) throws(ConsumeError) -> [UInt8] {
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw .rejected(path: path, SystemError()) }
        // A pipe or a device has no end to look at.
        guard info.st_mode & S_IFMT == S_IFREG else { return [] }
        let start = max(0, Int(info.st_size) - count)
        var bytes = [UInt8](repeating: 0, count: Int(info.st_size) - start)
        let got = pread(descriptor, &bytes, bytes.count, start)
        guard got == bytes.count else { throw .rejected(path: path, SystemError(got < 0 ? errno : EIO)) }
        return bytes
    }
}
