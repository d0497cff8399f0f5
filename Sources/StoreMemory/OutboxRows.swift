import FoundationEssentials
import Model
import Store

/// The articles, with the running sum of their bytes up to each.
struct OutboxRows {
    /// By rising `seq`.
    private(set) var entries: [OutboxEntry] = []
    private var totals: [Int64] = []
    /// The last number and time given out (milliseconds since 1970), and the bytes of all articles so far.
    private(set) var seq: Int64 = 0
    private(set) var time: Int64 = 0
    private var total: Int64 = 0
    private var places: [CursorName: (seq: Int64, total: Int64)] = [:]
    /// By the name of their files; those of articles that are gone stay.
    private var names: [String: Set<ItemID>] = [:]
    /// Of each day since 1970.
    private var counts: [Int64: (new: Int, updated: Int)] = [:]

    mutating func append(_ item: RenderedItem, similarTo: ItemID?, now: Int64) -> OutboxEntry {
        seq += 1
        time = now
        names[item.id.short, default: []].insert(item.id)
        let entry = item.entry(
            seq: seq, time: Instant.date(now), similarTo: similarTo,
            hasNamesake: (names[item.id.short]?.count ?? 0) > 1)
        total += entry.bytes
        entries.append(entry)
        totals.append(total)
        let day = Instant.days(now)
        if entry.event == .new {
            counts[day, default: (0, 0)].new += 1
        } else {
            counts[day, default: (0, 0)].updated += 1
        }
        return entry
    }

    mutating func raise(above seq: Int64) { self.seq = max(self.seq, seq) }

    subscript(_ seq: Int64) -> OutboxEntry? {
        let index = index(after: seq - 1)
        return index < entries.count && entries[index].seq == seq ? entries[index] : nil
    }

    func after(_ seq: Int64) -> ArraySlice<OutboxEntry> { entries[index(after: seq)...] }

    mutating func remove(_ seqs: Set<Int64>) {
        totals = zip(entries, totals).filter { !seqs.contains($0.0.seq) }.map(\.1)
        entries.removeAll { seqs.contains($0.seq) }
    }

    func place(of cursor: CursorName) -> Int64 { places[cursor]?.seq ?? 0 }

    func backlog(of cursor: CursorName) -> Backlog {
        let place = places[cursor] ?? (0, 0)
        return Backlog(seq: place.seq, bytes: max(0, total - place.total))
    }

    mutating func advance(_ cursor: CursorName, to seq: Int64) {
        let place = places[cursor] ?? (0, 0)
        guard seq > place.seq else { return }
        let index = index(after: seq)
        places[cursor] = (seq, max(place.total, index > 0 ? totals[index - 1] : 0))
    }

    func status(now: Date) -> OutboxStatus {
        let today = counts[Instant.days(now)]
        let before = entries.first.map { totals[0] - $0.bytes }
        return OutboxStatus(
            lastSeq: seq, lastTime: time == 0 ? nil : Instant.date(time), bytes: before.map { total - $0 } ?? 0,
            newToday: today?.new ?? 0, updatedToday: today?.updated ?? 0)
    }

    private func index(after seq: Int64) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].seq <= seq { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension OutboxEntry {
    var bytes: Int64 { Int64(json.count + markdown.count + journalLine.count) }
}
