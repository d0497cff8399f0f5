import FoundationEssentials
import Testing

@testable import Schedule

@Suite struct ScheduleTests {
    private func feed(_ key: FeedKey, _ host: String = "example.org", timing: FeedTiming = FeedTiming())
        -> ScheduledFeed
    {
        ScheduledFeed(key: key, host: host, timing: timing)
    }

    private func filled(
        _ feeds: [ScheduledFeed], _ options: ScheduleOptions = .plain, mode: Schedule.Mode = .forever
    ) -> Schedule {
        var schedule = Schedule(options: options, seed: 7, mode: mode)
        for feed in feeds { schedule.add(feed, now: monday) }
        return schedule
    }

    private let quiet = PollResult.unchanged(Signals())

    // MARK: - Places

    @Test func aHostGetsItsPlacesAndNoMore() {
        var schedule = filled((1...5).map { feed($0) })
        #expect(schedule.startAll(now: monday) == [1, 2])
        #expect(schedule.next(now: monday) == .wait(until: nil))
        schedule.finish(1, quiet, now: monday)
        #expect(schedule.startAll(now: monday) == [3])
    }

    @Test func aFullHostStandsBeforeNobody() {
        var schedule = filled((1...500).map { feed($0, "slow.example") } + [feed(501), feed(502, "b.example")])
        #expect(schedule.startAll(now: monday) == [1, 501, 502, 2])
    }

    @Test func hostsTakeTurns() {
        let feeds = (1...6).map { feed($0, $0 <= 3 ? "a.example" : "b.example") }
        var options = ScheduleOptions.plain
        options.perHost = 1
        options.concurrency = 1
        var schedule = filled(feeds, options)
        var order: [FeedKey] = []
        while case .poll(let poll) = schedule.next(now: monday) {
            order.append(poll.key)
            schedule.finish(poll.key, quiet, now: monday)
        }
        #expect(order == [1, 4, 2, 5, 3, 6])
    }

    @Test func allPlacesTogetherAreLimited() {
        var schedule = filled((1...100).map { feed($0, "h\($0).example") })
        #expect(schedule.startAll(now: monday).count == 64)
        #expect(schedule.running == 64)
        schedule.finish(1, quiet, now: monday)
        #expect(schedule.startAll(now: monday) == [65])
    }

    @Test func startsAtOneHostKeepTheirDistance() {
        var options = ScheduleOptions.plain
        options.hostDelay = 3
        var schedule = filled([feed(1), feed(2), feed(3, "b.example")], options)
        #expect(schedule.startAll(now: monday) == [1, 3])
        #expect(schedule.next(now: monday) == .wait(until: monday + 3))
        #expect(schedule.startAll(now: monday + 2.9) == [])
        #expect(schedule.startAll(now: monday + 3) == [2])
    }

    /// The host sees requests, not the starts of polls: one may connect slowly, and the next find the connection there.
    @Test func theDistanceCountsFromTheRequest() {
        var options = ScheduleOptions.plain
        (options.hostDelay, options.perHost) = (3, 1)
        var schedule = filled([feed(1), feed(2), feed(3, "b.example")], options)
        #expect(schedule.startAll(now: monday) == [1, 3])
        schedule.note(requestOf: 1, now: monday + 2)
        schedule.finish(1, quiet, now: monday + 2.5)
        #expect(schedule.next(now: monday + 3) == .wait(until: monday + 5))
        #expect(schedule.startAll(now: monday + 5) == [2])
        // One that has ended, and one that is unknown, say nothing.
        schedule.finish(3, quiet, now: monday + 5)
        for key in [3, 9] { schedule.note(requestOf: FeedKey(key), now: monday + 6) }
        schedule.add(feed(4, "b.example"), now: monday + 6)
        #expect(schedule.startAll(now: monday + 6) == [4])
    }

