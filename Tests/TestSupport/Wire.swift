import Foundation
import Glibc

/// Bytes over a TCP connection to this machine, as they are.
public enum Wire {
    /// Sends all and reads until the other end closes, a minute at most.
    public static func exchange(port: Int, _ bytes: [UInt8]) throws -> String {
        let descriptor = try open(port: port)
        defer { close(descriptor) }
        _ = send(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 { answer += chunk.prefix(count) }
        return String(decoding: answer, as: UTF8.self)
    }

    /// A connection that says nothing yet, and reads for a minute at most; the caller closes it.
    public static func open(port: Int) throws -> CInt {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            defer { close(descriptor) }
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        return descriptor
    }
}
