import Config
import Fetch
import Files
import Foundation
import Model
import Store
import StoreMemory
import TestSupport
import Testing

@testable import Daemon

/// The store works for a reload while polls go on.
@Suite(.timeLimit(.minutes(1)))
struct ReloadOrderTests {
    private static let feeds = EngineRig.feed("a", host: "a.example") + EngineRig.feed("b", host: "b.example")

    @Test func pollsGoOnWhileTheStoreIsBusyWithAReload() async throws {
        let rig = try EngineRig(Self.feeds) { request, _ in .response(.feed(["1"], at: request.url)) }
        try await rig.conductor.start()
        await rig.polls(count: 2)
        let hold = Hold()
        async let held = rig.conductor.committer.perform { _ in hold.work() }
        await hold.waitForBegin()
        async let reloaded: Void = rig.reload(Self.feeds + EngineRig.feed("c", host: "c.example"))
        rig.time.advance(by: 4_500)
        #expect(await rig.fetching.requests(count: 4).count == 4)  // before the store has answered
        hold.end()
        _ = try await (held, reloaded)
        await rig.polls(count: 5)
        #expect(rig.fetching.requests.last?.url == "https://c.example/c")
    }

    /// What a poll brings while the store works for a reload must not be taken back by what the store said before.
    @Test func aPollThatEndsDuringAReloadKeepsWhatItLearned() async throws {
        let rig = try EngineRig { _, number in .response(.feed(["\(number)"], headers: "ETag: \"v\(number)\"")) }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        let hold = Hold()
        async let held = rig.conductor.committer.perform { _ in hold.work() }
        await hold.waitForBegin()
        rig.time.advance(by: 4_500)
        _ = await rig.fetching.requests(count: 2)
        async let reloaded: Void = rig.reload(EngineRig.feed("a", host: "a.example", "tags = [\"x\"]"))
        hold.end()
        _ = try await (held, reloaded)
        await rig.polls(count: 2)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 3)
        // The next one may have begun already.
        #expect(rig.fetching.requests[2].validators?.etag == Array("\"v1\"".utf8))
    }
}
