import Foundation
import Glibc

/// systemd's end of sd_notify(3): a datagram socket that remembers nothing but what it is asked for next.
public final class NotifySocket {
    public let path: String
    private let descriptor: CInt

    public init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1)) }
        let result = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EINVAL) }
    }

    deinit { close(descriptor) }

    /// Takes messages until one holds the text; false where none comes for ten seconds.
    public func receive(containing text: String) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard Glibc.poll(&poll, 1, 10_000) == 1 else { return false }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { return false }
            if String(decoding: buffer.prefix(count), as: UTF8.self).contains(text) { return true }
        }
    }
}
