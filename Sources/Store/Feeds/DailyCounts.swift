/// How many articles a feed published on each of the last 30 days (UTC), in one small blob of its row: the latest day in
/// four bytes, the first counted day in four, then a count of two bytes for each day, the latest first.
struct DailyCounts: Equatable {
    static let span: Int64 = 30

    private var latest: Int64 = 0
    /// The earliest day that anything is known of.
    private var since: Int64?
    private var counts: [UInt16] = []

    init() {}

    /// Anything that is no such blob counts as empty.
    init(_ blob: [UInt8]) {
        guard blob.count >= 8, blob.count.isMultiple(of: 2), blob.count <= 8 + 2 * Int(Self.span) else { return }
        func value(_ start: Int, _ count: Int) -> Int64 {
            blob[start..<start + count].reversed().reduce(0) { $0 << 8 | Int64($1) }
        }
        (latest, since) = (value(0, 4), value(4, 4))
        counts = stride(from: 8, to: blob.count, by: 2).map { UInt16(value($0, 2)) }
    }

    var blob: [UInt8] {
        guard let since else { return [] }
        var bytes: [UInt8] = []
        for day in [latest, since] {
            for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: day >> shift)) }
        }
        for count in counts { bytes += [UInt8(truncatingIfNeeded: count), UInt8(count >> 8)] }
        return bytes
    }

    /// Counts an article on the day that it claims; a day to come, or none, is today.
    mutating func add(published: Int64?, today: Int64) {
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
    func perDay(today: Int64) -> Double {
        guard let since else { return 0 }
        let gone = max(0, today - latest)
        let counted = counts.prefix(Int(max(0, Self.span - gone))).reduce(0) { $0 + Int($1) }
        return Double(counted) / Double(min(max(today - since, 1), Self.span))
    }
}
