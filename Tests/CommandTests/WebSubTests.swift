import Crypto
import Foundation
import Synchronization
import TestSupport
import Testing

/// The subscriber's tests of websub.rocks, played by a hub on this machine against the built program.
@Suite("[websub]")
struct WebSubTests {
    /// A publisher, and the hubs that it names, on one server.
    private final class Hub: Sendable {
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

        /// - Parameter prepare: is given the server's address.
        init(more: String = "", _ prepare: (inout State, (String) -> String) -> Void) async throws {
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

        func waitForError(containing text: String) -> Bool { daemon.waitForError(containing: text) }

        func stop() {
            daemon.send(SIGTERM)
            #expect(daemon.wait().status == 0)
        }
    }

    private static func atomLinks(_ url: (String) -> String, hub: String = "/hub", topic: String = "/feed") -> String {
        "<atom:link rel=\"hub\" href=\"\(url(hub))\"/><atom:link rel=\"self\" href=\"\(url(topic))\"/>"
    }

    // MARK: - 100 to 104: discovery

    @Test("100: a Link field", .timeLimit(.minutes(1)))
    func linkField() async throws {
        let hub = try await Hub { state, url in
            state.fields = [("Link", "<\(url("/hub"))>; rel=\"hub\""), ("Link", "<\(url("/feed"))>; rel=\"self\"")]
        }
        try await subscribes(hub)
    }

    @Test("101: a link in a page", .timeLimit(.minutes(1)))
    func page() async throws {
        let hub = try await Hub(more: "items = \"article\"\n") { state, url in
            (state.type, state.head) = ("text/html", "<link rel=hub href=/hub><link rel=self href=/feed>")
            state.wrap = { head, ids in
                let items = ids.reversed().map { "<article><h2>Title \($0)</h2><a href=/\($0)>more</a></article>" }
                return "<!doctype html><head>\(head)<title>P</title></head><body>\(items.joined())"
            }
        }
        try await subscribes(hub)
    }

    @Test("102: Atom", .timeLimit(.minutes(1)))
    func atom() async throws {
        let hub = try await Hub { state, url in
            state.head = Self.atomLinks(url).replacing("atom:", with: "")
            state.type = "application/atom+xml"
            state.wrap = { head, ids in
                let items = ids.reversed().map { "<entry><id>e\($0)</id><title>T \($0)</title></entry>" }
                return "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title>\(head)\(items.joined())</feed>"
            }
        }
        try await subscribes(hub)
    }

    @Test("103: RSS", .timeLimit(.minutes(1)))
    func rssLinks() async throws {
        try await subscribes(try await Hub { $0.head = Self.atomLinks($1) })
    }

    @Test("104: the field comes before the document", .timeLimit(.minutes(1)))
    func priority() async throws {
        let hub = try await Hub { state, url in
            state.head = Self.atomLinks(url, hub: "/wrong", topic: "/wrong")
            state.fields = [("Link", "<\(url("/hub"))>; rel=\"hub\", <\(url("/feed"))>; rel=\"self\"")]
        }
        try await subscribes(hub)
    }

    /// From the request to an article, and 300: what is delivered is answered with 2xx.
    private func subscribes(_ hub: Hub, topic: String = "/feed", at path: String = "/hub")
        async throws
    {
        let request = try #require(await hub.requests(count: 1).last)
        #expect(request.path == path && request.fields["hub.topic"] == hub.server.url(topic))
        let answer = try hub.call(request)
        #expect(answer.status == 200 && answer.body == "a b+c&d")
        try await hub.waitForLines(1)
        #expect(try hub.push(request, hub.document([1, 2])) == 200)
        try await hub.waitForLines(2)
        hub.stop()
    }

    // MARK: - 200 to 205: subscribing

    @Test("200: rel=self differs from what is polled", .timeLimit(.minutes(1)))
    func otherTopic() async throws {
        try await subscribes(try await Hub { $0.head = Self.atomLinks($1, topic: "/other") }, topic: "/other")
    }

