import Foundation
import Model
import Store
import TestSupport
import Testing

@Suite("Manners: who asks, and whom", .timeLimit(.minutes(2)))
struct RequestManners {
    @Test("one GET a poll, with these headers and no others")
    func headers() throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let feed = try Polled(
            server.url("/Feed.xml?b=2&a=%7e"), http: "allow_private = true\ncontact = \"https://example.org/about\"")
        let version = try Program.run(["--version"]).text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try feed.run())
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        #expect(request.method == "GET" && request.path == "/Feed.xml?b=2&a=%7e")
        #expect(request.headers.map(\.name).sorted() == ["Accept", "Accept-Encoding", "Host", "User-Agent"])
        #expect(request["User-Agent"] == "newspool/\(version) (+https://example.org/about)")
        let accept = try #require(request["Accept"])
        #expect(accept.contains("application/atom+xml") && accept.contains("application/feed+json"))
        #expect(accept.contains("*/*"))
    }

    @Test("a user agent of the user's own, for all feeds or for one")
    func userAgent() throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let feed = try Polled(server.url(), http: "allow_private = true\nuser_agent = \"all/1\"")
        try feed.run()
        try feed.configure(
            server.url(), feed: "user_agent = \"one/1\"\nheaders = { Accept = \"text/xml\" }",
            http: "allow_private = true\nuser_agent = \"all/1\"")
        try feed.run()
        #expect(server.requests.map { $0["User-Agent"] } == ["all/1", "one/1"])
        #expect(server.requests.last?["Accept"] == "text/xml")
    }

    @Test("a password from a file, or from a systemd credential", arguments: [true, false])
    func password(isCredential: Bool) throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let feed = try Polled(server.url(), feed: "username = \"ada\"\npassword_file = \"key\"")
        try feed.place.directory.write("lovelace\n", to: isCredential ? "credentials/key" : "key")
        let result = try Program.run(
            ["run", "--once"], in: feed.place.directory.url,
            environment: isCredential
                ? ["CREDENTIALS_DIRECTORY": feed.place.directory.appending("credentials").path] : [:])
        #expect(result.status == 0, "\(result.errors)")
        #expect(server.requests.first?["Authorization"] == "Basic YWRhOmxvdmVsYWNl")
    }

    @Test("through a proxy of the file, never of the environment; it gets no secrets of the feed's origin")
    func proxy() throws {
        let proxy = try LoopbackServer([.ok(rss([1]))])
        let environment = try LoopbackServer([.status(500)])
        let feed = try Polled(
            "http://public.example/feed", http: "proxy = \"\(proxy.url("").replacing("//", with: "//user:pass@"))\"")
        let result = try Program.run(
            ["run", "--once"], in: feed.place.directory.url,
            environment: [
                "http_proxy": environment.url(), "HTTP_PROXY": environment.url(), "ALL_PROXY": environment.url(),
            ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(proxy.requests.first?.path == "http://public.example/feed")
        #expect(proxy.requests.first?["Proxy-Authorization"] == "Basic dXNlcjpwYXNz")
        #expect(environment.requests.isEmpty)
        // Nor does the environment's count where the file has none.
        let server = try LoopbackServer([.ok(rss([2]))])
        try feed.configure(server.url())
        #expect(
            try Program.run(
                ["run", "--once"], in: feed.place.directory.url, environment: ["http_proxy": environment.url()]
            ).status == 0)
        #expect(environment.requests.isEmpty && server.requests.count == 1)
    }

    @Test(
        "no address that is not public is asked, however it is spelled",
        arguments: [
            "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0", "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
            "[2001:0:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[100::1]", "[2001:db8::1]",
            "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1", "192.168.0.1",
            "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "a.localhost",
        ])
    func refused(host: String) throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let feed = try Polled("http://\(host):\(server.port)/", daemon: "connect_timeout = \"2s\"", http: "")
        #expect(try feed.run() == false)
        #expect(server.connections == 0)
        #expect(try feed.state().failure?.sentence.contains("is not a public address") == true, "\(host)")
    }

    @Test("nor on any hop: a public name, here behind a proxy, may not send us home")
    func hops() throws {
        let home = try LoopbackServer([.ok(rss([1]))])
        let allowed = try LoopbackServer(host: "127.0.0.2") { _ in .redirect(302, to: home.url("/secret")) }
        let feed = try Polled(allowed.url(), http: "allow_private = [\"127.0.0.2\"]")
        #expect(try feed.run() == false)
        #expect(allowed.requests.count == 1 && home.connections == 0)
    }

    @Test(
        "allow_private is true, or a list of networks and names",
        arguments: [
            ("true", true), ("false", false), ("[\"127.0.0.0/8\"]", true), ("[\"127.0.0.1\"]", true),
            ("[\"localhost\"]", false), ("[\"10.0.0.0/8\", \"::1\"]", false),
        ])
    func allowed(list: String, isAllowed: Bool) throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let feed = try Polled(server.url(), http: "allow_private = \(list)")
        #expect(try feed.run() == isAllowed)
        #expect(server.connections == (isAllowed ? 1 : 0))
    }

    @Test("a listed name is allowed wherever it leads")
    func allowedName() throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let feed = try Polled("http://localhost:\(server.port)/", http: "allow_private = [\"localhost\"]")
        #expect(try feed.run())
    }
}
