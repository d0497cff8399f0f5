import Foundation
import TestSupport
import Testing

private let tree = Fixtures.directory.deletingLastPathComponent().deletingLastPathComponent()
private let pages = ["newspool.1", "newspool-feeds.toml.5", "newspool-spool.5"]

private func has(_ tool: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + tool) }
}

/// Runs a tool of the system.
private func run(_ tool: String, _ arguments: [String], in directory: URL? = nil) throws -> Program.Result {
    try RunningProgram([tool] + arguments, in: directory, environment: ["LC_ALL": "C.UTF-8"], path: "/usr/bin/env")
        .wait()
}

/// The commands that the program itself names.
private func commands() throws -> [String] {
    let help = try Program.run(["--help"])
    let list = try #require(help.text.components(separatedBy: "SUBCOMMANDS:\n").last)
    return list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.contains("See '") }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
}

@Suite("The manual, the help and the completions agree with the program")
struct ManualTests {
    @Test func everyCommandHasItsSection() throws {
        let page = try String(contentsOf: tree.appending(path: "man/newspool.1"), encoding: .utf8)
        let commands = try commands()
        #expect(commands.count >= 10 && commands.contains("add"))
        for command in commands {
            #expect(page.contains("\n.SS newspool \(command)"), "\(command) is not in newspool(1)")
        }
        for status in [0, 1, 64, 65, 69, 73, 74, 78] { #expect(page.contains("\n.TP\n.B \(status)\n")) }
    }

    @Test func helpLeadsWithExamples() throws {
        for command in try commands() where command != "help" {
            let help = try Program.run([command, "--help"])
            #expect(help.status == 0 && help.errors.isEmpty)
            let overview = help.text.components(separatedBy: "\n\n").dropFirst().first ?? ""
            #expect(
                overview.hasPrefix("Examples:\n  newspool \(command)") || overview.contains("| newspool \(command)"),
                "\(command)")
        }
    }

    @Test(
        "man and mandoc find nothing to say",
        .enabled(if: has("mandoc") || has("man"), "neither mandoc nor man is here"),
        arguments: pages)
    func lint(page: String) throws {
        let path = tree.appending(path: "man/\(page)").path
        if has("mandoc") {
            let lint = try run("mandoc", ["-T", "lint", path])
            #expect(lint.status == 0 && lint.text.isEmpty && lint.errors.isEmpty, "\(lint.text)")
        }
        if has("man") {
            let warnings = try run("man", ["--warnings", "-E", "UTF-8", "-l", path])
            #expect(warnings.status == 0 && warnings.errors.isEmpty, "\(warnings.errors)")
        }
    }

    @Test("completions are what their shell can read", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let script = try Program.run(["--generate-completion-script", shell])
        #expect(script.status == 0 && script.text.contains("newspool") && script.text.contains("canonicalize"))
        guard has(shell) else { return }
        let directory = try TemporaryDirectory()
        try directory.write(script.text, to: "completion")
        let check = try run(shell, [shell == "fish" ? "--no-execute" : "-n", "completion"], in: directory.url)
        #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
    }
}

