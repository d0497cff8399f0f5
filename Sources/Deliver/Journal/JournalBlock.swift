import Model

/// Whole lines that go into the journal with one write, and where each of them ends.
struct JournalBlock {
    private(set) var bytes: [UInt8] = []
    private var lines: [(seq: Int64, end: Int)] = []

    /// The `seq` of the last line, 0 where there is none.
    var lastSeq: Int64 { lines.last?.seq ?? 0 }

    mutating func add(_ entry: OutboxEntry) {
        bytes += entry.journalLine
        lines.append((entry.seq, bytes.count))
    }

    /// How the journal is when only the first `written` bytes went in.
    ///
    /// - Returns: the `seq` of the last line that is whole, `lastSeq` where none is; and the rest of the one that is
    ///   not.
    func standing(after written: Int, lastSeq: Int64) -> (lastSeq: Int64, torn: (seq: Int64, rest: ArraySlice<UInt8>)?)
    {
        let whole = lines.prefix { $0.end <= written }
        let start = whole.last?.end ?? 0
        guard written > start, whole.count < lines.count else { return (whole.last?.seq ?? lastSeq, nil) }
        let line = lines[whole.count]
        return (whole.last?.seq ?? lastSeq, (line.seq, bytes[written..<line.end]))
    }
}
