import Config
import Control
import Fetch
import Files
import Foundation
import Model
import Schedule
import Store
import StoreMemory
import TestSupport
import Testing

@testable import Daemon
@testable import Deliver

/// How a daemon ends: within its grace, and nothing that was committed is lost.
@Suite(.timeLimit(.minutes(1)))
struct ShutdownTests {
    @Test func whereNothingIsInFlightItEndsAtOnce() async throws {
        let rig = try await RuntimeRig { request, _ in .response(.feed(["1"], at: request.url)) }
        try await rig.start()
        await rig.list.titles(count: 1)
        await rig.runtime.stop()
        #expect(rig.list.titles == ["Title 1"] && rig.time.now == ManualClock.start)
    }

    @Test func aPollThatAnswersWithinTheGraceLands() async throws {
        let rig = try await RuntimeRig { _, _ in .silence }
        try await rig.start()
        _ = await rig.fetching.requests(count: 1)
        async let stopped: Void = rig.runtime.stop()
        await rig.time.sleepers(count: 1)
        rig.fetching.release(with: .feed(["1"]))
        await stopped
        #expect(rig.list.titles == ["Title 1"] && rig.time.now == ManualClock.start)
    }

    @Test func aPollThatDoesNotIsCutAndNeverWas() async throws {
        let rig = try await RuntimeRig { _, _ in .silence }
        try await rig.start()
        _ = await rig.fetching.requests(count: 1)
        async let stopped: Void = rig.runtime.stop()
        await rig.time.sleepers(count: 1)
        rig.time.advance(by: 2.9)
        #expect(await rig.fetching.hasStopped == false)
        rig.time.advance(by: 0.1)
        await stopped
        let state = try #require(try rig.store.statuses(now: rig.time.now).first?.record.state)
        #expect(state.lastPoll == nil && state.failures == 0 && rig.list.titles.isEmpty)
        #expect(await rig.fetching.hasStopped)
    }

    @Test func aPollThatCannotBeSavedWithinTheGraceNeverWas() async throws {
        let rig = try await RuntimeRig { _, _ in .silence }
        try await rig.start()
        _ = await rig.fetching.requests(count: 1)
        let hold = Hold()
        let held = Task { try await rig.runtime.conductor.committer.perform { _ throws(StoreError) in hold.work() } }
        await hold.waitForBegin()
        rig.fetching.release(with: .feed(["1"]))
        async let stopped: Void = rig.runtime.stop()
        await rig.time.sleepers(count: 1)
        rig.time.advance(by: 3)
        while await !rig.fetching.hasStopped { await Task.yield() }
        hold.release()
        await stopped
        _ = try await held.value
        let state = try #require(try rig.store.statuses(now: rig.time.now).first?.record.state)
        #expect(state.lastPoll == nil && rig.list.titles.isEmpty)
    }

    @Test func noPollBeginsAfterIt() async throws {
        let rig = try await RuntimeRig { request, _ in .response(.feed(["1"], at: request.url)) }
        try await rig.start()
        await rig.polls(count: 1)
        await rig.runtime.stop()
        rig.time.advance(by: 86_400)
        _ = await rig.runtime.conductor.poll(nil)
        #expect(rig.fetching.requests.count == 1)
    }

    @Test func aWebhooksMessageInFlightIsCutWithoutAFailureAndGoesOutAgain() async throws {
        let feeds = RuntimeRig.feed("a") + RuntimeRig.webhook("chat")
        let rig = try await RuntimeRig(feeds) { request, _ in
            request.method == .get ? .response(.feed(["1"], at: request.url)) : .silence
        }
        try await rig.start()
        _ = await rig.fetching.requests(count: 2)
        async let stopped: Void = rig.runtime.stop()
        await rig.time.sleepers(count: 1)
        rig.time.advance(by: 3)
        await stopped
        #expect(try rig.store.messages(of: "chat").map(\.attempts) == [0])
        let next = try await RuntimeRig(feeds, after: rig.leftovers) { request, _ in
            .response(request.method == .get ? .feed(["1"], at: request.url) : .status(204))
        }
        try await next.start()
        _ = await next.fetching.requests(count: 1)
        let ids = [rig, next].compactMap { rig in
            rig.fetching.requests.first { $0.method != .get }?.headers.first { $0.name == "webhook-id" }?.value
        }
        #expect(ids.count == 2 && ids[0] == ids[1])
        await next.runtime.stop()
    }

    @Test func whatASinkDidNotTakeIsTakenByTheNextProcess() async throws {
        let rig = try await RuntimeRig { request, _ in .response(.feed(["2", "1"], at: request.url)) }
        rig.list.fail(.badPath("x"))
        try await rig.start()
        await rig.articles(count: 2)
        await rig.runtime.stop()
        #expect(rig.list.titles.isEmpty)
        rig.list.fail(nil)
        let next = try await RuntimeRig(after: rig.leftovers) { request, _ in
            .response(.feed(["2", "1"], at: request.url))
        }
        try await next.start()
        await next.list.titles(count: 2)
        #expect(next.list.titles == ["Title 1", "Title 2"])
        await next.runtime.stop()
        #expect(next.list.titles.count == 2)
    }

    @Test func upkeepRunsAtOnceAndEachHourUntilTheEnd() async throws {
        let rig = try await RuntimeRig { request, _ in .response(.feed(["1"], at: request.url)) }
        try await rig.start()
        await rig.runtime.beginUpkeep()
        for round in 1...3 {
            await rig.list.rounds(count: round)
            await rig.time.sleepers(count: 1)
            rig.time.advance(by: 3_600)
        }
        await rig.list.rounds(count: 4)
        await rig.runtime.stop()
    }
}