    /// Feeds that another process polled until now.
    @Test func aHostIsLeftAloneForADistanceAfterItWasTakenOver() {
        var options = ScheduleOptions.plain
        options.hostDelay = 3
        var schedule = filled([feed(1), feed(2, "b.example")], options)
        schedule.takeOver([1], manners: [:], now: monday)
        #expect(schedule.startAll(now: monday) == [2])
        #expect(schedule.startAll(now: monday + 2.9) == [])
        #expect(schedule.startAll(now: monday + 3) == [1])
    }

    @Test func privateHostsHaveTheirOwnDistance() {
        var options = ScheduleOptions.plain
        options.hostDelay = 3
        var schedule = Schedule(options: options, seed: 1)
        for key in 1...2 as ClosedRange<FeedKey> {
            schedule.add(ScheduledFeed(key: key, host: "nas", isPrivateHost: true), now: monday)
        }
        #expect(schedule.startAll(now: monday) == [1, 2])
    }

    // MARK: - Coming and going

    @Test func aLongListIsSpreadAfterAPromptStart() {
        var options = ScheduleOptions.plain
        options.promptStarts = 100
        options.concurrency = 10_000
        var schedule = filled((1...1100).map { feed($0, "h\($0).example") }, options)
        #expect(schedule.startAll(now: monday).count == 100)
        let half = schedule.startAll(now: monday + 900).count
        #expect((400...600).contains(half))
        #expect(schedule.startAll(now: monday + 1800).count == 1000 - half)
    }

    @Test func feedsOfOneStartDriftApart() {
        var options = ScheduleOptions.plain
        (options.concurrency, options.adaptive) = (1000, true)
        var schedule = filled((1...1000).map { feed($0, "h\($0).example") }, options)
        for key in schedule.startAll(now: monday) { schedule.finish(key, quiet, now: monday) }
        let dates = (1...1000).compactMap { schedule.timing(of: $0)?.nextPoll?.timeIntervalSince(monday) }
        #expect(dates.count == 1000)
        #expect(dates.max()! - dates.min()! > 0.4 * dates.max()!)
    }

    @Test func aFeedAddedByReloadIsDueAtOnce() {
        var options = ScheduleOptions.plain
        options.promptStarts = 0
        var schedule = Schedule(options: options, seed: 1)
        schedule.add(feed(1), arrival: .reload, now: monday)
        #expect(schedule.startAll(now: monday) == [1])
    }

    @Test func aKnownFeedKeepsItsDate() {
        var timing = FeedTiming.known(at: monday - 60)
        timing.nextPoll = monday + 1234
        var schedule = filled([feed(1, timing: timing)])
        #expect(schedule.next(now: monday) == .wait(until: monday + 1234))
        #expect(schedule.startAll(now: monday + 1234) == [1])
    }

    @Test func aDateBeyondAllRulesIsBroughtBack() {
        var timing = FeedTiming.known()
        timing.nextPoll = monday + 4000 * day
        var schedule = filled([feed(1, timing: timing)])
        #expect(schedule.next(now: monday) == .wait(until: monday + day))
    }

    @Test func aRemovedFeedIsNotPolled() {
        var schedule = filled([feed(1), feed(2), feed(3)])
        #expect(schedule.startAll(now: monday) == [1, 2])
        schedule.remove(3)
        schedule.remove(1)
        #expect(schedule.finish(1, quiet, now: monday) == nil)
        #expect(schedule.finish(2, quiet, now: monday) != nil)
        #expect(schedule.startAll(now: monday) == [])
        #expect(schedule.count == 1)
        #expect(schedule.running == 0)
    }

    @Test func aFeedRemovedAndAddedDuringItsPollIsPolledOnce() {
        var schedule = filled([feed(1)])
        #expect(schedule.startAll(now: monday) == [1])
        schedule.remove(1)
        schedule.add(feed(1), arrival: .reload, now: monday)
        #expect(schedule.startAll(now: monday) == [])
        #expect(schedule.finish(1, quiet, now: monday) != nil)
        #expect(schedule.startAll(now: monday + day) == [1])
    }

