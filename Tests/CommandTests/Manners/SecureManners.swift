import Foundation
import Model
import Store
import TestSupport
import Testing

/// TLS and HTTP/2, with an nginx before the scripted server.
@Suite("Manners: TLS and HTTP/2", .enabled(if: Nginx.isAvailable, "needs nginx and openssl"), .timeLimit(.minutes(2)))
struct SecureManners {
    /// `[http]` that trusts a server's certificate.
    private func trusting(_ nginx: Nginx) -> String {
        "allow_private = true\nca_file = \"\(nginx.certificate.file.path)\""
    }

    @Test("HTTP/2 where the server has it; validators go back as ever")
    func http2() throws {
        let server = try LoopbackServer { request in
            request["If-None-Match"] == "W/\"a  b\"" ? .status(304) : .ok(rss([1]), ["ETag": "W/\"a  b\""])
        }
        let nginx = try Nginx(before: server)
        let feed = try Polled(nginx.url("/feed?a=%7e"), http: trusting(nginx))
        #expect(try feed.rounds(2) == [true, true])
        #expect(server.requests.map { $0["X-Protocol"] } == ["HTTP/2.0", "HTTP/2.0"])
        #expect(server.requests.map { $0["If-None-Match"] } == [nil, "W/\"a  b\""])
        #expect(server.requests.map(\.path) == ["/feed?a=%7e", "/feed?a=%7e"])
        #expect(try feed.titles == ["Article 1"])
    }

    @Test("polls of one host share a connection, as many at a time as it has places")
    func multiplexing() throws {
        let all = Gate(), count = Count()
        let server = try LoopbackServer { _ in
            if count.next() == 3 { all.open() }
            return .script(
                .wait(all), .send("HTTP/1.1 200 OK\r\nContent-Length: \(rss([1]).utf8.count)\r\n\r\n" + rss([1])))
        }
        let nginx = try Nginx(before: server)
        let place = try Workplace()
        try place.directory.write(
            "[daemon]\nper_host = 4\n[http]\n\(trusting(nginx))\n"
                + (0..<4).map { "[[feed]]\nname = \"f\($0)\"\nurl = \"\(nginx.url("/\($0)"))\"\n" }.joined(),
            to: "feeds.toml")
        #expect(try place.run("run", "--once").status == 0)
        #expect(Set(server.requests.map { $0["X-Connection"] }).count == 1)
    }

    @Test(
        "a stream that is cut is tried twice more, then a failure that touches no validators",
        arguments: ["Content-Length: 9999\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nfff\r\n"])
    func cutStream(framing: String) throws {
        let text = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\n" + framing + rss([1, 2]).dropLast(30)
        let server = try LoopbackServer([.ok(rss([1]), ["ETag": "\"a\""]), .script(.send(text), .close)])
        let nginx = try Nginx(before: server)
        let feed = try Polled(nginx.url("/feed"), http: trusting(nginx))
        #expect(try feed.rounds(3) == [true, false, false])
        #expect(server.requests.count == 7 && server.requests.dropFirst().allSatisfy { $0["If-None-Match"] == "\"a\"" })
        #expect(try feed.titles == ["Article 1"])
    }

