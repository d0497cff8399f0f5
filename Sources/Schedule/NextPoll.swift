import FoundationEssentials

/// The rules that turn an outcome into the next date. Times in seconds; chance comes from the generator.
struct NextPoll {
    /// Retry-After and freshness are believed up to here.
    static let longestRetryAfter = 7 * 86400.0
    static let longestFreshness = 86400.0
    /// Between two polls while a hub pushes, and how old what it has not pushed yet may be.
    static let pushedWait = 4 * 3600.0
    private static let pushGrace = 300.0
    /// An unconditional request after so long without a new item, give or take a tenth.
    /// No validators are sent for so long to a server that cannot bear them.
    static let plainSpan = 7 * 86400.0
    static let quietSpan = 30 * 86400.0
    private static let learnedSpan = 365 * 86400.0
    private static let learnedItems = 200

    let pace: Pace
    let now: Date
    /// For a 429: whether it speaks for the host.
    let isPrivateHost: Bool
    /// The document came by itself.
    var isReceived = false

    /// - Parameter timing: as it was when the poll started, `lastPoll` being that moment.
    func apply(_ outcome: PollResult, to timing: inout FeedTiming, using generator: inout SplitMix64) {
        switch outcome {
        case .unchanged(let signals):
            succeed(&timing, published: nil, signals, using: &generator)
        case .changed(let published, let signals):
            succeed(&timing, published: published, signals, using: &generator)
        case .failed:
            fail(&timing, using: &generator)
        case .refused(let status, let retryAfter):
            fail(&timing, using: &generator)
            if let retryAfter, retryAfter >= 0 { obey(retryAfter, status: status, &timing, using: &generator) }
        case .gone:
            timing.failures = timing.failures == .max ? .max : timing.failures + 1
            timing.nextPoll = nil
            timing.why = .gone
        case .unreached:
            timing.nextPoll = now
            timing.why = .network
        case .unreadable:
            timing.nextPoll = now
            timing.why = .interval
        }
    }

    /// The host wants to be left alone, whichever feed is asked for: no failure of this one.
    func rest(_ timing: inout FeedTiming, until: Date) {
        timing.retryAfterUntil = until
        timing.isHostWide = true
        timing.nextPoll = until
        timing.why = .retryAfter
    }

    /// The date that a feed's rhythm or interval gives, counted from now, before anyone else has a say.
    func ownWait(_ timing: FeedTiming) -> (seconds: Double, why: Why) {
        guard pace.adaptive, timing.lastSuccess != nil else { return (pace.interval, .interval) }
        let forecast = Forecast(timing.rhythm, now: now)
        return (forecast.wait(from: now, interval: pace.interval, limit: pace.maxInterval), .adaptive)
    }

    // MARK: - Success

    private func succeed(
        _ timing: inout FeedTiming, published: [Date?]?, _ signals: Signals, using generator: inout SplitMix64
    ) {
        let isFirst = timing.lastSuccess == nil
        learn(published ?? [], since: timing.lastSuccess, into: &timing.rhythm)
        renewQuietSpan(&timing, isNew: published != nil, using: &generator)
        timing.failures = 0
        timing.lastSuccess = now
        timing.retryAfterUntil = nil
        timing.isHostWide = false
        if let hints = signals.hints { timing.hints = hints }
        if signals.spurnsConditions { timing.plainUntil = now + Self.plainSpan }

        if !isReceived, timing.pushedUntil.map({ $0 <= now }) ?? false || isMissed(published ?? []) {
            timing.pushedUntil = nil
        }
        var (wait, why) = ownWait(timing)
        // Feeds that started together part here, and the jitter does the rest. Not where somebody fixed the interval: a
        // poll at half of it would be a poll too early.
        if isFirst, why == .adaptive { wait *= 1 - generator.unit() / 2 }
        let freshness = min(signals.freshness ?? 0, Self.longestFreshness)
        if freshness > wait { (wait, why) = (freshness, .maxAge) }
        let rest = Double(timing.hints.restSeconds)
        if rest > wait { (wait, why) = (rest, .ttl) }
        if let until = timing.pushedUntil {
            let slow = min(pace.maxInterval, Self.pushedWait, until.timeIntervalSince(now))
            if slow > wait { (wait, why) = (slow, .push) }
        }

        wait = jittered(wait, isFloor: why == .maxAge || why == .ttl, using: &generator)
        let planned = now + wait
        let allowed = timing.hints.skip.firstAllowed(from: planned)
        if allowed > planned {
            // Half an hour at most, or the jitter might reach the next skipped hour.
            wait = min(allowed.timeIntervalSince(now), pace.maxInterval)
            (wait, why) = (min(jittered(wait, isFloor: true, using: &generator), wait + 1800), .skipHours)
        }
        timing.nextPoll = now + withinBounds(wait)
        timing.why = why
    }

