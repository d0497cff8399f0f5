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

/// What an edit of feeds.toml does to a daemon that runs.
@Suite(.timeLimit(.minutes(1)))
struct RuntimeReloadTests {
    private func rig(_ feeds: String = RuntimeRig.feed("a")) async throws -> RuntimeRig {
        let rig = try await RuntimeRig(feeds) { request, number in
            let ids = (0...number).reversed().map { "\(request.url.suffix(1))\($0)" }
            return .response(request.method == .get ? .feed(ids, at: request.url) : .status(204))
        }
        try await rig.start()
        await rig.articles(count: 1)
        return rig
    }

    @Test func newFeedsArePolledAtOnceAndRemovedOnesNoMore() async throws {
        let rig = try await rig()
        let answer = try await rig.reload(RuntimeRig.feed("b"))
        #expect(answer.isLoaded && answer.feeds == 1 && answer.needRestart.isEmpty)
        await rig.polls(count: 2)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 3)
        #expect(rig.polled == ["https://a.example/a", "https://b.example/b", "https://b.example/b"])
        #expect(await rig.runtime.statusText == "polling 1 feed")
        await rig.runtime.stop()
    }

    @Test func aFaultyFileChangesNothingAndSaysWhere() async throws {
        let rig = try await rig()
        let answer = try await rig.reload(RuntimeRig.feed("b") + "wrong = 1\n")
        #expect(!answer.isLoaded && answer.faults.count == 1 && answer.faults[0].reason.contains("wrong"))
        let running = RunningDaemon(
            identity: .init(version: "test", config: "feeds.toml", started: ManualClock.start), runtime: rig.runtime,
            reloader: rig.reloader, keeper: rig.lists)
        #expect(await running.loading.faults == answer.faults.map(\.description))
        rig.time.advance(by: 4_500)
        await rig.polls(count: 2)
        #expect(rig.polled.allSatisfy { $0 == "https://a.example/a" })
        // The next one that is right ends that.
        #expect(try await rig.reload(RuntimeRig.feed("a")).isLoaded)
        #expect(await running.loading.faults.isEmpty)
        await rig.runtime.stop()
    }

    @Test func whatOnlyARestartAppliesIsNamedUntilThenAndNotApplied() async throws {
        let rig = try await rig()
        for _ in 0..<2 {
            let answer = try await rig.reload(
                RuntimeRig.feed("a"), daemon: "concurrency = 3", spool: "formats = [\"markdown\"]")
            #expect(answer.isLoaded && answer.needRestart == ["daemon.concurrency", "spool.formats"])
        }
        #expect(await rig.runtime.configuration.spool.formats == [.json, .markdown])
        #expect(try await rig.reload(RuntimeRig.feed("a")).needRestart.isEmpty)
        await rig.runtime.stop()
    }

    @Test func aWebhookGetsWhatComesFromItsReloadOnUntilItIsGone() async throws {
        let rig = try await rig()
        #expect(try await rig.reload(RuntimeRig.feed("a") + RuntimeRig.webhook("chat")).isLoaded)
        rig.time.advance(by: 4_500)
        _ = await rig.fetching.requests(count: 3)
        #expect(rig.posted(to: "chat").count == 1 && rig.posted(to: "chat")[0].contains("Title a1"))
        await rig.list.titles(count: 2)
        #expect(try await rig.reload(RuntimeRig.feed("a")).isLoaded)
        rig.time.advance(by: 4_500)
        await rig.list.titles(count: 3)
        #expect(rig.posted(to: "chat").count == 1)
        await rig.runtime.stop()
    }

    @Test func aFilterOfAFeedHoldsFromTheReloadOn() async throws {
        let rig = try await rig()
        #expect(try await rig.reload(RuntimeRig.feed("a", "drop = \"a1\"")).isLoaded)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 2)
        #expect(try await rig.reload(RuntimeRig.feed("a")).isLoaded)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 3)
        await rig.list.titles(count: 2)
        #expect(rig.list.titles == ["Title a0", "Title a2"])
        await rig.runtime.stop()
    }

    @Test func reloadsThatOverlapAreAppliedOneAfterTheOther() async throws {
        let rig = try await rig()
        let answers = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let feeds = (0...number).map { RuntimeRig.feed("f\($0)") }.joined()
                    return (try? await rig.reload(feeds).isLoaded) ?? false
                }
            }
            var answers: [Bool] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        #expect(answers.count == 8)
        #expect(try await rig.reload(RuntimeRig.feed("z")).isLoaded)
        #expect(await rig.runtime.configuration.feeds.map(\.name) == ["z"])
        #expect(await rig.runtime.statusText == "polling 1 feed")
        await rig.runtime.stop()
    }
}
