import Glibc

/// What has come over the connection of one hop: more than libcurl's callbacks see.
struct Traffic {
    private var socket: CInt?
    /// When it was first looked at.
    private var first: UInt64?

    mutating func begin(on socket: CInt) {
        if socket != self.socket { (self.socket, first) = (socket, nil) }
    }

    /// Bytes since the first look; nil where there is no connection, or Linux does not say.
    mutating func received() -> UInt64? {
        guard let socket, let total = Self.received(over: socket) else { return nil }
        let start = first ?? total
        first = start
        return total >= start ? total - start : nil
    }

    private static func received(over socket: CInt) -> UInt64? {
        // tcpi_bytes_received of linux/tcp.h, since Linux 4.1; the C library's own struct ends before it.
        let offset = 128, end = offset + MemoryLayout<UInt64>.size
        return withUnsafeTemporaryAllocation(byteCount: end, alignment: MemoryLayout<UInt64>.alignment) { info in
            var size = socklen_t(end)
            guard getsockopt(socket, CInt(IPPROTO_TCP), TCP_INFO, info.baseAddress, &size) == 0, Int(size) == end else {
                return nil
            }
            return info.load(fromByteOffset: offset, as: UInt64.self)
        }
    }
}
