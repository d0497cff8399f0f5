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

/// `run --once`.
@Suite(.timeLimit(.minutes(1)))
struct OnceTests {
    private static let feeds = RuntimeRig.feed("a") + RuntimeRig.feed("b") + RuntimeRig.webhook("chat")

    private func rig(receiver: Int = 204, _ feeds: String = feeds) async throws -> RuntimeRig {
        try await RuntimeRig(feeds, mode: .once) { request, _ in
            if request.method != .get { return .response(.status(receiver)) }
            return request.url.hasSuffix("b") ? .response(.status(500)) : .response(.feed(["2", "1"], at: request.url))
        }
    }

    @Test func itSaysWhatWasPolledAndDelivered() async throws {
        let rig = try await rig()
        try await rig.start()
        await rig.runtime.conductor.idle()
        let summary = try await rig.runtime.finish()
        #expect(summary.polls.feeds == 2 && summary.polls.polled == 2 && summary.polls.failed == 1)
        #expect(summary.delivered == 2 && summary.webhooksWaiting == 0 && !summary.isClean)
        #expect(rig.list.titles == ["Title 1", "Title 2"] && rig.posted(to: "chat").count == 2)
    }

    @Test func aReceiverThatFailsIsNamedInTheSummary() async throws {
        let rig = try await rig(receiver: 503, RuntimeRig.feed("a") + RuntimeRig.webhook("chat"))
        try await rig.start()
        await rig.runtime.conductor.idle()
        let summary = try await rig.runtime.finish()
        #expect(summary.polls.failed == 0 && summary.webhooksWaiting == 2 && summary.webhooksFailed > 0)
        #expect(!summary.isClean)
    }

    @Test func aSinkThatTakesNothingIsTheReasonWhyItFails() async throws {
        let rig = try await rig()
        rig.list.fail(.badPath("x"))
        try await rig.start()
        await rig.runtime.conductor.idle()
        await #expect(throws: DaemonError.self) { try await rig.runtime.finish() }
        #expect(rig.posted(to: "chat").count == 2)
    }

    @Test func anInterruptedOneBeginsNothingAndLandsWhatCame() async throws {
        let feeds = (0..<4).map { RuntimeRig.feed("f\($0)") }.joined()
        let rig = try await RuntimeRig(feeds, daemon: "concurrency = 2", mode: .once) { request, _ in
            request.url.hasSuffix("f0") ? .response(.feed(["1"], at: request.url)) : .silence
        }
        try await rig.start()
        _ = await rig.fetching.requests(count: 3)
        async let interrupted: Void = rig.runtime.interrupt()
        await rig.time.sleepers(count: 1)
        rig.time.advance(by: 3)
        await interrupted
        await rig.runtime.conductor.idle()
        let summary = try await rig.runtime.finish()
        #expect(rig.list.titles == ["Title 1"] && summary.delivered == 1)
        #expect(rig.fetching.requests.count == 3)
    }
}
