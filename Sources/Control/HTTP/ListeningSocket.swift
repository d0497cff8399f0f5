import Config
import Files
import Glibc

/// A listening socket, open until it is closed: of the status listener, of the one for hubs, or of the control socket.
struct ListeningSocket: Sendable {
    let descriptor: CInt

    struct Failed: Error {
        /// strerror(3).
        let reason: String

        init(_ code: CInt) { reason = "\(SystemError(code))" }
    }

    /// The listener of `[status] listen` or `[websub] listen`.
    static func at(_ address: Configuration.ListenAddress) throws(Failed) -> ListeningSocket {
        switch address {
        case .tcp(let host, let port): return try tcp(host, port)
        case .unix(let path): return try unix(SocketPath(path))
        }
    }

    /// An address of this machine.
    private static func tcp(_ host: String, _ port: UInt16) throws(Failed) -> ListeningSocket {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        let host = host == "localhost" ? "127.0.0.1" : host
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
            throw Failed(EADDRNOTAVAIL)
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(found.pointee.ai_family, found.pointee.ai_socktype | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failed(errno) }
        var yes: CInt = 1  // a port that the daemon before this one left is free again
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        guard bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0, Glibc.listen(descriptor, 128) == 0
        else {
            let code = errno
            Glibc.close(descriptor)
            throw Failed(code)
        }
        return ListeningSocket(descriptor: descriptor)
    }

    /// A Unix socket for its owner and group (0660), in place of one that a daemon which has ended left there.
    ///
    /// It appears under its name when it listens and has its mode, by a rename.
    static func unix(_ path: SocketPath) throws(Failed) -> ListeningSocket {
        // What another program answers on is not ours to take.
        guard !path.isAnswered else { throw Failed(EADDRINUSE) }
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failed(errno) }
        let temporary = path.sibling(".\(path.name).new")
        unlink(temporary.text)
        let code = temporary.withAddress { address, length in
            guard bind(descriptor, address, length) == 0, chmod(temporary.text, 0o660) == 0,
                Glibc.listen(descriptor, 32) == 0, rename(temporary.text, path.text) == 0
            else { return errno }
            return 0
        }
        guard code == 0 else {
            Glibc.close(descriptor)
            throw Failed(code)
        }
        return ListeningSocket(descriptor: descriptor)
    }
}
