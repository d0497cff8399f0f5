import Crypto
import Foundation
import Synchronization
import TestSupport
import Testing

/// A publisher, and the hubs that it names, on one server.
final class LoopbackHub: Sendable {
    struct State {
        var ids = [1]
        /// Of the document at `/feed`.
        var head = ""
        var fields: [(String, String)] = []
        var type = "application/rss+xml"
        var wrap: @Sendable (_ head: String, _ ids: [Int]) -> String = { head, ids in
            rss(ids).replacing("<channel>", with: "<channel>\(head)").replacing(
                "<rss", with: "<rss xmlns:atom=\"http://www.w3.org/2005/Atom\"")
        }
        /// Answers to other paths.
        var paths: [String: Reply] = [:]
    }

    let state: Mutex<State>
    let server: LoopbackServer
    let place: Workplace
    let port: Int
    private let daemon: RunningProgram

    /// - Parameters:
    ///   - prepare: is given the server's address.
    ///   - more: of the feed's table.
    ///   - tables: of feeds.toml.
    init(
        more: String = "", tables: String = "", _ prepare: (inout State, (String) -> String) -> Void
    ) async throws {
        let box = Box()
        server = try LoopbackServer { box.answer($0) }
        var state = State()
        prepare(&state, server.url)
        box.state.withLock { $0 = state }
        self.state = Mutex(state)
        self.box = box
        let probe = try LoopbackServer { _ in .status(200) }
        port = probe.port
        probe.stop()
        place = try Workplace()
        try place.configure(
            feeds: [("site", server.url("/feed"))],
            extra: """
                [websub]
                callback = "http://127.0.0.1:\(port)/in/hub"
                listen = "127.0.0.1:\(port)"
                \(tables)
                """, daemon: "max_interval = \"12h\"", interval: "1h")
        let text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        try place.directory.write(text + more, to: "feeds.toml")
        daemon = try place.start("run", "--log-level", "debug")
        _ = daemon.waitForError(containing: "ready")
    }

    private let box: Box

    private final class Box: Sendable {
        let state = Mutex(State())

        func answer(_ request: LoopbackRequest) -> Reply {
            state.withLock { state in
                if let reply = state.paths[request.path] { return reply }
                guard request.path == "/feed" || request.path == "/moved" else { return .status(202) }
                let body = Array(state.wrap(state.head, state.ids).utf8)
                var head = "HTTP/1.1 200 OK\r\nContent-Type: \(state.type)\r\nContent-Length: \(body.count)\r\n"
                for (name, value) in state.fields { head += "\(name): \(value)\r\n" }
                return .script(.send(Array("\(head)\r\n".utf8) + body))
            }
        }
    }

    func change(_ body: (inout State) -> Void) { box.state.withLock { body(&$0) } }

    func document(_ ids: [Int]) -> [UInt8] { box.state.withLock { Array($0.wrap($0.head, ids).utf8) } }

    struct Request: Sendable {
        let path: String
        let fields: [String: String]
        var callback: String { fields["hub.callback"] ?? "" }
    }

    /// What hubs were asked, once it is so often.
    func requests(count: Int) async -> [Request] {
        var seen = 0
        while true {
            let posts = await server.requests(count: seen).filter { $0.method == "POST" }
            if posts.count >= count {
                return posts.map { post in
                    var form = URLComponents()
                    form.percentEncodedQuery = post.text
                    let fields = (form.queryItems ?? []).map { ($0.name, $0.value ?? "") }
                    return Request(path: post.path, fields: Dictionary(fields) { first, _ in first })
                }
            }
            seen = server.requests.count + 1
        }
    }

    /// - Returns: status and body.
    func send(_ text: String, _ body: [UInt8] = []) throws -> (status: Int, body: String) {
        let answer = try Wire.exchange(port: port, Array(text.utf8) + body)
        let parts = answer.components(separatedBy: "\r\n\r\n")
        return (Int(answer.dropFirst(9).prefix(3)) ?? 0, parts.dropFirst().joined(separator: "\r\n\r\n"))
    }

    func path(_ request: Request) -> String { URL(string: request.callback)?.path ?? "?" }

    func call(
        _ request: Request, mode: String? = nil, topic: String? = nil, lease: Int = 600
    ) throws -> (status: Int, body: String) {
        var query = URLComponents()
        query.queryItems = [
            .init(name: "hub.mode", value: mode ?? request.fields["hub.mode"]),
            .init(name: "hub.topic", value: topic ?? request.fields["hub.topic"]),
            .init(name: "hub.challenge", value: "a b+c&d"), .init(name: "hub.lease_seconds", value: "\(lease)"),
        ]
        let encoded = (query.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        return try send("GET \(path(request))?\(encoded) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    }

    func push(_ request: Request, _ body: [UInt8], signature: String? = nil) throws -> Int {
        let key = SymmetricKey(data: Array((request.fields["hub.secret"] ?? "").utf8))
        let code = HMAC<SHA256>.authenticationCode(for: body, using: key)
        let own = "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let field = signature ?? own
        let header = field.isEmpty ? "" : "X-Hub-Signature: \(field)\r\n"
        let head =
            "POST \(path(request)) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/rss+xml\r\n\(header)"
        return try send("\(head)Content-Length: \(body.count)\r\n\r\n", body).status
    }

    func lines() throws -> Int { try place.journal().count }

    func waitForLines(_ count: Int) async throws {
        while try lines() < count { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// Changes feeds.toml, which the daemon sees.
    func edit(_ body: (String) -> String) throws {
        let text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        try place.directory.write(body(text), to: "feeds.toml")
        _ = try place.run("reload")
    }

    func waitForError(containing text: String) -> Bool { daemon.waitForError(containing: text) }

    func stop() {
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }
}
