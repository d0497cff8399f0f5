import Foundation
import TestSupport
import Testing

/// `[websub]` on one node of two, and the feed polled by the other.
@Suite("[websub] on one of several nodes", .enabled(if: PostgresServer.isAvailable))
struct HubNodesTests {
    @Test("hubs push to the node that they reach what another one polls", .timeLimit(.minutes(1)))
    func oneNode() async throws {
        let database = try #require(PostgresServer.shared).makeDatabase()
        func tables(_ name: String, _ roles: String) -> String {
            "[store]\nurl = \"\(database)\"\n[node]\nname = \"\(name)\"\nroles = [\(roles)]\n"
        }
        let hub = try await LoopbackHub(tables: tables("front", "\"spool\"")) {
            $0.head = WebSubTests.atomLinks($1)
        }
        let back = try Workplace()
        let front = try String(contentsOf: hub.place.directory.appending("feeds.toml"), encoding: .utf8)
        func withoutHubs(_ text: String) -> String {
            let own = text.replacing(/\[websub\]\n.*\n.*\n/, with: "")
                .replacing(tables("front", "\"spool\""), with: tables("back", "\"poll\""))
            #expect(!own.contains("[websub]") && own.contains("roles = [\"poll\"]"), "else it would ask the hub itself")
            return own
        }
        try back.directory.write(withoutHubs(front), to: "feeds.toml")
        let poller = try back.start("run", "--log-level", "debug")
        #expect(poller.waitForError(containing: "ready"))

        // The node that hubs reach asks, though the other one polls.
        let request = try #require(await hub.requests(count: 1).first)
        #expect(request.fields["hub.mode"] == "subscribe")
        #expect(try hub.call(request, lease: 86_400).status == 200)
        try await hub.waitForLines(1)
        #expect(try why(in: back) != "push")
        #expect(try hub.push(request, hub.document([1, 2])) == 200)
        try await hub.waitForLines(2)
        try await wait(for: "push", in: back)
        #expect(try back.run("status", "--json").text.contains("\"state\":\"active\""))
        // What is not signed, and what is at no path, comes to no one.
        #expect(try hub.push(request, hub.document([1, 2, 3]), signature: "") == 200)
        #expect(try hub.send("GET /in/hub/\(String(repeating: "0", count: 32)) HTTP/1.0\r\n\r\n").status == 404)

        // A hub that will not any more: polls are as usual at once.
        #expect(try hub.call(request, mode: "denied").status == 200)
        try await wait(for: "interval", in: back)
        #expect(try hub.lines() == 2)

        // The feed is not to be pushed, and is again, and then not: the hub is told by the node that it knows.
        for (number, value) in [(1, "false"), (2, "true"), (3, "false")] {
            let text = front.replacing("name = \"site\"", with: "name = \"site\"\nwebsub = \(value)")
            try hub.edit { _ in text }
            try back.directory.write(withoutHubs(text), to: "feeds.toml")
            _ = try back.run("reload")
            if number == 1 { continue }
            let next = await hub.requests(count: number)[number - 1]
            #expect(next.fields["hub.mode"] == (value == "true" ? "subscribe" : "unsubscribe"))
            #expect(next.callback != request.callback)
            #expect(try hub.call(next, lease: 86_400).status == 200)
        }
        hub.stop()
        poller.send(SIGTERM)
        #expect(poller.wait().status == 0)
    }

    private func why(in place: Workplace) throws -> String? {
        let report = try JSONSerialization.jsonObject(with: place.run("status", "--json").output) as? [String: Any]
        return ((report?["feeds"] as? [[String: Any]])?.first)?["why"] as? String
    }

    private func wait(for why: String, in place: Workplace) async throws {
        while try self.why(in: place) != why { try await Task.sleep(for: .milliseconds(50)) }
    }
}