    @Test("201, 202: the topic redirects", .timeLimit(.minutes(1)), arguments: [302, 301])
    func topicRedirects(status: Int) async throws {
        let hub = try await Hub { state, url in
            state.paths["/feed"] = .redirect(status, to: "/moved")
            state.head = Self.atomLinks(url, topic: "/moved")
        }
        try await subscribes(hub, topic: "/moved")
    }

    @Test("203, 204: the hub redirects", .timeLimit(.minutes(1)), arguments: [307, 308])
    func hubRedirects(status: Int) async throws {
        let hub = try await Hub { state, url in
            state.paths["/hub"] = .redirect(status, to: "/hub2")
            state.head = Self.atomLinks(url)
        }
        let requests = await hub.requests(count: 2)
        #expect(requests.map(\.path) == ["/hub", "/hub2"] && requests[0].fields == requests[1].fields)
        try await subscribes(hub, at: "/hub2")
    }

    @Test("205: a challenge of another topic, or that nobody asked for, is refused", .timeLimit(.minutes(1)))
    func wrongChallenge() async throws {
        let hub = try await Hub { $0.head = Self.atomLinks($1) }
        let request = await hub.requests(count: 1)[0]
        #expect(try hub.call(request, topic: "http://other.example/").status == 404)
        #expect(try hub.call(request, mode: "unsubscribe").status == 404)
        #expect(try hub.send("GET /in/hub/00 HTTP/1.0\r\n\r\n").status == 404)
        #expect(try hub.send("GET /status.json HTTP/1.0\r\n\r\n").status == 404)
        #expect(try hub.send("PUT \(hub.path(request)) HTTP/1.0\r\n\r\n").status == 405)
        #expect(try hub.call(request).status == 200)
        hub.stop()
    }

    // MARK: - 300 to 302: content, and what comes after

    @Test("301, 302: what is wrongly signed, or not, is dropped with 2xx", .timeLimit(.minutes(1)))
    func signatures() async throws {
        let hub = try await Hub { $0.head = Self.atomLinks($1) }
        let request = await hub.requests(count: 1)[0]
        #expect(try hub.call(request).status == 200)
        for signature in ["", "sha256=" + String(repeating: "0", count: 64), "sha1=00", "nothing"] {
            #expect(try hub.push(request, hub.document([1, 2]), signature: signature) == 200)
        }
        #expect(try hub.push(request, hub.document([1, 3])) == 200)
        try await hub.waitForLines(2)
        let titles = try hub.place.journal().compactMap { $0["title"] as? String }
        #expect(titles.count == 2 && !titles.contains { $0.contains("2") }, "\(titles)")
        hub.stop()
    }

    @Test("a lease is renewed, status says what is, and a feed that goes is unsubscribed", .timeLimit(.minutes(1)))
    func life() async throws {
        let hub = try await Hub { $0.head = Self.atomLinks($1) }
        let request = await hub.requests(count: 1)[0]
        #expect(try hub.call(request, lease: 2).status == 200)
        let renewal = await hub.requests(count: 2)[1]
        #expect(renewal.fields == request.fields)
        #expect(try hub.call(renewal, lease: 86_400).status == 200)
        #expect(try hub.push(request, hub.document([1, 2])) == 200)
        let sheet = try hub.place.run("status", "--feed", "site").text
        #expect(sheet.contains("seldom, while the hub pushes") && sheet.contains("push          by http"), "\(sheet)")
        let report = try hub.place.run("status", "--json").text
        #expect(
            report.contains("\"push\":{") && report.contains("\"websub\":{")
                && !report.contains(request.fields["hub.secret"] ?? ""))
        try hub.place.configure(
            feeds: [("other", hub.server.url("/none"))],
            extra: "[websub]\ncallback = \"http://127.0.0.1:\(hub.port)/in/hub\"\nlisten = \"127.0.0.1:\(hub.port)\"")
        let farewell = await hub.requests(count: 3)[2]
        #expect(farewell.fields["hub.mode"] == "unsubscribe" && farewell.callback == request.callback)
        #expect(try hub.call(farewell).status == 200)
        #expect(try hub.push(request, hub.document([4])) == 404)
        hub.stop()
    }
}
