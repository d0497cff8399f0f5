import Files

/// Reads the journal's lines through all day files, from a place on and as they come: the heart of `tail`.
///
/// It needs no word with the daemon. A line that is not whole yet is left for the next call; one that a crash tore
/// is seen once a start has completed it. Belongs to one task; each call reads from the disk.
public final class JournalReader {
    /// Where to begin; both together: at the later place.
    public struct Start: Sendable, Equatable {
        /// At most so many of the last lines; nil for any number.
        public var last: Int?
        /// Only lines with a higher `seq`; nil for all.
        public var after: Int64?

        public init(last: Int? = nil, after: Int64? = nil) {
            (self.last, self.after) = (last, after)
        }
    }

    private struct Place: Comparable {
        var day: String
        var offset: Int

        static func < (a: Place, b: Place) -> Bool { (a.day, a.offset) < (b.day, b.offset) }
    }

    /// Bytes that are read at a time; a longer line is read in one go nevertheless.
    private static let block = 256 * 1024

    private let directory: Directory
    /// The next line begins here; nil as long as there is no journal.
    private var place: Place?
    private var file: OpenFile?
    /// The `seq` of the last line that was returned.
    private var lastSeq: Int64

    /// - Parameter root: the spool's directory.
    /// - Throws: `unavailable` where it has no journal or one that cannot be read.
    public init(root: String, from start: Start) throws(DeliverError) {
        lastSeq = start.after ?? 0
        do throws(FileError) {
            directory = try Directory(root + "/journal")
            place = try place(from: start)
        } catch {
            throw DeliverError(error)
        }
    }

    private func place(from start: Start) throws(FileError) -> Place? {
        let days = try JournalFile.days(in: directory)
        let places = [
            days.first.map { Place(day: $0, offset: 0) },
            try start.after.flatMap { seq throws(FileError) in try place(after: seq, days) },
            try start.last.flatMap { count throws(FileError) in try place(ofLast: max(0, count), days) },
        ]
        return places.compactMap(\.self).max()
    }

    /// The next lines, as many as one read brings: each whole, with its `\n`, byte for byte as they stand there.
    ///
    /// - Returns: nil where there are no more at present; later calls may bring some.
    public func next() throws(DeliverError) -> [UInt8]? {
        try DeliverError.mapping { () throws(FileError) in try nextLines() }
    }

    private func nextLines() throws(FileError) -> [UInt8]? {
        while true {
            if let lines = try readLines() { return lines }
            guard let day = try laterDay() else { return try findReplaced() ? try readLines() : nil }
            // The old day may have got its last lines between the look at its end and the look for a new day.
            if let lines = try readLines() { return lines }
            place = Place(day: day, offset: 0)
            file = nil
        }
    }

    private func readLines() throws(FileError) -> [UInt8]? {
        guard let place else { return nil }
        if file == nil { file = try directory.openFileIfThere(JournalFile.name(of: place.day)) }
        guard let file else { return nil }
        var size = Self.block
        while true {
            var bytes = try file.read(at: place.offset, count: size)
            if let newline = bytes.lastIndex(of: UInt8(ascii: "\n")) {
                bytes.removeSubrange((newline + 1)...)
                self.place?.offset += bytes.count
                noteSeq(bytes)
                return bytes
            }
            if bytes.count < size { return nil }
            size *= 2
        }
    }

    private func noteSeq(_ lines: [UInt8]) {
        let start = lines.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if let seq = JournalFile.seq(of: lines[start...]) { lastSeq = max(lastSeq, seq) }
    }

    private func laterDay() throws(FileError) -> String? {
        let days = try JournalFile.days(in: directory)
        guard let place else { return days.first }
        return days.first { $0 > place.day }
    }

    /// Someone else's rotation: the day's name leads to another file now, or to a shorter one. The lines there that are
    /// new go on from the last one that was returned.
    private func findReplaced() throws(FileError) -> Bool {
        guard let place, let now = try directory.openFileIfThere(JournalFile.name(of: place.day)) else { return false }
        let status = try now.status()
        if let before = try file?.status(), before.inode == status.inode, status.size >= place.offset { return false }
        let journal = JournalFile(file: now)
        let end = try journal.endOfLines(before: status.size)
        file = now
        self.place?.offset = try journal.startOfLines(after: lastSeq, before: end)
        return true
    }

    // MARK: Where to begin

    private func lines(of day: String) throws(FileError) -> (journal: JournalFile, end: Int)? {
        // Retention may have taken it since the directory was read.
        guard let file = try directory.openFileIfThere(JournalFile.name(of: day)) else { return nil }
        let journal = JournalFile(file: file)
        return (journal, try journal.endOfLines(before: file.status().size))
    }

    private func place(after seq: Int64, _ days: [String]) throws(FileError) -> Place? {
        for day in days.reversed() {
            guard let (journal, end) = try lines(of: day), let first = try journal.firstSeq(from: 0, before: end) else {
                continue
            }
            if first.seq <= seq { return Place(day: day, offset: try journal.startOfLines(after: seq, before: end)) }
        }
        return nil
    }

    private func place(ofLast count: Int, _ days: [String]) throws(FileError) -> Place? {
        var missing = count
        var place: Place?
        for day in days.reversed() {
            guard let (journal, end) = try lines(of: day) else { continue }
            let (offset, found) = try journal.startOfLines(missing, before: end)
            place = Place(day: day, offset: offset)
            missing -= found
            if missing == 0 { break }
        }
        return place
    }
}
