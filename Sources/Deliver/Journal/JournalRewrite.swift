import Files
import Glibc
import Model

/// A line that the store has delivered and the journal lacks, and the day whose file it belongs to.
struct MissingLine: Sendable {
    let seq: Int64
    let day: String
    /// With its `\n`.
    let bytes: [UInt8]
}

/// Writes a day's file anew with lines that are missing in it, and gives it its name when all of it is on the disk.
struct JournalRewrite {
    private let directory: Directory
    private let days: JournalDays
    private let day: String

    /// Bytes that are gathered for one write.
    private static let block = 1 << 20

    /// - Parameter root: the spool's directory, which has a journal or gets one.
    init(root: String, day: String) throws(DeliverError) {
        directory = try DeliverError.mapping { () throws(FileError) in try Directory.make(root + "/journal") }
        days = try JournalDays(root: root)
        self.day = day
    }

    /// The hidden name of the file on its way.
    static func temporary(of day: String) -> String { "." + JournalFile.name(of: day) }

    /// - Parameter lines: of this day, by rising `seq`.
    /// - Returns: how many the file did not have; 0: it stays as it is.
    func insert(_ lines: ArraySlice<MissingLine>) throws(DeliverError) -> Int {
        let temporary = Self.temporary(of: day)
        do throws(DeliverError) {
            let count = try write(lines, to: temporary)
            try DeliverError.mapping { () throws(FileError) in
                guard count > 0 else { return try directory.remove(temporary) }
                try directory.rename(temporary, to: JournalFile.name(of: day))
                FaultPoint.pass("journal.after-rewrite")
                try directory.sync()
            }
            return count
        } catch {
            // The first error is the one to tell; what is left over goes at the next start.
            try? directory.remove(temporary)
            throw error
        }
    }

    private func write(_ lines: ArraySlice<MissingLine>, to temporary: String) throws(DeliverError) -> Int {
        let file = try DeliverError.mapping { () throws(FileError) in
            try directory.remove(temporary)
            return try directory.openFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
        }
        var (rest, count, buffer) = (lines, 0, [UInt8]())
        func flush(_ limit: Int) throws(DeliverError) {
            guard buffer.count > limit else { return }
            try DeliverError.mapping { () throws(FileError) in try file.write(buffer) }
            buffer.removeAll(keepingCapacity: true)
        }
        func put(before seq: Int64) throws(DeliverError) {
            while let line = rest.first, line.seq < seq {
                buffer += line.bytes
                (rest, count) = (rest.dropFirst(), count + 1)
                try flush(Self.block)
            }
        }
        if let old = try days.open(day) {
            var end: Int?
            try old.forEachBlock { (block: [UInt8]) throws(DeliverError) in
                var start = 0
                while start < block.count {
                    let next = JournalLines.end(of: block, from: start)
                    if let seq = JournalFile.seq(of: block[start..<next]) {
                        try put(before: seq)
                        if rest.first?.seq == seq { rest = rest.dropFirst() }
                    }
                    buffer += block[start..<next]
                    start = next
                }
                end = (end ?? 0) + block.count
                try flush(Self.block)
            }
            // Half a line at the end: nothing comes behind it before a start has completed it.
            let half = try old.halfLine(from: end ?? 0)
            if !half.isEmpty { rest = rest.prefix { $0.seq < JournalFile.seq(of: half) ?? .max } }
            try put(before: .max)
            buffer += half
        } else {
            try put(before: .max)
        }
        try flush(0)
        try DeliverError.mapping { () throws(FileError) in try file.sync() }
        return count
    }
}
