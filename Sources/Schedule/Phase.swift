import FoundationEssentials

/// Five minutes of an hour, of twelve: many feeds publish on the hour, or when their cron job runs.
struct Phase: Equatable {
    static let seconds = 300.0
    let index: Int

    init(_ date: Date) {
        let start = UTCHour(date).start
        self.index = min(max(Int(date.timeIntervalSince(start) / Self.seconds), 0), 11)
    }
}
