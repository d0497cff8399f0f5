import FoundationEssentials

@testable import Schedule

/// Monday, 2026-11-23T00:00:00Z.
let monday = Date(timeIntervalSince1970: 1_795_392_000)
let hour = 3600.0
let day = 86400.0

extension ScheduleOptions {
    /// Fixed intervals and no spacing, so that a test meets the one rule that it is about.
    static let plain = ScheduleOptions(adaptive: false, hostDelay: 0)
}

extension FeedTiming {
    /// A feed that was polled before, successfully and without news.
    static func known(at date: Date = monday) -> FeedTiming {
        var timing = FeedTiming()
        timing.lastPoll = date
        timing.lastSuccess = date
        timing.unconditionalAfter = date + 30 * day
        timing.nextPoll = date
        return timing
    }

    /// Applies an outcome to a feed that was polled at the date.
    func after(
        _ outcome: PollResult, options: ScheduleOptions = .plain, isPrivateHost: Bool = false, seed: UInt64 = 1,
        at now: Date = monday
    ) -> FeedTiming {
        var timing = self
        var generator = SplitMix64(seed: seed)
        timing.lastPoll = now
        NextPoll(pace: options.pace(interval: nil, adaptive: nil), now: now, isPrivateHost: isPrivateHost)
            .apply(outcome, to: &timing, using: &generator)
        return timing
    }
}

extension Schedule {
    /// Starts all that may start now.
    mutating func startAll(now: Date) -> [FeedKey] {
        var keys: [FeedKey] = []
        while case .poll(let poll) = next(now: now) { keys.append(poll.key) }
        return keys
    }
}
