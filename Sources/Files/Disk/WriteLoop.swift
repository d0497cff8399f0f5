import Glibc

/// Writes all bytes there are, across signals and short writes.
package enum WriteLoop {
    /// Writes at the descriptor's position, or at its end where it is open for appending.
    /// - Returns: how many bytes went in, and what stopped it; nil where all did.
    package static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: CInt
    ) -> (written: Int, error: SystemError?) {
        run(bytes) { place, count, _ in Glibc.write(descriptor, place, count) }
    }

    /// Writes over what is at `offset`; the file must not be open for appending, or Linux would append.
    package static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: CInt, at offset: Int
    ) -> (written: Int, error: SystemError?) {
        run(bytes) { place, count, done in pwrite(descriptor, place, count, offset + done) }
    }

    private static func run(
        _ bytes: UnsafeRawBufferPointer, _ call: (UnsafeRawPointer, Int, Int) -> Int
    ) -> (written: Int, error: SystemError?) {
        guard let base = bytes.baseAddress else { return (0, nil) }
        var written = 0
        while written < bytes.count {
            let count = call(base + written, bytes.count - written, written)
            if count > 0 {
                written += count
            } else if count == 0 {
                return (written, SystemError(EIO))  // never of a file or a pipe; without an end otherwise
            } else if errno != EINTR {
                return (written, SystemError())
            }
        }
        return (written, nil)
    }
}
