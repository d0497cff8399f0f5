import Bytes
import Files

/// The days that a journal keeps: files of `journal/`, and older ones that were compressed.
struct JournalDays {
    let directory: Directory
    private let archivePath: String

    /// - Parameter root: the spool's directory.
    /// - Throws: `unavailable` where it has no journal or one that cannot be read.
    init(root: String) throws(DeliverError) {
        directory = try DeliverError.mapping { () throws(FileError) in try Directory(root + "/journal") }
        archivePath = JournalArchive.path(root: root)
    }

    /// All days, oldest first. A day that is compressed in this moment is in one of the two lists, or in both.
    func all() throws(DeliverError) -> [String] {
        let (plain, compressed) = try DeliverError.mapping { () throws(FileError) -> ([String], [String]) in
            (try self.plain(), try self.compressed())
        }
        return compressed.isEmpty ? plain : Set(plain).union(compressed).sorted()
    }

    /// The first day after `day`, and whether `day` itself is still kept. The archive is looked at only for a day that is not in the
    /// journal: days are compressed from the oldest on.
    func later(than day: String) throws(DeliverError) -> (next: String, isKept: Bool)? {
        var days = try DeliverError.mapping { () throws(FileError) in try plain() }
        if !days.contains(day) { days = try all() }
        return days.first { $0 > day }.map { ($0, days.contains(day)) }
    }

    /// Nil where retention has taken the day since the directory was read.
    func open(_ day: String) throws(DeliverError) -> JournalDay? {
        try DeliverError.mapping { () throws(FileError) in
            if let file = try directory.openFileIfThere(JournalFile.name(of: day)) { return .plain(file) }
            guard let archive = try Directory.ifThere(archivePath) else { return nil }
            return try archive.openFileIfThere(JournalArchive.name(of: day)).map { .compressed($0) }
        }
    }

    private func plain() throws(FileError) -> [String] { try JournalFile.days(in: directory) }

    private func compressed() throws(FileError) -> [String] {
        guard let archive = try Directory.ifThere(archivePath) else { return [] }
        return try JournalArchive.days(in: archive)
    }
}

/// One day's lines. Offsets are of the lines themselves, also where the file is compressed.
enum JournalDay {
    case plain(OpenFile), compressed(OpenFile)

    /// The `seq` of the first line that has one.
    func firstSeq() throws(DeliverError) -> Int64? {
        switch self {
        case .plain(let file):
            return try Self.reading(file) { journal, end throws(FileError) in
                try journal.firstSeq(from: 0, before: end)?.seq
            }
        case .compressed(let file):
            let lines = try CompressedLines(file, from: 0)
            while let block = try lines.next() {
                if let seq = JournalLines.firstSeq(of: block) { return seq }
            }
            return nil
        }
    }

    /// The `seq` of the last line that has one.
    func lastSeq() throws(DeliverError) -> Int64? {
        switch self {
        case .plain(let file):
            return try Self.reading(file) { journal, end throws(FileError) in try journal.lastSeq(before: end) }
        case .compressed(let file):
            let lines = try CompressedLines(file, from: 0)
            var last: Int64?
            while let block = try lines.next() { last = JournalLines.lastSeq(of: block) ?? last }
            return last
        }
    }

    /// Where the first line with a higher `seq` begins; the end if there is none.
    func start(after seq: Int64) throws(DeliverError) -> Int {
        switch self {
        case .plain(let file):
            return try Self.reading(file) { journal, end throws(FileError) in
                try journal.startOfLines(after: seq, before: end)
            }
        case .compressed(let file):
            let lines = try CompressedLines(file, from: 0)
            var offset = 0
            while let block = try lines.next() {
                if JournalLines.lastSeq(of: block).map({ $0 > seq }) ?? false,
                    let start = JournalLines.start(of: block, after: seq)
                {
                    return offset + start
                }
                offset += block.count
            }
            return offset
        }
    }

    /// All whole lines, some at a time.
    func forEachBlock(_ body: ([UInt8]) throws(DeliverError) -> Void) throws(DeliverError) {
        switch self {
        case .plain(let file):
            var offset = 0
            while let block = try DeliverError.mapping({ () throws(FileError) in
                try JournalFile(file: file).lines(from: offset)
            }) {
                try body(block)
                offset += block.count
            }
        case .compressed(let file):
            let lines = try CompressedLines(file, from: 0)
            while let block = try lines.next() { try body(block) }
        }
    }

    /// What a crash left of a line, behind the whole ones, which end at `offset`.
    func halfLine(from offset: Int) throws(DeliverError) -> [UInt8] {
        guard case .plain(let file) = self else { return [] }  // `forEachBlock` has ended it
        return try DeliverError.mapping { () throws(FileError) in
            try file.read(at: offset, count: max(0, file.status().size - offset))
        }
    }

    /// The start of the last `count` lines, and how many there are.
    func start(ofLast count: Int) throws(DeliverError) -> (offset: Int, count: Int) {
        switch self {
        case .plain(let file):
            return try Self.reading(file) { journal, end throws(FileError) in
                try journal.startOfLines(count, before: end)
            }
        case .compressed(let file):
            let lines = try CompressedLines(file, from: 0)
            var (starts, offset) = ([Int](), 0)
            while let block = try lines.next() {
                var start = 0
                while start < block.count {
                    starts.append(offset + start)
                    start = JournalLines.end(of: block, from: start)
                }
                offset += block.count
                if starts.count > 2 * count + 1024 { starts.removeFirst(starts.count - count) }
            }
            let last = starts.suffix(count)
            return (last.first ?? offset, last.count)
        }
    }

    private static func reading<T>(
        _ file: OpenFile, _ body: (JournalFile, _ end: Int) throws(FileError) -> T
    ) throws(DeliverError) -> T {
        try DeliverError.mapping { () throws(FileError) in
            let journal = JournalFile(file: file)
            return try body(journal, try journal.endOfLines(before: file.status().size))
        }
    }
}

/// Whole lines in memory, each with its `\n`.
package enum JournalLines {
    /// The index behind the `\n` of the line that begins at `start`; the end where it has none.
    package static func end(of lines: [UInt8], from start: Int) -> Int {
        lines.withUnsafeBufferPointer { min($0.count, $0.index(of: UInt8(ascii: "\n"), from: start) + 1) }
    }

    /// The `seq` of a line, nil where it is someone else's.
    package static func seq(of line: some Sequence<UInt8>) -> Int64? { JournalFile.seq(of: line) }

    static func firstSeq(of lines: [UInt8]) -> Int64? {
        var start = 0
        while start < lines.count {
            if let seq = JournalFile.seq(of: lines[start...]) { return seq }
            start = end(of: lines, from: start)
        }
        return nil
    }

    package static func lastSeq(of lines: [UInt8]) -> Int64? {
        var end = lines.count
        while end > 0 {
            let start = lines[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            if let seq = JournalFile.seq(of: lines[start..<end]) { return seq }
            end = start
        }
        return nil
    }

    /// Where the first line with a higher `seq` begins.
    static func start(of lines: [UInt8], after seq: Int64) -> Int? {
        var start = 0
        while start < lines.count {
            if let found = JournalFile.seq(of: lines[start...]), found > seq { return start }
            start = end(of: lines, from: start)
        }
        return nil
    }
}
