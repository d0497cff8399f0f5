import Foundation
import FoundationNetworking
import TestSupport
import Testing

@Suite("What keeps the program from starting is one clear sentence and the right exit code")
struct BadStartTests {
    @Test func noConfiguration() throws {
        let place = try Workplace()
        guard !FileManager.default.fileExists(atPath: "/etc/newspool/feeds.toml") else { return }
        for command in ["run", "check"] {
            let result = try place.run(command)
            #expect(result.status == 78)
            #expect(result.errors.contains("--config"))
            #expect(result.output.isEmpty)
        }
    }

    @Test func missingFile() throws {
        let result = try Workplace().run("run", "--config", "nowhere.toml")
        #expect(result.status == 78)
        #expect(result.errors.contains("nowhere.toml: No such file"), "\(result.errors)")
    }

    @Test("every fault at once, each with its place")
    func faults() throws {
        let place = try Workplace()
        try place.directory.write(
            "[daemon]\nintervall = \"1h\"\nconcurrency = 0\n[[feed]]\nname = \"x\"\n", to: "feeds.toml")
        for command in [["check"], ["run"], ["run", "--once"]] {
            let result = try Program.run(command, in: place.directory.url)
            #expect(result.status == 78)
            #expect(result.output.isEmpty)
            let lines = result.errors.split(separator: "\n").map(String.init)
            #expect(lines.count == 3, "\(lines)")
            #expect(lines.first == "feeds.toml:2:1: unknown key 'intervall' (did you mean 'interval'?)")
            #expect(lines.last?.hasPrefix("feeds.toml:4:1: ") == true)
        }
        let json = try place.run("check", "--json")
        #expect(json.status == 78 && json.errors.isEmpty)
        let object = try JSONSerialization.jsonObject(with: json.output) as? [String: [[String: Any]]]
        #expect(object?["faults"]?.count == 3)
    }

    @Test("who may read the spool but not the secrets can still tail it; a faulty file without a spool is told")
    func tailBesideFaults() throws {
        let place = try Workplace()
        try place.directory.write(
            "[[webhook]]\nname = \"w\"\nurl = \"https://a.example/\"\nsecret_file = \"no\"\n", to: "feeds.toml")
        #expect(try place.run("tail").status == 78)
        let line = "{\"seq\":1,\"time\":\"2026-11-23T10:00:00Z\",\"feed\":\"f\",\"title\":\"T\"}\n"
        try place.directory.write(line, to: "spool/journal/2026-11-23.jsonl")
        let result = try place.run("tail", "--json")
        #expect(result.status == 0 && result.text == line, "\(result.errors)")
    }

    @Test("a named file that is a pipe or a device is a fault, not a wait")
    func namedFilesThatAreNone() throws {
        let place = try Workplace()
        #expect(mkfifo(place.directory.appending("pipe").path, 0o600) == 0)
        try place.directory.write(
            "[http]\nca_file = \"/dev/zero\"\n[[feed]]\nurl = \"https://a.example/\"\nca_file = \"pipe\"\n",
            to: "feeds.toml")
        let result = try place.run("check")
        #expect(result.status == 78)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.hasSuffix("it is not a regular file") }, "\(lines)")
    }

    @Test("what may not be looked at is not told as empty", arguments: ["tail", "status"])
    func unreachable(command: String) throws {
        let place = try Workplace()
        try place.directory.write(
            "[spool]\npath = \"loop/spool\"\n[daemon]\nstate = \"loop/state\"\n", to: "feeds.toml")
        // As good as a directory of somebody else's, for root too.
        try FileManager.default.createSymbolicLink(
            atPath: place.directory.appending("loop").path, withDestinationPath: "loop")
        let result = try place.run(command)
        #expect(result.status == 74 && result.text.isEmpty)
        #expect(result.errors.contains("cannot read ") && result.errors.contains("symbolic links"), "\(result.errors)")
    }

    @Test("standard output on a full disk: 74, and why")
    func fullOutput() throws {
        let place = try Workplace()
        try place.directory.write("", to: "feeds.toml")
        let result = try RunningProgram(
            ["-c", "exec \"$0\" export > /dev/full", Program.path], in: place.directory.url, path: "/bin/sh"
        ).wait()
        #expect(
            result.status == 74 && result.errors.contains("standard output: No space left on device"),
            "\(result.errors)")
    }

    @Test("selectors are read by the module that uses them, and a terminal sees the line and a caret")
    func selectors() throws {
        let place = try Workplace()
        let feed = "[[feed]]\nurl = \"https://a.example/\"\n"
        try place.directory.write(
            feed + "selector = \"div[\"\nremove = [\".ad\", \"h1 + p\", \"a:hover\"]\n", to: "feeds.toml")
        let result = try place.run("check")
        #expect(result.status == 78)
        #expect(
            result.errors == """
                feeds.toml:3:12: 'selector' is not a CSS selector: a name is missing at the end
                feeds.toml:4:18: this is not a CSS selector: siblings ('+') are not supported; name the element itself
                feeds.toml:4:28: this is not a CSS selector: pseudo-classes are not supported; use elements, .class, #id, \
                [attribute], spaces, > and commas

                """)
    }

    @Test("a spool or state that cannot be made: 73, and the path", arguments: ["spool", "state"])
    func unwritable(what: String) throws {
        let place = try Workplace()
        try place.directory.write("a file", to: "blocker")
        try place.configure(
            feeds: [], daemon: what == "state" ? "state = \"blocker/state\"" : "",
            spool: "")
        if what == "spool" {
            try place.directory.write("[spool]\npath = \"blocker/spool\"\n", to: "feeds.toml")
        }
        for command in [["run"], ["run", "--once"]] {
            let result = try Program.run(command, in: place.directory.url)
            #expect(result.status == 73, "\(result.errors)")
            #expect(result.errors.contains("blocker"))
        }
    }

    @Test("a second daemon on one state directory fails at once and names the first")
    func secondDaemon() throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        let first = try place.start("run")
        #expect(first.waitForError(containing: "ready"))
        let second = try place.run("run")
        #expect(second.status == 73, "\(second.errors)")
        #expect(second.errors.contains("\(first.identifier)"), "\(second.errors)")
        first.send(SIGTERM)
        #expect(first.wait().status == 0)
    }

    @Test func usage() throws {
        for arguments in [["frobnicate"], ["run", "--nonsense"], ["tail", "-n", "x"], ["parse"], [], ["webhook"]] {
            let result = try Program.run(arguments)
            #expect(result.status == 64, "\(arguments)")
            #expect(result.output.isEmpty)
        }
    }
}

extension BadStartTests {
    @Test("a port in use: 73 and the address; a free one serves the feeds' states")
    func statusListener() async throws {
        let taken = try LoopbackServer { _ in .ok("taken") }
        let place = try Workplace()
        try place.configure(feeds: [], extra: "[status]\nlisten = \"127.0.0.1:\(taken.port)\"")
        let result = try place.run("run")
        #expect(result.status == 73, "\(result.errors)")
        #expect(result.errors.contains("127.0.0.1:\(taken.port)") && result.errors.contains("in use"))

        let free = try LoopbackServer { _ in .ok(rss([1])) }
        let port = free.port
        free.stop()
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        try place.configure(
            feeds: [("site", server.url()), ("gone", server.url("/2"))],
            extra: "[status]\nlisten = \"127.0.0.1:\(port)\"")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        let (data, _) = try await URLSession.shared.data(
            from: #require(URL(string: "http://127.0.0.1:\(port)/status.json")))
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        #expect((object?["feeds"] as? [[String: Any]])?.count == 2)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }
}
