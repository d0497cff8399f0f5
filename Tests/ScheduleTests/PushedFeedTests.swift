import FoundationEssentials
import Testing

@testable import Schedule

/// How polls give way to a hub's pushes, and when they come back.
@Suite struct PushedFeedTests {
    private let lease = monday + 10 * day

    /// Polled, and pushed half an hour later.
    private func pushed(
        _ options: ScheduleOptions = .plain, interval: Double? = nil, until: Date? = nil
    ) -> Schedule {
        var schedule = Schedule(options: options, seed: 1)
        schedule.add(
            ScheduledFeed(key: 1, host: "a.example", interval: interval, timing: .known(at: monday - day)), now: monday)
        _ = schedule.startAll(now: monday)
        schedule.finish(1, .changed(published: [monday - hour], Signals()), now: monday)
        push(&schedule, at: monday + hour / 2, until: until ?? lease)
        return schedule
    }

    private func push(_ schedule: inout Schedule, at now: Date, until: Date?, _ outcome: PollResult? = nil) {
        let isReceived = schedule.receive(1, pushedUntil: until, now: now)
        #expect(isReceived)
        schedule.finish(1, outcome ?? .changed(published: [now - 60], Signals()), now: now)
    }

    private func wait(_ schedule: Schedule, from now: Date) -> Double? {
        schedule.timing(of: 1)?.nextPoll?.timeIntervalSince(now)
    }

    @Test func theFirstPushSlowsPollsDown() throws {
        let schedule = pushed()
        let rest = try #require(wait(schedule, from: monday + hour / 2))
        #expect((3.9...4.1).contains(rest / hour) && schedule.timing(of: 1)?.why == .push)
    }

    @Test func neverBeyondTheLongestIntervalNorAheadOfTheFeedsOwn() throws {
        var options = ScheduleOptions.plain
        options.maxInterval = hour
        #expect(try #require(wait(pushed(options), from: monday + hour / 2)) <= hour)
        let slow = pushed(interval: 2 * day)
        #expect(try #require(wait(slow, from: monday + hour / 2)) > 1.8 * day)
        #expect(slow.timing(of: 1)?.why == .interval)
    }

    @Test func thePollAtTheEndOfTheLeaseIsNotPutOff() throws {
        let schedule = pushed(until: monday + 2 * hour)
        #expect((1.4...1.6).contains(try #require(wait(schedule, from: monday + hour / 2)) / hour))
        var after = schedule
        _ = after.startAll(now: monday + 3 * hour)
        after.finish(1, .unchanged(Signals()), now: monday + 3 * hour)
        #expect(try #require(wait(after, from: monday + 3 * hour)) < hour && after.timing(of: 1)?.why == .interval)
    }

    @Test func aPollWithoutNewsChangesNothing() throws {
        var schedule = pushed()
        let now = monday + 5 * hour
        let started = schedule.startAll(now: now)
        #expect(started == [1])
        schedule.finish(1, .unchanged(Signals()), now: now)
        #expect(try #require(wait(schedule, from: now)) > 3.9 * hour && schedule.timing(of: 1)?.why == .push)
    }

    @Test(arguments: [(-301.0, false), (-299, true), (60, true), (nil, false)] as [(Double?, Bool)])
    func whatNoPushBroughtEndsTrustUnlessItIsNew(age: Double?, isTrusted: Bool) throws {
        var schedule = pushed()
        let now = monday + 5 * hour
        _ = schedule.startAll(now: now)
        schedule.finish(1, .changed(published: [now - 10, age.map { now + $0 }], Signals()), now: now)
        #expect((schedule.timing(of: 1)?.why == .push) == isTrusted)
        // The next push begins anew.
        push(&schedule, at: now + 60, until: lease)
        #expect(schedule.timing(of: 1)?.why == .push)
    }

    @Test func aHubThatFailsLetsPollsBeAsUsualAtOnce() throws {
        var schedule = pushed()
        let now = monday + 2 * hour
        schedule.note(pushesOf: 1, until: nil, now: now)
        #expect(schedule.timing(of: 1)?.why == .interval && schedule.timing(of: 1)?.nextPoll == now)
        let started = schedule.startAll(now: now)
        #expect(started == [1])
        schedule.finish(1, .unchanged(Signals()), now: now)
        #expect(try #require(wait(schedule, from: now)) < hour)
    }

    @Test func aLongerLeaseIsTakenOverOnlyWherePushesCame() {
        var schedule = pushed(until: monday + 3 * hour)
        schedule.note(pushesOf: 1, until: lease, now: monday + hour)
        _ = schedule.startAll(now: monday + 3 * hour)
        schedule.finish(1, .unchanged(Signals()), now: monday + 3 * hour)
        #expect(schedule.timing(of: 1)?.why == .push)
        schedule.add(ScheduledFeed(key: 2, host: "b.example", timing: .known()), now: monday)
        schedule.note(pushesOf: 2, until: lease, now: monday)
        #expect(schedule.timing(of: 2)?.pushedUntil == nil)
        schedule.keepPushes(of: [2: lease], now: monday + 3 * hour)
        #expect(schedule.timing(of: 1)?.pushedUntil == nil)
    }

    @Test func whatCannotBeReadIsAskedForAndIsNoFailure() {
        var schedule = pushed()
        let now = monday + hour
        push(&schedule, at: now, until: lease, .unreadable)
        #expect(schedule.timing(of: 1)?.failures == 0)
        let started = schedule.startAll(now: now)
        #expect(started == [1])
    }

    @Test func aPushThatIsNotToBeExpectedSlowsNothing() throws {
        var schedule = Schedule(options: .plain, seed: 1)
        schedule.add(ScheduledFeed(key: 1, host: "a.example", timing: .known()), now: monday)
        push(&schedule, at: monday, until: nil)
        #expect(try #require(wait(schedule, from: monday)) < hour)
    }

    @Test func aRestartKeepsItAndAFeedWithoutItsHubIsDue() throws {
        let timing = try #require(pushed().timing(of: 1))
        let again = try #require(FeedTiming(encoded: timing.encoded))
        #expect(again == timing && again.pushedUntil == lease)
        let without = again.withoutPushes()
        #expect(without.nextPoll == nil && without.pushedUntil == nil)
        let own = FeedTiming.known(at: monday + hour)
        #expect(own.withoutPushes() == own)
    }
}
