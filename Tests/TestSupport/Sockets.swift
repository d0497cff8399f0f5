import Foundation
import Glibc

/// The few calls that a server needs.
enum Sockets {
    /// A listening socket and its port.
    static func listen(host: String, port: Int) throws -> (socket: CInt, port: Int) {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else { throw POSIXError(.EADDRNOTAVAIL) }
        defer { freeaddrinfo(found) }
        let socket = socket(found.pointee.ai_family, found.pointee.ai_socktype | CInt(SOCK_CLOEXEC.rawValue), 0)
        do {
            try check(socket)
            var yes: CInt = 1
            try check(setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size)))
            try check(bind(socket, found.pointee.ai_addr, found.pointee.ai_addrlen))
            try check(Glibc.listen(socket, 512))
            var address = sockaddr_in6()  // the port of both families is at one place
            var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
            try withUnsafeMutablePointer(to: &address) { pointer in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    try check(getsockname(socket, $0, &size))
                }
            }
            return (socket, Int(UInt16(bigEndian: address.sin6_port)))
        } catch {
            close(socket)
            throw error
        }
    }

    /// The next client; nil once the listener has been shut down.
    static func accept(_ listener: CInt) -> CInt? {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            if client >= 0 {
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)  // Swift's Glibc leaves accept4 out
                var yes: CInt = 1  // steps are to arrive as they are played
                setsockopt(client, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
                return client
            }
            if errno != EINTR && errno != ECONNABORTED { return nil }
        }
    }

    static func connect(host: String, port: Int) throws -> CInt {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else { throw POSIXError(.EADDRNOTAVAIL) }
        defer { freeaddrinfo(found) }
        let socket = socket(found.pointee.ai_family, found.pointee.ai_socktype | CInt(SOCK_CLOEXEC.rawValue), 0)
        do {
            try check(socket)
            try check(Glibc.connect(socket, found.pointee.ai_addr, found.pointee.ai_addrlen))
            return socket
        } catch {
            close(socket)
            throw error
        }
    }

    /// Until the source ends; then the sink is told that no more will come.
    static func copy(from source: CInt, to sink: CInt) {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while case let count = recv(source, &buffer, buffer.count, 0), count > 0 {
            guard send(sink, buffer, count, CInt(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(sink, CInt(SHUT_WR))
    }

    private static func check(_ result: CInt) throws {
        if result < 0 { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
