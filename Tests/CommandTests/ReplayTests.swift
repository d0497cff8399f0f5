import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("newspool replay and newspool webhook, with and without a running daemon")
struct ReplayTests {
    private let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"

    private func hook(_ url: String, _ more: String = "") -> String {
        "[[webhook]]\nname = \"hook\"\nurl = \"\(url)\"\nsecret = \"\(secret)\"\n\(more)"
    }

    private func posts(_ server: LoopbackServer) -> [LoopbackRequest] { server.requests.filter { $0.method == "POST" } }

    private func json(_ result: Program.Result) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any], "\(result.errors)")
    }

    /// Ends a daemon if there is one.
    private func end(_ daemon: RunningProgram?) {
        daemon?.send(SIGTERM)
        if let daemon { #expect(daemon.wait().status == 0) }
    }

    @Test("files come back byte for byte, and the journal stays as it is", arguments: [false, true])
    func files(isRunning: Bool) async throws {
        let server = try LoopbackServer { _ in .ok(rss([1, 2, 3])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())])
        #expect(try place.run("run", "--once").status == 0)
        let names = place.articles(".json") + place.articles(".md")
        let before = try names.map { try place.text(of: $0) }
        let journal = try place.journal().count
        for name in names.dropFirst(2) {
            try FileManager.default.removeItem(at: place.directory.appending("spool/" + name))
        }
        try Data("changed".utf8).write(to: place.directory.appending("spool/" + names[0]))
        let daemon = isRunning ? try place.start("run") : nil
        if let daemon { #expect(daemon.waitForError(containing: "ready")) }
        let result = try place.run("replay", "--after", "0", "--json")
        #expect(result.status == 0, "\(result.errors)")
        let answer = try json(result)
        #expect(answer["articles"] as? Int == 3 && answer["files_written"] as? Int == 5)
        #expect(try names.map { try place.text(of: $0) } == before)
        #expect(try place.journal().count == journal)
        try FileManager.default.removeItem(at: place.directory.appending("spool/" + names[1]))
        #expect(try place.run("replay", "--after", "0", "--until", "0").text == "0 articles, 0 files written\n")
        #expect(try place.run("replay", "--after", "1", "--until", "3").text == "2 articles, 1 files written\n")
        end(daemon)
    }

    @Test(
        "a hole in the journal is told by status and doctor, and the replay that they name fills it",
        arguments: [false, true])
    func journal(isRunning: Bool) async throws {
        let server = try LoopbackServer { _ in .ok(rss([1, 2, 3, 4, 5])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())])
        #expect(try place.run("run", "--once").status == 0)
        let name = "journal/" + (try #require(try place.journal().first?["time"] as? String)).prefix(10) + ".jsonl"
        let whole = try place.text(of: name)
        let lines = whole.split(separator: "\n")
        try place.directory.write([lines[0], lines[3], lines[4], ""].joined(separator: "\n"), to: "spool/" + name)
        let daemon = isRunning ? try place.start("run") : nil
        if let daemon {
            #expect(daemon.waitForError(containing: "the journal lacks lines"))
            let status = try place.run("status")
            #expect(
                status.text.contains("lacks 2 lines (seq 2-3); newspool replay --after 1 --until 3"), "\(status.text)")
            let failing = try place.run("status", "--failing")
            #expect(failing.status == 1 && failing.text.hasPrefix("failing  journal  "), "\(failing.text)")
        }
        let doctor = try place.run("doctor")
        #expect(doctor.status == 1, "\(doctor.text)")
        #expect(doctor.text.contains("newspool replay --after 1 --until 3 writes what is missing"), "\(doctor.text)")
        let answer = try json(try place.run("replay", "--after", "1", "--until", "3", "--json"))
        #expect(answer["lines_written"] as? Int == 2)
        #expect(try place.text(of: name) == whole)
        if isRunning { #expect(try place.run("status", "--failing").status == 0) }
        #expect(try !place.run("doctor").text.contains("fail  journal"))
        end(daemon)
    }

    @Test("a webhook is told again with the same ids and bodies", arguments: [false, true])
    func notifications(isRunning: Bool) async throws {
        let server = try LoopbackServer { $0.method == "POST" ? .status(204) : .ok(rss([1, 2, 3])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], extra: hook(server.url("/hook")))
        #expect(try place.run("run", "--once").status == 0)
        let first = posts(server)
        #expect(first.count == 3)
        let daemon = isRunning ? try place.start("run") : nil
        if let daemon { #expect(daemon.waitForError(containing: "ready")) }
        let result = try place.run("replay", "--after", "1", "--webhook", "hook")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.text == "2 articles, 2 messages for 'hook' are due now\n")
        if isRunning {
            while posts(server).count < 5 { _ = await server.requests(count: server.requests.count + 1) }
        } else {
            #expect(try place.run("run", "--once").status == 0)
        }
        let again = posts(server).dropFirst(3)
        #expect(again.map { $0["webhook-id"] } == first.dropFirst().map { $0["webhook-id"] })
        #expect(again.map(\.body) == first.dropFirst().map(\.body))
        let unknown = try place.run("replay", "--after", "0", "--webhook", "hok")
        #expect(unknown.status == 65 && unknown.errors.contains("did you mean 'hook'"))
        end(daemon)
    }

    @Test("list says what failed and why, retry sends it, drop forgets it", arguments: [false, true])
    func queue(isRunning: Bool) async throws {
        let status = Mutex(500)
        let server = try LoopbackServer { request in
            request.method == "POST" ? .status(status.withLock { $0 }) : .ok(rss([1, 2]))
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], extra: hook(server.url("/hook")))
        #expect(try place.run("run", "--once").status == 1)
        let daemon = isRunning ? try place.start("run") : nil
        if let daemon { #expect(daemon.waitForError(containing: "ready")) }
        let list = try json(try place.run("webhook", "list", "--json"))
        let report = try #require((list["webhooks"] as? [[String: Any]])?.first)
        #expect(report["name"] as? String == "hook" && report["state"] as? String == "failing")
        #expect(report["waiting"] as? Int == 2 && report["last_error"] as? String == "answered 500")
        let messages = try json(try place.run("webhook", "list", "hook", "--json"))["messages"] as? [[String: Any]]
        #expect(messages?.compactMap { $0["seq"] as? Int } == [1, 2])
        #expect(try place.run("webhook", "list").text.contains("answered 500"))
        status.withLock { $0 = 410 }
        #expect(try place.run("webhook", "retry", "hook").text == "hook: 2 messages due now\n")
        if let daemon {
            #expect(daemon.waitForError(containing: "answered 410"))
        } else {
            #expect(try place.run("run", "--once").status == 1)
        }
        let stopped = try json(try place.run("webhook", "list", "--json"))["webhooks"] as? [[String: Any]]
        #expect(stopped?.first?["state"] as? String == "stopped")
        status.withLock { $0 = 200 }
        let before = posts(server).count
        #expect(try place.run("webhook", "retry", "hook").status == 0)
        if isRunning {
            while posts(server).count < before + 2 { _ = await server.requests(count: server.requests.count + 1) }
        } else {
            #expect(try place.run("run", "--once").status == 0)
        }
        end(daemon)
        #expect(Set(posts(server).compactMap { $0["webhook-id"] }).count == 2)
        #expect(try place.run("replay", "--after", "0", "--webhook", "hook").status == 0)
        #expect(try place.run("webhook", "drop", "hook").text == "hook: 2 messages dropped\n")
        #expect(try place.run("webhook", "list").text.contains("\nhook  ok "))
        #expect(try place.run("webhook", "retry", "no one").status == 65)
    }

    @Test("test shows the answer, and exits with 1 where the receiver refuses")
    func probe() throws {
        let status = Mutex(200)
        let server = try LoopbackServer { _ in
            .status(status.withLock { $0 }, body: Array("no \u{1B}[31mchannel".utf8))
        }
        let place = try Workplace()
        try place.configure(
            feeds: [], extra: hook(server.url("/hook"), "template = '{\"text\":\"{{title}} {{url}}\"}'\n"))
        let good = try place.run("webhook", "test", "hook")
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.text == "hook: answered 200: no  [31mchannel\n")
        let post = try #require(posts(server).first)
        #expect(post.text == #"{"text":"A test of newspool https://example.org/"}"#)
        #expect(post["webhook-signature"]?.hasPrefix("v1,") == true)
        status.withLock { $0 = 403 }
        let bad = try place.run("webhook", "test", "hook")
        #expect(bad.status == 1 && bad.errors.contains("answered 403: no"), "\(bad.errors)")
        #expect(!bad.errors.contains(secret))
        server.stop()
        let gone = try place.run("webhook", "test", "hook", "--json")
        #expect(gone.status == 1)
        #expect(try json(gone)["is_success"] as? Bool == false && json(gone)["error"] != nil)
    }
}
