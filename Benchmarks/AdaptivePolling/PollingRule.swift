import Foundation
import Schedule

/// A way to choose the next poll of a feed.
protocol PollingRule {
    /// The wait after a poll at `now`.
    /// - Parameters:
    ///   - new: what this poll found, sorted.
    ///   - known: all that was found so far, sorted, `new` included.
    mutating func wait(now: Date, new: ArraySlice<Date>, known: ArraySlice<Date>) -> Double
}

/// The same bounds for all rules, and for each one knob that makes it poll less or more.
enum Bounds {
    static let shortest = 300.0, longest = 86400.0

    static func clamp(_ wait: Double) -> Double { min(max(wait, shortest), longest) }
}

struct FixedInterval: PollingRule {
    let scale: Double
    func wait(now: Date, new: ArraySlice<Date>, known: ArraySlice<Date>) -> Double { Bounds.clamp(1800 * scale) }
}

/// Miniflux, `entry_frequency`: a week over (entries of the last week × factor).
struct EntryFrequency: PollingRule {
    let scale: Double
    func wait(now: Date, new: ArraySlice<Date>, known: ArraySlice<Date>) -> Double {
        let weekly = known.countAtEnd { $0 > now - 604_800 }
        return weekly == 0 ? Bounds.longest : Bounds.clamp(604_800 / Double(weekly) * scale)
    }
}

/// CommaFeed, empirical: half the mean gap of the document's entries; after 7, 14 and 30 quiet days a quarter, half and
/// all of the longest interval.
struct HalfMeanGap: PollingRule {
    private static let document = 50
    let scale: Double
    func wait(now: Date, new: ArraySlice<Date>, known: ArraySlice<Date>) -> Double {
        let entries = known.suffix(Self.document)
        guard let first = entries.first, let last = entries.last else { return Bounds.longest }
        let quiet = now.timeIntervalSince(last) / 86400
        let part = quiet >= 30 ? 1 : quiet >= 14 ? 0.5 : quiet >= 7 ? 0.25 : 0
        if part > 0 { return Bounds.clamp(Bounds.longest * part * scale) }
        guard entries.count > 1 else { return Bounds.longest }
        let gap = last.timeIntervalSince(first) / Double(entries.count - 1)
        return Bounds.clamp(gap / 2 * scale)
    }
}

/// newspool: the schedule itself, through its front door.
struct Newspool: PollingRule {
    private var schedule: Schedule

    init(scale: Double) {
        let options = ScheduleOptions(
            interval: 1800 * scale, minInterval: Bounds.shortest, maxInterval: Bounds.longest, hostDelay: 0)
        schedule = Schedule(options: options, seed: 1)
    }

    mutating func wait(now: Date, new: ArraySlice<Date>, known: ArraySlice<Date>) -> Double {
        if schedule.count == 0 { schedule.add(ScheduledFeed(key: 1, host: "example.org"), now: now) }
        guard case .poll(let poll) = schedule.next(now: now) else { preconditionFailure("it was due") }
        let outcome: PollResult = new.isEmpty ? .unchanged(Signals()) : .changed(published: Array(new), Signals())
        guard let next = schedule.finish(poll.key, outcome, now: now)?.nextPoll else {
            preconditionFailure("never due")
        }
        return next.timeIntervalSince(now)
    }
}

extension ArraySlice<Date> {
    /// How many at the end of a sorted slice fulfil the condition.
    fileprivate func countAtEnd(while condition: (Date) -> Bool) -> Int {
        var count = 0
        for date in reversed() {
            guard condition(date) else { break }
            count += 1
        }
        return count
    }
}
