import Foundation
import TestSupport
import Testing

@Suite("files that feeds.toml includes")
struct IncludeTests {
    private static func feed(_ name: String) -> String {
        "[[feed]]\nurl = \"https://\(name).example/rss\"\nname = \"\(name)\"\n"
    }

    private func place(_ include: String = "include = [\"feeds.d/*.toml\"]\n") throws -> Workplace {
        let place = try Workplace()
        try FileManager.default.createDirectory(
            at: place.directory.appending("feeds.d"), withIntermediateDirectories: true)
        try place.directory.write(include + Self.feed("main"), to: "feeds.toml")
        try place.directory.write(Self.feed("b"), to: "feeds.d/b.toml")
        try place.directory.write(Self.feed("a") + "\n" + Self.feed("a2"), to: "feeds.d/a.toml")
        return place
    }

    private func text(_ place: Workplace, _ name: String) throws -> String {
        try String(contentsOf: place.directory.appending(name), encoding: .utf8)
    }

    @Test("are read in order, hidden and other files are not, and feeds.toml does not include itself")
    func reads() throws {
        let place = try place("include = [\"feeds.d/*.toml\", \"*.toml\"]\n")
        try place.directory.write("nonsense", to: "feeds.d/.b.toml.swp")
        try place.directory.write("nonsense", to: "feeds.d/README")
        let export = try place.run("export", "--format", "toml")
        #expect(
            export.text.components(separatedBy: "\n").filter { $0.hasPrefix("name") }
                == ["main", "a", "a2", "b"].map { "name = \"\($0)\"" })
        let check = try place.run("check").errors
        #expect(check.hasPrefix("feeds.toml and 2 included files: no faults; 4 feeds, 0 webhooks\n"), "\(check)")
    }

    @Test("check names their faults by file, line and column, and patterns that name nothing or cannot be looked for")
    func faults() throws {
        let place = try place()
        try place.directory.write("\n[[feed]]\nurl = \"ftp://x.example/\"\n", to: "feeds.d/b.toml")
        let check = try place.run("check")
        #expect(check.status == 78 && check.errors.contains("feeds.d/b.toml:3:7: 'url'"), "\(check.errors)")
        try place.directory.write("include = [\"feeds.d/*.tom\"]\n", to: "feeds.toml")
        #expect(try place.run("check").errors.contains("warning: include \"feeds.d/*.tom\" names no file"))
        try place.directory.write("include = [\"feeds.e/*.toml\", \"c.toml\"]\n", to: "feeds.toml")
        let missing = try place.run("check")
        #expect(
            missing.status == 78
                && missing.errors.contains(
                    "feeds.toml:1:12: cannot include feeds.e/*.toml: No such file or directory")
                && missing.errors.contains("feeds.toml:1:30: cannot include c.toml: No such file or directory"),
            "\(missing.errors)")
    }

    @Test("remove edits the files that hold the feeds, and changes nothing where one is none")
    func removes() throws {
        let place = try place()
        #expect(try place.run("remove", "a2", "b", "none").status == 65)
        #expect(try text(place, "feeds.d/b.toml") == Self.feed("b"))
        #expect(try place.run("remove", "a2", "b", "https://main.example/rss").status == 0)
        #expect(try text(place, "feeds.d/a.toml") == Self.feed("a"))
        #expect(try text(place, "feeds.d/b.toml").isEmpty)
        #expect(try text(place, "feeds.toml") == "include = [\"feeds.d/*.toml\"]\n")
    }

    @Test("import and add write into the file that --into names, which they make, and know what other files have")
    func into() throws {
        let place = try place()
        let opml =
            "<opml><outline text='Q' xmlUrl='https://q.example/'/><outline xmlUrl='https://b.example/rss'/></opml>"
        try place.directory.write(opml, to: "list.opml")
        let known = try place.run("import", "--into", "feeds.d/q.toml", "list.opml")
        #expect(
            known.status == 0 && known.errors.contains("it is in feeds.d/b.toml already, line 1"), "\(known.errors)")
        #expect(try text(place, "feeds.d/q.toml") == "[[feed]]\nurl = \"https://q.example/\"\ntitle = \"Q\"\n")
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        try place.directory.write(
            "include = [\"feeds.d/*.toml\"]\n[http]\nallow_private = true\n", to: "feeds.toml")
        let add = try place.run("add", "--into", "feeds.d/q.toml", server.url("/feed"))
        #expect(add.status == 0, "\(add.errors)")
        #expect(try text(place, "feeds.d/q.toml").contains(server.url("/feed")))
    }

    @Test("a file that no pattern names gets no feeds and is not made", arguments: ["other.toml", "feeds.d/q.txt"])
    func notIncluded(file: String) throws {
        let place = try place()
        try place.directory.write("<opml><outline xmlUrl='https://q.example/'/></opml>", to: "list.opml")
        let result = try place.run("import", "--into", file, "list.opml")
        #expect(
            result.status == 65
                && result.errors.contains("\(file) would not be read: feeds.toml includes feeds.d/*.toml"),
            "\(result.errors)")
        #expect(!place.exists(file))
    }

    @Test("the daemon takes up an edit, a new file and a removal; a faulty file changes nothing")
    func reloads() throws {
        let place = try place()
        let off = "enabled = false\n"
        try place.directory.write("include = [\"feeds.d/*.toml\"]\n", to: "feeds.toml")
        try place.directory.write(Self.feed("a") + off, to: "feeds.d/a.toml")
        try place.directory.write(Self.feed("b") + off, to: "feeds.d/b.toml")
        let daemon = try place.start("run")
        defer { daemon.send(SIGKILL) }
        #expect(daemon.waitForError(containing: "ready"))
        func waitForFeeds(_ names: [String]) -> Bool {
            for _ in 1...100 {
                let status = (try? place.run("status", "--json").text) ?? ""
                let report = try? JSONSerialization.jsonObject(with: Data(status.utf8)) as? [String: Any]
                let feeds = report?["feeds"] as? [[String: Any]] ?? []
                if Set(feeds.compactMap { $0["name"] as? String }) == Set(names) { return true }
                Thread.sleep(forTimeInterval: 0.1)
            }
            return false
        }
        #expect(waitForFeeds(["a", "b"]))
        try place.directory.write(Self.feed("c") + off, to: "feeds.d/c.toml")
        #expect(waitForFeeds(["a", "b", "c"]))
        try FileManager.default.removeItem(at: place.directory.appending("feeds.d/b.toml"))
        #expect(waitForFeeds(["a", "c"]))
        try place.directory.write("[[feed]]\nurl = 3\n", to: "feeds.d/c.toml")
        #expect(daemon.waitForError(containing: "feeds.d/c.toml:2:7"))
        #expect(waitForFeeds(["a", "c"]))
    }

    /// As Kubernetes mounts one: names are links into a directory that a link names, and that link is replaced.
    @Test("a mounted ConfigMap is read, and taken up when its link is replaced")
    func configMap() throws {
        let place = try Workplace()
        let path = { (name: String) in place.directory.appending(name).path }
        let files = FileManager.default
        func version(_ name: String, _ feeds: String...) throws {
            try files.createDirectory(atPath: path("config/\(name)"), withIntermediateDirectories: true)
            try place.directory.write("include = [\"*.feeds.toml\"]\n", to: "config/\(name)/feeds.toml")
            let text = feeds.map { Self.feed($0) + "enabled = false\n" }.joined()
            try place.directory.write(text, to: "config/\(name)/my.feeds.toml")
        }
        try version("..2026_1", "a")
        try version("..2026_2", "a", "b")
        try files.createSymbolicLink(atPath: path("config/..data"), withDestinationPath: "..2026_1")
        for name in ["feeds.toml", "my.feeds.toml"] {
            try files.createSymbolicLink(atPath: path("config/\(name)"), withDestinationPath: "..data/\(name)")
        }
        #expect(try place.run("check", "--config", "config/feeds.toml").errors.contains("1 feed,"))
        let daemon = try place.start("run", "--config", "config/feeds.toml")
        defer { daemon.send(SIGKILL) }
        #expect(daemon.waitForError(containing: "ready"))
        try files.createSymbolicLink(atPath: path("config/..data_tmp"), withDestinationPath: "..2026_2")
        #expect(rename(path("config/..data_tmp"), path("config/..data")) == 0)
        #expect(daemon.waitForError(containing: "configuration reloaded"))
        #expect(try place.run("status", "--json", "--config", "config/feeds.toml").text.contains("\"b\""))
    }
}
