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
            "status listener", "store", "control socket",
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
