import Foundation
import TestSupport
import Testing

@Suite("Manners: edits of feeds.toml", .timeLimit(.minutes(1)))
struct ReloadManners {
    enum Cause: CaseIterable { case edit, hangup, command }

    private func write(_ feeds: [String], in place: Workplace, after lines: String = "") throws {
        try place.directory.write(
            "[daemon]\ninterval = \"1h\"\n[http]\nallow_private = true\n[spool]\nformats = []\n\(lines)"
                + feeds.map { "[[feed]]\nurl = \"\($0)\"\n" }.joined(), to: "feeds.toml")
    }

    @Test(
        "new feeds are polled at once, removed ones stop, the others keep their dates; a faulty file changes nothing",
        arguments: Cause.allCases)
    func reload(_ cause: Cause) async throws {
        let server = try LoopbackServer { request in .ok(rss([1], site: "http://site.example\(request.path)")) }
        let place = try Workplace()
        func dates() throws -> [String: Date] {
            let result = try place.run("status", "--json")
            let report = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
            let feeds = try #require(report["feeds"] as? [[String: Any]])
            return Dictionary(
                feeds.compactMap { feed in
                    guard let url = feed["url"] as? String, let next = feed["next_poll"] as? String else { return nil }
                    return (try? Date(next, strategy: .iso8601)).map { (url, $0) }
                }
            ) { first, _ in first }
        }
        try write([server.url("/a"), server.url("/b")], in: place)
        let daemon = try place.start("run")
        _ = await server.requests(count: 2)
        #expect(daemon.waitForError(containing: "ready"))
        // Told when it is saved.
        #expect(daemon.waitForError(containing: "feed=127-0-0-1-a"))
        let before = try dates()
        func apply(status: Int32) throws {
            switch cause {
            case .edit: break
            case .hangup: daemon.send(SIGHUP)
            case .command: #expect(try place.run("reload").status == status)
            }
        }

        try write([server.url("/a"), server.url("/c")], in: place)
        try apply(status: 0)
        #expect(await server.requests(count: 3).last?.path == "/c")
        let after = try dates()
        #expect(after[server.url("/a")] == before[server.url("/a")] && after[server.url("/b")] == nil)

        try write([server.url("/d"), "nonsense"], in: place)
        try apply(status: 78)
        #expect(daemon.waitForError(containing: "feeds.toml:"), "\(daemon.errorText)")
        #expect(try dates()[server.url("/a")] == before[server.url("/a")])

        // The same feeds in another order, and one more to wait for.
        try write([server.url("/e"), server.url("/c"), server.url("/a")], in: place, after: "# new\n")
        try apply(status: 0)
        #expect(await server.requests(count: 4).map(\.path).sorted() == ["/a", "/b", "/c", "/e"])
        #expect(try dates()[server.url("/a")] == before[server.url("/a")])
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("an edit of a file that feeds.toml names heals the feed that it is for, whatever its back-off says")
    func namedFile() async throws {
        let server = try LoopbackServer { request in
            request["Authorization"] == "Basic YWRhOmxvdmVsYWNl" ? .ok(rss([1])) : .status(401)
        }
        let place = try Workplace()
        try write([server.url()], in: place)
        let text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        try place.directory.write(text + "username = \"ada\"\npassword_file = \"key\"\n", to: "feeds.toml")
        try place.directory.write("wrong-one\n", to: "key")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "poll failed"))
        try place.directory.write("lovelace\n", to: "key")  // as long as the other
        #expect(daemon.waitForError(containing: "new articles"), "\(daemon.errorText)")
        #expect(daemon.errorText.contains("key has changed"))
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(server.requests.count == 2)
    }

    @Test("a file that is named and missing is waited for")
    func missingFile() async throws {
        let server = try LoopbackServer { request in .ok(rss([1], site: "http://site.example\(request.path)")) }
        let place = try Workplace()
        try write([server.url("/a")], in: place)
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        try write([server.url("/a"), server.url("/b")], in: place)
        let text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        try place.directory.write(text + "username = \"ada\"\npassword_file = \"key\"\n", to: "feeds.toml")
        #expect(daemon.waitForError(containing: "the old configuration stays in force"), "\(daemon.errorText)")
        try place.directory.write("lovelace\n", to: "key")
        #expect(await server.requests(count: 2).last?.path == "/b")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test(
        "a URL listed twice is a fault that names both lines",
        arguments: ["http://a.example/f", "HTTP://A.example:80/f"])
    func listedTwice(url: String) throws {
        let place = try Workplace()
        try place.directory.write(
            "[[feed]]\nurl = \"http://a.example/f\"\n\n[[feed]]\nurl = \"\(url)\"\nname = \"b\"\n", to: "feeds.toml")
        let result = try place.run("check")
        #expect(result.status == 78)
        #expect((result.text + result.errors).contains("feeds.toml:5:7: duplicate URL: line 2 has the same"))
        #expect(try place.run("run", "--once").status == 78)
    }
}
