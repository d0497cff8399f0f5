import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import Synchronization

/// Accepts connections on a socket and answers their requests through a router, within bounds that FlyingFox's own server
/// does not have: bytes of a request, seconds that a client may take, connections at one time (docs/decisions/0025).
actor HTTPListener {
    /// - Parameter user: who asks, where the socket tells: the effective user of a process on this machine.
    typealias Handler = @Sendable (_ request: HTTPRequest, _ user: uid_t?) async -> HTTPResponse

    struct Limits: Sendable {
        var connections = 64
        /// Seconds for a request to come whole, or for the next one to begin; and for a response to be taken.
        var request = 10.0
        var response = 30.0
        /// Bytes of a request's body, by who asks.
        var body: @Sendable (_ user: uid_t?) -> Int = { _ in RequestParser.bodyLimit }
        /// Whether bodies may come in chunks.
        var takesChunks = false
        /// Asked before a body is read.
        var refusal: RequestParser.Admission = { _ in nil }
        /// For bodies of all connections; nil: each connection's own bound is enough.
        var room: BodyRoom?
    }

    private let socket: ListeningSocket
    private let limits: Limits
    private let handler: Handler
    private let pool: any AsyncSocketPool = HTTPServer.defaultPool()
    private var task: Task<Void, Never>?
    private let places: ConnectionPlaces

    init(
        _ socket: ListeningSocket, limits: Limits = Limits(),
        handler: @escaping Handler
    ) {
        (self.socket, self.limits, self.handler) = (socket, limits, handler)
        places = ConnectionPlaces(limit: limits.connections)
    }

    /// The socket listens already; from here on it answers.
    func start() {
        task = Task {
            // Neither can fail but by being stopped: the pool is ours alone, and accept's errors pass.
            try? await pool.prepare()
            await withDiscardingTaskGroup { group in
                group.addTask { try? await self.pool.run() }
                await self.accept(in: &group)
            }
        }
    }

    /// Takes no more connections and cuts those that are open.
    func stop() {
        task?.cancel()
        task = nil
        close(socket.descriptor)
    }

    private func accept(in group: inout DiscardingTaskGroup) async {
        guard let listening = try? AsyncSocket(socket: Socket(file: .init(rawValue: socket.descriptor)), pool: pool)
        else { return }
        while !Task.isCancelled {
            do {
                let client = try await listening.accept()
                _ = fcntl(client.socket.file.rawValue, F_SETFD, FD_CLOEXEC)
                let descriptor = OpenDescriptor(client.socket.file.rawValue)
                let user = PeerUser.of(client.socket.file.rawValue)
                guard let place = await place(for: ClientName(of: client.socket.file.rawValue, user: user), descriptor)
                else {
                    descriptor.close()  // a full house: the client sees a closed connection
                    continue
                }
                group.addTask { [places] in
                    await ConnectionPlaces.$current.withValue(places) {
                        await Connection(
                            client, descriptor, from: user, limits: self.limits, handler: self.handler,
                            note: { places.note($0, at: place) }
                        ).serve()
                    }
                    places.leave(place)
                }
            } catch {
                // Out of descriptors, or the client went away while it was accepted: the next one may fare better.
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}

extension HTTPListener {
    /// Many that come at once, to wait, each need a place for a moment only.
    private func place(for client: ClientName, _ descriptor: OpenDescriptor) async -> Int? {
        for _ in 0..<100 {
            if let place = places.enter(client, cut: { descriptor.cut() }) { return place }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }
}

/// One client, from accept to close.
private struct Connection: Sendable {
    private let socket: AsyncSocket
    private let limits: HTTPListener.Limits
    private let handler: HTTPListener.Handler
    private let user: uid_t?
    private let descriptor: OpenDescriptor
    /// Told how far it is with its request.
    private let note: @Sendable (ConnectionPlaces.Stage) -> Void

    init(
        _ socket: AsyncSocket, _ descriptor: OpenDescriptor, from user: uid_t?, limits: HTTPListener.Limits,
        handler: @escaping HTTPListener.Handler, note: @escaping @Sendable (ConnectionPlaces.Stage) -> Void
    ) {
        (self.socket, self.descriptor, self.user, self.note) = (socket, descriptor, user, note)
        (self.limits, self.handler) = (limits, handler)
    }

    func serve() async {
        defer { descriptor.close() }
        var parser = RequestParser(
            bodyLimit: limits.body(user), takesChunks: limits.takesChunks, refusal: limits.refusal)
        var share = BodyShare(limits.room)
        defer { share.end() }
        do {
            while true {
                let clock = descriptor.cut(after: limits.request)
                defer { clock.cancel() }
                note(.head)
                guard let request = try await next(&parser, &share) else { return }
                clock.cancel()
                note(.whole)
                let keepsAlive = request.version == .http11 && request.headers[.connection]?.lowercased() != "close"
                let response = await handler(request, user)
                share.end()
                try await send(response, isHead: request.method == .HEAD, keepsAlive: keepsAlive)
                guard keepsAlive else { return }
            }
        } catch let refused as RequestParser.Refused {
            try? await send(refused.response, isHead: false, keepsAlive: false)  // the client may have gone
        } catch {
            // The client has gone, was too slow, or the daemon stops.
        }
    }

    /// - Returns: nil where the client has gone between two requests.
    private func next(_ parser: inout RequestParser, _ share: inout BodyShare) async throws -> HTTPRequest? {
        while true {
            if let request = try parser.next() { return request }
            if parser.takeExpectation() { try await socket.write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
            do {
                parser.take(try await socket.read(atMost: parser.appetite))
                guard let body = parser.body else { continue }
                note(.body)
                if !share.grow(to: body.bytes, at: body.path) { throw RequestParser.noRoom }
            } catch SocketError.disconnected where parser.isBetweenRequests {
                return nil
            }
        }
    }

    private func send(_ response: HTTPResponse, isHead: Bool, keepsAlive: Bool) async throws {
        let body = try await response.bodyData
        var head = "HTTP/1.1 \(response.statusCode.code) \(response.statusCode.phrase)\r\n"
        for name in response.headers.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            for value in response.headers.values(for: name) { head += "\(name.rawValue): \(value)\r\n" }
        }
        if response.statusCode != .notModified { head += "Content-Length: \(body.count)\r\n" }
        head += keepsAlive ? "\r\n" : "Connection: close\r\n\r\n"
        let clock = descriptor.cut(after: limits.response)
        defer { clock.cancel() }
        try await socket.write(Data(head.utf8) + (isHead ? Data() : body))
    }
}

/// A descriptor that a clock may shut down while another task waits on it.
private final class OpenDescriptor: Sendable {
    private let descriptor: Mutex<CInt?>

    init(_ descriptor: CInt) { self.descriptor = Mutex(descriptor) }

    /// Ends the connection after so many seconds unless cancelled before: the task that waits on it sees its end.
    func cut(after seconds: Double) -> Task<Void, Never> {
        Task {
            try? await Task.sleep(for: .seconds(seconds))
            guard !Task.isCancelled else { return }
            cut()
        }
    }

    func cut() {
        descriptor.withLock { if let open = $0 { shutdown(open, CInt(SHUT_RDWR)) } }
    }

    func close() {
        descriptor.withLock { descriptor in
            if let open = descriptor { Glibc.close(open) }
            descriptor = nil
        }
    }
}
