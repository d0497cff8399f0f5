import Fetch
import Foundation
import Model
import Schedule
import Store
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// What heals by itself: edits, the network, limits.
@Suite(.timeLimit(.minutes(1)))
struct HealingTests {
    @Test func anEditOfAFailingFeedPollsItAtOnce() async throws {
        let rig = try EngineRig(EngineRig.feed("a") + EngineRig.feed("b")) { request, _ in
            request.userAgent.contains("Browser") ? .response(.feed(["1"])) : .response(.status(403))
        }
        try await rig.conductor.start()
        await rig.polls(count: 2)
        #expect(try rig.state().failures == 1)
        try await rig.reload(EngineRig.feed("a", "user_agent = \"Browser\"") + EngineRig.feed("b"))
        await rig.polls(count: 3)
        #expect(try rig.titles() == ["Title 1"] && rig.state().failures == 0)
        #expect(rig.fetching.requests.count == 3)  // the other one waits on
    }

    @Test func anEditOfWhatAllRequestsHaveInCommonPollsWhatFails() async throws {
        let rig = try EngineRig(EngineRig.feed("a")) { request, _ in
            request.userAgent == "x" ? .response(.feed(["1"])) : .response(.status(403))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        try await rig.reload(EngineRig.feed("a") + "[http]\nuser_agent = \"x\"\n")
        await rig.polls(count: 2)
        #expect(try rig.titles() == ["Title 1"])
    }

    private static let many = (1...6).map { EngineRig.feed("\($0)", host: "h\($0).example") }.joined()

    @Test func anOutageOfOurOwnIsNoFailureOfTheFeeds() async throws {
        let isUp = Flag()
        let rig = try EngineRig(Self.many) { request, _ in
            !isUp.isSet ? .error(.resolve("no such name")) : .response(.feed([request.url], at: request.url))
        }
        try await rig.conductor.start()
        while await rig.conductor.networkAwaySince == nil { try await Task.sleep(for: .milliseconds(2)) }
        #expect(await rig.conductor.statusText.contains("no network"))
        while await rig.conductor.polling > 0 { try await Task.sleep(for: .milliseconds(2)) }
        for number in 1...6 { #expect(try rig.state(of: "\(number)").failures == 0) }
        isUp.set()
        rig.time.advance(by: 61)
        await rig.polls(count: 1)  // the probe; what is overdue follows within two minutes
        while await rig.conductor.result.polled < 6 {
            rig.time.advance(by: 5)
            while await rig.conductor.polling > 0 { await Task.yield() }
        }
        #expect(try rig.titles().count == 6)
        #expect(await rig.conductor.networkAwaySince == nil)
    }

    @Test func aDeadHostAmongLivingOnesFails() async throws {
        let rig = try EngineRig(Self.many) { request, _ in
            request.url.contains("h1.") ? .error(.connect("refused")) : .response(.feed([request.url], at: request.url))
        }
        try await rig.conductor.start()
        await rig.articles(count: 5)
        rig.time.advance(by: 61)
        await rig.polls(count: 6)
        #expect(try rig.state(of: "1").failures == 1)
    }

    @Test func onceDecidesWithoutWaiting() async throws {
        let rig = try EngineRig(Self.many, mode: .once) { request, _ in
            request.url.contains("h1.") ? .error(.connect("refused")) : .response(.feed([request.url], at: request.url))
        }
        try await rig.conductor.start()
        await rig.conductor.idle()
        #expect(await rig.conductor.result.failed == 1)
    }

    @Test func onceWithoutANetworkCountsNoFailure() async throws {
        let rig = try EngineRig(Self.many, mode: .once) { _, _ in .error(.connect("no route")) }
        try await rig.conductor.start()
        await rig.conductor.idle()
        let result = await rig.conductor.result
        #expect(result.failed == 0 && result.unreached == 6)
    }

    @Test func aLimitIsNoFailureOfTheFeed() async throws {
        let rig = try EngineRig(EngineRig.feed("a")) { _, number in
            number == 0 ? .response(.feed(["1"])) : .response(.status(429, headers: "x-ratelimit-reset: 600"))
        }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        rig.time.advance(by: 4_500)
        let tally = await rig.polls(count: 2)
        let state = try rig.state()
        #expect(tally.failed == 0 && state.failures == 0 && state.failure == nil && state.lastStatus == 429)
        #expect(state.lastSuccess == ManualClock.start && state.why == Why.retryAfter.rawValue)
    }

    private final class Flag: Sendable {
        private let flag = Mutex(false)
        var isSet: Bool { flag.withLock { $0 } }
        func set() { flag.withLock { $0 = true } }
    }
}
