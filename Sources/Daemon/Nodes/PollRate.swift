import Files

/// Polls a minute, over about the last one.
struct PollRate {
    private var last: (count: Int, time: Duration)?
    private var value = 0.0

    mutating func perMinute(_ count: Int, at time: Duration) -> Double {
        guard let last else {
            last = (count, time)
            return 0
        }
        let seconds = (time - last.time).seconds
        guard seconds >= 1 else { return value }
        let weight = min(1, seconds / 30)
        value += weight * (Double(count - last.count) / seconds * 60 - value)
        self.last = (count, time)
        return value
    }
}
