public import Config
import Files
public import Foundation
import Glibc

/// Talks to a running daemon over its control socket.
public struct ControlClient: Sendable {
    /// What the daemon answered.
    public struct Answer: Sendable {
        /// HTTP's.
        public let status: Int
        public let body: Data
    }

    /// There is no answer.
    public struct Unreachable: Error {
        public enum Kind: Sendable {
            case noDaemon, noPermission
            /// A daemon listens, and does not answer in time, or not to the end.
            case noAnswer
            case other
        }

        public let kind: Kind
        /// A sentence without a full stop.
        public let reason: String
    }

    private let path: SocketPath
    /// The daemon's lock on its state directory.
    private let lock: String
    private let patience: Int

    /// - Parameter patience: seconds that the daemon may take; a reload of ten thousand feeds takes one.
    public init(_ daemon: Configuration.Daemon, patience: Int = 60) {
        (path, lock) = (SocketPath(daemon.controlPath), daemon.state + "/" + OwnerLock.stateName)
        self.patience = patience
    }

    public func get(_ target: String) throws(Unreachable) -> Answer { try ask("GET", target, Data()) }
    public func post(_ target: String, _ body: Data = Data()) throws(Unreachable) -> Answer {
        try ask("POST", target, body)
    }

    private func ask(_ method: String, _ target: String, _ body: Data) throws(Unreachable) -> Answer {
        let descriptor = try connected()
        defer { close(descriptor) }
        let head =
            "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        try send(Array(head.utf8) + body, to: descriptor)
        return try parse(receive(from: descriptor))
    }

    /// A daemon that has just got the state directory does not listen yet: it is waited for.
    private func connected() throws(Unreachable) -> CInt {
        let end = ContinuousClock.now + .seconds(min(OwnerLock.patience, Double(patience) - 1))
        while true {
            do throws(Unreachable) {
                return try connectedNow()
            } catch {
                guard error.kind == .noDaemon, ContinuousClock.now < end,
                    OwnerLock.hasDaemon(path: lock)
                else { throw error }
                usleep(50_000)
            }
        }
    }

    private func connectedNow() throws(Unreachable) -> CInt {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw unreachable(errno) }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        let code = path.withAddress { connect(descriptor, $0, $1) == 0 ? 0 : errno }
        if code == 0 { return descriptor }
        close(descriptor)
        throw unreachable(code)
    }

    private func send(_ bytes: [UInt8], to descriptor: CInt) throws(Unreachable) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard count > 0 || errno == EINTR else { throw unreachable(errno) }
            rest = rest.dropFirst(max(0, count))
        }
    }

    private func receive(from descriptor: CInt) throws(Unreachable) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count == 0 { return bytes }
            guard count > 0 || errno == EINTR else { throw unreachable(errno) }
            bytes += chunk.prefix(max(0, count))
        }
    }

    private func parse(_ bytes: [UInt8]) throws(Unreachable) -> Answer {
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)),
            let status = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: " ").dropFirst()
                .first,
            let number = Int(status)
        else { throw Unreachable(kind: .noAnswer, reason: "the daemon at \(path.text) ended before it answered") }
        return Answer(status: number, body: Data(bytes[end.upperBound...]))
    }

    private func unreachable(_ code: CInt) -> Unreachable {
        switch code {
        case ENOENT, ECONNREFUSED, ENOTDIR:
            Unreachable(
                kind: .noDaemon, reason: "no daemon runs on this state directory: nothing listens at \(path.text)")
        case EACCES, EPERM:
            Unreachable(
                kind: .noPermission,
                reason: "no permission to speak to the daemon at \(path.text): ask as its user, as root, "
                    + "or as a member of its group")
        case EAGAIN:
            Unreachable(kind: .noAnswer, reason: "the daemon at \(path.text) does not answer")
        default:
            Unreachable(kind: .other, reason: "cannot speak to the daemon at \(path.text): \(SystemError(code))")
        }
    }
}
