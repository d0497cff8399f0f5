import Crypto
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Webhooks")
struct WebhookTests {
    let key = Array("0123456789abcdefghijklmnopqrstuv".utf8)

    func table(_ url: String, _ extra: String = "") -> String {
        """
        [[webhook]]
        name = "hook"
        url = "\(url)"
        secret = "whsec_\(Data(key).base64EncodedString())"
        \(extra)
        """
    }

    @Test("one signed message an article; after a 2xx none is repeated")
    func signed() throws {
        let server = try LoopbackServer { $0.method == "POST" ? .status(204) : .ok(rss([1, 2])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed"))], extra: table(server.url("/hook")))
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.run("run", "--once").status == 0)
        let posts = server.requests.filter { $0.method == "POST" }
        #expect(posts.count == 2)
        for post in posts {
            let id = try #require(post["webhook-id"]), time = try #require(post["webhook-timestamp"])
            let signed = Array("\(id).\(time).".utf8) + post.body
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
            #expect(post["webhook-signature"] == "v1," + Data(code).base64EncodedString())
            let body = try #require(try JSONSerialization.jsonObject(with: Data(post.body)) as? [String: Any])
            #expect(body["type"] as? String == "article.new")
            #expect((body["data"] as? [String: Any])?["content_html"] != nil)
        }
        #expect(Set(posts.compactMap { $0["webhook-id"] }).count == 2)
    }

    @Test("a webhook that fails makes --once exit 1, holds up nothing, and gets the same id later")
    func failing() async throws {
        let isDown = Mutex(true)
        let server = try LoopbackServer { request in
            guard request.method == "POST" else { return .ok(rss([1])) }
            return isDown.withLock { $0 } ? .status(500) : .status(200)
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed"))], extra: table(server.url("/hook")))
        let result = try place.run("run", "--once")
        #expect(result.status == 1, "\(result.errors)")
        #expect(try place.journal().count == 1)
        isDown.withLock { $0 = false }
        let daemon = try place.start("run")  // the second attempt is due about five seconds after the first
        while server.requests.filter({ $0.method == "POST" }).count < 2, daemon.isRunning {
            _ = await server.requests(count: server.requests.count + 1)
        }
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        let posts = server.requests.filter { $0.method == "POST" }
        #expect(posts.count == 2 && Set(posts.compactMap { $0["webhook-id"] }).count == 1)
        #expect(try place.run("run", "--once").status == 0)
    }
}

extension WebhookTests {
    @Test("--once tries all that waits, whatever its time; what fails ahead of its time loses no attempt")
    func aheadOfTime() throws {
        let answer = Mutex(500)
        let server = try LoopbackServer { request in
            guard request.method == "POST" else { return .ok(rss([1, 2, 3])) }
            return answer.withLock { $0 == 429 ? .status(429, ["Retry-After": "600"]) : .status($0) }
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed"))], extra: table(server.url("/hook")))
        func posts() -> Int { server.requests.filter { $0.method == "POST" }.count }
        #expect(try place.run("run", "--once").status == 1)
        #expect(posts() == 3)
        func attempts() throws -> [Int] {
            let list = try place.run("webhook", "list", "hook", "--json")
            let object = try JSONSerialization.jsonObject(with: list.output) as? [String: Any]
            return (object?["messages"] as? [[String: Any]] ?? []).compactMap { $0["attempts"] as? Int }
        }
        #expect(try place.run("run", "--once").status == 1)
        #expect(posts() == 4)  // one is enough to see that it is down
        #expect(try attempts() == [1, 1, 1])
        answer.withLock { $0 = 200 }
        #expect(try place.run("run", "--once").status == 0)
        #expect(posts() == 7)
        #expect(try attempts().isEmpty)
        #expect(try place.run("replay", "--after", "0", "--webhook", "hook").status == 0)
        answer.withLock { $0 = 429 }
        #expect(try place.run("run", "--once").status == 1)
        #expect(posts() == 8)
        answer.withLock { $0 = 200 }
        #expect(try place.run("run", "--once").status == 1)
        #expect(posts() == 8)  // it asked for ten minutes
        #expect(try attempts() == [1, 0, 0])
    }

    @Test("a receiver that never answers does not keep the daemon, a reload or --once from ending in time")
    func stalled() async throws {
        let never = Gate()
        let server = try LoopbackServer { request in
            request.method == "POST" ? .script(.wait(never), .close) : .ok(rss([1]))
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed"))], extra: table(server.url("/hook")))
        let daemon = try place.start("run")
        while !server.requests.contains(where: { $0.method == "POST" }) {
            _ = await server.requests(count: server.requests.count + 1)
        }
        daemon.send(SIGHUP)
        #expect(daemon.waitForError(containing: "configuration reloaded"))
        let started = ContinuousClock.now
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(ContinuousClock.now - started < .seconds(5))
        // The spool waits for no receiver.
        #expect(try place.journal().count == 1)
        never.open()
    }

    @Test("410 stops a webhook until it is edited, and is a failure of the run that met it")
    func gone() throws {
        let server = try LoopbackServer { $0.method == "POST" ? .status(410) : .ok(rss([1, 2])) }
        let place = try Workplace()
        let feeds = [("site", server.url("/feed"))]
        try place.configure(feeds: feeds, extra: table(server.url("/hook")))
        #expect(try place.run("run", "--once").status == 1)
        _ = try place.run("run", "--once")
        #expect(server.requests.filter { $0.method == "POST" }.count == 1)
        try place.configure(feeds: feeds, extra: table(server.url("/hook2")))
        _ = try place.run("run", "--once")
        #expect(server.requests.filter { $0.path == "/hook2" }.count == 1)
    }
}