@Suite("The unit, as systemd reads it", .enabled(if: has("systemd-analyze"), "systemd-analyze is not here"))
struct UnitTests {
    /// The unit with the program where it is here.
    private func unit() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let text = try String(contentsOf: tree.appending(path: "systemd/newspool.service"), encoding: .utf8)
        try directory.write(text.replacing("/usr/bin/newspool", with: "/bin/true"), to: "newspool.service")
        return directory
    }

    @Test func verifies() throws {
        let directory = try unit()
        let result = try run("systemd-analyze", ["verify", "--man=no", directory.appending("newspool.service").path])
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        // A check that cannot fail is none.
        let text = try String(contentsOf: directory.appending("newspool.service"), encoding: .utf8)
        try directory.write(text.replacing("Restart=on-failure", with: "Restrat=on-failure"), to: "newspool.service")
        let broken = try run("systemd-analyze", ["verify", "--man=no", directory.appending("newspool.service").path])
        #expect(broken.errors.contains("Restrat"))
    }

    @Test("the unit of consumers too")
    func consumers() throws {
        let directory = try TemporaryDirectory()
        let text = try String(contentsOf: tree.appending(path: "systemd/newspool-consume@.service"), encoding: .utf8)
        try directory.write(text.replacing("/usr/bin/newspool", with: "/bin/true"), to: "newspool-consume@.service")
        let path = directory.appending("newspool-consume@.service").path
        let result = try run("systemd-analyze", ["verify", "--man=no", path])
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        let exposure = try run("systemd-analyze", ["security", "--offline=true", "--threshold=15", "--no-pager", path])
        #expect(exposure.status == 0, "\(exposure.text.suffix(300)) \(exposure.errors)")
        withExtendedLifetime(directory) {}  // it goes with its last use
    }

    @Test("its exposure is at most 1.2")
    func exposure() throws {
        let directory = try unit()
        let path = directory.appending("newspool.service").path
        let result = try run("systemd-analyze", ["security", "--offline=true", "--threshold=12", "--no-pager", path])
        withExtendedLifetime(directory) {}  // it goes with its last use
        #expect(result.status == 0, "\(result.text.suffix(300)) \(result.errors)")
        #expect(result.text.contains("Overall exposure level"))
    }

    @Test func saysWhatPeopleRelyOn() throws {
        let text = try String(contentsOf: tree.appending(path: "systemd/newspool.service"), encoding: .utf8)
        for line in [
            "Type=notify", "ExecReload=/usr/bin/newspool reload --config /etc/newspool/feeds.toml",
            "Restart=on-failure",
            "RestartPreventExitStatus=78", "StateDirectory=newspool", "StateDirectoryMode=0750", "UMask=0027",
            "User=newspool", "Environment=LIBDISPATCH_LOG=NO", "#LoadCredential=chat:/etc/newspool/chat.secret",
        ] { #expect(text.contains("\n\(line)\n"), "\(line)") }
        #expect(text.contains("\nWatchdogSec="))
    }

    @Test("the packaged feeds.toml is sound, and keeps everything below the state directory")
    func packagedConfiguration() throws {
        let path = tree.appending(path: "packaging/feeds.toml").path
        let result = try Program.run(["check", "--config", path])
        #expect(result.status == 0, "\(result.errors)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("state = \"/var/lib/newspool/") && text.contains("path = \"/var/lib/newspool/"))
    }

    @Test(
        "the README's example with tags works as it is printed: tags of the feed and of the article",
        .enabled(if: has("jq")))
    func exampleOfTags() throws {
        let readme = try String(contentsOf: tree.appending(path: "README.md"), encoding: .utf8)
        let example = try #require(
            readme.split(separator: "\n").first { $0.contains("tail -F spool/current.jsonl | jq") })
        let line = example.replacing("    $ tail -F", with: "cat")
        let server = try LoopbackServer { request in
            let number = request.path == "/tagged" ? 1 : request.path == "/linux" ? 2 : 3
            let category = number == 1 ? "<category>linux</category>" : number == 3 ? "<category>other</category>" : ""
            return .ok(
                rss([number], site: "http://s\(number).example").replacing("</item>", with: category + "</item>"))
        }
        let place = try Workplace()
        var text = "[http]\nallow_private = true\n[spool]\npath = \"spool\"\n"
        for name in ["tagged", "linux", "other"] {
            text += "[[feed]]\nurl = \"\(server.url("/" + name))\"\nname = \"\(name)\"\n"
            if name == "linux" { text += "tags = [\"linux\"]\n" }
        }
        try place.directory.write(text, to: "feeds.toml")
        #expect(try place.run("run", "--once", "--quiet").status == 0)
        let titles = try run("sh", ["-c", String(line)], in: place.directory.url)
        #expect(titles.status == 0, "\(titles.errors)")
        #expect(titles.text.split(separator: "\n").sorted() == ["Article 1", "Article 2"], "\(titles.text)")
    }
}
