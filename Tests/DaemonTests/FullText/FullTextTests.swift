import Fetch
import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Daemon

/// Articles that are completed from their pages.
@Suite(.timeLimit(.minutes(1)))
struct FullTextTests {
    private static let feed = EngineRig.feed("feed", "full_text = true")

    private static func page(_ text: String, titled title: String = "T") -> Response {
        let paragraph = "<p>\(String(repeating: text + ", and so it goes on for a while. ", count: 12))</p>"
        let article = "<article><h1>\(title)</h1>\(paragraph)\(paragraph)</article>"
        return Response(
            status: 200, finalURL: "https://a.example/1", headers: HeaderFields("Content-Type: text/html"),
            body: Array("<html><head><title>\(title)</title></head><body>\(article)</body></html>".utf8))
    }

    private func text(_ rig: EngineRig) throws -> String {
        String(decoding: try rig.store.entries(after: 0, limit: 9).flatMap(\.json), as: UTF8.self)
    }

    @Test func aPageInTimeLandsWithItsPoll() async throws {
        let rig = try EngineRig(Self.feed) { request, _ in
            request.url.hasSuffix("/feed") ? .response(.feed(["1"])) : .response(Self.page("The whole story"))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try rig.titles() == ["Title 1"])
        #expect(try text(rig).contains("The whole story"))
    }

    @Test func aLatePageLandsOnItsOwnAndIsAskedForOnce() async throws {
        let rig = try EngineRig(Self.feed) { request, _ in
            request.url.hasSuffix("/feed") ? .response(.feed(["1"], headers: "ETag: \"v\"")) : .silence
        }
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 2)
        await rig.time.sleepers(count: 1)
        rig.time.advance(by: 3)
        await rig.polls(count: 1)
        #expect(try rig.titles().isEmpty && rig.state(of: "feed").etag == nil)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 2)
        #expect(rig.fetching.requests.count { $0.url == "https://a.example/1" } == 1)
        rig.fetching.release(with: Self.page("The whole story"))
        await rig.articles(count: 1)
        #expect(try text(rig).contains("The whole story"))
    }

    @Test func aPassingFaultIsTriedOnceMoreAndThenTheFeedsTextStays() async throws {
        let rig = try EngineRig(Self.feed) { request, _ in
            request.url.hasSuffix("/feed") ? .response(.feed(["1"])) : .response(.status(503))
        }
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 2)
        await rig.time.sleepers(count: 2)  // the poll's grace, and the pause before the second try
        rig.time.advance(by: 2)
        _ = await rig.fetching.requests(count: 3)
        await rig.articles(count: 1)
        #expect(try text(rig).contains("Text of 1"))
        #expect(rig.fetching.requests.count == 3)
    }

    @Test(arguments: [404, 403, 410])
    func aFinalNoIsBelievedAtOnce(_ status: Int) async throws {
        let rig = try EngineRig(Self.feed) { request, _ in
            request.url.hasSuffix("/feed") ? .response(.feed(["1"])) : .response(.status(status))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try text(rig).contains("Text of 1"))
        #expect(rig.fetching.requests.count == 2)
    }

    /// Both have the same title; only in one of the feeds the entry has it.
    @Test(arguments: [("Title 1", "The whole story"), ("Access denied", "Text of 1")])
    func aPageWithATitleOfRefusalsIsTheArticleWhereTheFeedSaysSo(_ title: String, _ expected: String) async throws {
        let rig = try EngineRig(Self.feed) { request, _ in
            request.url.hasSuffix("/feed")
                ? .response(.feed(["1"])) : .response(Self.page("The whole story", titled: title))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try text(rig).contains(expected))
    }

    @Test func aStopLeavesTheEntryUnknownForTheNextStart() async throws {
        let rig = try EngineRig(Self.feed) { request, _ in
            request.url.hasSuffix("/feed") ? .response(.feed(["1"])) : .silence
        }
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 2)
        await rig.time.sleepers(count: 1)
        rig.time.advance(by: 3)
        await rig.polls(count: 1)
        async let drained: Void = rig.conductor.drain()
        await rig.fetching.stop()
        await drained
        #expect(try rig.titles().isEmpty && rig.state(of: "feed").bodyHash == nil)
    }
}
