import Store

/// One small blob of a feed's row: the latest day in four bytes, the first counted day in four, then a count of two bytes
/// for each day, the latest first; all little endian.
extension DailyCounts {
    /// Anything that is no such blob counts as empty.
    init(_ blob: [UInt8]) {
        self.init()
        guard blob.count >= 8, blob.count.isMultiple(of: 2), blob.count <= 8 + 2 * Int(Self.span) else { return }
        func value(_ start: Int, _ count: Int) -> Int64 {
            blob[start..<start + count].reversed().reduce(0) { $0 << 8 | Int64($1) }
        }
        self.init(
            latest: value(0, 4), since: value(4, 4),
            counts: stride(from: 8, to: blob.count, by: 2).map { UInt16(value($0, 2)) })
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
}
