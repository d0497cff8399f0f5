import Foundation
import TestSupport
import Testing

/// `scripts/check-schemas` on what the program writes.
enum Schema: String {
    case item, feed, status, webhook
    case journalLine = "journal-line"

    private static let tree = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let isAvailable: Bool = {
        let found = try? RunningProgram(
            ["-c", "from jsonschema import Draft202012Validator"], path: "/usr/bin/python3"
        ).wait()
        return found?.status == 0
    }()

    /// Each fault in its own line; empty: none. Also members that the schema does not name are faults.
    func faults(files: [String] = [], input: Data? = nil) throws -> String {
        guard Self.isAvailable else {
            print("python3-jsonschema is not installed: \(rawValue) is not held against its schema")
            return ""
        }
        let script = Self.tree.appending(path: "scripts/check-schemas").path
        let result = try RunningProgram([script, rawValue, "--known"] + files, input: input, path: "/usr/bin/python3")
            .wait()
        return result.status == 0 ? "" : result.text + result.errors
    }
}

@Suite("What newspool writes is what docs/schema says") struct SchemaTests {
    @Test("each golden document")
    func goldens() throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/parse")
        let names = try FileManager.default.contentsOfDirectory(atPath: fixtures.path).filter {
            $0.hasSuffix(".golden.json")
        }
        #expect(names.count > 50)
        #expect(try Schema.feed.faults(files: names.map { fixtures.appending(path: $0).path }) == "")
    }

    @Test("a fault is found", .enabled(if: Schema.isAvailable, "python3-jsonschema is not installed"))
    func faults() throws {
        let line = #"{"seq":0,"time":"2026-11-23T00:00:00Z","event":"old","id":"x","feed":"f","more":1}"#
        let faults = try Schema.journalLine.faults(input: Data((line + "\n").utf8))
        for place in ["$.seq", "$.event", "$.id", "$.more"] { #expect(faults.contains(place), "\(faults)") }
        let body =
            #"{"type":"article.new","timestamp":"2026-11-23T00:00:00Z","data":{"id":"g","titel":"T","#
            + #""authors":[{"name":"A","mail":"a@e.example"}],"_newspool":{"id":"x","more":1}}}"#
        let inside = try Schema.webhook.faults(input: Data(body.utf8))
        for place in ["$.data.titel", "$.data.authors[].mail", "$.data._newspool.id", "$.data._newspool.more"] {
            #expect(inside.contains(place), "\(inside)")
        }
    }

    @Test("journal lines thin and full, items, reports and webhook bodies", arguments: ["thin", "full"])
    func written(journal: String) async throws {
        let bodies = Shared([Data]())
        let server = try LoopbackServer { request in
            if request.method == "POST" {
                bodies.withLock { $0.append(Data(request.body)) }
                return .status(204)
            }
            return request.path == "/site" ? .ok(rss(Array(1...3))) : .status(503)
        }
        let place = try Workplace()
        let hooks = ["full", "thin"].map { content in
            "[[webhook]]\nname = \"\(content)\"\nurl = \"\(server.url("/\(content)"))\"\ncontent = \"\(content)\"\n"
        }
        try place.configure(
            feeds: [("site", server.url("/site")), ("bad", server.url("/bad"))], extra: hooks.joined(),
            spool: "journal = \"\(journal)\"")
        _ = try place.run("run", "--once")
        _ = try place.run("webhook", "test", "full")
        let spool = place.directory.appending("spool").path
        #expect(try Schema.journalLine.faults(files: [spool + "/current.jsonl"]) == "")
        let items = place.articles(".json")
        #expect(items.count == 3)
        #expect(try Schema.item.faults(files: items.map { "\(spool)/\($0)" }) == "")
        for options in [[], ["--feed", "site"], ["--feed", "bad"]] {
            let report = try Program.run(["status", "--json"] + options, in: place.directory.url).output
            #expect(try Schema.status.faults(input: report) == "")
        }
        let messages = bodies.withLock { $0 }
        #expect(messages.count == 7)
        for body in messages { #expect(try Schema.webhook.faults(input: body) == "") }
    }
}
