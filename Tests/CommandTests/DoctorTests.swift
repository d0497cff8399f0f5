import Foundation
import TestSupport
import Testing

@Suite("newspool doctor")
struct DoctorTests {
    private func results(_ place: Workplace) throws -> (status: Int32, byName: [String: String]) {
        let run = try place.run("doctor", "--json")
        let object = try JSONSerialization.jsonObject(with: run.output) as? [String: Any]
        let checks = try #require(object?["checks"] as? [[String: String]])
        return (run.status, Dictionary(checks.map { ($0["name"] ?? "", $0["result"] ?? "") }) { $1 })
    }

    @Test("a sound place passes, and each thing that it looks at has its line")
    func sound() throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        _ = try place.run("run", "--once", "--quiet")
        let (status, byName) = try results(place)
        let names = [
            "configuration", "clock", "dns", "tls roots", "file limits", "disk space of state", "disk space of spool",
            "permissions of state", "permissions of spool", "secrets", "parser processes", "files of the daemon",
            "status listener", "store", "journal", "control socket",
        ]
        for name in names { #expect(byName[name] != nil, "\(name)") }
        for name in ["configuration", "store", "permissions of state", "secrets", "parser processes"] {
            #expect(byName[name] == "ok")
        }
        #expect(byName["control socket"] == "warn")
        #expect(status == (byName.values.contains("fail") ? 1 : 0))
        let lines = try place.run("doctor").text.split(separator: "\n")
        #expect(
            lines.count == byName.count
                && lines.allSatisfy { $0.hasPrefix("ok") || $0.hasPrefix("warn") || $0.hasPrefix("fail") })
    }

    @Test("a damaged store, a faulty file, an open secret and a state that is a file are found")
    func broken() throws {
        let place = try Workplace()
        try place.configure(
            feeds: [],
            extra:
                "[[webhook]]\nname = \"w\"\nurl = \"http://a.example/\"\nsecret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr\""
        )
        _ = try place.run("run", "--once", "--quiet")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: place.directory.appending("feeds.toml").path)
        #expect(try results(place).byName["secrets"] == "warn")

        for name in ["-wal", "-shm"] {
            // If there are any.
            try? FileManager.default.removeItem(at: place.directory.appending("state/newspool.sqlite" + name))
        }
        try place.directory.write(String(repeating: "no database ", count: 2_000), to: "state/newspool.sqlite")
        let damaged = try results(place)
        #expect(damaged.status == 1 && damaged.byName["store"] == "fail")

        try place.directory.write("[daemon]\nstate = \"feeds.toml\"\nwrong = 1\n", to: "feeds.toml")
        let faulty = try place.run("doctor")
        #expect(faulty.status == 1 && faulty.text.contains("fail  configuration"), "\(faulty.text)")
        #expect(faulty.text.contains("feeds.toml:3:1"))
    }

    @Test(
        "a token that can be guessed is warned of, by check and by doctor, and one that every user can read by doctor")
    func tokens() throws {
        let place = try Workplace()
        try place.configure(feeds: [], extra: "[status]\nlisten = \"127.0.0.1:8780\"\ntoken_file = \"token\"")
        for (token, isShort) in [("0123456789abcde", true), ("0123456789abcdef", false)] {
            try place.directory.write(token, to: "token")
            let path = place.directory.appending("token").path
            for (mode, isOpen) in [(0o640, false), (0o644, true)] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
                let found = try results(place).byName
                #expect(found["status listener"] == (isShort ? "warn" : "ok"))
                #expect(found["secrets"] == (isOpen ? "warn" : "ok"))
                #expect(try place.run("doctor").text.contains("every user of this machine can read \(path)") == isOpen)
            }
            let check = try place.run("check")
            #expect(
                check.status == 0 && check.errors.contains("warning: [status] token_file: the token has 15") == isShort)
        }
    }

    @Test("a listener that other machines reach is warned of, by check and by doctor; one of this machine is not")
    func openListener() throws {
        let place = try Workplace()
        for (listen, isOpen) in [
            ("0.0.0.0:8780", true), ("[::]:8780", true), ("127.0.0.1:8780", false), ("[::1]:8780", false),
        ] {
            try place.configure(feeds: [], extra: "[status]\nlisten = \"\(listen)\"")
            #expect(try results(place).byName["status listener"] == (isOpen ? "warn" : "ok"))
            let check = try place.run("check")
            #expect(check.status == 0 && check.errors.contains("warning: [status] listen") == isOpen, "\(check.errors)")
        }
    }

    /// A place that a user may reach who is not root.
    private func servicePlace() throws -> Workplace {
        let place = try Workplace()
        try place.configure(feeds: [], daemon: "state = \"state\"")
        chmod(place.directory.path, 0o755)
        for name in ["state", "spool"] {
            let path = place.directory.appending(name).path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            chown(path, 12_345, 12_345)
        }
        return place
    }

    @Test(
        "what root runs leaves files to the state directory's owner, whether the spool is there or not",
        .enabled(if: geteuid() == 0, "not root"), arguments: [true, false])
    func rootRuns(hasSpool: Bool) throws {
        let server = try LoopbackServer { _ in .ok(rss([1, 2])) }
        let place = try servicePlace()
        try place.configure(feeds: [("f", server.url())], daemon: "state = \"state\"")
        if !hasSpool { try FileManager.default.removeItem(at: place.directory.appending("spool")) }
        #expect(try place.run("run", "--once", "--quiet").status == 0)
        try place.directory.write(String(repeating: "no database ", count: 2_000), to: "state/newspool.sqlite")
        #expect(try place.run("doctor", "--rebuild").status == 0)
        for root in ["state", "spool"] {
            let url = place.directory.appending(root)
            let names = FileManager.default.enumerator(atPath: url.path)?.allObjects as? [String] ?? []
            #expect(names.count > 3)
            for name in [""] + names {
                var info = stat()
                #expect(lstat(url.appending(path: name).path, &info) == 0 && info.st_uid == 12_345, "\(root)/\(name)")
            }
        }
        #expect(try results(place).byName["service's user"] == "ok")
    }

    @Test("root is told what the service's user cannot open", .enabled(if: geteuid() == 0, "not root"))
    func serviceUser() throws {
        let place = try servicePlace()
        #expect(try results(place).byName["service's user"] == "ok")
        for (path, mode) in [
            ("feeds.toml", mode_t(0o600)), ("state", 0o755), ("spool/.lock", 0o600),
        ] {
            if !place.exists(path) { try place.directory.write("", to: path) }
            let url = place.directory.appending(path)
            var before = stat()
            #expect(stat(url.path, &before) == 0)
            chown(url.path, path == "state" ? 12_345 : 0, 0)
            chmod(url.path, path == "state" ? 0o500 : mode)
            let run = try place.run("doctor", "--config", "feeds.toml")
            #expect(run.status == 1 && run.text.contains("fail  service's user"), "\(run.text)\(run.errors)")
            #expect(run.text.contains("12345 cannot open \(url.path) ("), "\(run.text)")
            chown(url.path, 12_345, 12_345)
            chmod(url.path, before.st_mode)
        }
    }

    @Test("a spool outside of what the unit lets the service write is told, with the line that opens it")
    func unit() throws {
        let place = try Workplace()
        try place.configure(feeds: [], daemon: "state = \"state\"")
        _ = try place.run("run", "--once", "--quiet")
        let path = place.directory.path
        try place.directory.write(
            "[Service]\nExecStart=/usr/bin/newspool run --config \(path)/feeds.toml\nProtectSystem=strict\n"
                + "ReadWritePaths=\(path)/state\n", to: "units/newspool.service")
        func doctor() throws -> Program.Result {
            try Program.run(
                ["doctor"], in: place.directory.url, environment: ["SYSTEMD_UNIT_PATH": "\(path)/units"])
        }
        let closed = try doctor()
        #expect(closed.status == 1 && closed.text.contains("fail  systemd unit"), "\(closed.text)")
        #expect(closed.text.contains("ReadWritePaths=\(path)/spool"), "\(closed.text)")
        try place.directory.write(
            "[Service]\nReadWritePaths=\(path)/spool\n", to: "units/newspool.service.d/spool.conf")
        #expect(try doctor().text.contains("ok    systemd unit"))
    }

    @Test("a feeds.toml that cannot be read is told with its owner: 74; one that is not there: 78")
    func unreadable() throws {
        let place = try Workplace()
        #expect(try place.run("check", "--config", "none.toml").status == 78)
        try FileManager.default.createDirectory(
            at: place.directory.appending("folder"), withIntermediateDirectories: true)
        let folder = try place.run("check", "--config", "folder")
        #expect(folder.status == 74 && folder.errors.contains("Is a directory; it belongs to "), "\(folder.errors)")
    }

    @Test("without the zstd program, archived days are for newspool alone: doctor says so")
    func zstd() throws {
        let place = try Workplace()
        try place.configure(feeds: [], spool: "archive_journal = \"7d\"")
        let run = try Program.run(["doctor"], in: place.directory.url, environment: ["PATH": "/nowhere"])
        #expect(run.text.contains("warn  zstd"), "\(run.text)")
    }

    @Test("root does not take another user's ./feeds.toml unless it is named", .enabled(if: geteuid() == 0, "not root"))
    func strangersConfiguration() throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        chown(place.directory.appending("feeds.toml").path, 12_345, 12_345)
        let found = try place.run("check")
        #expect(found.status == 78 && found.errors.contains("belongs to another user"), "\(found.errors)")
        #expect(try place.run("check", "--config", "feeds.toml").status == 0)
    }
}
