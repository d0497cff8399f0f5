import Control
import Fetch
import Foundation
import Model
import ParserProcess
import Schedule
import Store
import TestSupport
import Testing

@testable import Daemon
@testable import Deliver

/// The engine's rules, without sockets and without waiting.
@Suite(.timeLimit(.minutes(1)))
struct ConductorTests {
    @Test func aFirstPollLandsAllOldestFirstAndTheNextOneIsConditional() async throws {
        let rig = try EngineRig { request, number in
            number == 0
                ? .response(.feed(["2", "1"], headers: "ETag: \"v1\"\nLast-Modified: yesterday"))
                : .response(.status(304, headers: "ETag: \"v2\""))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try rig.titles() == ["Title 1", "Title 2"])
        #expect(rig.fetching.requests[0].validators?.isEmpty == true)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 2)
        #expect(rig.fetching.requests[1].validators?.etag == Array("\"v1\"".utf8))
        let state = try rig.state()
        #expect(state.lastStatus == 304 && state.failure == nil && state.etag == Array("\"v2\"".utf8))
        #expect(state.lastModified == Array("yesterday".utf8))
        #expect(try rig.titles().count == 2)
    }

    @Test func theSameBytesAreNotReadAgainAndWaitForNoParser() async throws {
        let rig = try EngineRig(deadline: .seconds(10_000)) { _, number in
            .response(.feed(["1"], headers: "ETag: \"\(number)\""))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        let hash = try rig.state().bodyHash
        let (holds, tasks) = await rig.occupyParser()
        rig.time.advance(by: 4_500)
        await rig.polls(count: 2)
        for hold in holds { hold.release() }
        for task in tasks { _ = try await task.value }
        #expect(try rig.state().bodyHash == hash && rig.state().etag == Array("\"1\"".utf8))
        #expect(try rig.titles() == ["Title 1"])
    }

    @Test(
        arguments: [
            (.error(.resolve("no such name")), .dns, nil), (.error(.connect("refused")), .connect, nil),
            (.error(.tls("expired")), .tls, nil), (.error(.timedOut(after: .seconds(30))), .timeout, nil),
            (.error(.bodyTooLarge(limit: 16)), .tooLarge, nil), (.error(.truncated), .cutOff, nil),
            (.error(.unaskedNotModified), .protocolError, 304), (.response(.status(404)), .httpStatus, 404),
            (.response(.status(206, headers: "Content-Range: bytes 0-1/9")), .httpStatus, 206),
            (.response(.status(301)), .httpStatus, 301),
            (
                .response(Response(status: 200, finalURL: "https://a.example/a", body: Array("<html>".utf8))),
                .notAFeed, 200
            ),
            (.response(Response(status: 200, finalURL: "https://a.example/a")), .notAFeed, 200),
            (
                .response(
                    Response(status: 200, finalURL: "https://a.example/a", body: Array("<rss><channel><item>".utf8))),
                .cutOff, 200
            ),
        ] as [(FakeFetching.Reply, PollFailure.Kind, Int?)])
    func aFailureKeepsItsKindAndBacksOff(_ reply: FakeFetching.Reply, _ kind: PollFailure.Kind, _ status: Int?)
        async throws
    {
        let rig = try EngineRig { _, _ in reply }
        try await rig.conductor.start()
        let tally = await rig.polls(count: 1)
        let state = try rig.state()
        #expect(tally.failed == 1 && state.failure?.kind == kind && state.lastStatus == status)
        #expect(state.failures == 1 && state.etag == nil && state.since == ManualClock.start)
        #expect(await rig.conductor.statusText == "polling 1 feed, 1 failing")
    }

    @Test func whatACutOffDocumentHasLandsAndTheRestIsAskedForAgain() async throws {
        let whole = Array(FeedText.rss(["2", "1"]).utf8)
        let rig = try EngineRig { _, number in
            .response(
                Response(
                    status: 200, finalURL: "https://a.example/a", headers: HeaderFields("ETag: \"v\""),
                    body: number == 0 ? Array(whole.dropLast(80)) : whole))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try rig.titles() == ["Title 2"] && rig.state().failure?.kind == .cutOff && rig.state().etag == nil)
        rig.time.advance(by: 86_400)
        await rig.polls(count: 2)
        #expect(try rig.titles() == ["Title 2", "Title 1"] && rig.state().failure == nil && rig.state().failures == 0)
    }

    @Test func aRetiredFeedRestsUntilItIsRevived() async throws {
        let rig = try EngineRig { _, number in number < 2 ? .response(.status(410)) : .response(.feed(["1"])) }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try rig.state().failure?.kind == .gone && rig.state().why == Why.backoff.rawValue)
        rig.time.advance(by: 90_000)
        await rig.polls(count: 2)
        #expect(try rig.state().failure?.kind == .gone && rig.state().why == Why.gone.rawValue)
        rig.time.advance(by: 30 * 86_400)
        let answer = await rig.conductor.poll(nil)
        #expect(answer.asked == 0 && answer.heldBack.map(\.name) == ["a"])
        #expect(await rig.conductor.revive("b") == false)
        #expect(await rig.conductor.revive("a"))
        await rig.polls(count: 3)
        #expect(try rig.titles() == ["Title 1"] && rig.state().failure == nil)
    }

