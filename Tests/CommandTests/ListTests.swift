import Foundation
import TestSupport
import Testing

@Suite("lists of feeds")
struct ListTests {
    private static func opml(_ urls: [String], folder: String = "Folder") -> String {
        "<opml version='2.0'><body><outline text='\(folder)'>"
            + urls.map { "<outline text='Title of it' xmlUrl='\($0)'/>" }.joined() + "</outline></body></opml>"
    }

    private func report(_ place: Workplace) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(try place.run("status", "--json").text.utf8)) as? [String: Any]
            ?? [:]
    }

    private func feeds(_ place: Workplace) throws -> [String: [String: Any]] {
        let feeds = try report(place)["feeds"] as? [[String: Any]] ?? []
        return Dictionary(feeds.map { ($0["name"] as? String ?? "", $0) }) { first, _ in first }
    }

    private func wait(until isDone: () throws -> Bool) rethrows -> Bool {
        for _ in 1...150 {
            if try isDone() { return true }
            Thread.sleep(forTimeInterval: 0.1)
        }
        return false
    }

    @Test("run --once reads them first, conditionally; a broken one changes nothing and makes the exit status 1")
    func once() throws {
        let (answer, conditions) = (Shared(""), Shared<[String?]>([]))
        let server = try LoopbackServer { request in
            let host = "http://" + (request["host"] ?? "")
            guard request.path == "/list.opml" else {
                return .ok(rss([1], site: host + request.path, title: "Site"))
            }
            conditions.withLock { $0.append(request["if-none-match"]) }
            switch answer.withLock({ $0 }) {
            case "": return .ok(Self.opml(["\(host)/a", "\(host)/b"]), ["ETag": "\"1\""])
            case "broken": return .ok("<opml><body><outline xmlUrl='\(host)/a'/><outl")
            case "empty": return .ok("<opml><body></body></opml>")
            case "shorter": return .ok(Self.opml(["\(host)/b", "file:///etc/hostname"]))
            default: return .status(304)
            }
        }
        let place = try Workplace()
        let extra =
            "[[list]]\nurl = \"\(server.url("/list.opml"))\"\nname = \"planet\"\ntags = [\"t\"]\n"
            + "[[webhook]]\nname = \"w\"\nurl = \"\(server.url("/hook"))\"\ntags = [\"none\"]\n"
        try place.configure(feeds: [("mine", server.url("/mine"))], extra: extra)
        let first = try place.run("run", "--once")
        #expect(first.errors.contains("3 of 3 feeds polled"), "\(first.errors)")
        let slug = "127-0-0-1"
        #expect(
            Set(try place.journal().compactMap { $0["feed"] as? String }) == ["mine", "\(slug)-a", "\(slug)-b"])
        let a = try feeds(place)["\(slug)-a"] ?? [:]
        #expect(a["lists"] as? [String] == ["planet"] && a["tags"] as? [String] == ["Folder", "t"])
        #expect(a["title"] as? String == "Title of it")

        answer.withLock { $0 = "unchanged" }
        #expect(try place.run("run", "--once").status == 0)
        #expect(conditions.withLock { $0 } == [nil, "\"1\""])

        for (text, words) in [("broken", "not a whole OPML document"), ("empty", "it names no feed")] {
            answer.withLock { $0 = text }
            let run = try place.run("run", "--once")
            #expect(
                run.status == 1 && run.errors.contains(words) && run.errors.contains("1 list failed"), "\(run.errors)")
            #expect(run.errors.contains("3 of 3 feeds polled"))
            let failing = try place.run("status", "--failing")
            #expect(failing.status == 1 && failing.text.contains("list planet"), "\(failing.text)")
            #expect(try place.run("status").text.contains("list planet"))
        }

        answer.withLock { $0 = "shorter" }
        let shorter = try place.run("run", "--once")
        #expect(shorter.status == 0 && shorter.errors.contains("2 of 3 feeds polled"), "\(shorter.errors)")
        let gone = try feeds(place)["\(slug)-a"] ?? [:]
        #expect(gone["state"] as? String == "disabled" && gone["unlisted"] as? Bool == true)
        #expect(try place.run("status", "--feed", "\(slug)-a").text.contains("never: its list names it no longer"))
        #expect(!(try place.run("status", "--json").text.contains("hostname")))

        // What is a list's is not feeds.toml's to remove.
        for (feed, words) in [
            ("\(slug)-b", ["comes from the list \"planet\"", server.url("/b"), "enabled = false"]),
            (server.url("/b"), ["comes from the list \"planet\""]),
            ("\(slug)-a", ["is off: its list \"planet\" names it no longer"]),
            ("nobody", ["there is no feed \"nobody\""]),
        ] {
            let removal = try place.run("remove", feed)
            #expect(removal.status == 65 && words.allSatisfy(removal.errors.contains), "\(removal.errors)")
        }

        // Back again: nothing of it comes twice.
        let count = try place.journal().count
        answer.withLock { $0 = "" }
        _ = try place.run("run", "--once")
        #expect(try feeds(place)["\(slug)-a"]?["state"] as? String == "ok")
        #expect(try place.journal().count == count)

        let export = try place.run("export").text
        #expect(export.contains(server.url("/a")) && export.contains(server.url("/mine")))
        let own = try place.run("export", "--no-lists").text
        #expect(!own.contains(server.url("/a")) && own.contains(server.url("/mine")))
        #expect(try place.run("check").errors.contains("1 feed, 1 list, 1 webhook"))
    }

    @Test("a running daemon follows a file within seconds, keeps what it knows over a restart, and feeds.toml wins")
    func file() throws {
        let server = try LoopbackServer { request in
            .ok(rss([1], site: "http://" + (request["host"] ?? "") + request.path))
        }
        let place = try Workplace()
        try place.directory.write(Self.opml([server.url("/a"), server.url("/b")]), to: "list.opml")
        try place.configure(feeds: [("mine", server.url("/b"))], extra: "[[list]]\nurl = \"list.opml\"\n")
        let daemon = try place.start("run")
        defer { daemon.send(SIGKILL) }
        #expect(daemon.waitForError(containing: "ready"))
        #expect(Set(try feeds(place).keys) == ["mine", "127-0-0-1-a"])
        #expect(try wait { try place.journal().count == 2 })

        try place.directory.write(Self.opml([server.url("/c")]), to: "list.opml")
        #expect(try wait { try feeds(place)["127-0-0-1-a"]?["unlisted"] as? Bool == true })
        #expect(try wait { try place.journal().count == 3 })
        #expect(try feeds(place)["mine"]?["state"] as? String == "ok")

        try FileManager.default.removeItem(at: place.directory.appending("list.opml"))
        #expect(daemon.waitForError(containing: "list failed"))
        #expect(try place.run("status", "--failing").status == 1)
        #expect(try feeds(place)["127-0-0-1-c"]?["state"] as? String == "ok")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)

        let again = try place.start("run")
        defer { again.send(SIGKILL) }
        #expect(again.waitForError(containing: "ready"))
        #expect(try feeds(place)["127-0-0-1-c"]?["state"] as? String == "ok")
        #expect(try feeds(place)["127-0-0-1-a"]?["unlisted"] as? Bool == true)
        try place.configure(feeds: [("mine", server.url("/b"))])
        #expect(try place.run("reload").status == 0)
        #expect(Set(try feeds(place).keys) == ["mine"])
    }

    @Test("headers and passwords of a list go to the list alone, and its feeds are asked as its other keys say")
    func secrets() throws {
        let seen = Shared<[String: [String]]>([:])
        let server = try LoopbackServer { request in
            let host = "http://" + (request["host"] ?? "")
            let facts = [request["authorization"] ?? "-", request["x-key"] ?? "-", request["user-agent"] ?? "-"]
            seen.withLock { $0[request.path] = facts }
            return request.path == "/list" ? .ok(Self.opml(["\(host)/a"])) : .ok(rss([1]))
        }
        let place = try Workplace()
        try place.configure(
            feeds: [],
            extra: "[[list]]\nurl = \"\(server.url("/list"))\"\nusername = \"me\"\npassword = \"x\"\n"
                + "headers = { X-Key = \"k\" }\nuser_agent = \"mine/1\"\n")
        #expect(try place.run("run", "--once").status == 0)
        #expect(seen.withLock { $0["/list"] } == ["Basic bWU6eA==", "k", "mine/1"])
        #expect(seen.withLock { $0["/a"] } == ["-", "-", "mine/1"])
    }
}
