import FoundationEssentials
import Testing

@testable import Schedule

/// What 429s teach.
struct HostLimitTests {
    /// A host that answers one request in so many seconds, and refuses all others.
    private struct Host {
        let seconds: Double
        let tells: Bool
        var last: Date?
        var answered = 0, refused = 0

        init(seconds: Double, tells: Bool) { (self.seconds, self.tells) = (seconds, tells) }

        mutating func ask(at now: Date) -> PollResult {
            if let last, now.timeIntervalSince(last) < seconds {
                refused += 1
                return .refused(status: 429, retryAfter: tells ? seconds - now.timeIntervalSince(last) : nil)
            }
            last = now
            answered += 1
            return .unchanged(Signals())
        }
    }

    @Test(arguments: [true, false])
    func twelveFeedsOfAHostThatAllowsOneAMinuteAreAllRead(tells: Bool) {
        var host = Host(seconds: 60, tells: tells)
        var schedule = Schedule(options: ScheduleOptions(interval: 3600, adaptive: false), seed: 1)
        for key in 1...12 { schedule.add(ScheduledFeed(key: FeedKey(key), host: "a.example"), now: monday) }
        var read: [FeedKey: Int] = [:]
        var now = monday
        while now < monday + 4 * hour {
            while case .poll(let poll) = schedule.next(now: now) {
                let outcome = host.ask(at: now)
                let timing = schedule.finish(poll.key, outcome, now: now)
                #expect(timing?.failures == 0)
                if case .unchanged = outcome { read[poll.key, default: 0] += 1 }
            }
            now += 1
        }
        #expect(read.count == 12)
        #expect(read.values.allSatisfy { $0 >= 3 })
        #expect(host.refused <= 4, "\(host.refused) of \(host.answered + host.refused)")
    }

    @Test func aQuotaAnHourIsSpreadOverTheHour() {
        var limit = HostLimit()
        for second in 0..<60 {
            limit.start(now: monday + Double(second))
            limit.answered()
        }
        limit.start(now: monday + 60)
        let until = limit.refuse(retryAfter: 3540, closedUntil: nil, now: monday + 60)
        #expect(until == monday + 3600)
        #expect((60...63).contains(limit.spacing(now: monday + 60)))
    }

    @Test func itFades() {
        var limit = HostLimit()
        limit.start(now: monday)
        _ = limit.refuse(retryAfter: 120, closedUntil: nil, now: monday)
        #expect(limit.spacing(now: monday) >= 120)
        #expect(limit.spacing(now: monday + 3 * day) < 2)
        limit.start(now: monday + 3 * day)
        #expect(!limit.isKnown)
    }

    @Test func whoRefusesAllForHoursIsBroken() {
        var schedule = Schedule(options: .plain, seed: 1)
        schedule.add(ScheduledFeed(key: 1, host: "a.example"), now: monday)
        var (now, failures) = (monday, Int32(0))
        while now < monday + 12 * hour {
            if case .poll(let poll) = schedule.next(now: now) {
                failures = schedule.finish(poll.key, .refused(status: 429, retryAfter: nil), now: now)?.failures ?? 0
                if now < monday + 5 * hour { #expect(failures == 0) }
            }
            now += 30
        }
        #expect(failures > 0)
    }

    @Test func onceSaysWhatWasHeldBack() {
        var schedule = Schedule(options: .plain, seed: 1, mode: .once)
        for key in 1...4 { schedule.add(ScheduledFeed(key: FeedKey(key), host: "a.example"), now: monday) }
        guard case .poll(let poll) = schedule.next(now: monday) else { return }
        schedule.finish(poll.key, .refused(status: 429, retryAfter: nil), now: monday)
        #expect(schedule.next(now: monday) == .wait(until: nil))
        #expect(schedule.heldBack == 4)
    }

    @Test func aHostHasItsOwnDelayAndPlaces() {
        let manners = ["a.example": HostManners(delay: 60, places: 1)]
        var schedule = Schedule(options: ScheduleOptions(adaptive: false, hosts: manners), seed: 1)
        for key in 1...3 { schedule.add(ScheduledFeed(key: FeedKey(key), host: "a.example"), now: monday) }
        for key in 4...6 { schedule.add(ScheduledFeed(key: FeedKey(key), host: "b.example"), now: monday) }
        #expect(schedule.startAll(now: monday).count == 2)
        let later = schedule.startAll(now: monday + 30)
        #expect(later == [5])
        schedule.finish(1, .unchanged(Signals()), now: monday + 31)
        #expect(schedule.startAll(now: monday + 59).isEmpty)
        #expect(schedule.timing(of: 2)?.why == .host)
        #expect(schedule.startAll(now: monday + 60) == [2])
    }
}