    @Test func retryAfterIsObeyedAlsoAgainstAPollByHand() async throws {
        let rig = try EngineRig { _, number in
            number == 0 ? .response(.status(429, headers: "Retry-After: 7200")) : .response(.feed(["1"]))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try rig.state().nextPoll.map { $0 >= ManualClock.start + 7_200 } == true)
        #expect(await rig.conductor.poll(["a"]).asked == 0)
        rig.time.advance(by: 7_100)
        #expect(await rig.conductor.poll(["a"]).asked == 0)
        rig.time.advance(by: 7_200)
        await rig.polls(count: 2)
        #expect(try rig.titles() == ["Title 1"])
    }

    @Test func aPermanentMoveIsFollowedOnceItShowsWhatWasKnown() async throws {
        let hop = Response.Hop(status: 301, from: "https://a.example/a", to: "https://feeds.a.example/a")
        let rig = try EngineRig { request, _ in
            if request.url == hop.to { return .response(.feed(["1"], at: hop.to)) }
            var response = Response.feed(["1"], at: hop.to)
            response = Response(status: 200, finalURL: hop.to, hops: [hop], body: response.body)
            return .response(response)
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try rig.state().movedTo == hop.to)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 2)
        #expect(rig.fetching.requests.map(\.url) == [hop.from, hop.to])
    }

    @Test func unknownNamesAreAnsweredWithTheNearestAndPollNothing() async throws {
        let rig = try EngineRig { _, _ in .response(.feed(["1"])) }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        let answer = await rig.conductor.poll(["a", "aa"])
        #expect(answer.unknown.map(\.didYouMean) == ["a"] && answer.asked == 0)
        #expect(await rig.conductor.poll(["a"]).asked == 1)
        await rig.polls(count: 2)
        #expect(rig.fetching.requests.count == 2)
    }

    @Test func anEditOfFeedsTomlIsFollowed() async throws {
        let rig = try EngineRig(EngineRig.feed("a") + EngineRig.feed("b")) { request, _ in
            .response(.feed([String(request.url.suffix(1))], at: request.url))
        }
        try await rig.conductor.start()
        await rig.polls(count: 2)
        try await rig.reload(EngineRig.feed("b") + EngineRig.feed("c"))
        await rig.polls(count: 3)
        #expect(Set(try rig.titles()) == ["Title a", "Title b", "Title c"])
        #expect(await rig.conductor.poll(["a"]).unknown.count == 1)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 5)
        #expect(Set(rig.fetching.requests.suffix(2).map(\.url)) == ["https://a.example/b", "https://a.example/c"])
    }

    @Test func aFullOutboxStopsPollingUntilThereIsRoom() async throws {
        let rig = try EngineRig { _, _ in .response(.feed(["1"])) }
        rig.gauge.note(waiting: .max, error: "disk full")
        try await rig.conductor.start()
        #expect(await rig.conductor.statusText.contains("the outbox is full"))
        #expect(rig.fetching.requests.isEmpty)
        rig.gauge.note(waiting: 0, error: nil)
        await rig.polls(count: 1)
        #expect(try rig.titles() == ["Title 1"])
    }

    @Test func theLatestStateOfTheOutboxCountsWhateverCallComesLast() async throws {
        let rig = try EngineRig { _, _ in .response(.feed(["1"])) }
        rig.gauge.note(waiting: .max, error: nil)
        rig.gauge.note(waiting: 0, error: nil)
        await rig.conductor.outboxDidChange()
        #expect(await rig.conductor.isPaused == false)
    }

    @Test func aPollThatTheStopCutsNeverWas() async throws {
        let rig = try EngineRig { _, _ in .silence }
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 1)
        async let drained: Void = rig.conductor.drain()
        await rig.fetching.stop()
        await drained
        #expect(try rig.state().lastPoll == nil && rig.state().failures == 0)
    }

    @Test func aStopWaitsForNoDocument() async throws {
        let rig = try EngineRig { _, _ in .response(.feed(["1"])) }
        let (holds, tasks) = await rig.occupyParser()
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 1)
        async let drained: Void = rig.conductor.drain()
        rig.parser.stop()
        await drained
        #expect(try rig.titles().isEmpty && rig.state().lastPoll == nil)
        for hold in holds { hold.release() }
        for task in tasks { _ = await task.result }
    }

    @Test func documentsBeyondTheirDeadlineHoldUpNoOthers() async throws {
        let rig = try EngineRig(deadline: .seconds(30)) { _, _ in .response(.feed(["1"])) }
        let (holds, tasks) = await rig.occupyParser()
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 1)
        rig.time.advance(by: 30)
        await rig.polls(count: 1)
        #expect(try rig.titles() == ["Title 1"])
        for task in tasks { await #expect(throws: ParseQueue.Failure.self) { try await task.value } }
        for hold in holds { hold.release() }
    }

    @Test func aDocumentBeyondItsDeadlineIsAFailedPoll() async throws {
        let hold = Hold()
        let rig = try EngineRig(holding: hold, deadline: .seconds(30)) { _, _ in .response(.feed(["1"])) }
        try await rig.conductor.start()
        await hold.waitForBegin()
        rig.time.advance(by: 31)
        await rig.polls(count: 1)
        defer { hold.end() }
        let state = try rig.state()
        #expect(state.failure?.kind == .slowDocument && state.lastStatus == 200 && state.bodyHash == nil)
        #expect(try rig.titles().isEmpty)
    }

    @Test func aDrainWaitsForWhatIsInFlightAndStartsNothing() async throws {
        let rig = try EngineRig(EngineRig.feed("a") + EngineRig.feed("b"), daemon: "per_host = 1") { _, _ in .silence }
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 1)
        async let drained: Void = rig.conductor.drain()
        while await rig.conductor.isAccepting { await Task.yield() }
        rig.fetching.release(with: .feed(["1"]))
        await drained
        #expect(rig.fetching.requests.count == 1)
        #expect(try rig.titles() == ["Title 1"])
    }

    @Test func silentServersGiveTheirPlacesAway() async throws {
        let feeds = ["a", "b", "c"].map { EngineRig.feed($0, host: "\($0).example") }.joined()
        let rig = try EngineRig(feeds, daemon: "concurrency = 1") { request, _ in
            request.url.hasSuffix("/c") ? .response(.feed(["c"], at: request.url)) : .silence
        }
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 1)
        var requests = 1
        while requests < 3, try rig.titles().isEmpty {
            rig.time.advance(by: 3)
            for _ in 0..<100 { await Task.yield() }
            requests = rig.fetching.requests.count
        }
        await rig.articles(count: 1)
        #expect(try rig.titles() == ["Title c"])
        await rig.fetching.stop()
    }

    @Test("large documents that wait to be read hold up no feed that can be asked meanwhile, nor small documents")
    func largeDocumentsHoldUpNoOtherFeed() async throws {
        let feeds = ["a", "b", "c", "d", "z"].map { EngineRig.feed($0, host: "\($0).example") }.joined()
        let hold = Hold()
        let rig = try EngineRig(feeds, daemon: "concurrency = 3", holding: hold) { request, _ in
            let isLarge = !request.url.hasSuffix("/z")
            let title = isLarge ? String(repeating: "x", count: 300_000) : "small"
            return .response(.feed([title], at: request.url))
        }
        try await rig.conductor.start()
        while rig.fetching.requests.count < 5 {
            rig.time.advance(by: 1)
            for _ in 0..<100 { await Task.yield() }
        }
        // Two threads hold large documents, two more wait: the small one is read beside them.
        for _ in 0..<3 { await hold.waitForBegin() }
        hold.end()
        await rig.polls(count: 5)
        #expect(try rig.titles().count == 5)
    }

    @Test func onceMeansOnePollOfEachFeed() async throws {
        let rig = try EngineRig(EngineRig.feed("a") + EngineRig.feed("b", "enabled = false"), mode: .once) { _, _ in
            .response(.feed(["1"]))
        }
        try await rig.conductor.start()
        await rig.conductor.idle()
        #expect(rig.fetching.requests.count == 1)
        #expect(await rig.conductor.result.polled == 1)
    }

    @Test func anArchiveIsReadPageByPageAndNotifiesNobody() async throws {
        @Sendable func page(_ ids: [String], next: String?) -> Response {
            let link = next.map { "<link rel='prev-archive' href='\($0)'/>" } ?? ""
            let entries = ids.map { "<entry><id>\($0)</id><title>\($0)</title></entry>" }.joined()
            return Response(
                status: 200, finalURL: "https://a.example/a",
                body: Array(
                    "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>\(link)\(entries)</feed>".utf8))
        }
        let rig = try EngineRig(EngineRig.feed("a", "history = true")) { request, _ in
            switch request.url {
            case "https://a.example/a": .response(page(["3"], next: "https://a.example/2"))
            case "https://a.example/2": .response(page(["2"], next: "https://a.example/1"))
            case "https://a.example/1": .response(page(["1"], next: nil))
            default: .error(.emptyReply)
            }
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(try rig.titles() == ["1", "2", "3"])
        #expect(try rig.state().archivePages == 3 && rig.state().archiveNext == nil)
        #expect(try rig.store.entries(after: 0, limit: 9).map(\.isBackfill) == [true, true, false])
    }
}
