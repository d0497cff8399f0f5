import Fetch
import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Daemon

/// A feed that has more new entries than may come in at once.
@Suite(.timeLimit(.minutes(1)))
struct FloodTests {
    private static let limits = "max_new = 10\nmax_new_per_day = 25"

    /// `1` is the oldest.
    private static func ids(_ range: ClosedRange<Int>) -> [String] { range.reversed().map(String.init) }

    private func poll(_ rig: EngineRig, _ number: Int) async throws -> (titles: [String], state: FeedState) {
        if number > 1 { rig.time.advance(by: 4_500) }
        await rig.polls(count: number)
        return (try rig.titles(), try rig.state())
    }

    @Test func whatIsBeyondWaitsAndComesInOldestFirst() async throws {
        let rig = try EngineRig(daemon: Self.limits) { _, number in
            .response(.feed(Self.ids(1...(number == 0 ? 40 : 62)), headers: "ETag: \"v\""))
        }
        try await rig.conductor.start()
        let first = try await poll(rig, 1)
        #expect(first.titles.count == 40 && first.state.waiting == 0, "the first document is first_fetch's matter")
        let second = try await poll(rig, 2)
        #expect(second.titles.suffix(10) == (41...50).map { "Title \($0)" }[...] && second.state.waiting == 12)
        #expect(second.state.etag == nil && second.state.bodyHash == nil, "the next poll is to bring all of it again")
        let third = try await poll(rig, 3)
        #expect(third.titles.suffix(10) == (51...60).map { "Title \($0)" }[...] && third.state.waiting == 2)
        let fourth = try await poll(rig, 4)
        #expect(fourth.titles == (1...62).map { "Title \($0)" } && fourth.state.waiting == 0)
        #expect(fourth.state.etag == Array("\"v\"".utf8))
    }

    @Test func aDayHasItsLimitTooAndTheNextOneBegins() async throws {
        let rig = try EngineRig(daemon: Self.limits) { _, number in
            .response(.feed(Self.ids(1...(number == 0 ? 1 : 101))))
        }
        try await rig.conductor.start()
        var counts: [Int] = []
        for number in 1...5 { counts.append(try await poll(rig, number).titles.count) }
        #expect(counts == [1, 11, 21, 26, 26])
        #expect(try rig.state().waiting == 75 && rig.state().newOnDay == 25)
        rig.time.advance(by: 86_400)
        await rig.polls(count: 6)
        #expect(try rig.titles().count == 36)
    }

    @Test func entriesThatAreNewAtEveryPollLandNoFasterThanTheLimit() async throws {
        let rig = try EngineRig(daemon: Self.limits) { _, number in
            .response(.feed((0..<(number == 0 ? 1 : 500)).map { "\(number)-\($0)" }))
        }
        try await rig.conductor.start()
        for number in 1...4 { _ = try await poll(rig, number) }
        #expect(try rig.titles().count == 26 && rig.state().waiting == 495)
    }

    /// A feed that lists another's articles under ever new guids costs a row for each of them.
    @Test func duplicatesCountAsWell() async throws {
        let rig = try EngineRig(EngineRig.feed("a") + EngineRig.feed("b"), daemon: Self.limits) { request, number in
            if request.url.hasSuffix("a") { return .response(.feed(Self.ids(1...50))) }
            return .response(.feed(number == 0 ? ["own"] : Self.ids(1...50)))
        }
        try await rig.conductor.start()
        await rig.polls(count: 2)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 4)
        #expect(try rig.titles().count == 51 && rig.state(of: "b").waiting == 40)
    }

    @Test func fiftyPagesAPollAreAskedForAndThatAloneIsNoFlood() async throws {
        let feed = EngineRig.feed("feed", "full_text = true")
        let rig = try EngineRig(feed) { request, _ in
            request.url.hasSuffix("/feed") ? .response(.feed(Self.ids(1...120))) : .response(.status(404))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        #expect(rig.fetching.requests.count == 51)
        #expect(try rig.titles() == (1...50).map { "Title \($0)" } && rig.state(of: "feed").waiting == 0)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 2)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 3)
        #expect(try rig.titles() == (1...120).map { "Title \($0)" })
        #expect(rig.fetching.requests.count == 123)
    }

    @Test func theLogSaysItOnceWhenItBeginsAndWhenItEnds() {
        func event(_ before: Int, _ after: Int, failed: Int = 0) -> PollLog.Event? {
            var (old, new) = (FeedState(), FeedState())
            (old.waiting, new.waiting, old.failures) = (before, after, failed)
            return PollLog.event(before: old, after: new, now: ManualClock.start)
        }
        #expect(event(0, 5) == .floods && event(5, 4) == nil && event(4, 0) == .drained && event(0, 0) == nil)
        #expect(event(0, 5, failed: 1) == .back)
    }
}
