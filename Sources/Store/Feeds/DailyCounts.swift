/// How many articles a feed published on each of the last 30 days (UTC). Days are days since 1970.
package struct DailyCounts: Equatable, Sendable {
    package static let span: Int64 = 30

    /// Of the first of `counts`; 0 before the first article.
    package private(set) var latest: Int64 = 0
    /// The earliest day that anything is known of.
    package private(set) var since: Int64?
    /// A day each, the latest first, at most `span`.
    package private(set) var counts: [UInt16] = []

    package init() {}

    package init(latest: Int64, since: Int64, counts: [UInt16]) {
        (self.latest, self.since, self.counts) = (latest, since, counts)
    }

    /// Counts an article on the day that it claims; a day to come, or none, is today.
    package mutating func add(published: Int64?, today: Int64) {
        let day = min(published ?? today, today)
        if latest == 0 { latest = today }
        if today > latest {
            let passed = Int(min(today - latest, Self.span))
            counts.insert(contentsOf: repeatElement(0, count: passed), at: 0)
            latest = today
        }
        if counts.count > Int(Self.span) { counts.removeLast(counts.count - Int(Self.span)) }
        let age = Int(clamping: latest - day)
        since = max(0, min(since ?? today, max(day, today - Self.span)))
        guard age < Int(Self.span) else { return }
        while counts.count <= age { counts.append(0) }
        counts[age] = counts[age] == .max ? .max : counts[age] + 1
    }

    /// The mean over the last 30 days, or over as many as the feed is known for, at least one.
    package func perDay(today: Int64) -> Double {
        guard let since else { return 0 }
        let gone = max(0, today - latest)
        let counted = counts.prefix(Int(max(0, Self.span - gone))).reduce(0) { $0 + Int($1) }
        return Double(counted) / Double(min(max(today - since, 1), Self.span))
    }
}
