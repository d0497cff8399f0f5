import FoundationEssentials
import Testing

@testable import Schedule

/// A world that answers at random, and checks each start against what was promised.
private struct World {
    var generator: SplitMix64
    var schedule: Schedule
    let options: ScheduleOptions
    var now = monday
    var stored: [FeedKey: [UInt8]] = [:]
    var polls = 0
    private var hostClosedUntil: [Int64: Date] = [:]

    static func host(_ key: FeedKey) -> Int64 { key % 5 }

    init(seed: UInt64, feeds: Int64, options: ScheduleOptions) {
        generator = SplitMix64(seed: seed)
        schedule = Schedule(options: options, seed: seed)
        self.options = options
        for key in 1...feeds { schedule.add(feed(key, FeedTiming()), now: now) }
    }

    private func feed(_ key: FeedKey, _ timing: FeedTiming) -> ScheduledFeed {
        ScheduledFeed(key: key, host: "h\(Self.host(key))", timing: timing)
    }

    mutating func run(until end: Date) {
        while now < end {
            switch schedule.next(now: now) {
            case .wait(until: nil): return
            case .wait(until: let date?):
                #expect(date > now)
                now = date
            case .poll(let poll): start(poll)
            }
        }
    }

    private mutating func start(_ poll: Poll) {
        let before = stored[poll.key].flatMap { FeedTiming(encoded: $0) } ?? FeedTiming()
        #expect(!before.isGone)
        if let next = before.nextPoll { #expect(now >= next, "early") }
        if let until = before.retryAfterUntil { #expect(now >= until, "before Retry-After") }
        if let closed = hostClosedUntil[Self.host(poll.key)] { #expect(now >= closed, "the host is closed") }
        let outcome = outcome()
        guard let timing = schedule.finish(poll.key, outcome, now: now) else {
            Issue.record("not running")
            return
        }
        check(timing, after: outcome)
        if timing.isHostWide, let until = timing.retryAfterUntil { hostClosedUntil[Self.host(poll.key)] = until }
        stored[poll.key] = timing.encoded
        polls += 1
    }

    private func check(_ timing: FeedTiming, after outcome: PollResult) {
        guard outcome != .gone, let next = timing.nextPoll else {
            #expect(outcome == .gone && timing.nextPoll == nil)
            return
        }
        let wait = next.timeIntervalSince(now)
        if timing.why == .retryAfter {
            #expect(wait >= 0 && wait <= NextPoll.longestRetryAfter * 1.05)
        } else {
            #expect(wait >= options.minInterval - 1e-3 && wait <= options.maxInterval + 1e-3, "\(timing.why) \(wait)")
        }
    }

    /// The daemon ends and starts again with what the store has.
    mutating func restart(seed: UInt64) {
        schedule = Schedule(options: options, seed: seed)
        for (key, bytes) in stored.sorted(by: { $0.key < $1.key }) {
            guard let timing = FeedTiming(encoded: bytes) else {
                Issue.record("unreadable")
                continue
            }
            #expect(timing.encoded == bytes)
            schedule.add(feed(key, timing), now: now)
            #expect(schedule.timing(of: key)?.nextPoll.map { $0 >= timing.nextPoll ?? $0 } ?? timing.isGone)
        }
    }

    private mutating func outcome() -> PollResult {
        let signals = Signals(
            freshness: pick([nil, 0, 600, 7200, 1e12, -1]),
            hints: pick([
                nil, nil, FeedHints(), Rule.hints(ttl: 5000, skipHours: [3, 4, 5]), Rule.hints(skipDays: ["sunday"]),
            ]))
        return switch generator.unit() {
        case ..<0.6: .unchanged(signals)
        case ..<0.8: .changed(published: [now - 100, nil], signals)
        case ..<0.93: .failed
        case ..<0.999:
            .refused(status: pick([429, 503]), retryAfter: pick([nil, -1, 0, 90, 4000, 200_000, 1e9, .infinity]))
        default: .gone
        }
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int(generator.next() % UInt64(values.count))]
    }
}

@Suite struct SchedulePropertyTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>, [true, false])
    func promisesHoldOverWeeksWithRestarts(seed: UInt64, adaptive: Bool) {
        var world = World(seed: seed, feeds: 10, options: ScheduleOptions(adaptive: adaptive))
        for week in 1...6 {
            world.run(until: monday + Double(week) * 7 * day)
            world.restart(seed: seed + UInt64(week))
        }
        #expect(world.polls > 300)
    }

    @Test func theSameSeedGivesTheSameMonth() {
        var one = World(seed: 5, feeds: 5, options: ScheduleOptions())
        var other = World(seed: 5, feeds: 5, options: ScheduleOptions())
        one.run(until: monday + 30 * day)
        other.run(until: monday + 30 * day)
        #expect(one.stored == other.stored)
        #expect(one.polls == other.polls)
    }

    /// The same answer to the same timing gives the same date, however often it went through the store.
    @Test func aRestartIsNoDifference() {
        var generator = SplitMix64(seed: 9)
        var kept = FeedTiming(), stored = FeedTiming()
        var now = monday
        for round in 0..<400 as Range<UInt64> {
            let outcome: PollResult =
                generator.unit() < 0.3
                ? .changed(published: [now - 60], Signals(freshness: 900)) : .unchanged(Signals())
            kept = kept.after(outcome, options: ScheduleOptions(), seed: round, at: now)
            stored = FeedTiming(
                encoded: stored.after(outcome, options: ScheduleOptions(), seed: round, at: now).encoded)!
            #expect(kept == stored)
            now = kept.nextPoll!
        }
    }

    /// 17,520 polls of one feed at 30 minutes: fast enough to ask for a year in any test.
    @Test func aYearTakesASecond() {
        var schedule = Schedule(options: .plain, seed: 1)
        schedule.add(ScheduledFeed(key: 1, host: "a"), now: monday)
        var now = monday
        var polls = 0
        while now < monday + 365 * day {
            switch schedule.next(now: now) {
            case .poll(let poll):
                polls += 1
                schedule.finish(poll.key, .unchanged(Signals()), now: now)
            case .wait(until: let date): now = date ?? .distantFuture
            }
        }
        #expect((17_000...18_000).contains(polls))
    }

    /// Work for a feed does not grow with the number of feeds that wait at a full host.
    @Test func aCrowdedHostCostsNothing() {
        var options = ScheduleOptions.plain
        options.promptStarts = .max
        var schedule = Schedule(options: options, seed: 1)
        for key in 1...20_000 as ClosedRange<FeedKey> {
            schedule.add(ScheduledFeed(key: key, host: key % 2 == 0 ? "full" : "h\(key)"), now: monday)
        }
        var polls = 0
        while polls < 10_000, case .poll(let poll) = schedule.next(now: monday) {
            if poll.key % 2 == 1 { schedule.finish(poll.key, .unchanged(Signals()), now: monday) }
            polls += 1
        }
        #expect(polls == 10_000)
    }
}
