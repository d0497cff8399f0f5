import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("The log of newspool run")
struct LogTests {
    private func start(_ place: Workplace, _ arguments: String..., socket: NotifySocket? = nil) throws -> RunningProgram
    {
        try RunningProgram(
            ["run"] + arguments, in: place.directory.url,
            environment: socket.map { ["NOTIFY_SOCKET": $0.path] } ?? [:])
    }

    @Test(
        "a feed is told when it breaks and when it is back, not at each poll, also over a restart; systemd sees how many"
    )
    func breaksAndIsBack() async throws {
        let isBroken = Mutex(false)
        let server = try LoopbackServer { _ in isBroken.withLock { $0 } ? .status(500) : .ok(rss([1])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], daemon: "max_interval = \"1s\"")
        let socket = try NotifySocket(path: place.directory.appending("notify").path)
        let daemon = try start(place, socket: socket)
        #expect(daemon.waitForError(containing: "new articles"))
        isBroken.withLock { $0 = true }
        #expect(daemon.waitForError(containing: "warning: poll failed"))
        #expect(socket.receive(containing: "STATUS=polling 1 feed, 1 failing"))
        _ = await server.requests(count: server.requests.count + 2)
        daemon.send(SIGTERM)
        let first = daemon.wait()
        #expect(first.errors.components(separatedBy: "poll failed").count == 2, "\(first.errors)")

        let again = try start(place)
        _ = await server.requests(count: server.requests.count + 2)
        isBroken.withLock { $0 = false }
        #expect(again.waitForError(containing: "notice: feed is back failures="))
        again.send(SIGTERM)
        #expect(!again.wait().errors.contains("poll failed"))
    }

    @Test("with --log-format json each line is an object; debug has one for each poll")
    func json() async throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        let place = try Workplace()
        try place.configure(feeds: [("site \\\"1\\\"", server.url())])
        let daemon = try start(place, "--log-format", "json", "--log-level", "debug")
        _ = await server.requests(count: 2)
        #expect(daemon.waitForError(containing: "\"message\":\"polled\""))
        daemon.send(SIGTERM)
        let lines = daemon.wait().errors.split(separator: "\n")
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            for name in ["time", "level", "message"] { #expect(object?[name] is String, "\(line)") }
            if object?["message"] as? String == "polled" {
                #expect(object?["feed"] as? String == "site \"1\"" && object?["level"] as? String == "debug")
                #expect(object?["status"] as? Int == 200 && object?["ms"] is Int, "\(line)")
            }
        }
        #expect(try place.run("run", "--log-format", "xml").status == 64)
    }

    @Test(
        "a fault of feeds.toml has its place: file:line:column in text, members in JSON; at the start and at a reload")
    func faults() throws {
        let place = try Workplace()
        try place.configure(feeds: [], daemon: "max_interval = \"1h\"")
        let sound = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        let daemon = try start(place, "--log-format", "json")
        #expect(daemon.waitForError(containing: "\"ready\""))
        try place.directory.write(sound + "\n[status]\nlisten = 7\n", to: "feeds.toml")
        _ = try place.run("reload")
        daemon.send(SIGTERM)
        let reload = daemon.wait().errors.split(separator: "\n")
        let start = try place.run("run", "--log-format", "json")
        #expect(start.status == 78)
        for lines in [reload, start.errors.split(separator: "\n")] {
            let faults = try lines.compactMap {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }.filter { $0["file"] != nil }
            let fault = try #require(faults.first, "\(lines)")
            #expect(fault["line"] is Int && fault["column"] as? Int == 10 && fault["level"] as? String == "error")
            #expect((fault["file"] as? String)?.hasSuffix("feeds.toml") == true)
            #expect((fault["message"] as? String)?.contains("feeds.toml") == false)
        }
        try place.directory.write(sound, to: "feeds.toml")
        let text = try self.start(place)
        #expect(text.waitForError(containing: "notice: ready"))
        try place.directory.write(sound + "\n[status]\nlisten = 7\n", to: "feeds.toml")
        _ = try place.run("reload")
        text.send(SIGTERM)
        #expect(text.wait().errors.contains(#/error: \S*feeds\.toml:\d+:10: /#))
    }
}
