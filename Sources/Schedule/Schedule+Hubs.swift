public import FoundationEssentials

// Feeds whose hubs push.

extension Schedule {
    /// For how long a feed's hub is to push, as it says now; nil: it does not, and the feed is polled as usual at once.
    public mutating func note(pushesOf key: FeedKey, until: Date?, now: Date) {
        guard let slot = slots[key], entries[Int(slot)].timing.pushedUntil != nil else { return }
        entries[Int(slot)].timing.pushedUntil = until
        let entry = entries[Int(slot)]
        guard until == nil, entry.timing.why == .push, entry.isPollable, !entry.isRunning, !entry.isLeaving else {
            return
        }
        let last = entry.timing.lastPoll ?? now
        let rules = NextPoll(pace: entry.pace(options), now: last, isPrivateHost: false)
        let own = rules.ownWait(entry.timing)
        let date = max(now, last + max(options.minInterval, own.seconds))
        (entries[Int(slot)].timing.nextPoll, entries[Int(slot)].timing.why) = (date, own.why)
        enqueue(slot, at: date)
    }

    /// Whether pushes of any feed are to be expected.
    public var expectsPushes: Bool { slots.values.contains { entries[Int($0)].timing.pushedUntil != nil } }

    /// Pushes are to be expected of these feeds alone.
    public mutating func keepPushes(of feeds: [FeedKey: Date], now: Date) {
        for key in slots.keys { note(pushesOf: key, until: feeds[key], now: now) }
    }
}