    @Test func aSlotUsedAgainForgetsTheFirstFeed() {
        var schedule = filled([feed(1)])
        schedule.remove(1)
        var timing = FeedTiming.known()
        timing.nextPoll = monday + 60
        schedule.add(feed(2, timing: timing), now: monday)
        #expect(schedule.startAll(now: monday) == [])
        #expect(schedule.startAll(now: monday + 60) == [2])
    }

    @Test func aFinishThatNobodyStartedIsIgnored() {
        var schedule = filled([feed(1)])
        #expect(schedule.finish(1, quiet, now: monday) == nil)
        #expect(schedule.finish(9, quiet, now: monday) == nil)
        #expect(schedule.startAll(now: monday) == [1])
    }

    // MARK: - Reload

    @Test func anUnchangedFeedKeepsItsDateOverAReload() {
        var timing = FeedTiming.known()
        timing.nextPoll = monday + 600
        var schedule = filled([feed(1, timing: timing)])
        schedule.update(feed(1), now: monday + 1)
        #expect(schedule.next(now: monday + 1) == .wait(until: monday + 600))
    }

    @Test func aShorterIntervalBringsThePollNearer() {
        var timing = FeedTiming.known()
        timing.nextPoll = monday + 1800
        var schedule = filled([feed(1, timing: timing)])
        schedule.update(ScheduledFeed(key: 1, host: "example.org", interval: 600), now: monday + 60)
        #expect(schedule.next(now: monday + 60) == .wait(until: monday + 600))
        schedule.update(ScheduledFeed(key: 1, host: "example.org", interval: 7200), now: monday + 60)
        #expect(schedule.next(now: monday + 60) == .wait(until: monday + 600))
    }

    @Test func newDefaultsReachTheFeeds() {
        var timing = FeedTiming.known()
        timing.nextPoll = monday + 1800
        var schedule = filled([feed(1, timing: timing)])
        var options = ScheduleOptions.plain
        options.interval = 900
        schedule.update(options, now: monday)
        #expect(schedule.next(now: monday) == .wait(until: monday + 900))
    }

    @Test func aDisabledFeedRestsUntilEnabled() {
        var schedule = filled([feed(1)])
        schedule.update(ScheduledFeed(key: 1, host: "example.org", enabled: false), now: monday)
        #expect(schedule.startAll(now: monday) == [])
        #expect(schedule.timing(of: 1)?.why == .disabled)
        #expect(schedule.timing(of: 1)?.nextPoll == nil)
        #expect(schedule.pollNow(1, now: monday) == false)
        schedule.update(feed(1), now: monday)
        #expect(schedule.startAll(now: monday) == [1])
    }

    @Test func aFeedMayMoveToAnotherHostDuringItsPoll() {
        var schedule = filled([feed(1), feed(2), feed(3)])
        #expect(schedule.startAll(now: monday) == [1, 2])
        schedule.update(feed(1, "b.example"), now: monday)
        schedule.finish(1, quiet, now: monday)
        #expect(schedule.startAll(now: monday) == [3])
    }

    // MARK: - Poll now

