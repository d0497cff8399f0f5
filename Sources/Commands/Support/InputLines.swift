import Files
import Glibc

/// The lines of standard input as they come: all that one read brought are handed over together, so that a person or a
/// program that writes one line gets its answer at once, and a file goes through in large pieces.
struct InputLines {
    /// What was read and not handed over yet: the beginning of a line.
    private var pending: [UInt8] = []
    /// Bytes of `pending` that have no line's end.
    private var searched = 0
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    /// Waits for input and calls `body` with each complete line of it, without its end (`\n` or `\r\n`).
    /// - Returns: false at the end of the input.
    mutating func next(_ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(Failure) -> Bool {
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(.inputOutput, "cannot read standard input: \(SystemError())")
            }
            pending += chunk[..<count]
            guard count > 0 else {
                // The last line may lack its end.
                if !pending.isEmpty { pending.append(UInt8(ascii: "\n")) }
                _ = handOver(body)
                return false
            }
            if handOver(body) { return true }
        }
    }

    /// - Returns: whether there was a complete line.
    private mutating func handOver(_ body: (UnsafeBufferPointer<UInt8>) -> Void) -> Bool {
        let consumed = pending.withUnsafeBufferPointer { bytes in
            var start = 0
            while let end = Self.newline(in: bytes, from: max(start, searched)) {
                let isCRLF = end > start && bytes[end - 1] == UInt8(ascii: "\r")
                body(UnsafeBufferPointer(rebasing: bytes[start..<(isCRLF ? end - 1 : end)]))
                start = end + 1
            }
            return start
        }
        pending.removeFirst(consumed)
        searched = pending.count
        return consumed > 0
    }

    private static func newline(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count else { return nil }
        guard let found = memchr(base + start, CInt(UInt8(ascii: "\n")), bytes.count - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
