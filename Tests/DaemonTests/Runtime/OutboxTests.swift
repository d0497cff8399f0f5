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

/// What waits between the store and the sinks.
@Suite(.timeLimit(.minutes(1)))
struct OutboxTests {
    private static let webhook = RuntimeRig.feed("a") + RuntimeRig.webhook("chat")

    @Test func aSinkThatFailsHoldsUpNoOther() async throws {
        let rig = try await RuntimeRig(Self.webhook) { request, _ in
            .response(request.method == .get ? .feed(["1"], at: request.url) : .status(503))
        }
        try await rig.start()
        await rig.list.titles(count: 1)
        _ = await rig.fetching.requests(count: 2)
        #expect(rig.list.titles == ["Title 1"])
        await rig.runtime.stop()
        #expect(try rig.store.messages(of: "chat").map(\.attempts) == [1])
    }

    @Test func aRetryDoesNotWaitForTheNextAttempt() async throws {
        let isUp = Shared(false)
        let rig = try await RuntimeRig(Self.webhook) { request, _ in
            .response(
                request.method == .get ? .feed(["1"], at: request.url) : .status(isUp.withLock { $0 } ? 204 : 503))
        }
        try await rig.start()
        await rig.time.sleepers(count: 1)  // the pause before the second attempt
        isUp.withLock { $0 = true }
        let change = await rig.runtime.retry(.webhook("chat"))
        #expect(change.messages == 1 && change.error == nil)
        _ = await rig.fetching.requests(count: 3)
        await rig.runtime.stop()
        #expect(try rig.store.messages(of: "chat").isEmpty && rig.time.now == ManualClock.start)
    }

    @Test func aReceiverThatIsGoneIsStoppedUntilItIsRetried() async throws {
        let isUp = Shared(false)
        let rig = try await RuntimeRig(Self.webhook) { request, _ in
            .response(
                request.method == .get ? .feed(["1"], at: request.url) : .status(isUp.withLock { $0 } ? 204 : 410))
        }
        try await rig.start()
        _ = await rig.fetching.requests(count: 2)
        rig.time.advance(by: 4_500)
        _ = await rig.fetching.requests(count: 3)
        #expect(rig.posted(to: "chat").count == 1)
        isUp.withLock { $0 = true }
        #expect(await rig.runtime.retry(.webhook("chat")).messages == 1)
        _ = await rig.fetching.requests(count: 4)
        #expect(rig.posted(to: "chat").count == 2)
        await rig.runtime.stop()
    }

    @Test func whatIsDroppedIsNotSent() async throws {
        let rig = try await RuntimeRig(Self.webhook) { request, _ in
            .response(request.method == .get ? .feed(["1"], at: request.url) : .status(503))
        }
        try await rig.start()
        await rig.time.sleepers(count: 1)
        #expect(await rig.runtime.drop(.webhook("chat")).messages == 1)
        #expect(try rig.store.messages(of: "chat").isEmpty)
        await rig.runtime.stop()
        #expect(rig.posted(to: "chat").count == 1)
    }

    @Test func aReplayTellsAWebhookAgainWithTheSameIds() async throws {
        let rig = try await RuntimeRig(Self.webhook) { request, _ in
            .response(request.method == .get ? .feed(["2", "1"], at: request.url) : .status(204))
        }
        try await rig.start()
        _ = await rig.fetching.requests(count: 3)
        let answer = await rig.runtime.replay(ReplayQuestion(after: 0, until: 1, sink: .webhook("chat")))
        #expect(answer.articles == 1 && answer.messagesQueued == 1 && answer.error == nil)
        _ = await rig.fetching.requests(count: 4)
        await rig.runtime.stop()
        let ids = rig.fetching.requests.filter { $0.method != .get }.compactMap { request in
            request.headers.first { $0.name == "webhook-id" }?.value
        }
        #expect(ids.count == 3 && ids[2] == ids[0])
    }

    @Test func aDiskThatBrokeItsPromiseEndsTheDaemon() async throws {
        let rig = try await RuntimeRig { request, _ in .response(.feed(["1"], at: request.url)) }
        let (ends, end) = AsyncStream<DaemonError>.makeStream()
        rig.fatal.handler { end.yield($0) }
        rig.list.fail(.broken(.init(.sync, "/spool", EIO)))
        try await rig.start()
        for await error in ends {
            #expect(error.isBrokenDisk)
            break
        }
        await rig.runtime.stop()
    }
}
