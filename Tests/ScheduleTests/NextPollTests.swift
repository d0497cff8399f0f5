import FoundationEssentials
import Testing

@testable import Schedule

/// What one outcome leads to. The wait lies in `range` (seconds) with every seed.
struct Rule: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var timing = FeedTiming.known()
    var options = ScheduleOptions.plain
    let outcome: PollResult
    let why: Why
    let range: ClosedRange<Double>

    static func answer(freshness: Double? = nil, _ hints: FeedHints? = nil) -> PollResult {
        .unchanged(Signals(freshness: freshness, hints: hints))
    }

    static func hints(
        ttl: Double? = nil, updateInterval: Double? = nil, skipHours: [Int] = [], skipDays: [String] = []
    ) -> FeedHints {
        FeedHints(ttl: ttl, updateInterval: updateInterval, skipHours: skipHours, skipDays: skipDays)
    }

    static func failing(_ times: Int32) -> FeedTiming {
        var timing = FeedTiming.known()
        timing.failures = times
        return timing
    }

    static func hinted(_ hints: FeedHints) -> FeedTiming {
        var timing = FeedTiming.known()
        timing.hints = hints
        return timing
    }

    /// Jitter: ± 5 % of the wait or of the interval, whichever is less; upward only where somebody asked for the wait.
    static let table = [
        Rule(testDescription: "no news", outcome: answer(), why: .interval, range: 1710...1890),
        Rule(
            testDescription: "first success: a fixed interval is kept", timing: FeedTiming(), outcome: answer(),
            why: .interval, range: 1710...1890),
        Rule(
            testDescription: "first success: the phases of adaptive feeds part", timing: FeedTiming(),
            options: ScheduleOptions(), outcome: answer(), why: .adaptive, range: 300...1890),
        Rule(
            testDescription: "an interval beyond the longest is kept",
            options: ScheduleOptions(interval: 7 * day, adaptive: false), outcome: answer(), why: .interval,
            range: 0.95 * 7 * day...7 * day),
        Rule(
            testDescription: "an interval at the minimum stays above it",
            options: ScheduleOptions(interval: 300, adaptive: false), outcome: answer(), why: .interval,
            range: 300...315),
        Rule(
            testDescription: "an interval at the maximum stays below it",
            options: ScheduleOptions(interval: day, adaptive: false), outcome: answer(), why: .interval,
            range: 0.95 * day...day),

        // Freshness
        Rule(
            testDescription: "a longer max-age wins", outcome: answer(freshness: 7200), why: .maxAge,
            range: 7200...7290),
        Rule(
            testDescription: "a shorter one is not a wish to be polled faster", outcome: answer(freshness: 60),
            why: .interval, range: 1710...1890),
        Rule(
            testDescription: "max-age=0", outcome: answer(freshness: 0), why: .interval, range: 1710...1890),
        Rule(
            testDescription: "a max-age of a year ends at the longest interval", outcome: answer(freshness: 365 * day),
            why: .maxAge, range: 0.99 * day...day),
        Rule(
            testDescription: "freshness ends at a day whatever the longest interval",
            options: ScheduleOptions(maxInterval: 30 * day, adaptive: false), outcome: answer(freshness: 365 * day),
            why: .maxAge, range: day...day + 90),

        // The feed's own hints
        Rule(testDescription: "ttl", outcome: answer(hints(ttl: 3600)), why: .ttl, range: 3600...3690),
        Rule(
            testDescription: "the longer of ttl and sy:update", outcome: answer(hints(ttl: 60, updateInterval: 5400)),
            why: .ttl, range: 5400...5490),
        Rule(
            testDescription: "the longer of ttl and max-age", outcome: answer(freshness: 7200, hints(ttl: 3600)),
            why: .maxAge, range: 7200...7290),
        Rule(
            testDescription: "a 304 leaves the hints alone", timing: hinted(hints(ttl: 3600)), outcome: answer(),
            why: .ttl, range: 3600...3690),
        Rule(
            testDescription: "a new document replaces them", timing: hinted(hints(ttl: 3600)), outcome: answer(hints()),
            why: .interval, range: 1710...1890),
        Rule(
            testDescription: "a negative ttl is none", outcome: answer(hints(ttl: -60)), why: .interval,
            range: 1710...1890),
        Rule(
            testDescription: "skipHours: on to the first hour allowed",
            outcome: answer(hints(skipHours: [24, 1, 2])), why: .skipHours, range: 3 * hour...3 * hour + 90),
        Rule(
            testDescription: "an hour that is not skipped", outcome: answer(hints(skipHours: [5])), why: .interval,
            range: 1710...1890),
        Rule(
            testDescription: "skipDays: past the longest interval no one is heard",
            outcome: answer(hints(skipDays: ["Monday", "tuesday"])), why: .skipHours, range: 0.99 * day...day),
        Rule(
            testDescription: "all hours skipped means nothing", outcome: answer(hints(skipHours: Array(0...23))),
            why: .interval, range: 1710...1890),

        // Failures
        Rule(testDescription: "first failure", outcome: .failed, why: .backoff, range: 1620...1980),
        Rule(
            testDescription: "third failure", timing: failing(2), outcome: .failed, why: .backoff, range: 6480...7920),
        Rule(
            testDescription: "a thousandth failure", timing: failing(999), outcome: .failed, why: .backoff,
            range: 0.9 * day...day),
        Rule(
            testDescription: "failures without end", timing: failing(.max), outcome: .failed, why: .backoff,
            range: 0.9 * day...day),

        // Retry-After
        Rule(
            testDescription: "Retry-After", outcome: .refused(status: 429, retryAfter: 7200), why: .retryAfter,
            range: 7200...7290),
        Rule(
            testDescription: "the longest interval does not cap it",
            outcome: .refused(status: 503, retryAfter: 3 * day), why: .retryAfter, range: 3 * day...3 * day + 90),
        Rule(
            testDescription: "a week does", outcome: .refused(status: 503, retryAfter: 900 * day), why: .retryAfter,
            range: 7 * day...7 * day + 90),
        Rule(
            testDescription: "a short one leaves the back-off as it is",
            outcome: .refused(status: 429, retryAfter: 1), why: .backoff, range: 1620...1980),
        Rule(
            testDescription: "none, or not readable", outcome: .refused(status: 429, retryAfter: nil),
            why: .backoff, range: 1620...1980),
        Rule(
            testDescription: "a negative one", outcome: .refused(status: 429, retryAfter: -5), why: .backoff,
            range: 1620...1980),
        Rule(
            testDescription: "not a number", outcome: .refused(status: 429, retryAfter: .nan), why: .backoff,
            range: 1620...1980),
    ]
}

