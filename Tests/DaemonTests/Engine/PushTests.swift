import Control
import Foundation
import Model
import Schedule
import Store
import TestSupport
import Testing

@testable import Daemon

/// Documents that programs bring, which go the way of those that polls bring.
@Suite(.timeLimit(.minutes(1)))
struct PushTests {
    private static let letters = "[[feed]]\npush = true\nname = \"letters\"\n"

    private static func document(_ ids: [String]) -> PushedDocument {
        PushedDocument(bytes: Array(FeedText.rss(ids).utf8), contentType: "application/rss+xml")
    }

    @Test func whatIsBroughtLandsOnceAndIsNeverPolled() async throws {
        let rig = try EngineRig(Self.letters)
        try await rig.conductor.start()
        let first = await rig.conductor.ingest(Self.document(["2", "1"]), for: "letters")
        #expect(first.new == 2 && first.failure == nil && first.refused == nil)
        #expect(try rig.titles() == ["Title 1", "Title 2"])
        let again = await rig.conductor.ingest(Self.document(["2", "1"]), for: "letters")
        #expect(again.new == 0 && again.failure == nil)
        #expect(await rig.conductor.ingest(Self.document(["3", "2", "1"]), for: "letters").new == 1)
        rig.time.advance(by: 30 * 86_400)
        #expect(rig.fetching.requests.isEmpty)
        let state = try rig.state(of: "letters")
        #expect(state.why == Why.push.rawValue && state.nextPoll == nil && state.lastSuccess != nil)
    }

    @Test func aDocumentThatIsNoFeedIsAFailureOfIt() async throws {
        let rig = try EngineRig(Self.letters)
        try await rig.conductor.start()
        let bad = await rig.conductor.ingest(PushedDocument(bytes: Array("<p>Dear reader".utf8)), for: "letters")
        #expect(bad.failure == .notAFeed && bad.new == 0)
        #expect(try rig.state(of: "letters").failure?.kind == .notAFeed)
        #expect(await rig.conductor.ingest(Self.document(["1"]), for: "letters").new == 1)
        #expect(try rig.state(of: "letters").failures == 0)
    }

    @Test func limitsHoldForItToo() async throws {
        let rig = try EngineRig(Self.letters, daemon: "max_body = 20\nmax_new = 1")
        try await rig.conductor.start()
        let large = await rig.conductor.ingest(Self.document(["1"]), for: "letters")
        #expect(large.failure == .tooLarge && large.error?.contains("'max_body'") == true)
        try await rig.reload(Self.letters, daemon: "max_new = 1")
        #expect(await rig.conductor.ingest(Self.document(["1"]), for: "letters").new == 1)
        #expect(await rig.conductor.ingest(Self.document(["3", "2", "1"]), for: "letters").new == 1)
        #expect(try rig.state(of: "letters").waiting == 1)
    }

    @Test func aFeedOfAnAddressTakesOneBesideItsPolls() async throws {
        let rig = try EngineRig { _, _ in .response(.feed(["1"], headers: "ETag: \"v\"")) }
        try await rig.conductor.start()
        await rig.polls(count: 1)
        let next = try rig.state().nextPoll
        #expect(await rig.conductor.ingest(Self.document(["2", "1"]), for: "a").new == 1)
        let state = try rig.state()
        #expect(state.etag == Array("\"v\"".utf8), "what its server said is still what the next poll compares with")
        #expect(state.nextPoll != nil && next != nil)
        rig.time.advance(by: 4_500)
        await rig.polls(count: 3)
        #expect(rig.fetching.requests.count == 2)
        #expect(try rig.titles() == ["Title 1", "Title 2"])
    }

    @Test func aPollUnderWayIsWaitedFor() async throws {
        let hold = Hold()
        let rig = try EngineRig(holding: hold) { _, _ in .response(.feed(["1"])) }
        try await rig.conductor.start()
        await hold.waitForBegin()
        async let pushed = rig.conductor.ingest(Self.document(["2", "1"]), for: "a")
        hold.end()
        #expect(await pushed.new == 1)
        #expect(try rig.titles() == ["Title 1", "Title 2"])
    }

    @Test func whatCannotBeTakenIsSaid() async throws {
        let rig = try EngineRig(Self.letters + "[[feed]]\npush = true\nname = \"off\"\nenabled = false\n")
        try await rig.conductor.start()
        let unknown = await rig.conductor.ingest(Self.document(["1"]), for: "leters")
        #expect(unknown.unknown?.didYouMean == "letters")
        #expect(await rig.conductor.ingest(Self.document(["1"]), for: "off").refused?.contains("switched off") == true)
        #expect(await rig.conductor.poll(["letters"]).heldBack.first?.reason.contains("ingest") == true)
        #expect(await rig.conductor.poll(nil).heldBack.isEmpty)
        await rig.conductor.drain()
        #expect(await rig.conductor.ingest(Self.document(["1"]), for: "letters").refused == "the daemon stops")
    }
}
