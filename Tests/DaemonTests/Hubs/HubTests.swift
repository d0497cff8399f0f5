import Fetch
import Foundation
import Model
import Schedule
import Store
import TestSupport
import Testing

@testable import Control
@testable import Daemon

/// A feed and its hub, from the first poll on; without sockets.
@Suite(.timeLimit(.minutes(1)))
struct HubTests {
    // MARK: - Subscribing

    @Test func aFeedThatNamesAHubIsSubscribed() async throws {
        let rig = try await HubRig()
        let errand = await rig.errands(count: 1)[0]
        #expect(errand.url == "https://h.example/hub" && errand.fields["hub.mode"] == "subscribe")
        #expect(errand.fields["hub.topic"] == "https://a.example/topic")
        #expect(errand.fields["hub.callback"] == "https://me.example/hub/" + errand.path && errand.path.count == 32)
        #expect(errand.fields["hub.secret"]?.count == 64 && errand.fields["hub.lease_seconds"] == "864000")
        // The store knew before the hub did.
        #expect(try rig.subscriptions().map(\.path) == [errand.path])
        #expect(await rig.call(errand) == "c")
        let subscription = try #require(try rig.subscriptions().first)
        #expect(subscription.phase == .active && subscription.until == rig.time.now + 86_400)
    }

    @Test func onlyWhatWasMeantIsAnswered() async throws {
        let rig = try await HubRig()
        let errand = await rig.errands(count: 1)[0]
        #expect(await rig.call(errand, topic: "https://x.example/") == nil)
        #expect(await rig.call(errand, "unsubscribe") == nil)
        #expect(await rig.receiver.call(errand.path, []) == nil)
        #expect(await rig.receiver.call(String(repeating: "0", count: 32), [("hub.mode", "denied")]) == nil)
        #expect(!rig.receiver.mayKnow("../hub") && !rig.receiver.mayKnow("") && rig.receiver.mayKnow(errand.path))
        #expect(try rig.subscriptions().map(\.phase) == [.pending])
    }

    @Test func theServersWordComesBeforeTheDocuments() async throws {
        let rig = try await HubRig {
            $0.fields = "Link: <https://g.example/>; rel=\"hub\", <https://a.example/own>; rel=self"
        }
        let errand = await rig.errands(count: 1)[0]
        #expect(errand.url == "https://g.example/" && errand.fields["hub.topic"] == "https://a.example/own")
    }

    @Test(arguments: [
        "username = \"me\"\npassword = \"x\"", "headers = { Authorization = \"x\" }", "enabled = false",
    ])
    func feedsOfOnesOwnAreNot(more: String) async throws {
        let rig = try await HubRig(RuntimeRig.feed("a", more) + RuntimeRig.feed("b"))
        // Both were polled where both are; one is asked for.
        let errands = await rig.errands(count: 1)
        #expect(errands.count == 1)
        await rig.rig.polls(count: more.hasPrefix("enabled") ? 1 : 2)
        #expect(try rig.subscriptions().count == 1)
    }

    @Test(arguments: [307, 308])
    func aHubThatMovesIsFollowed(status: Int) async throws {
        let rig = try await HubRig {
            $0.answers["https://h.example/hub"] = .response(.status(status, headers: "Location: /new"))
        }
        let errands = await rig.errands(count: 2)
        #expect(errands.map(\.url) == ["https://h.example/hub", "https://h.example/new"])
        #expect(errands[0].fields == errands[1].fields)
    }

    @Test func aSecretGoesToNoOneWithoutTLS() async throws {
        let rig = try await HubRig {
            $0.head = "<atom:link rel='hub' href='http://h.example/hub'/>"
            $0.answers["https://h.example/hub"] = .response(
                .status(307, headers: "Location: http://h.example:8080/hub"))
        }
        let errands = await rig.errands(count: 1)
        #expect(errands.map(\.url) == ["https://h.example/hub"])
        await rig.failures(count: 1)
        #expect(try rig.subscriptions().first?.trouble == "the hub has no https, and no secret goes out without")
        #expect(rig.rig.fetching.requests.allSatisfy { $0.url.hasPrefix("https:") })
    }

    @Test func theSecondHubServesWhileTheFirstIsDown() async throws {
        let rig = try await HubRig {
            $0.head += "<atom:link rel='hub' href='https://i.example/hub'/>"
            $0.answers["https://h.example/hub"] = .response(.status(503))
        }
        let errands = await rig.errands(count: 2)
        #expect(errands.map(\.url) == ["https://h.example/hub", "https://i.example/hub"])
        #expect(await rig.call(errands[1]) == "c")
        #expect(await rig.push(errands[1], rig.document(["2"])) == .done)
        #expect(try rig.titles() == ["Title 1", "Title 2"])
    }

    @Test func aHubThatFailsIsTriedAgain() async throws {
        let rig = try await HubRig { $0.answers["https://h.example/hub"] = .error(.connect("refused")) }
        _ = await rig.errands(count: 1)
        await rig.failures(count: 1)
        rig.time.advance(by: 67)
        let again = await rig.errands(count: 2)[1]
        #expect(await rig.call(again) == "c")
    }

    // MARK: - Content

