import FoundationEssentials

/// When to look at a feed again, given its rhythm.
///
/// Each item waits from its publication to the next poll. If items come at the rate λ, a poll every T seconds costs
/// λT/2 item-seconds of waiting a second and 1/T polls a second; with a fixed number of polls for all feeds together,
/// the total wait is least where every feed is polled when the wait it has gathered, ∫ λ(s) (t - s) ds, reaches one
/// common price. With a constant λ that is T = √(2 price / λ): a feed four times as busy is polled twice as often.
/// With a rate that changes it means: not at night, and soon after the usual hour.
///
/// The price is set so that a feed of `typicalRate`, evenly spread, gets just `interval`.
struct Forecast {
    /// Four items a day, in items per second.
    static let typicalRate = 4.0 / 86400
    /// How many items a flat expectation weighs against what was counted at an age.
    private static let belief = 0.5

    private let shape: Shape
    private let newest: Date
    /// Items per second at each age, times the items that come together.
    private var hazards = InlineArray<16, Double>(repeating: 0)

    init(_ rhythm: Rhythm, now: Date) {
        shape = Shape(rhythm)
        newest = min(rhythm.newest ?? now, now)
        var exposure = rhythm.exposure
        exposure.add(from: newest, to: now, in: shape)
        let items = rhythm.arrivals.total
        let rate = (items + Self.belief) / (exposure.total + Self.belief / Self.typicalRate)
        // Items within 16 minutes of one another are found by the same poll and wait together: what comes there beyond
        // the usual rate is the crowd that the first one brings.
        let together = (0..<3).reduce(0) { sum, step in
            sum + max(0, rhythm.arrivals[step] - rate * exposure[AgeStep(index: step)])
        }
        let crowd = min(8, (items + 1) / (items - together + 1))
        for step in hazards.indices {
            let time = exposure[AgeStep(index: step)]
            hazards[step] = crowd * (rhythm.arrivals[step] + Self.belief) / (time + Self.belief / rate)
        }
    }

    /// Seconds from `start` (where all items are known) until the gathered wait reaches the price; at most `limit`.
    func wait(from start: Date, interval: Double, limit: Double) -> Double {
        var gathering = Gathering(price: Self.typicalRate * interval * interval / 2)
        let offset = start.timeIntervalSince(newest)
        var hour = UTCHour(start)
        var passed = 0.0
        while passed < limit {
            let step = AgeStep(seconds: offset + passed)
            let hourEnd = hour.next.start.timeIntervalSince(start)
            // A second at least: a boundary that rounding puts at `passed` must not stop the clock.
            let end = max(passed + 1, min(limit, hourEnd, step.end - offset))
            let rate = hazards[step.index] * shape.factor(of: hour)
            if gathering.couldEnd(rate: rate, seconds: end - passed) {
                if let more = gather(&gathering, rate: rate, from: start + passed, seconds: end - passed) {
                    return min(limit, passed + more)
                }
            } else {
                _ = gathering.spend(rate: rate, seconds: end - passed)
            }
            passed = end
            if end >= hourEnd { hour = hour.next }
        }
        return limit
    }

    /// Within one hour, by five minutes: nil when the price is not reached.
    private func gather(_ gathering: inout Gathering, rate: Double, from date: Date, seconds: Double) -> Double? {
        let hour = UTCHour(date).start
        var passed = 0.0
        while passed < seconds {
            let phase = Phase(date + passed)
            let phaseEnd = (hour + Double(phase.index + 1) * Phase.seconds).timeIntervalSince(date)
            let end = max(passed + 1, min(seconds, phaseEnd))
            if let more = gathering.spend(rate: rate * shape.factor(of: phase), seconds: end - passed) {
                return passed + more
            }
            passed = end
        }
        return nil
    }
}

/// The wait gathered so far by items that may have come since the last poll.
private struct Gathering {
    let price: Double
    private var items = 0.0
    private var waited = 0.0

    init(price: Double) { self.price = price }

    /// Whether the price could be reached in this time, were all its items to come at its start.
    func couldEnd(rate: Double, seconds: Double) -> Bool {
        waited + (items + rate * seconds) * seconds >= price
    }

    /// Lets time pass at a constant rate: the seconds after which the price is reached, or nil if it is not.
    mutating func spend(rate: Double, seconds: Double) -> Double? {
        let after = waited + items * seconds + rate * seconds * seconds / 2
        if after >= price {
            let left = price - waited
            let reach = items + (items * items + 2 * rate * left).squareRoot()
            return reach > 0 ? min(seconds, 2 * left / reach) : 0
        }
        waited = after
        items += rate * seconds
        return nil
    }
}
