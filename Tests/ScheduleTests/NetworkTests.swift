import FoundationEssentials
import Testing

@testable import Schedule

/// The machine's own troubles: no network, and a clock that jumps.
struct NetworkTests {
    @Test func fiveFeedsOnThreeHostsWithoutAnAnswerAreAnOutage() {
        var judge = NetworkJudge()
        for key in 1...4 { #expect(judge.unreached(FeedKey(key), host: "\(key % 3)", now: monday) == .open) }
        #expect(judge.unreached(5, host: "2", now: monday) == .away)
        #expect(judge.awaySince == monday)
        #expect(judge.unreached(6, host: "6", now: monday + 60) == .away)
        #expect(judge.reached() == .back)
        #expect(judge.awaySince == nil && judge.reached() == .asItEnded)
    }

    @Test func deadHostsAmongLivingOnesAreTheirOwnFault() {
        var judge = NetworkJudge()
        for round in 0..<20 {
            for key in 1...4 {
                #expect(judge.unreached(FeedKey(key), host: "\(key)", now: monday + Double(round)) == .open)
            }
            #expect(judge.reached() == .asItEnded)
        }
        for key in 1...40 { #expect(judge.unreached(FeedKey(key), host: "one", now: monday) == .open) }
        #expect(judge.awaySince == nil)
    }

    @Test func whatAnswersOnceInALongWhileIsNoNetwork() {
        var judge = NetworkJudge()
        for key in 1...2 { _ = judge.unreached(FeedKey(key), host: "\(key)", now: monday) }
        for key in 3...4 { _ = judge.unreached(FeedKey(key), host: "\(key)", now: monday + 1_000) }
        #expect(judge.unreached(5, host: "5", now: monday + 1_001) == .open)
    }

    @Test func oneFeedAMinuteIsTriedWhileTheNetworkIsAway() {
        var schedule = Schedule(options: .plain, seed: 1)
        for key in 1...20 { schedule.add(ScheduledFeed(key: FeedKey(key), host: "\(key).example"), now: monday) }
        schedule.add(ScheduledFeed(key: 99, host: "nas", isPrivateHost: true), now: monday)
        schedule.networkIsAway(isPrivate: false, now: monday)
        #expect(schedule.startAll(now: monday) == [99])
        #expect(schedule.timing(of: 3)?.why == .network)
        var tried: Set<FeedKey> = []
        for minute in 1...10 {
            let now = monday + 60 * Double(minute)
            let started = schedule.startAll(now: now)
            #expect(started.count == 1)
            for key in started { schedule.finish(key, .unreached, now: now) }
            tried.formUnion(started)
        }
        #expect(tried.count > 5)
        schedule.networkIsBack(isPrivate: false, now: monday + 605)
        #expect(schedule.startAll(now: monday + 605).count == 20)
        #expect(schedule.timing(of: 3)?.failures == 0)
    }

    @Test func feedsThatFailedBeforeAreNotTheFirstToBeTried() {
        var schedule = Schedule(options: .plain, seed: 1)
        for key in 1...20 { schedule.add(ScheduledFeed(key: FeedKey(key), host: "\(key).example"), now: monday) }
        for key in schedule.startAll(now: monday) {
            schedule.finish(key, key <= 14 ? .failed : .unchanged(Signals()), now: monday)
        }
        let night = monday + 2 * day
        schedule.networkIsAway(isPrivate: false, now: night)
        #expect(schedule.startAll(now: night).isEmpty)
        var tried: [FeedKey] = []
        for minute in 1...4 {
            let now = night + 60 * Double(minute)
            let started = schedule.startAll(now: now)
            for key in started { schedule.finish(key, .unreached, now: now) }
            tried += started
        }
        #expect(tried.count == 4 && tried.allSatisfy { $0 > 14 })
    }

    @Test func aClockThatWentBackPutsNothingOff() throws {
        var schedule = Schedule(options: .plain, seed: 1)
        schedule.add(ScheduledFeed(key: 1, host: "a.example"), now: monday)
        #expect(schedule.startAll(now: monday) == [1])
        schedule.finish(1, .unchanged(Signals()), now: monday)
        let wait = try #require(schedule.timing(of: 1)?.nextPoll).timeIntervalSince(monday)
        let earlier = monday - 400 * day
        schedule.clockJumped(by: -400 * day, now: earlier)
        #expect(try #require(schedule.timing(of: 1)?.nextPoll).timeIntervalSince(earlier) == wait)
        #expect(schedule.startAll(now: earlier + wait) == [1])
    }

    @Test func aClockThatWentForwardMakesWhatIsOverdueDue() {
        var schedule = Schedule(options: .plain, seed: 1)
        schedule.add(ScheduledFeed(key: 1, host: "a.example"), now: monday)
        #expect(schedule.startAll(now: monday) == [1])
        schedule.finish(1, .unchanged(Signals()), now: monday)
        schedule.clockJumped(by: 30 * day, now: monday + 30 * day)
        #expect(schedule.startAll(now: monday + 30 * day) == [1])
    }
}
