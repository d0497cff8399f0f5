import Config
import Fetch
import Files
import Intake
import Model
import Store
import StoreMemory
import TestSupport
import Testing

@testable import Daemon

/// A source that only these tests have: nothing after it knows that it is not a URL.
@Suite(.timeLimit(.minutes(1)))
struct NewSourceTests {
    private static let feed = EngineRig.feed("a")

    @Test func whatAnySourceGivesLandsLikeADocumentOfAURL() async throws {
        let rig = try EngineRig(Self.feed, sources: [.document(["1"]), .unchanged, .document(["2", "1"])])
        try await rig.conductor.start()
        for (count, titles) in [(1, ["Title 1"]), (2, ["Title 1"]), (3, ["Title 1", "Title 2"])] {
            await rig.polls(count: count)
            #expect(try rig.titles() == titles && rig.state().failure == nil)
            rig.time.advance(by: 4_500)
        }
        #expect(rig.fetching.requests.isEmpty)
    }

    @Test func whatASourceSaysOfItsFailureIsKeptAndBacksOff() async throws {
        let failure = PollFailure(.command, "exit status 3: no such table")
        let rig = try EngineRig(Self.feed, sources: [.failed(failure), .document(["1"])])
        try await rig.conductor.start()
        await rig.polls(count: 1)
        let state = try rig.state()
        #expect(state.failure == failure && state.failures == 1 && state.lastStatus == nil)
        rig.time.advance(by: 86_400)
        await rig.polls(count: 2)
        #expect(try rig.titles() == ["Title 1"] && rig.state().failure == nil)
    }

    @Test func theValidatorsThatASourceGivesComeBackToIt() async throws {
        let rig = try EngineRig(Self.feed, sources: [.document(["1"]), .unchanged])
        try await rig.conductor.start()
        await rig.polls(count: 1)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 2)
        #expect(rig.script.asked.map { $0?.etag } == [nil, Array("1".utf8)])
    }
}