    @Test func whatIsSentLandsOnceAndSlowsThePolls() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        #expect(await rig.push(errand, rig.document(["2", "1"])) == .done)
        #expect(await rig.push(errand, rig.document(["2", "1"])) == .done)
        #expect(try rig.titles() == ["Title 1", "Title 2"])
        let state = try rig.state()
        #expect(state.why == Why.push.rawValue && state.hubs?.isEmpty == false)
        #expect(try #require(state.nextPoll).timeIntervalSince(rig.time.now) > 3.9 * 3_600)
        rig.change { $0.ids = ["2", "1"] }
        rig.time.advance(by: 4.3 * 3_600)
        await rig.rig.polls(count: 4)
        #expect(try rig.titles().count == 2 && rig.rig.polled.count == 2)
    }

    @Test(arguments: ["", "sha256=00", "sha1=zz", "md5=0123"])
    func whatIsNotSignedAsAgreedIsDropped(signature: String) async throws {
        let (rig, errand) = try await HubRig.subscribed()
        #expect(await rig.push(errand, rig.document(["2"]), signature: signature) == .done)
        #expect(try rig.titles() == ["Title 1"])
        let counted = await rig.rig.runtime.conductor.meter.figures.pushes
        let expected: HubPushResult = signature.isEmpty ? .unsigned : .misSigned
        #expect(counted == [expected: 1])
        #expect(try rig.state().why != Why.push.rawValue)
    }

    @Test func noOneKnowsAPathThatIsNone() async throws {
        let (rig, _) = try await HubRig.subscribed()
        let push = HubPush(body: rig.document(["2"]), contentType: nil, signatures: [])
        #expect(await rig.receiver.take(push, at: String(repeating: "0", count: 32)) == .unknown)
    }

    @Test func aPushThatCannotBeReadIsAskedForAndIsNoFailure() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        rig.change { $0.ids = ["2", "1"] }
        rig.time.advance(by: 2)  // its host is not asked at once again
        #expect(await rig.push(errand, Array("<p>news!".utf8)) == .done)
        await rig.rig.polls(count: 2)
        #expect(try rig.titles() == ["Title 1", "Title 2"] && rig.rig.polled.count == 2)
        #expect(try rig.state().failures == 0)
    }

    @Test func theDocumentsOwnCharsetIsBelieved() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        let text =
            "<?xml version='1.0' encoding='iso-8859-1'?>" + FeedText.rss(["2"]).replacing("Title 2", with: "Caf\u{E9}")
        let body = text.unicodeScalars.map { UInt8($0.value) }
        #expect(await rig.push(errand, body, type: "text/xml; charset=koi8-r") == .done)
        #expect(try rig.titles() == ["Title 1", "Café"])
    }

    @Test func aPushAndAPollAtTheSameMomentAreOne() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        rig.change { $0.ids = ["3", "2", "1"] }
        rig.time.advance(by: 3_700)  // the poll is due
        async let one = rig.push(errand, rig.document(["3", "2", "1"]))
        async let two = rig.push(errand, rig.document(["2"]))
        #expect(await [one, two] == [.done, .done])
        await rig.rig.polls(count: 4)
        #expect(try rig.titles().sorted() == ["Title 1", "Title 2", "Title 3"])
    }

    // MARK: - The end

    @Test func aHubThatDeniesIsNotTrustedAtOnce() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        _ = await rig.push(errand, rig.document(["2", "1"]))
        rig.time.advance(by: 2 * 3_600)
        #expect(await rig.call(errand, "denied") == "")
        // An hour's interval is over.
        await rig.rig.polls(count: 3)
        #expect(rig.rig.polled.count == 2)
        #expect(try rig.state().why == Why.interval.rawValue)
    }

    @Test func aFeedThatGoesIsUnsubscribed() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        _ = try await rig.rig.reload(HubRig.websub + RuntimeRig.feed("b"))
        let farewell = try #require(await rig.errands(count: 3).first { $0.fields["hub.mode"] == "unsubscribe" })
        #expect(farewell.path == errand.path && farewell.fields["hub.secret"] == nil)
        #expect(await rig.call(farewell, "subscribe") == nil)
        #expect(await rig.call(farewell) == "c")
        #expect(try !rig.subscriptions().contains { $0.path == errand.path })
        #expect(!rig.receiver.mayKnow(errand.path))
    }

    @Test func aFeedThatNamesItNoMoreIsUnsubscribed() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        rig.change { ($0.head, $0.ids) = ("", ["2", "1"]) }
        rig.time.advance(by: 3_700)
        let farewell = await rig.errands(count: 2)[1]
        #expect(farewell.fields["hub.mode"] == "unsubscribe" && farewell.path == errand.path)
    }

    @Test func theLeaseIsRenewedAtHalf() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        rig.time.advance(by: 0.56 * 86_400)
        let renewal = await rig.errands(count: 2)[1]
        #expect(renewal.fields == errand.fields)
        #expect(await rig.call(renewal) == "c")
        #expect(try rig.subscriptions().first?.until == rig.time.now + 86_400)
    }

    @Test func aRestartGoesOnWithWhatThereIs() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        await rig.rig.runtime.stop()
        let next = try await HubRig(after: rig)
        #expect(await next.push(errand, next.document(["2", "1"])) == .done)
        #expect(try next.titles() == ["Title 1", "Title 2"])
        #expect(next.rig.fetching.requests.isEmpty)
        await next.rig.runtime.stop()
        // A feed that went while nothing ran is told of as well, before or after the new feed's request.
        let last = try await HubRig(RuntimeRig.feed("b"), after: next)
        #expect(await last.errand(at: errand.path).fields["hub.mode"] == "unsubscribe")
    }

    @Test func withoutTheTableNothingIsAskedAndNoPollWaits() async throws {
        let (rig, errand) = try await HubRig.subscribed()
        _ = await rig.push(errand, rig.document(["2", "1"]))
        await rig.rig.runtime.stop()
        let next = try await HubRig(table: "", after: rig)
        await next.rig.polls(count: 1)
        #expect(next.rig.runtime.hubs == nil && next.rig.polled.count == 1)
    }
}

extension HubRig {
    /// Returns when the subscription has failed so often.
    func failures(count: Int) async {
        while ((try? subscriptions().map(\.failures).max()) ?? 0) < count { await Task.yield() }
    }
}