@Suite struct NextPollTests {
    @Test(arguments: Rule.table)
    func anOutcomeGivesTheNextDate(_ rule: Rule) throws {
        var waits: Set<Double> = []
        for seed in 0..<50 as Range<UInt64> {
            let timing = rule.timing.after(rule.outcome, options: rule.options, seed: seed)
            let wait = try #require(timing.nextPoll).timeIntervalSince(monday)
            #expect(rule.range.contains(wait), "\(wait) s")
            #expect(timing.why == rule.why)
            waits.insert(wait)
        }
        #expect(waits.count > 40, "there is no jitter")
    }

    @Test func theFirstSuccessResetsTheBackOff() {
        let timing = Rule.failing(7).after(.unchanged(Signals()))
        #expect(timing.failures == 0)
        #expect(timing.after(.failed).failures == 1)
    }

    @Test func aFailureKeepsWhatIsKnown() {
        let known = FeedTiming.known().after(.unchanged(Signals(hints: Rule.hints(ttl: 3600))))
        let failed = known.after(.failed, at: monday + hour)
        #expect(failed.lastSuccess == monday)
        #expect(failed.lastPoll == monday + hour)
        #expect(failed.hints == known.hints)
        #expect(failed.rhythm == known.rhythm)
    }

    @Test func goneIsForGood() {
        let timing = FeedTiming.known().after(.gone)
        #expect(timing.isGone)
        #expect(timing.nextPoll == nil)
        #expect(timing.revived(moved: false).nextPoll == nil)
        #expect(!timing.revived(moved: false).isGone)
    }

    @Test(arguments: [(429, false, true), (429, true, false), (503, false, false)])
    func onlyA429OfAPublicHostSpeaksForTheHost(status: Int, isPrivate: Bool, isHostWide: Bool) {
        let timing = FeedTiming.known()
            .after(.refused(status: status, retryAfter: 60), isPrivateHost: isPrivate)
        #expect(timing.isHostWide == isHostWide)
        #expect(timing.retryAfterUntil == monday + 60)
    }

    @Test func newItemsPutTheUnconditionalRequestOff() throws {
        let timing = FeedTiming.known().after(.changed(published: [nil], Signals()), at: monday + 20 * day)
        let due = try #require(timing.unconditionalAfter).timeIntervalSince(monday)
        #expect((47 * day...53 * day).contains(due))
        #expect(FeedTiming.known().after(.unchanged(Signals())).unconditionalAfter == monday + 30 * day)
    }
}
