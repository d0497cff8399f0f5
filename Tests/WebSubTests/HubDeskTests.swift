import Foundation
import Model
import Testing

@testable import WebSub

/// The life of subscriptions, without a hub, a clock or chance.
@Suite struct HubDeskTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)
    private let a = "https://a.example/hub"
    private let b = "https://b.example/hub"
    private let topic = "https://site.example/feed"

    /// A desk, with its clock.
    private struct Play {
        var desk = HubDesk(feed: 7)
        var now: Date
        var chance = SystemRandomNumberGenerator()

        mutating func want(_ topic: String, _ hubs: [String]) {
            desk.want(HubLinks(topic: topic, hubs: hubs), now: now, chance: &chance)
        }

        mutating func leave() { desk.want(.none, now: now, chance: &chance) }

        /// What goes out, after so many seconds.
        mutating func step(after seconds: Double = 0) -> [HubDesk.Errand] {
            now += seconds
            return desk.step(now: now, chance: &chance)
        }

        mutating func fail(_ path: String, retryAfter: Double? = nil) {
            desk.answered(path, .failed("the hub answered 500", retryAfter: retryAfter), now: now, chance: &chance)
        }

        mutating func call(_ path: String, _ call: HubCall) -> String? {
            desk.called(path, call, now: now, chance: &chance)
        }

        /// Seconds until something is to be done.
        var wait: Double? { desk.nextDue?.timeIntervalSince(now) }
    }

    /// One whose hub has called back.
    private func active(_ hubs: [String]? = nil, seconds: Int? = 86_400) throws -> (Play, String) {
        var play = Play(now: start)
        play.want(topic, hubs ?? [a])
        let path = try #require(play.step().first).subscription.path
        play.desk.answered(path, .accepted, now: play.now, chance: &play.chance)
        let challenge = play.call(path, .subscribe(topic: topic, challenge: "c", seconds: seconds))
        try #require(challenge == "c")
        return (play, path)
    }

    @Test func aHubIsAskedOnceAndPendsBeforeItIs() throws {
        var play = Play(now: start)
        play.want(topic, [a])
        #expect(play.desk.current?.phase == .pending && play.wait == 0)
        let errands = play.step()
        #expect(errands.map(\.request) == [.subscribe] && errands[0].subscription.hub == a)
        #expect(play.step().isEmpty && play.step(after: 59).isEmpty)
        #expect(play.desk.current?.isServing(now: play.now) == false)
        play.want(topic, [a])
        #expect(play.desk.current?.path == errands[0].subscription.path)
    }

    @Test func pathsAndSecretsAreChances() throws {
        let (first, second) = (try active().0, try active().0)
        let one = try #require(first.desk.current), other = try #require(second.desk.current)
        #expect(one.path.utf8.count == 32 && one.secret.utf8.count == 64)
        #expect(one.path != other.path && one.secret != other.secret)
    }

    @Test(arguments: [(86_400, 86_400), (60, 60), (10 * 365 * 86_400, 14 * 86_400), (nil, 10 * 86_400)])
    func aLeaseIsBoundedAndRenewedAtHalf(given: Int?, lease: Int) throws {
        var (play, path) = try active(seconds: given)
        let subscription = try #require(play.desk.current)
        #expect(subscription.isServing(now: play.now) && subscription.until == play.now + Double(lease))
        let wait = try #require(play.wait)
        #expect((0.5 * Double(lease)...0.55 * Double(lease)).contains(wait))
        #expect(play.step(after: wait - 0.1).isEmpty)
        #expect(play.step(after: 0.2).map(\.request) == [.subscribe])
        #expect(play.desk.current?.isServing(now: play.now) == true)
        #expect(play.call(path, .subscribe(topic: topic, challenge: "d", seconds: given)) == "d")
        #expect(play.desk.current?.since == start && play.desk.current?.until == play.now + Double(lease))
    }

    @Test func theSpreadIsARealOne() throws {
        let waits = try (0..<20).map { _ in try #require(try active().0.wait) }
        #expect(Set(waits).count > 15)
    }

    @Test func onlyWhatWasMeantIsAnswered() throws {
        var (play, path) = try active()
        let other = "https://other.example/feed"
        #expect(play.call(path, .subscribe(topic: other, challenge: "c", seconds: 60)) == nil)
        #expect(play.call("00", .subscribe(topic: topic, challenge: "c", seconds: 60)) == nil)
        #expect(play.call(path, .subscribe(topic: topic, challenge: "c", seconds: 0)) == nil)
        #expect(play.call(path, .subscribe(topic: topic, challenge: "c", seconds: -5)) == nil)
        #expect(play.call(path, .unsubscribe(topic: topic, challenge: "c")) == nil)
        #expect(play.call(path, .denied(topic: other, reason: nil)) == nil)
        #expect(play.desk.current?.isServing(now: play.now) == true)
    }

    @Test func aHubThatFailsIsTriedAgainAfterAMinuteAndThenLess() throws {
        var play = Play(now: start)
        play.want(topic, [a])
        var waits: [Double] = []
        for _ in 0..<9 {
            let path = try #require(play.step().first).subscription.path
            play.fail(path)
            let wait = try #require(play.wait)
            waits.append(wait)
            play.now += wait
        }
        for (wait, least) in zip(waits, [60.0, 120, 240, 480, 960, 1920, 3600, 3600, 3600]) {
            #expect((least...1.1 * least).contains(wait))
        }
        #expect(play.desk.current?.trouble == "the hub answered 500" && play.desk.current?.failures == 9)
    }

    @Test func aHubThatSaysWhenIsObeyed() throws {
        var play = Play(now: start)
        play.want(topic, [a])
        play.fail(try #require(play.step().first).subscription.path, retryAfter: 7_200)
        #expect((7_200...7_920).contains(try #require(play.wait)))
    }

    @Test func aHubThatDoesNotCallBackHasFailed() throws {
        var play = Play(now: start)
        play.want(topic, [a])
        _ = play.step()
        #expect(play.step(after: 599).isEmpty && play.desk.current?.failures == 0)
        #expect(play.step(after: 2).isEmpty && play.desk.current?.failures == 1)
        #expect(play.desk.current?.trouble?.contains("did not call back") == true)
        // It may still come, and is as good then.
        let path = try #require(play.desk.current?.path)
        #expect(play.call(path, .subscribe(topic: topic, challenge: "c", seconds: 60)) == "c")
        #expect(play.desk.current?.failures == 0 && play.desk.current?.trouble == nil)
    }

    @Test func anAnswerThatComesAfterTheCallbackTakesNothingBack() throws {
        var (play, path) = try active()
        play.fail(path)
        #expect(play.desk.current?.isServing(now: play.now) == true)
    }

    @Test func aRenewalThatFailsEndsTrustAndTheLeaseEndsAllElse() throws {
        var (play, path) = try active(seconds: 1_000)
        _ = play.step(after: try #require(play.wait))
        play.fail(path)
        #expect(play.desk.current?.isServing(now: play.now) == false && play.desk.current?.phase == .active)
        // What it sends meanwhile is as good as ever.
        #expect(play.desk[path] != nil)
        var ends = 0
        while play.desk.current?.phase == .active, ends < 20 {
            for errand in play.step(after: max(0, try #require(play.wait))) where play.desk.current?.phase == .active {
                play.fail(errand.subscription.path)
            }
            ends += 1
        }
        #expect(play.now.timeIntervalSince(start) >= 1_000 && play.now.timeIntervalSince(start) < 1_001)
        #expect(play.desk.current?.until == nil && play.desk.current?.since == nil)
        #expect(play.desk.current?.asked == play.now)
    }

    @Test func theNextHubServesWhileTheFirstIsDown() throws {
        var play = Play(now: start)
        play.want(topic, [a, b])
        let first = try #require(play.step().first).subscription
        play.fail(first.path)
        let second = try #require(play.step().first).subscription
        #expect(second.hub == b && second.path != first.path && second.secret != first.secret)
        #expect(play.desk.current?.trouble == "\(a): the hub answered 500")
        #expect(play.call(first.path, .subscribe(topic: topic, challenge: "c", seconds: 60)) == nil)
        play.fail(second.path)
        #expect(play.step().isEmpty)
        #expect((60...66).contains(try #require(play.wait)))
        let third = try #require(play.step(after: 66).first).subscription
        #expect(third.hub == a)
        #expect(play.call(third.path, .subscribe(topic: topic, challenge: "c", seconds: 600)) == "c")
        // Its renewal fails: the other is asked at once, and what this one still sends is taken.
        _ = play.step(after: try #require(play.wait))
        play.fail(third.path)
        let errands = play.step()
        #expect(errands.map(\.request) == [.unsubscribe, .subscribe] && errands[1].subscription.hub == b)
        #expect(play.desk[third.path]?.phase == .leaving)
    }

    @Test func aDenialEndsItForADay() throws {
        var (play, path) = try active()
        #expect(play.call(path, .denied(topic: topic, reason: "no such feed")) == "")
        let subscription = try #require(play.desk.current)
        #expect(subscription.phase == .pending && subscription.until == nil)
        #expect(subscription.trouble == "the hub denies the subscription: no such feed")
        #expect((86_400...1.1 * 86_400).contains(try #require(play.wait)))
    }

    @Test func aFeedThatGoesIsUnsubscribed() throws {
        var (play, path) = try active()
        play.leave()
        #expect(play.desk.current == nil)
        let errands = play.step()
        #expect(errands.map(\.request) == [.unsubscribe] && errands[0].subscription.path == path)
        #expect(play.call(path, .subscribe(topic: topic, challenge: "c", seconds: 60)) == nil)
        #expect(play.call(path, .unsubscribe(topic: "https://x.example/", challenge: "c")) == nil)
        #expect(play.call(path, .unsubscribe(topic: topic, challenge: "c")) == "c")
        #expect(play.desk.subscriptions.isEmpty && play.desk.nextDue == nil)
    }

    @Test func aHubThatCannotBeToldIsForgotten() throws {
        var (play, path) = try active()
        play.leave()
        var told = 0
        while let wait = play.wait, told < 50 {
            for errand in play.step(after: max(0, wait)) {
                #expect(errand.request == .unsubscribe && errand.subscription.path == path)
                play.fail(path)
                told += 1
            }
        }
        #expect(told == 4 && play.desk.subscriptions.isEmpty)
    }

    @Test func oneThatNeverCalledBackIsNotUnsubscribed() {
        var play = Play(now: start)
        play.want(topic, [a])
        _ = play.step()
        play.leave()
        #expect(play.desk.subscriptions.isEmpty)
    }

    @Test(arguments: [true, false])
    func anotherTopicOrHubIsAnotherSubscription(isTopic: Bool) throws {
        var (play, path) = try active()
        play.want(isTopic ? "https://site.example/new" : topic, [isTopic ? a : b])
        #expect(play.desk.current?.path != path && play.desk[path]?.phase == .leaving)
        #expect(Set(play.step().map(\.request)) == [.subscribe, .unsubscribe])
    }

    @Test func aRestartChangesNothing() throws {
        var (play, path) = try active([a, b])
        play.desk = HubDesk(feed: 7, known: play.desk.subscriptions)
        play.want(topic, [a, b])
        #expect(play.desk.current?.path == path && play.step().isEmpty)
        #expect(play.desk.current?.isServing(now: play.now) == true)
        #expect(play.step(after: 0.6 * 86_400).map(\.request) == [.subscribe])
    }
}
