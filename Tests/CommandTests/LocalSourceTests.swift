import Foundation
import TestSupport
import Testing

@Suite("feeds of programs and files")
struct LocalSourceTests {
    private static func feed(_ name: String, _ source: String, _ more: String = "") -> String {
        "[[feed]]\n\(source)\nname = \"\(name)\"\n\(more)\n"
    }

    @Test("a program's output and a file land like a feed's document, and failures say why")
    func sources() throws {
        let place = try Workplace()
        try place.directory.write(rss([1, 2]), to: "a feed.xml")
        try place.directory.write(
            "#!/bin/sh\necho \"$1 of $NEWSPOOL_FEED\" >&2\n[ -n \"$1\" ] && exit 7\ncat \"${0%/*}/two.xml\"\n",
            to: "fetch-it")
        try place.directory.write(rss([3], site: "http://two.example"), to: "two.xml")
        let path = place.directory.url.path
        chmod(path + "/fetch-it", 0o755)
        try place.configure(
            feeds: [],
            extra: Self.feed("file", "url = \"file://\(path)/a%20feed.xml\"")
                + Self.feed("program", "command = [\"./fetch-it\"]", "base = \"http://two.example/\"")
                + Self.feed("broken", "command = [\"./fetch-it\", \"no such table $(id)\"]")
                + Self.feed("silent", "command = [\"true\"]") + Self.feed("none", "command = [\"/not/there\"]")
                + Self.feed("slow", "command = [\"sleep\", \"300\"]", "timeout = \"1s\"")
                + Self.feed("lost", "url = \"file:///not/there.xml\""))
        let run = try place.run("run", "--once")
        #expect(run.status == 1 && run.errors.contains("7 of 7 feeds polled, 5 failed, 3 articles delivered"), "\(run)")
        #expect(Set(try place.journal().compactMap { $0["feed"] as? String }) == ["file", "program"])
        let status = try place.run("status", "--json").text
        for words in [
            "exit status 7: no such table $(id) of broken", "it printed nothing",
            "cannot be run: No such file or directory", "it had not ended after 1.0 seconds and was killed",
            "cannot read /not/there.xml: No such file or directory",
        ] {
            #expect(status.contains(words), "\(words): \(status)")
        }
        #expect(try place.run("status", "--feed", "slow").text.contains("sleep 300"))
        // An unchanged file is not read again; what comes later is new.
        try place.directory.write(rss([4, 1, 2]), to: "a feed.xml")
        _ = try place.run("run", "--once")
        #expect(try place.journal().count == 4)
    }

    @Test("a stop does not wait for a program")
    func stop() throws {
        let place = try Workplace()
        try place.configure(feeds: [], extra: Self.feed("slow", "command = [\"sleep\", \"300\"]"))
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        Thread.sleep(forTimeInterval: 0.5)
        let start = Date()
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0 && Date().timeIntervalSince(start) < 6)
    }

    @Test("a program ends with a daemon that is killed, whatever it has started")
    func killed() throws {
        let place = try Workplace()
        let script = "setsid sh -c 'setsid sleep 300 & echo $! > \"$0\"' \"$0\" & sleep 300"
        let note = place.directory.url.path + "/started"
        try place.configure(
            feeds: [], extra: Self.feed("slow", "command = [\"sh\", \"-c\", '''\(script)''', \"\(note)\"]"))
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        var number: pid_t?
        for _ in 0..<250 where number == nil {
            usleep(20_000)
            number = (try? String(contentsOfFile: note, encoding: .utf8)).flatMap {  // not there yet
                pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        let started = try #require(number)
        #expect(kill(started, 0) == 0)
        daemon.send(SIGKILL)
        _ = daemon.wait()
        for _ in 0..<250 where kill(started, 0) == 0 { usleep(20_000) }
        #expect(kill(started, 0) != 0)
    }

    @Test("a command that a reload brings to a daemon without any needs a restart, which it says")
    func reload() throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        try place.configure(feeds: [], extra: Self.feed("a", "command = [\"true\"]"))
        #expect(try place.run("reload").errors.contains("only a restart applies: feed.command"))
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("check names keys of requests that no request will have")
    func idleKeys() throws {
        let place = try Workplace()
        try place.configure(
            feeds: [],
            extra: Self.feed("a", "push = true", "user_agent = \"x\"\ninterval = \"1h\"\nheaders = { A = \"b\" }")
                + Self.feed("b", "command = [\"true\"]", "user_agent = \"x\"\nfull_text = true\ntimeout = \"5s\"")
                + Self.feed("c", "url = \"file:///x\"", "always_download = true\ninterval = \"1h\""))
        let check = try place.run("check")
        #expect(check.status == 0, "\(check.errors)")
        #expect(
            check.errors.components(separatedBy: "\n").filter { $0.contains("warning") } == [
                "feeds.toml: warning: feed \"a\": no server is asked for it: headers, interval, user_agent do nothing"
            ], "\(check.errors)")
    }

    /// A server has this many ways to name a file, and none of them is followed.
    @Test("nothing from the network names a file", arguments: ["redirect", "refresh", "link", "archive"])
    func strangers(way: String) throws {
        let place = try Workplace()
        let secret = rss([99], site: "http://secret.example", title: "Secret")
        try place.directory.write(secret, to: "secret.xml")
        let path = place.directory.url.path + "/secret.xml"
        let server = try LoopbackServer { _ in
            switch way {
            case "redirect": return .status(301, ["Location": "file://\(path)"])
            case "refresh": return .ok("<html><meta http-equiv=\"refresh\" content=\"0; url=file://\(path)\"></html>")
            case "link":
                return .ok(
                    "<rss version='2.0'><channel><title>A</title><item><title>B</title><guid>1</guid>"
                        + "<link>file://\(path)</link></item></channel></rss>")
            default:
                return .ok(
                    "<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><link rel='next' href='file://\(path)'/>"
                        + "<link rel='prev-archive' href='file://\(path)'/><entry><id>x</id><title>C</title></entry></feed>"
                )
            }
        }
        try place.configure(
            feeds: [],
            extra: Self.feed("a", "url = \"\(server.url("/a"))\"", "full_text = true\nhistory = true"))
        for _ in 1...2 { _ = try place.run("run", "--once") }
        let lines = try place.journal()
        #expect(!lines.contains { ($0["title"] as? String)?.contains("99") == true }, "\(lines)")
        #expect(!lines.contains { ($0["url"] as? String)?.hasPrefix("file:") == true }, "\(lines)")
        for file in place.articles(".json") { #expect(!(try place.text(of: file)).contains("secret.xml")) }
    }

    @Test("add and import name no file and no program")
    func lists() throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        try place.directory.write(rss([99]), to: "secret.xml")
        let file = "file://\(place.directory.url.path)/secret.xml"
        let opml =
            "<opml><body><outline text='a' xmlUrl='\(file)'/><outline text='b' command='id' xmlUrl='command:b'/></body></opml>"
        try place.directory.write(opml, to: "list.opml")
        #expect(try place.run("import", "list.opml").status == 65)
        #expect(try place.run("add", file).status == 65)
        #expect(try place.run("add", "command:id").status == 65)
        #expect(
            !(try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)).contains("[[feed]]"))
    }
}
