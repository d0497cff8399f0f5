import Glibc

/// Reads files whole, with the system's own words where that fails.
public enum WholeFile {
    public struct Unreadable: Error {
        /// strerror(3).
        public let reason: String
    }

    public static func read(_ path: String) throws(Unreadable) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unreadable(reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        return try read(descriptor)
    }

    /// All that is left of an open file, a pipe or a terminal.
    public static func read(_ descriptor: CInt) throws(Unreadable) -> [UInt8] {
        var bytes: [UInt8] = []
        var info = stat()
        if fstat(descriptor, &info) == 0, info.st_size > 0 { bytes.reserveCapacity(Int(info.st_size) + 1) }
        let chunk = 1 << 16
        while true {
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: chunk))
            let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + start, chunk) }
            let code = errno
            bytes.removeLast(chunk - max(0, count))
            if count == 0 { return bytes }
            if count < 0 && code != EINTR { throw Unreadable(reason: String(cString: strerror(code))) }
        }
    }
}
