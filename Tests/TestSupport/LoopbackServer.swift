import Foundation
import Glibc
import Synchronization

/// An HTTP server for tests that does to its clients whatever a test wants: it answers, stalls, lies, drips and cuts
/// off.
///
///     let server = try LoopbackServer { request in
///         request["If-None-Match"] == "\"a\"" ? .status(304) : .ok("<rss/>", ["ETag": "\"a\""])
///     }
///     … server.url("/feed.xml") … await server.requests(count: 2)
///
/// Each connection has a thread; the handler runs on it. The server lives until `stop`, or as long as the process: a
/// test that has written its URL down need not hold on to it.
public final class LoopbackServer: Sendable {
    public typealias Handler = @Sendable (LoopbackRequest) -> Reply

    public let host: String
    public let port: Int
    private let listener: CInt
    private let log = RequestLog()

    /// - Parameters:
    ///   - host: an address of this machine: `127.0.0.1` to `127.255.255.254`, or `::1`.
    ///   - port: 0 takes a free one.
    ///   - handler: called for each request, on any thread; requests of one connection come one after the other.
    public init(host: String = "127.0.0.1", port: Int = 0, _ handler: @escaping Handler) throws {
        (listener, self.port) = try Sockets.listen(host: host, port: port)
        self.host = host
        let (listener, log) = (listener, log)
        Thread.detachNewThread {
            while let client = Sockets.accept(listener) {
                guard let number = log.opened(client) else { break }
                Thread.detachNewThread {
                    var connection = LoopbackConnection(socket: client, number: number)
                    connection.serve(handler, log)
                    log.closing(client)
                }
            }
            close(listener)
        }
    }

    /// Closes the listening socket and all connections. Clients find the port closed.
    public func stop() {
        shutdown(listener, CInt(SHUT_RDWR))  // its thread wakes up and closes it
        log.stop()
    }

    public func url(_ path: String = "/") -> String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)\(path)"
    }

    /// All requests so far, in the order in which their heads and bodies were complete.
    public var requests: [LoopbackRequest] { log.requests }

    /// Waits until there were `count` requests, and returns all.
    public func requests(count: Int) async -> [LoopbackRequest] { await log.requests(count: count) }

    /// How many connections were accepted.
    public var connections: Int { log.connections }
}

/// What the threads of a server share with it.
final class RequestLog: Sendable {
    private struct State {
        var requests: [LoopbackRequest] = []
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var sockets: Set<CInt> = []
        var connections = 0
        var isStopped = false
    }

    private let state = Mutex(State())

    var requests: [LoopbackRequest] { state.withLock(\.requests) }
    var connections: Int { state.withLock(\.connections) }

    func append(_ request: LoopbackRequest) {
        let ready = state.withLock { state in
            state.requests.append(request)
            let count = state.requests.count
            defer { state.waiting.removeAll { $0.count <= count } }
            return state.waiting.filter { $0.count <= count }
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    func requests(count: Int) async -> [LoopbackRequest] {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.requests.count >= count { return true }
                state.waiting.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
        return requests
    }

    /// The connection's number; nil, and the socket is closed, where the server has stopped.
    func opened(_ socket: CInt) -> Int? {
        state.withLock { state in
            if state.isStopped {
                close(socket)
                return nil
            }
            state.connections += 1
            state.sockets.insert(socket)
            return state.connections
        }
    }

    /// Closes the socket; under the lock, so that `stop` shuts no one else's down.
    func closing(_ socket: CInt) {
        state.withLock { state in
            state.sockets.remove(socket)
            close(socket)
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            for socket in state.sockets { shutdown(socket, CInt(SHUT_RDWR)) }
        }
    }
}
