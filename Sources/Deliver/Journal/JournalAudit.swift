package import Foundation
import Model
package import Store

/// Lines that the store has delivered and a day of the journal lacks.
package struct JournalHole: Sendable, Equatable, Codable {
    package var day: String
    /// The first and the last of their numbers.
    package var first: Int64, last: Int64
    package var lines: Int
    /// The file has lines before and after them. Else the file, or its beginning, is gone: someone moved it away.
    package var isWithinFile: Bool
}

/// Holds the journal against the store: reads the journal's numbers, and asks the store for those only that are not there.
package struct JournalAudit {
    private let days: JournalDays
    private let store: any StoreReading
    /// All up to here was delivered when the audit began; what comes later is none of its business.
    private let place: Int64

    /// Articles, and bytes, that are read from the store at a time.
    private static let batch = 1_000, byteLimit = 8 << 20

    /// - Parameter root: the spool's directory.
    package init(root: String, store: any StoreReading) throws(DeliverError) {
        self.store = store
        // First: lines that are written meanwhile are not missing.
        place = try DeliverError.mapping { () throws(StoreError) in try store.backlog(of: .spool).seq }
        days = try JournalDays(root: root)
    }

    /// - Parameter keep: for how long retention keeps a journal; older lines may be gone.
    package func holes(now: Date, keep: Duration) throws(DeliverError) -> [JournalHole] {
        let firstDay = Retention.firstKeptDay(now: now, keep: keep, oldestUndelivered: nil)
        let all = try days.all()
        let first = max(all.first ?? firstDay, firstDay)
        var holes: [JournalHole] = []
        for gap in try gaps(after: 0, all) { try add(try narrowed(gap, since: first), since: first, to: &holes) }
        return holes
    }

    /// Those within the newest day's file.
    func newestHoles() throws(DeliverError) -> [JournalHole] {
        guard let day = try days.all().last else { return [] }
        var holes: [JournalHole] = []
        for gap in try gaps(after: 0, [day]) where gap.isWithinFile { try add(gap, since: day, to: &holes) }
        return holes
    }

    /// Lines that are missing after one number and up to another, by rising `seq`, some at a time.
    func missing(
        after: Int64, until: Int64, since firstDay: String, _ body: (MissingLine) async throws(DeliverError) -> Void
    ) async throws(DeliverError) {
        var day = firstDay
        for gap in try gaps(after: after, try days.all()) {
            let gap = try narrowed(gap, since: firstDay)
            guard let seqs = gap.seqs(within: after + 1...max(after + 1, until)) else { continue }
            var seq = seqs.lowerBound - 1
            while let batch = try entries(after: seq, in: seqs) {
                for entry in batch where !entry.journalLine.isEmpty {
                    let home = gap.day(of: Timestamp.day(entry.time))
                    guard home >= firstDay else { continue }
                    // Days follow each other as the numbers do, also where the clock went back.
                    day = max(day, home)
                    try await body(MissingLine(seq: entry.seq, day: day, bytes: entry.journalLine))
                }
                seq = batch.last?.seq ?? seqs.upperBound
            }
        }
    }

    private func add(
        _ gap: Gap, since firstDay: String, to holes: inout [JournalHole]
    ) throws(DeliverError) {
        guard let seqs = gap.seqs(within: 1...Int64.max) else { return }
        var seq = seqs.lowerBound - 1
        while let batch = try entries(after: seq, in: seqs) {
            for entry in batch where !entry.journalLine.isEmpty {
                let day = gap.day(of: Timestamp.day(entry.time))
                guard day >= firstDay else { continue }
                if let last = holes.last, last.day == day, last.first >= seqs.lowerBound {
                    holes[holes.count - 1].last = entry.seq
                    holes[holes.count - 1].lines += 1
                } else {
                    holes.append(
                        JournalHole(
                            day: day, first: entry.seq, last: entry.seq, lines: 1, isWithinFile: gap.isWithinFile))
                }
            }
            seq = batch.last?.seq ?? seqs.upperBound
        }
    }

    /// Without what is before the first file and of older days: the store may keep articles for longer than the journal its lines.
    private func narrowed(_ gap: Gap, since firstDay: String) throws(DeliverError) -> Gap {
        guard gap.dayBefore == nil else { return gap }
        var (low, high) = (gap.first, gap.last)
        while low < high {
            let middle = low + (high - low) / 2
            let article = try DeliverError.mapping { () throws(StoreError) in
                try store.entries(after: middle - 1, limit: 1).first
            }
            if let article, article.seq < high, Timestamp.day(article.time) < firstDay {
                low = article.seq + 1
            } else {
                high = middle
            }
        }
        var gap = gap
        gap.first = low
        return gap
    }

    /// The next articles in a stretch of numbers; nil: no more.
    private func entries(after seq: Int64, in seqs: ClosedRange<Int64>) throws(DeliverError) -> [OutboxEntry]? {
        guard seq < seqs.upperBound else { return nil }
        let limit = Int(clamping: min(seqs.upperBound - seq, Int64(Self.batch)))
        let batch = try DeliverError.mapping { () throws(StoreError) in
            try store.entries(after: seq, limit: limit, bytes: Self.byteLimit)
        }.filter { $0.seq <= seqs.upperBound }
        return batch.isEmpty ? nil : batch
    }

    /// Numbers without a line, and the files on both sides.
    private struct Gap {
        var first: Int64, last: Int64
        /// Nil: there is none before, or none after.
        var dayBefore: String?, dayAfter: String?

        var isWithinFile: Bool { dayBefore != nil && dayBefore == dayAfter }

        func seqs(within range: ClosedRange<Int64>) -> ClosedRange<Int64>? {
            let (first, last) = (max(first, range.lowerBound), min(last, range.upperBound))
            return first <= last ? first...last : nil
        }

        /// The file that an article of a day belongs to: numbers rise through all files.
        func day(of day: String) -> String {
            var day = day
            if let dayAfter { day = min(day, dayAfter) }
            if let dayBefore { day = max(day, dayBefore) }
            return day
        }
    }

    private func gaps(after: Int64, _ names: [String]) throws(DeliverError) -> [Gap] {
        var gaps: [Gap] = []
        var (last, lastDay): (Int64, String?) = (after, nil)
        for name in names {
            guard let day = try days.open(name) else { continue }
            try day.forEachBlock { (block: [UInt8]) throws(DeliverError) in
                var start = 0
                while start < block.count {
                    if let seq = JournalFile.seq(of: block[start...]), seq > last {
                        if seq > last + 1 {
                            gaps.append(Gap(first: last + 1, last: seq - 1, dayBefore: lastDay, dayAfter: name))
                        }
                        (last, lastDay) = (seq, name)
                    }
                    start = JournalLines.end(of: block, from: start)
                }
            }
        }
        if last < place { gaps.append(Gap(first: last + 1, last: place, dayBefore: lastDay, dayAfter: nil)) }
        return gaps
    }
}
