import Testing

@testable import Config

@Suite("Files that feeds.toml includes")
struct IncludeTests {
    /// Reads a text as `conf/feeds.toml` in `/etc/newspool`, beside files there.
    /// - Parameter found: the files that each pattern names.
    private func read(
        _ text: String, files: [String: String], found: [String: [String]]
    ) throws(ConfigurationError) -> Configuration {
        try ConfigurationFile.read(
            text.utf8, path: "conf/feeds.toml", directory: "/etc/newspool",
            files: { path throws(FileProblem) in
                guard let content = files[path] else { throw FileProblem(reason: "No such file or directory") }
                return Array(content.utf8)
            },
            finder: { pattern, directory throws(FileProblem) in
                #expect(directory == "conf")
                guard let found = found[pattern] else { throw FileProblem(reason: "\(pattern): Permission denied") }
                return found
            })
    }

    private func faults(
        _ text: String, files: [String: String], found: [String: [String]] = ["d/*": ["conf/d/a.toml"]]
    ) -> [String] {
        do throws(ConfigurationError) {
            _ = try read(text, files: files, found: found)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test("come behind feeds.toml's own feeds, in the order of the patterns, each file once") func order() throws {
        let configuration = try read(
            "include = [\"d/*\", \"d/a.toml\", \"/srv/x.toml\"]\n[[feed]]\nurl = \"http://main.example/\"\n",
            files: [
                "/etc/newspool/d/a.toml": "[[feed]]\nurl = \"http://a.example/\"\n[[host]]\nname = \"a.example\"\n",
                "/etc/newspool/d/b.toml":
                    "\u{FEFF}\n[[feed]]\nurl = \"http://b.example/\"\n[[webhook]]\nname = \"w\"\nurl = \"http://w.example/\"\nfeeds = [\"a-example\"]\n",
                "/srv/x.toml": "[[feed]]\nurl = \"http://x.example/\"\n",
            ],
            found: [
                "d/*": ["conf/d/a.toml", "conf/d/b.toml"], "d/a.toml": ["conf/d/a.toml"],
                "/srv/x.toml": ["/srv/x.toml"],
            ])
        #expect(configuration.feeds.map(\.name) == ["main-example", "a-example", "b-example", "x-example"])
        #expect(configuration.feeds.map(\.file) == [nil, "conf/d/a.toml", "conf/d/b.toml", "/srv/x.toml"])
        #expect(configuration.feeds.map(\.line) == [2, 1, 2, 1])
        #expect(configuration.included == ["conf/d/a.toml", "conf/d/b.toml", "/srv/x.toml"])
        #expect(configuration.hosts.map(\.name) == ["a.example"])
        #expect(configuration.webhooks.map(\.feeds) == [["a-example"]])
    }

    @Test("have their relative paths from their own directory") func paths() throws {
        let configuration = try read(
            "include = [\"d/*\"]",
            files: [
                "/etc/newspool/d/a.toml":
                    "[[feed]]\nurl = \"http://a.example/\"\nca_file = \"ca.pem\"\n[[feed]]\nname = \"c\"\ncommand = [\"./run\"]\n",
                "/etc/newspool/d/ca.pem": "-----BEGIN CERTIFICATE-----",
            ],
            found: ["d/*": ["conf/d/a.toml"]])
        #expect(configuration.feeds[0].caFile == "/etc/newspool/d/ca.pem")
        #expect(configuration.feeds[1].origin == .command(["/etc/newspool/d/run"]))
    }

    @Test(
        "have faults with their own names, lines and columns",
        arguments: [
            ("[[feed]]\nurl = \"ftp://a\"\n", "conf/d/a.toml:2:7: 'url' cannot be fetched"),
            ("\nnope\n", "conf/d/a.toml:2:5: not valid TOML"),
            (
                "[daemon]\n",
                "conf/d/a.toml:1:1: [daemon] belongs in feeds.toml; an included file has [[host]] [[webhook]] [[list]] [[feed]]"
            ),
            (
                "include = [\"*.toml\"]\n",
                "conf/d/a.toml:1:1: an included file includes no others; name them in feeds.toml"
            ),
            (
                "[[feed]]\nurl = \"http://main.example/\"\nname = \"other\"\n",
                "conf/d/a.toml:2:7: duplicate URL: conf/feeds.toml:3 has the same; remove one of the two feeds"
            ),
            (
                "[[feed]]\nurl = \"http://a.example/\"\nname = \"m\"\n",
                "conf/d/a.toml:3:8: duplicate name \"m\": conf/feeds.toml:4 has the same; rename one of the two feeds"
            ),
            ("nonsense = 1\n", "conf/d/a.toml:1:1: unknown key 'nonsense'"),
        ])
    func places(text: String, fault: String) {
        let main = "include = [\"d/*\"]\n[[feed]]\nurl = \"http://main.example/\"\nname = \"m\"\n"
        let found = faults(main, files: ["/etc/newspool/d/a.toml": text])
        #expect(found.count == 1 && found.first?.hasPrefix(fault) == true, "\(found)")
    }

    @Test("that cannot be looked for or read are faults at their pattern") func unreadable() {
        #expect(
            faults("include = [\"d/*\"]\n", files: [:]) == [
                "conf/feeds.toml:1:12: cannot include conf/d/a.toml: No such file or directory"
            ])
        #expect(
            faults("include = [\"e/*\"]\n", files: [:]) == [
                "conf/feeds.toml:1:12: cannot include e/*: Permission denied"
            ])
        // A feed that a webhook names may be in the file that is missing.
        let webhook = "[[webhook]]\nname = \"w\"\nurl = \"http://w.example/\"\nfeeds = [\"a-example\"]\n"
        #expect(faults("include = [\"e/*\"]\n" + webhook, files: [:]).count == 1)
    }

