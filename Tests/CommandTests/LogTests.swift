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
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
            for name in ["time", "level", "message"] { #expect(object?[name] != nil, "\(line)") }
            if object?["message"] == "polled" {
                #expect(object?["feed"] == "site \"1\"" && object?["level"] == "debug")
            }
        }
        #expect(try place.run("run", "--log-format", "xml").status == 64)
    }
}
