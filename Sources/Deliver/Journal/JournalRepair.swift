import Glibc
import Model

/// Mends the newest journal file before anyone reads on in it.
struct JournalRepair {
    let file: OpenFile
    let directory: Directory
    let day: String

    /// Bytes at the end that may never have reached the disk: what one sync covers, and a line to spare.
    static let window = 2 * Journal.syncLimit

    func run() throws(DeliverError) {
        let size = try file.status().size
        let end = try JournalFile(file: file).endOfLines(before: size)
        // A crash in the middle of a write tore the last line; the store has it and writes it again. No older file can
        // be torn: it was brought to the disk before the next one was begun.
        if end < size { try file.truncate(to: end) }
        FaultPoint.pass("journal.after-cut")
        try rewrite(before: end)
    }

    /// Writes the last lines over themselves.
    ///
    /// Where the process before this one ended because a sync failed, the kernel shows lines that are not on the disk,
    /// and believes that they are: only pages that were written anew get another chance. Readers see no change.
    private func rewrite(before end: Int) throws(DeliverError) {
        let start = max(0, end - Self.window)
        let tail = try file.read(at: start, count: end - start)
        // One of its own: on Linux, pwrite(2) to a file open for appending appends.
        let writer = try directory.openFile(JournalFile.name(of: day), O_WRONLY)
        try writer.overwrite(tail, at: start)
        try writer.sync()
    }
}
