import Glibc

/// An open file that closes itself. What matters is synced before, so nothing is learned from `close`.
package final class OpenFile: Sendable {
    private let descriptor: CInt
    /// For messages.
    package let path: String

    init(descriptor: CInt, path: String) {
        (self.descriptor, self.path) = (descriptor, path)
    }

    deinit { close(descriptor) }

    package struct Status: Equatable {
        package var size: Int
        package var inode: UInt
    }

    package func status() throws(FileError) -> Status {
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw FileError(.read, path) }
        return Status(size: Int(status.st_size), inode: UInt(status.st_ino))
    }

    /// Whether its path still leads to it: someone may have moved or removed it, or a directory above it.
    package var isAtItsPath: Bool {
        var (mine, there) = (stat(), stat())
        return fstat(descriptor, &mine) == 0 && stat(path, &there) == 0
            && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
    }

    /// Whether it belongs to who may have made it: this user, root, or the owner of its directory.
    var hasTrustedOwner: Bool { FileOwner.hasTrustedOwner(descriptor, path: path) }

    package func write(_ bytes: [UInt8]) throws(FileError) { try write(bytes[...]) }

    package func write(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        if let error = writeAsMuchAsGoes(bytes).error { throw FileError(.write, path, error.code) }
    }

    /// - Returns: how many bytes went in, and what stopped it; nil if all did.
    package func writeAsMuchAsGoes(_ bytes: ArraySlice<UInt8>) -> (written: Int, error: SystemError?) {
        bytes.withUnsafeBytes { WriteLoop.write($0, to: descriptor) }
    }

    /// Writes over what is at `offset`; the file must not be open for appending, or Linux would append.
    package func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        let (_, error) = bytes.withUnsafeBytes { WriteLoop.write($0, to: descriptor, at: offset) }
        if let error { throw FileError(.write, path, error.code) }
    }

    func truncate(to size: Int) throws(FileError) {
        if ftruncate(descriptor, size) != 0 { throw FileError(.write, path) }
    }

    /// At most `count` bytes from `offset` on; fewer only at the end of the file.
    package func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        guard count > 0 else { return [] }
        var code: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, offset + filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { code = errno }
                if got <= 0 { return }
                filled += got
            }
        }
        if code != 0 { throw FileError(.read, path, code) }
        return bytes
    }

    /// Brings bytes, size and times to the disk.
    package func sync() throws(FileError) {
        if fsync(descriptor) != 0 { throw FileError(.sync, path) }
    }

    /// Brings bytes and size to the disk, not the times.
    package func syncData() throws(FileError) {
        if fdatasync(descriptor) != 0 { throw FileError(.sync, path) }
    }
}
