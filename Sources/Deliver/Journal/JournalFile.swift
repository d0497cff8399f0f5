import Files

/// What one day's journal file holds, and where: whole lines, whose `seq` rises strictly.
///
/// Lines without a `seq` of ours, which someone else must have put there, are passed over.
struct JournalFile {
    let file: OpenFile
    /// Bytes that are searched at a time.
    static let block = 64 * 1024

    /// `2026-11-23.jsonl`; nil where it is another name.
    static func day(of name: String) -> String? {
        guard name.hasSuffix(suffix) else { return nil }
        let day = name.dropLast(suffix.count)
        return Day.isName(day) ? String(day) : nil
    }

    static func name(of day: String) -> String { day + suffix }

    private static let suffix = ".jsonl"

    /// The days that have a file, oldest first.
    static func days(in directory: Directory) throws(FileError) -> [String] {
        try directory.names().compactMap(day(of:)).sorted()
    }

    /// The number after `{"seq":` at the start of a line.
    static func seq(of line: some Sequence<UInt8>) -> Int64? {
        var iterator = line.makeIterator()
        for expected in #"{"seq":"#.utf8 where iterator.next() != expected { return nil }
        var seq: Int64?
        while let byte = iterator.next(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            let (tens, isTooLarge) = (seq ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            if isTooLarge || isLarger { return nil }
            seq = sum
        }
        return seq
    }

    /// Where the whole lines before `offset` end: after the last `\n`, 0 where there is none.
    func endOfLines(before offset: Int) throws(FileError) -> Int {
        var end = offset
        while end > 0 {
            let start = max(0, end - Self.block)
            let bytes = try file.read(at: start, count: end - start)
            if let newline = bytes.lastIndex(of: UInt8(ascii: "\n")) { return start + newline + 1 }
            end = start
        }
        return 0
    }

    /// The start of the last `count` whole lines before `end`, and how many there are.
    func startOfLines(_ count: Int, before end: Int) throws(FileError) -> (offset: Int, count: Int) {
        guard count > 0, end > 0 else { return (end, 0) }
        var found = 0
        var block = end - 1  // the last line's own `\n` begins no line
        while block > 0 {
            let start = max(0, block - Self.block)
            let bytes = try file.read(at: start, count: block - start)
            for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "\n") {
                found += 1
                if found == count { return (start + index + 1, count) }
            }
            block = start
        }
        return (0, found + 1)
    }

    /// The whole lines from `offset` on, as many as one read brings; nil where there is none. A line that is longer than a block is
    /// read in one go nevertheless.
    func lines(from offset: Int) throws(FileError) -> [UInt8]? {
        var size = 4 * Self.block
        while true {
            var bytes = try file.read(at: offset, count: size)
            if let newline = bytes.lastIndex(of: UInt8(ascii: "\n")) {
                bytes.removeSubrange((newline + 1)...)
                return bytes
            }
            if bytes.count < size { return nil }
            size *= 2
        }
    }

    /// Someone else's file may end within a line; one of ours begins on its own. The file must be open for appending.
    func endLastLine() throws(FileError) {
        let size = try file.status().size
        guard size > 0, try file.read(at: size - 1, count: 1) != [UInt8(ascii: "\n")] else { return }
        try file.write([UInt8(ascii: "\n")])
    }

    /// The `seq` of the last line before `end` that has one.
    func lastSeq(before end: Int) throws(FileError) -> Int64? {
        var end = end
        while end > 0 {
            let start = try startOfLines(1, before: end).offset
            if let seq = try seq(at: start) { return seq }
            end = start
        }
        return nil
    }

    /// The `seq` of the first line from `offset` on that has one, and where that line begins.
    func firstSeq(from offset: Int, before end: Int) throws(FileError) -> (seq: Int64, offset: Int)? {
        var offset = offset
        while offset < end {
            if let seq = try seq(at: offset) { return (seq, offset) }
            offset = try startOfLine(after: offset, before: end)
        }
        return nil
    }

    /// Where the first line with a higher `seq` begins; `end`, where the whole lines end, if there is none.
    func startOfLines(after seq: Int64, before end: Int) throws(FileError) -> Int {
        // All lines before `low` are too low; the search halves what lies up to `high` until it is short, then walks.
        var (low, high) = (0, end)
        while high - low > Self.block {
            let middle = low + (high - low) / 2
            let start = try startOfLine(after: middle, before: high)
            if let line = try firstSeq(from: start, before: high), line.seq <= seq {
                low = try startOfLine(after: line.offset, before: end)
            } else {
                high = middle
            }
        }
        while let line = try firstSeq(from: low, before: end) {
            if line.seq > seq { return line.offset }
            low = try startOfLine(after: line.offset, before: end)
        }
        return end
    }

    private func seq(at offset: Int) throws(FileError) -> Int64? {
        Self.seq(of: try file.read(at: offset, count: 32))
    }

    /// Where the line after the one that holds `offset` begins; `end` where there is none.
    private func startOfLine(after offset: Int, before end: Int) throws(FileError) -> Int {
        var start = offset
        while start < end {
            let bytes = try file.read(at: start, count: min(8 * 1024, end - start))
            if bytes.isEmpty { return end }
            if let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) { return start + newline + 1 }
            start += bytes.count
        }
        return end
    }
}
