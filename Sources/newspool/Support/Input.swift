import Glibc

/// Reads files and standard input whole, as bytes.
enum Input {
    /// `-` is standard input.
    /// - Throws: `Failure` with 65 where the file cannot be read.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        if path == "-" { return try readAll(STDIN_FILENO, name: "standard input") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        return try readAll(descriptor, name: path)
    }

    private static func readAll(_ descriptor: CInt, name: String) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var info = stat()
        if fstat(descriptor, &info) == 0, info.st_size > 0 { bytes.reserveCapacity(Int(info.st_size) + 1) }
        let chunk = 1 << 16
        while true {
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: chunk))
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress! + start, chunk)
            }
            bytes.removeLast(chunk - max(0, count))
            if count == 0 { return bytes }
            if count < 0 && errno != EINTR { throw unreadable(name) }
        }
    }

    private static func unreadable(_ name: String) -> Failure {
        Failure(.badInput, "cannot read \(name): \(String(cString: strerror(errno)))")
    }
}