    @Test("an unknown certificate is refused, and says so")
    func selfSigned() throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let nginx = try Nginx(before: server)
        let feed = try Polled(nginx.url())
        #expect(try feed.run() == false)
        #expect(server.requests.isEmpty)
        let sentence = try #require(try feed.state().failure?.sentence)
        #expect(
            sentence.hasPrefix("TLS: SSL certificate problem: self-signed certificate") && sentence.contains("ca_file"))
    }

    @Test("ca_file of a feed is for that feed alone")
    func feedsOwn() throws {
        let server = try LoopbackServer { request in .ok(rss([1], site: "http://site.example\(request.path)")) }
        let nginx = try Nginx(before: server)
        let feed = try Polled(
            nginx.url("/own"),
            feed: "ca_file = \"\(nginx.certificate.file.path)\"\n[[feed]]\nurl = \"\(nginx.url("/other"))\"")
        #expect(try feed.run() == false)
        #expect(server.requests.map(\.path) == ["/own"])
        #expect(try feed.state().failures == 0)
    }

    @Test("ca_file, renewed in place, heals the feed at once")
    func renewed() async throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let nginx = try Nginx(before: server)
        let directory = try TemporaryDirectory()
        let other = try Certificate(in: directory, "other", for: ["DNS:localhost"])
        let feed = try Polled(nginx.url(), http: "allow_private = true\nca_file = \"ca.pem\"")
        let file = feed.place.directory.appending("ca.pem")
        try Data(contentsOf: other.file).write(to: file)
        let daemon = try feed.place.start("run")
        #expect(daemon.waitForError(containing: "poll failed"))
        try Data(contentsOf: nginx.certificate.file).write(to: file)
        #expect(daemon.waitForError(containing: "new articles"), "\(daemon.errorText)")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("an expired certificate is refused though it is trusted")
    func expired() throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let nginx = try Nginx(before: server, days: -1)
        let feed = try Polled(nginx.url(), http: trusting(nginx))
        #expect(try feed.run() == false)
        #expect(server.requests.isEmpty)
        #expect(try feed.state().failure?.sentence == "TLS: SSL certificate problem: certificate has expired")
    }

    @Test("and so is one of another name")
    func otherName() throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let nginx = try Nginx(before: server)
        let other = try Certificate(in: TemporaryDirectory(), "other", for: ["DNS:localhost"])
        let feed = try Polled(nginx.url(), http: "allow_private = true\nca_file = \"\(other.file.path)\"")
        #expect(try feed.run() == false)
        #expect(server.requests.isEmpty)
    }

    @Test("a new connection resumes the session of the one before")
    func resumption() async throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let nginx = try Nginx(before: server, isHTTP2: false, keepsAlive: false)
        let feed = try Polled(nginx.url(), daemon: "min_interval = \"1s\"", http: trusting(nginx))
        let text = try String(contentsOf: feed.place.directory.appending("feeds.toml"), encoding: .utf8)
        try feed.place.directory.write(text.replacing("interval = \"1h\"", with: "interval = \"1s\""), to: "feeds.toml")
        let daemon = try feed.place.start("run")
        let requests = await server.requests(count: 3)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(Set(requests.map { $0["X-Connection"] }).count == requests.count)
        #expect(requests.map { $0["X-Session"] == "r" } == [false] + Array(repeating: true, count: requests.count - 1))
    }

    @Test(
        "no one who is sent credentials may lead a feed from https to http; without them it may",
        arguments: [
            ("", false), ("username = \"ada\"\npassword = \"lovelace\"", true), ("userinfo", true),
            ("headers = { Authorization = \"Bearer s3cret\" }", false),
        ])
    func downgrade(secret: String, isRefused: Bool) throws {
        let plain = try LoopbackServer([.ok(rss([1]))])
        let server = try LoopbackServer { _ in .redirect(301, to: plain.url("/feed")) }
        let nginx = try Nginx(before: server)
        let isUserinfo = secret == "userinfo"
        let feed = try Polled(
            isUserinfo ? nginx.url().replacing("//", with: "//ada:lovelace@") : nginx.url(),
            feed: isUserinfo ? "" : secret, http: trusting(nginx))
        #expect(try feed.run() == !isRefused)
        #expect(server.requests.first?["Authorization"] != nil || secret.isEmpty)
        #expect(plain.requests.count == (isRefused ? 0 : 1))
        #expect(plain.requests.allSatisfy { $0["Authorization"] == nil })
    }

    @Test("through a proxy's tunnel: the proxy sees the name and none of the feed's secrets, and TLS is verified")
    func tunnel() throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let nginx = try Nginx(before: server, names: ["DNS:public.test"])
        let (host, port) = (nginx.host, nginx.port)  // the proxy outlives the test, and nginx must not
        let proxy = try LoopbackServer { _ in
            .script(.send("HTTP/1.1 200 Fine\r\nETag: \"proxy\"\r\n\r\n"), .tunnel(host: host, port: port))
        }
        let own = """
            username = "ada"
            password = "lovelace"
            headers = { X-Token = "s3cret" }
            """
        let address = proxy.url("").replacing("//", with: "//user:pass@")
        let feed = try Polled(
            "https://public.test:\(nginx.port)/feed", feed: own,
            http: "proxy = \"\(address)\"\nca_file = \"\(nginx.certificate.file.path)\"")
        #expect(try feed.rounds(2) == [true, true])
        #expect(proxy.requests.map(\.method) == ["CONNECT", "CONNECT"])
        for request in proxy.requests {
            #expect(request.path == "public.test:\(nginx.port)")
            #expect(request["Proxy-Authorization"] == "Basic dXNlcjpwYXNz")
            #expect(request["Authorization"] == nil && request["X-Token"] == nil)
        }
        for request in server.requests {
            #expect(request["Authorization"] == "Basic YWRhOmxvdmVsYWNl" && request["X-Token"] == "s3cret")
            #expect(request["Proxy-Authorization"] == nil && request["If-None-Match"] == nil)
        }
        try feed.configure(
            "https://other.test:\(nginx.port)/feed",
            http: "proxy = \"\(address)\"\nca_file = \"\(nginx.certificate.file.path)\"")
        #expect(try feed.run() == false)
        #expect(server.requests.count == 2)
    }
}