    @Test func pollNowIgnoresIntervalAndBackOff() {
        let failing = (0..<9).reduce(FeedTiming.known()) { timing, _ in timing.after(.failed) }
        var schedule = filled([feed(1, timing: failing), feed(2, timing: .known().after(quiet))])
        #expect(schedule.startAll(now: monday) == [])
        for feed: Int64 in 1...2 { #expect(schedule.pollNow(feed, now: monday) == true) }
        #expect(schedule.startAll(now: monday) == [1, 2])
        #expect(schedule.pollNow(1, now: monday) == true, "it is being polled")
        #expect(schedule.startAll(now: monday) == [])
    }

    @Test(arguments: [Schedule.Mode.forever, .once])
    func retryAfterAndGoneHoldHoweverThePollIsAsked(mode: Schedule.Mode) {
        let limited = FeedTiming.known().after(.refused(status: 503, retryAfter: 7200))
        let gone = FeedTiming.known().after(.gone)
        var schedule = filled([feed(1, timing: limited), feed(2, timing: gone)], mode: mode)
        for feed: Int64 in 1...2 { #expect(schedule.pollNow(feed, now: monday + 7199) == false) }
        #expect(schedule.startAll(now: monday + 7199) == [])
        #expect(schedule.pollNow(1, now: monday + 7200) == true)
        #expect(schedule.startAll(now: monday + 7200) == [1])
    }

    @Test func onceIsOnce() {
        let rested = FeedTiming.known().after(quiet)
        var schedule = filled((1...5).map { feed($0, timing: rested) }, mode: .once)
        var polled: [FeedKey] = []
        while case .poll(let poll) = schedule.next(now: monday) {
            polled.append(poll.key)
            schedule.finish(poll.key, .failed, now: monday)
        }
        #expect(polled == [1, 2, 3, 4, 5])
        #expect(schedule.next(now: monday + 30 * day) == .wait(until: nil))
    }

    @Test func silentServersGiveTheirPlacesToOthers() {
        var options = ScheduleOptions.plain
        options.concurrency = 2
        var schedule = filled((1...20).map { feed($0, "h\($0).example") }, options)
        #expect(schedule.startAll(now: monday) == [1, 2])
        #expect(schedule.isFull)
        let stalled = [schedule.stall(1), schedule.stall(1), schedule.stall(9)]
        #expect(stalled == [true, false, false])
        #expect(schedule.startAll(now: monday) == [3])
        for key in 2...6 as ClosedRange<FeedKey> {
            schedule.stall(key)
            _ = schedule.startAll(now: monday)
        }
        #expect(schedule.stalled == 6 && schedule.running == 2)
        let oneMore = schedule.stall(7)
        #expect(!oneMore, "there is an end to it")
        schedule.finish(1, .failed, now: monday)
        let afterOneEnded = schedule.stall(7)
        #expect(afterOneEnded && schedule.stalled == 6)
        for key in 1...20 as ClosedRange<FeedKey> { schedule.finish(key, .failed, now: monday) }
        #expect(schedule.stalled == 0 && schedule.running == 0)
    }

    @Test func aFeedThatMovesToAnotherHostIsStillPolledOnce() {
        var schedule = filled([feed(1)], mode: .once)
        #expect(schedule.startAll(now: monday) == [1])
        schedule.finish(1, quiet, now: monday)
        schedule.update(feed(1, "elsewhere.example"), now: monday)
        #expect(schedule.next(now: monday) == .wait(until: nil))
    }

    @Test func onceEndsWhereAHostClosesOnTheWay() {
        var schedule = filled((1...9).map { feed($0) } + [feed(10, "b.example")], mode: .once)
        #expect(schedule.startAll(now: monday) == [1, 10, 2])
        schedule.finish(1, .refused(status: 429, retryAfter: 3600), now: monday)
        schedule.finish(2, quiet, now: monday)
        schedule.finish(10, quiet, now: monday)
        #expect(schedule.next(now: monday) == .wait(until: nil))
        #expect(schedule.running == 0)
    }

    // MARK: - Retry-After of a host

    @Test func a429ClosesAPublicHost() {
        var schedule = filled([feed(1), feed(2), feed(3), feed(4, "b.example")])
        #expect(schedule.startAll(now: monday) == [1, 4, 2])
        schedule.finish(1, .refused(status: 429, retryAfter: 600), now: monday)
        schedule.finish(2, quiet, now: monday)
        #expect(schedule.startAll(now: monday + 599) == [])
        #expect(schedule.timing(of: 3)?.why == .retryAfter)
        #expect(schedule.timing(of: 3)?.nextPoll == monday + 600)
        #expect(schedule.pollNow(3, now: monday + 599) == false)
        #expect(schedule.startAll(now: monday + 600) == [3])
    }

    @Test(arguments: [(429, true), (503, false)])
    func otherwiseItIsTheFeedsAlone(status: Int, isPrivate: Bool) {
        var schedule = Schedule(options: .plain, seed: 1)
        for key in 1...3 as ClosedRange<FeedKey> {
            schedule.add(ScheduledFeed(key: key, host: "nas", isPrivateHost: isPrivate), now: monday)
        }
        #expect(schedule.startAll(now: monday) == [1, 2])
        schedule.finish(1, .refused(status: status, retryAfter: 600), now: monday)
        #expect(schedule.startAll(now: monday) == [3])
    }

    @Test func aClosedHostStaysClosedOverARestart() {
        let limited = FeedTiming.known().after(.refused(status: 429, retryAfter: 600))
        var schedule = filled([feed(1), feed(2, timing: limited)])
        #expect(schedule.startAll(now: monday) == [])
        #expect(schedule.startAll(now: monday + 600) == [1])
    }

    // MARK: - Unconditional requests and revival

    @Test func aQuietFeedIsAskedWithoutValidatorsOnce() {
        var timing = FeedTiming.known()
        timing.unconditionalAfter = monday
        var schedule = filled([feed(1, timing: timing)])
        #expect(schedule.next(now: monday) == .poll(Poll(key: 1, unconditional: true)))
        schedule.finish(1, quiet, now: monday)
        #expect(schedule.next(now: monday + day) == .poll(Poll(key: 1, unconditional: false)))
    }

    @Test func anEditRevivesAGoneFeed() {
        var schedule = filled([feed(1)])
        _ = schedule.startAll(now: monday)
        #expect(schedule.finish(1, .gone, now: monday)?.isGone == true)
        #expect(schedule.startAll(now: monday + 400 * day) == [])
        schedule.revive(1, now: monday + 400 * day)
        #expect(schedule.startAll(now: monday + 400 * day) == [1])
    }

    // MARK: - Hosts

    @Test func hostsWithoutFeedsAreForgotten() {
        var schedule = Schedule(options: .plain, seed: 1)
        for key in 1...100 as ClosedRange<FeedKey> {
            schedule.add(feed(key, "h\(key).example"), now: monday)
            #expect(schedule.startAll(now: monday) == [key])
            if key.isMultiple(of: 2) { schedule.remove(key) }  // while its poll is under way
            schedule.finish(key, quiet, now: monday)
            schedule.remove(key)
        }
        #expect(schedule.hostCount == 0 && schedule.count == 0)
    }

    @Test func aMoveLeavesNoHostBehindAndAHostThatIsStillUsedStays() {
        var schedule = filled([feed(1, "a.example"), feed(2, "a.example")])
        _ = schedule.startAll(now: monday)
        schedule.update(feed(1, "b.example"), now: monday)
        schedule.finish(1, quiet, now: monday)
        #expect(schedule.hostCount == 2)
        schedule.update(feed(2, "b.example"), now: monday)
        #expect(schedule.hostCount == 2)  // its poll still runs at the old one
        schedule.finish(2, quiet, now: monday)
        #expect(schedule.hostCount == 1)
        #expect(Set(schedule.startAll(now: monday + day)) == [1, 2])
    }

    @Test func whatAHostAskedForIsRemembered() {
        var schedule = filled([feed(1, "a.example")])
        _ = schedule.startAll(now: monday)
        schedule.finish(1, .refused(status: 429, retryAfter: 600), now: monday)
        schedule.remove(1)
        schedule.add(feed(2, "a.example"), now: monday)
        #expect(schedule.startAll(now: monday + 599) == [])
        #expect(schedule.startAll(now: monday + 601) == [2])
    }
}
