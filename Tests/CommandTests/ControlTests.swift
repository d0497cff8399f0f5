import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("newspool reload, newspool poll")
struct ControlTests {
    @Test("reload returns when it is done; faults are printed with their places, and exit 78")
    func reload() throws {
        let server = try LoopbackServer { request in .ok(rss(request.path == "/b" ? [7] : [1])) }
        let place = try Workplace()
        try place.configure(feeds: [("a", server.url("/a"))])
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))

        try place.configure(feeds: [("a", server.url("/a")), ("b", server.url("/b"))])
        let good = try place.run("reload")
        #expect(good.status == 0 && good.text == "reloaded: 2 feeds\n", "\(good)")
        #expect(daemon.waitForError(containing: "feed=b"))

        try place.directory.write("[daemon]\nintervall = 1\nstate = \"state\"\n[oops]\n", to: "feeds.toml")
        let bad = try place.run("reload")
        #expect(bad.status == 78 && bad.text.isEmpty)
        #expect(bad.errors.contains("feeds.toml:2:1: unknown key 'intervall'"), "\(bad.errors)")
        #expect(bad.errors.contains("feeds.toml:4:"), "\(bad.errors)")
        let json = try place.run("reload", "--json")
        #expect(json.status == 78 && json.text.contains(#""line":2"#), "\(json)")
        // The old configuration is in force: both feeds still answer to their names.
        #expect(try place.run("poll", "b").status == 0)

        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(!place.exists("state/control.sock"))
    }

    @Test("poll polls now, all or the named; an unknown name polls nothing")
    func poll() async throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        let place = try Workplace()
        try place.configure(
            feeds: [("lwn", server.url("/a")), ("gone", server.url("/b"))], daemon: "max_interval = \"1h\"",
            interval: "1h")
        let daemon = try place.start("run")
        _ = await server.requests(count: 2)
        let all = try place.run("poll")
        #expect(all.status == 0 && all.text == "polling 2 of 2 feeds\n", "\(all)")
        _ = await server.requests(count: 4)
        #expect(try place.run("poll", "lwn").text == "polling 1 of 2 feeds\n")
        #expect(await server.requests(count: 5).last?.path == "/a")
        let wrong = try place.run("poll", "lwm", "gone")
        #expect(wrong.status == 65 && wrong.text.isEmpty)
        #expect(wrong.errors.contains("there is no feed 'lwm' (did you mean 'lwn'?)"), "\(wrong.errors)")
        #expect(server.requests.count == 5)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("poll leaves those alone that are gone or under Retry-After, and says so")
    func heldBack() async throws {
        let server = try LoopbackServer { request in
            request.path == "/gone" ? .status(410) : .status(429, ["Retry-After": "3600"])
        }
        let place = try Workplace()
        try place.configure(feeds: [("gone", server.url("/gone")), ("busy", server.url("/busy"))])
        _ = try place.run("run", "--once")
        try Polled(place).age(days: 1.01)  // gone is what says so twice, a day apart
        let daemon = try place.start("run", "--log-level", "debug")
        for name in ["gone", "busy"] { #expect(daemon.waitForError(containing: "feed=\(name)")) }
        let result = try place.run("poll", "gone", "busy")
        #expect(result.status == 1)
        #expect(result.errors.contains("'gone' is not polled: it is gone (410)"), "\(result.errors)")
        #expect(result.errors.contains("'busy' is not polled: its server asked to be left alone"), "\(result.errors)")
        #expect(result.text == "polling 0 of 2 feeds\n")
        #expect(server.requests.count == 4)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("no daemon: 69 and a sentence", arguments: ["reload", "poll"])
    func nobodyThere(command: String) throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        let result = try place.run(command)
        #expect(result.status == 69 && result.text.isEmpty)
        #expect(result.errors.contains("no daemon runs on this state directory"), "\(result.errors)")
    }

    @Test("the socket is for owner and group, works at the end of a long path, and replaces a dead daemon's")
    func socket() throws {
        let place = try Workplace()
        let state = String(repeating: "a-long-name/", count: 12) + "state"
        try place.configure(feeds: [], daemon: "state = \"\(state)\"")
        let killed = try place.start("run")
        #expect(killed.waitForError(containing: "ready"))
        killed.send(SIGKILL)
        _ = killed.wait()
        #expect(place.exists(state + "/control.sock"))
        #expect(try place.run("reload").status == 69)

        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        let path = place.directory.appending(state + "/control.sock").path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o660)
        #expect(try place.run("reload").status == 0)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(!place.exists(state + "/control.sock"))
    }

    @Test(
        "the state is the daemon's alone; its socket may lie where others reach it, and is not another program's to take"
    )
    func socketElsewhere() throws {
        let place = try Workplace()
        try place.directory.write("", to: "run/.keep")
        try place.configure(feeds: [], daemon: "control_socket = \"run/newspool.sock\"")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        let state = try FileManager.default.attributesOfItem(atPath: place.directory.appending("state").path)
        #expect(state[.posixPermissions] as? Int == 0o700)
        #expect(place.exists("run/newspool.sock") && !place.exists("state/control.sock"))
        #expect(try place.run("health").status == 0)
        #expect(try place.run("reload").status == 0)

        // Another state directory, the same socket.
        let other = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
            .replacing("[daemon]", with: "[daemon]\nstate = \"other\"").replacing("\"spool\"", with: "\"spool2\"")
        try place.directory.write(other, to: "other.toml")
        let second = try place.run("run", "--config", "other.toml")
        #expect(second.status != 0 && second.errors.contains("control socket"), "\(second.errors)")
        #expect(try place.run("health").status == 0)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(!place.exists("run/newspool.sock"))
    }
}