    /// A poll found what should have been pushed by now.
    private func isMissed(_ published: [Date?]) -> Bool {
        published.contains { date in date.map { now.timeIntervalSince($0) > Self.pushGrace } ?? true }
    }

    /// The adaptive wait aims at a minute, so the jitter is a part of `interval` at most: ± 5 %. What others asked for is
    /// never undercut.
    private func jittered(_ wait: Double, isFloor: Bool, using generator: inout SplitMix64) -> Double {
        let span = 0.05 * min(wait, pace.interval)
        return wait + span * (isFloor ? generator.unit() : 2 * generator.unit() - 1)
    }

    /// Reflects at the bounds rather than stopping there, so that what sits at one does not lose its jitter.
    private func withinBounds(_ wait: Double) -> Double {
        let (low, high) = (pace.minInterval, pace.maxInterval)
        let inner = wait < low && 2 * low - wait < low * 1.06 ? 2 * low - wait : wait
        let outer = inner > high && inner < high * 1.06 ? 2 * high - inner : inner
        return min(max(outer, low), high)
    }

    /// Dates are believed on the first poll, and later where they lie between the last poll and this one: an item that
    /// shows up late, or without a date, came at some time since then.
    private func learn(_ published: [Date?], since last: Date?, into rhythm: inout Rhythm) {
        var dates: [Date]
        if let last {
            let middle = last + max(0, now.timeIntervalSince(last)) / 2
            dates = published.map { date in date.map { $0 > last && $0 <= now ? $0 : middle } ?? middle }
        } else {
            dates = published.compactMap { $0 }.filter { $0 <= now && $0 > now - Self.learnedSpan }
        }
        dates.sort()
        rhythm.learn(dates.suffix(Self.learnedItems))
        rhythm.begin(at: now)
    }

    private func renewQuietSpan(_ timing: inout FeedTiming, isNew: Bool, using generator: inout SplitMix64) {
        // `lastPoll` at or after the date: this was the unconditional request.
        let wasUnconditional =
            timing.unconditionalAfter.map { due in timing.lastPoll.map { $0 >= due } ?? false } ?? true
        if isNew || wasUnconditional {
            timing.unconditionalAfter = now + Self.quietSpan * (0.9 + 0.2 * generator.unit())
        }
    }

    // MARK: - Failure

    /// interval × 2ⁿ ± 10 %, n being the failures before this one: 30 m, 1 h, 2 h ... up to the longest interval.
    private func fail(_ timing: inout FeedTiming, using generator: inout SplitMix64) {
        let doublings = min(timing.failures, 30)
        timing.failures = timing.failures == .max ? .max : timing.failures + 1
        let wait = min(pace.interval * Double(1 << doublings), pace.maxInterval)
        timing.nextPoll = now + withinBounds(wait * (0.9 + 0.2 * generator.unit()))
        timing.why = .backoff
    }

    /// A floor that the longest interval does not cap (RFC 9110 section 10.2.3; a week does).
    private func obey(
        _ retryAfter: Double, status: Int, _ timing: inout FeedTiming, using generator: inout SplitMix64
    ) {
        let wait = min(retryAfter, Self.longestRetryAfter)
        timing.retryAfterUntil = now + wait
        timing.isHostWide = status == 429 && !isPrivateHost
        guard let due = timing.nextPoll, now + wait > due else { return }
        timing.nextPoll = now + jittered(wait, isFloor: true, using: &generator)
        timing.why = .retryAfter
    }
}