    @Test("are named at the top of the file") func misplaced() {
        #expect(
            faults("[daemon]\ninclude = [\"d/*\"]\n", files: [:]) == [
                "conf/feeds.toml:2:1: unknown key 'include' in [daemon]; it belongs at the top of feeds.toml, above the first table"
            ])
        #expect(
            faults("includes = [\"d/*\"]\n", files: [:]) == [
                "conf/feeds.toml:1:1: unknown key 'includes' (did you mean 'include'?)"
            ])
        #expect(ConfigurationFile.includePatterns(in: Array("include = [\"a\", \"b\"]\n[daemon\n".utf8)) == ["a", "b"])
        #expect(ConfigurationFile.includePatterns(in: Array("[daemon]\ninclude = [\"a\"]\n".utf8)).isEmpty)
        #expect(ConfigurationFile.includePatterns(in: Array("\n[daemon]\n".utf8)).isEmpty)
    }

    @Test("are edited where the feed is") func edits() throws {
        let (main, a) = (
            "include = [\"d/*\"]\n[[feed]]\nurl = \"http://m.example/\"\n", "[[feed]]\nurl = \"http://a.example/\"\n"
        )
        let configuration = try read(main, files: ["/etc/newspool/d/a.toml": a], found: ["d/*": ["conf/d/a.toml"]])
        var editors = ConfigurationEditors(
            Array(main.utf8), included: ["conf/d/a.toml": Array(a.utf8)], target: "conf/d/a.toml")
        try editors.append([NewFeed(url: "http://new.example/")])
        try editors.remove(configuration.feeds.filter { $0.file == nil })
        #expect(String(decoding: editors.text, as: UTF8.self) == "include = [\"d/*\"]\n")
        #expect(
            editors.text(of: "conf/d/a.toml").map { String(decoding: $0, as: UTF8.self) }
                == a + "\n[[feed]]\nurl = \"http://new.example/\"\n")
        // Lines that a text has not are refused, and the failure names the file.
        var feed = configuration.feeds[1]
        feed.line = 9
        #expect(throws: ConfigurationEditors.Failure(file: "conf/d/a.toml", problem: .noSuchFeed(line: 9))) {
            try editors.remove([feed])
        }
    }
}
