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

/// A kind of sink that only these tests have goes through the daemon, `replay`, `retry`, `drop` and `test` like the others.
@Suite(.timeLimit(.minutes(1)))
struct NewSinkTests {
    private static let list = SinkName(kind: "list", name: "list")

    private func rig(_ ids: [String] = ["2", "1"]) async throws -> RuntimeRig {
        let rig = try await RuntimeRig(RuntimeRig.feed("a")) { request, _ in
            .response(request.method == .get ? .feed(ids, at: request.url) : .status(204))
        }
        try await rig.start()
        await rig.list.titles(count: ids.count)
        return rig
    }

    @Test func itGetsWhatIsCommittedInOrder() async throws {
        let rig = try await rig()
        #expect(rig.list.titles == ["Title 1", "Title 2"])
        await rig.runtime.stop()
        #expect(rig.list.calls == ["stop"])
    }

    @Test func itIsWaitedForBeforeAnArticleIsRemoved() async throws {
        let rig = try await RuntimeRig(RuntimeRig.feed("a"), spool: "keep_articles = \"1d\"") { request, _ in
            .response(.feed(["2", "1"], at: request.url))
        }
        rig.list.fail(.badPath("x"))
        try await rig.start()
        await rig.articles(count: 2)
        let later = rig.time.now + 40 * 86_400
        await rig.runtime.housekeeper.tidy(rig.runtime.configuration, now: later)
        #expect(try rig.store.entries(after: 0, limit: 9).count == 2)
        rig.list.fail(nil)
        await rig.runtime.stop()
        #expect(rig.list.titles == ["Title 1", "Title 2"])
        await rig.runtime.housekeeper.tidy(rig.runtime.configuration, now: later)
        #expect(try rig.store.entries(after: 0, limit: 9).isEmpty)
    }

    @Test func replayAndRetryReachIt() async throws {
        let rig = try await rig()
        let answer = await rig.runtime.replay(ReplayQuestion(after: 1, until: nil, sink: Self.list))
        #expect(answer.articles == 1 && answer.messagesQueued == 1 && answer.filesWritten == 0 && answer.error == nil)
        #expect(rig.list.titles == ["Title 1", "Title 2", "Title 2"])
        rig.list.fail(.badPath("x"))
        #expect(await rig.runtime.retry(Self.list).error == nil && rig.list.calls == ["retry"])
        #expect(await rig.runtime.drop(Self.list).messages == 0)
        await rig.runtime.stop()
    }

    @Test func aSinkThatIsNotThereIsNamed() async throws {
        let rig = try await rig()
        for name in [SinkName.webhook("chat"), SinkName(kind: "bus", name: "b"), .spool] {
            let answer = await rig.runtime.replay(ReplayQuestion(after: 0, until: nil, sink: name))
            #expect(answer.error?.contains("\(name)") == true && answer.articles == 0)
            #expect(await rig.runtime.retry(name).error?.contains("\(name)") == true)
        }
        #expect(await rig.runtime.drop(SinkName(kind: "bus", name: "b")).error != nil)
        await rig.runtime.stop()
    }

    @Test func aKindWithoutATestHasNone() async {
        let (fetching, time) = (FakeFetching { _, _ in .error(.emptyReply) }, ManualClock())
        let spool = await SpoolSink.test("spool", in: .init(), fetching: fetching, clock: time.clock, version: "1")
        let list = await ListSink.test("list", in: .init(), fetching: fetching, clock: time.clock, version: "1")
        #expect(spool == nil && list == SinkReply(isSuccess: true, text: "listed") && fetching.requests.isEmpty)
    }
}
