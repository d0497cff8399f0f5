import Foundation
import TestSupport
import Testing

/// The subscriber's tests of websub.rocks, played by a hub on this machine against the built program.
@Suite("[websub]")
struct WebSubTests {
    static func atomLinks(_ url: (String) -> String, hub: String = "/hub", topic: String = "/feed") -> String {
        "<atom:link rel=\"hub\" href=\"\(url(hub))\"/><atom:link rel=\"self\" href=\"\(url(topic))\"/>"
    }

    // MARK: - 100 to 104: discovery

    @Test("100: a Link field", .timeLimit(.minutes(1)))
    func linkField() async throws {
        let hub = try await LoopbackHub { state, url in
            state.fields = [("Link", "<\(url("/hub"))>; rel=\"hub\""), ("Link", "<\(url("/feed"))>; rel=\"self\"")]
        }
        try await subscribes(hub)
    }

    @Test("101: a link in a page", .timeLimit(.minutes(1)))
    func page() async throws {
        let hub = try await LoopbackHub(more: "items = \"article\"\n") { state, url in
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
        let hub = try await LoopbackHub { state, url in
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
        try await subscribes(try await LoopbackHub { $0.head = Self.atomLinks($1) })
    }

    @Test("104: the field comes before the document", .timeLimit(.minutes(1)))
    func priority() async throws {
        let hub = try await LoopbackHub { state, url in
            state.head = Self.atomLinks(url, hub: "/wrong", topic: "/wrong")
            state.fields = [("Link", "<\(url("/hub"))>; rel=\"hub\", <\(url("/feed"))>; rel=\"self\"")]
        }
        try await subscribes(hub)
    }

    /// From the request to an article, and 300: what is delivered is answered with 2xx.
    private func subscribes(_ hub: LoopbackHub, topic: String = "/feed", at path: String = "/hub")
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
        try await subscribes(try await LoopbackHub { $0.head = Self.atomLinks($1, topic: "/other") }, topic: "/other")
    }

    @Test("201, 202: the topic redirects", .timeLimit(.minutes(1)), arguments: [302, 301])
    func topicRedirects(status: Int) async throws {
        let hub = try await LoopbackHub { state, url in
            state.paths["/feed"] = .redirect(status, to: "/moved")
            state.head = Self.atomLinks(url, topic: "/moved")
        }
        try await subscribes(hub, topic: "/moved")
    }

    @Test("203, 204: the hub redirects", .timeLimit(.minutes(1)), arguments: [307, 308])
    func hubRedirects(status: Int) async throws {
        let hub = try await LoopbackHub { state, url in
            state.paths["/hub"] = .redirect(status, to: "/hub2")
            state.head = Self.atomLinks(url)
        }
        let requests = await hub.requests(count: 2)
        #expect(requests.map(\.path) == ["/hub", "/hub2"] && requests[0].fields == requests[1].fields)
        try await subscribes(hub, at: "/hub2")
    }

    @Test("205: a challenge of another topic, or that nobody asked for, is refused", .timeLimit(.minutes(1)))
    func wrongChallenge() async throws {
        let hub = try await LoopbackHub { $0.head = Self.atomLinks($1) }
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
        let hub = try await LoopbackHub { $0.head = Self.atomLinks($1) }
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
        let hub = try await LoopbackHub { $0.head = Self.atomLinks($1) }
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

    @Test("a hub that does not work is said, and is no failure of the feed", .timeLimit(.minutes(1)))
    func failingHub() async throws {
        let hub = try await LoopbackHub { state, url in
            state.head = Self.atomLinks(url)
            state.paths["/hub"] = .status(503, body: Array("not today".utf8))
        }
        _ = await hub.requests(count: 1)
        #expect(hub.waitForError(containing: "hub does not work"))
        let status = try hub.place.run("status").text
        #expect(status.contains("1 feed is polled as usual: its hub does not work (http"), "\(status)")
        #expect(status.contains("503: not today"), "\(status)")
        #expect(try hub.place.run("status", "--failing").status == 0 && hub.place.run("health").status == 0)
        hub.stop()
    }

    @Test("websub = false ends a subscription, and true begins it anew", .timeLimit(.minutes(1)))
    func refused() async throws {
        let hub = try await LoopbackHub { $0.head = Self.atomLinks($1) }
        let request = await hub.requests(count: 1)[0]
        #expect(try hub.call(request).status == 200)
        try hub.edit { $0 + "websub = false\n" }
        let farewell = await hub.requests(count: 2)[1]
        #expect(farewell.fields["hub.mode"] == "unsubscribe" && farewell.callback == request.callback)
        #expect(try hub.call(farewell).status == 200 && hub.push(request, hub.document([4])) == 404)
        try hub.edit { $0.replacing("websub = false", with: "websub = true") }
        let again = await hub.requests(count: 3)[2]
        #expect(again.fields["hub.mode"] == "subscribe" && again.callback != request.callback)
        hub.stop()
    }
}
