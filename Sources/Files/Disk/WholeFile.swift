import Glibc

/// Reads files whole, with the system's own words where that fails.
package enum WholeFile {
    package struct Unreadable: Error {
        /// strerror(3).
        package let reason: String
        /// There is no such file.
        package let isMissing: Bool

        fileprivate init(reason: String) { (self.reason, isMissing) = (reason, false) }
        fileprivate init(_ error: SystemError) { (reason, isMissing) = ("\(error)", error.code == ENOENT) }
    }

    package static func read(_ path: String) throws(Unreadable) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unreadable(SystemError()) }
        defer { close(descriptor) }
        return try read(descriptor)
    }

    /// A file that a configuration names: neither a pipe, on which no one may ever write, nor a device without an end.
    package static func readRegular(_ path: String, limit: Int) throws(Unreadable) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Unreadable(SystemError()) }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw Unreadable(SystemError()) }
        switch info.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw Unreadable(SystemError(EISDIR))
        default: throw Unreadable(reason: "it is not a regular file")
        }
        guard info.st_size <= limit else { throw Unreadable(reason: "it is larger than \(limit >> 20) MiB") }
        return try read(descriptor)
    }

    /// All that is left of an open file, a pipe or a terminal.
    package static func read(_ descriptor: CInt) throws(Unreadable) -> [UInt8] {
        var bytes: [UInt8] = []
        var info = stat()
        if fstat(descriptor, &info) == 0, info.st_size > 0 { bytes.reserveCapacity(Int(info.st_size) + 1) }
        while true {
            // One byte more than the file has, so that its end is seen without room for more.
            let room = bytes.capacity > bytes.count ? bytes.capacity - bytes.count : 1 << 16
            var (count, code) = (0, CInt(0))
            bytes.append(addingCapacity: room) { span in
                span.withUnsafeMutableBufferPointer { buffer, filled in
                    count = Glibc.read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
                    code = errno
                    filled += max(0, count)
                }
            }
            if count == 0 { return bytes }
            if count < 0 && code != EINTR { throw Unreadable(SystemError(code)) }
        }
    }
}
