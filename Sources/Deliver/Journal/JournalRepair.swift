import Bytes
import Files
import Glibc
import Model

/// Heals the newest journal file before anyone reads on in it.
struct JournalRepair {
    let file: OpenFile
    let directory: Directory
    let day: String

    /// Bytes at the end that may never have reached the disk: what one sync covers, and a line to spare.
    static let window = 2 * Journal.syncLimit

    /// - Parameter articles: those that the store has after a number, by rising `seq`, some at a time; empty: no more.
    /// - Returns: the last line that is there for good, and the highest number that readers may have seen, 0 for a file without
    ///   lines of ours; whether there was anything to heal.
    func run(
        _ articles: (_ after: Int64) throws(DeliverError) -> [OutboxEntry]
    ) throws(DeliverError) -> (lastSeq: Int64, seenSeq: Int64, isHealed: Bool) {
        let (start, before, tail) = try DeliverError.mapping { () throws(FileError) in try damage() }
        let healed = tail.healed(by: try lines(for: tail, articles))
        let isHealed = healed.bytes != tail.bytes
        try DeliverError.mapping { () throws(FileError) in
            if isHealed { try overwrite(healed.bytes, at: start) }
            FaultPoint.pass("journal.after-heal")
            try rewrite(before: start + healed.bytes.count)
        }
        return healed.seenSeq == 0 && before == nil ? (0, 0, isHealed) : (healed.lastSeq, healed.seenSeq, isHealed)
    }

    /// Where the lines end that are whole beyond doubt, the number of the last of them, and what follows.
    private func damage() throws(FileError) -> (start: Int, before: Int64?, tail: JournalTail) {
        let size = try file.status().size
        let journal = JournalFile(file: file)
        // No older file can be damaged: it was brought to the disk before the next one was begun.
        let start = try journal.endOfLines(before: try firstNUL(before: size) ?? size)
        let before = try journal.lastSeq(before: start)
        let tail = JournalTail(bytes: try file.read(at: start, count: size - start), lastSeq: before ?? 0)
        return (start, before, tail)
    }

    /// The lines that may have been where the damage is. Only a file whose last lines are ours tells which these are.
    private func lines(
        for tail: JournalTail, _ articles: (_ after: Int64) throws(DeliverError) -> [OutboxEntry]
    ) throws(DeliverError) -> [(seq: Int64, line: [UInt8])] {
        guard !tail.bytes.isEmpty else { return [] }
        var (lines, count, seq) = ([(seq: Int64, line: [UInt8])](), 0, tail.lastSeq)
        // A file that begins with the damage: the half line says itself where to look.
        if seq == 0, let first = JournalFile.seq(of: tail.bytes) { seq = first - 1 }
        while count < tail.bytes.count {
            let batch = try articles(seq)
            guard let last = batch.last else { break }
            for entry in batch where !entry.journalLine.isEmpty {
                lines.append((entry.seq, entry.journalLine))
                count += entry.journalLine.count
            }
            seq = last.seq
        }
        return lines
    }

    private func firstNUL(before end: Int) throws(FileError) -> Int? {
        var start = max(0, end - Self.window)
        while start < end {
            let bytes = try file.read(at: start, count: min(JournalFile.block, end - start))
            if bytes.span.contains(0), let index = bytes.firstIndex(of: 0) { return start + index }
            if bytes.isEmpty { return nil }
            start += bytes.count
        }
        return nil
    }

    /// Writes the last lines over themselves.
    ///
    /// Where the process before this one ended because a sync failed, the kernel shows lines that are not on the disk,
    /// and believes that they are: only pages that were written anew get another chance. Readers see no change.
    private func rewrite(before end: Int) throws(FileError) {
        let start = max(0, end - Self.window)
        try overwrite(try file.read(at: start, count: end - start), at: start)
    }

    private func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        // One of its own: on Linux, pwrite(2) to a file open for appending appends.
        let writer = try directory.openOwnFile(JournalFile.name(of: day), O_WRONLY)
        try writer.overwrite(bytes, at: offset)
        try writer.sync()
    }
}
