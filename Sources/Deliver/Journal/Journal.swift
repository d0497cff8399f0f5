import Files
import Glibc
public import Model

/// The append-only log of the spool, one file a day (UTC), and the link to the newest one, `current.jsonl`.
///
/// Readers rely on this: `seq` rises strictly, through all files; a line never changes and never goes; a day's file
/// gets no more lines once there is a newer one. The one owner of `journal/` in a spool; it runs on a queue of its own.
public actor Journal {
    /// Bytes of whole lines that go into one write(2); a longer line goes alone.
    static let writeLimit = 1024 * 1024
    /// Bytes after which lines are brought to the disk, also in the middle of a batch.
    static let syncLimit = 4 * 1024 * 1024

    private static let link = "current.jsonl"

    private let executor = QueueExecutor(label: "newspool.journal")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let root: String
    private var directory: Directory?
    /// The newest day that has a file, open for appending.
    private var newest: (day: String, file: OpenFile)?
    /// The `seq` of the last whole line; 0 where there is none. Lines up to here are never written again.
    public private(set) var lastSeq: Int64 = 0
    /// At the start its end was damaged: half a line, or NULs that a file system left.
    private(set) var isHealed = false
    /// What a full disk kept out of a line whose beginning is in the file: it is written before anything else.
    private var torn: (seq: Int64, rest: ArraySlice<UInt8>)?
    private var unsyncedBytes = 0
    /// The disk broke its promise: this process writes nothing more.
    private var fault: DeliverError?
    /// The day whose file was gone when lines were to go into it.
    private var movedDay: String?

    /// - Parameter root: the spool's directory; it holds `journal/` and `current.jsonl`.
    public init(root: String) {
        self.root = root
    }

    /// Makes the directory, heals what a crash left, and checks that lines can be written. Call it once before the
    /// first `append`, and before any reader is told about the spool. Half a line is completed, or ended where the
    /// store does not know it: a file never gets shorter.
    ///
    /// - Parameter articles: those that the store has after a number, by rising `seq`, some at a time; empty: no more.
    /// - Returns: the highest `seq` that readers may have seen, 0 where there is none. The store appends again what it
    /// holds   beyond `lastSeq`; should it know of less, it goes on counting from there.
    @discardableResult
    public func prepare(
        _ articles: @Sendable (_ after: Int64) throws(DeliverError) -> [OutboxEntry] = { _ in [] }
    ) throws(DeliverError) -> Int64 {
        var seenSeq: Int64 = 0
        (self.directory, newest, lastSeq, torn, isHealed) = (nil, nil, 0, nil, false)
        let (spool, directory, days) = try DeliverError.mapping { () throws(FileError) in try openDirectories() }
        if let day = days.last {
            let repair = try DeliverError.mapping { () throws(FileError) in
                try JournalRepair(
                    file: directory.openOwnFile(JournalFile.name(of: day), O_RDWR | O_APPEND), directory: directory,
                    day: day)
            }
            (lastSeq, seenSeq, isHealed) = try repair.run(articles)
            newest = (day, repair.file)
        }
        try DeliverError.mapping { () throws(FileError) in
            if let day = days.last {
                // A kill may have come between the making of the file and this sync.
                try directory.sync()
                try link(day, in: spool)
            }
            for day in days.dropLast().reversed() where lastSeq == 0 {
                let file = try directory.openFile(JournalFile.name(of: day), O_RDONLY)
                if let seq = try JournalFile(file: file).lastSeq(before: file.status().size) { lastSeq = seq }
            }
        }
        self.directory = directory
        return max(lastSeq, seenSeq)
    }

    private func openDirectories() throws(FileError) -> (spool: Directory, journal: Directory, days: [String]) {
        let spool = try Directory.make(root)
        let journal = try Directory.make(root + "/journal")
        try journal.probe()
        try spool.remove("." + Self.link)
        let days = try JournalFile.days(in: journal)
        for day in days { try journal.remove(JournalRewrite.temporary(of: day)) }
        return (spool, journal, days)
    }

    /// Lines that were delivered and are gone from the end of the newest day (a disk that kept less than it said, a
    /// file that was cut) are written again. A day whose whole file is gone was moved away by someone, and stays away.
    ///
    /// - Parameter entries: by rising `seq`, delivered before.
    /// - Returns: how many lines were missing.
    func restore(_ entries: [OutboxEntry]) throws(DeliverError) -> Int {
        guard let day = newest?.day else { return 0 }
        let missing = entries.filter {
            $0.seq > lastSeq && !$0.journalLine.isEmpty && Timestamp.day($0.time) <= day
        }
        if !missing.isEmpty { try append(missing) }
        return missing.count
    }

    /// Appends the lines of these articles, in the order of their `seq`; those up to `lastSeq` are there already. When
    /// it returns, all are on the disk; when it throws, some are, and the same call may be made again (after `broken`:
    /// by the next process).
    ///
    /// - Precondition: `prepare` has returned.
    /// - Returns: the day whose file someone had moved away or removed meanwhile, and which was begun anew; mostly nil.
    @discardableResult
    public func append(_ entries: [OutboxEntry]) throws(DeliverError) -> String? {
        if let fault { throw fault }
        precondition(directory != nil, "without prepare() no one knows which lines are there already")
        do throws(FileError) {
            try finishTornLine()
            var block = JournalBlock()
            for entry in entries.sorted(by: { $0.seq < $1.seq }) where entry.seq > max(lastSeq, block.lastSeq) {
                guard !entry.journalLine.isEmpty else { continue }
                // A clock that went back does not bring an old day back: its file is complete.
                let day = max(Timestamp.day(entry.time), newest?.day ?? "")
                if day != newest?.day || block.bytes.count + entry.journalLine.count > Self.writeLimit {
                    try write(&block)
                }
                if day != newest?.day { try begin(day) }
                block.add(entry)
            }
            try write(&block)
            try sync()
        } catch {
            if error.isBrokenDisk { fault = DeliverError(error) }
            throw DeliverError(error)
        }
        defer { movedDay = nil }
        return movedDay
    }

    /// Writes lines into the days where they belong, each day anew beside its file and into its place by rename: readers see
    /// the old file or the new one. What else a file holds stays as it is, and no line comes twice.
    ///
    /// - Parameter lines: by rising `seq`, delivered before and gone since.
    /// - Returns: how many were not there.
    func fill(_ lines: [MissingLine]) throws(DeliverError) -> Int {
        if let fault { throw fault }
        do throws(FileError) {
            try finishTornLine()
            try sync()
        } catch {
            throw DeliverError(error)
        }
        var (count, rest) = (0, lines[...])
        while let day = rest.first?.day {
            let ofDay = rest.prefix { $0.day == day }
            rest = rest.dropFirst(ofDay.count)
            count += try JournalRewrite(root: root, day: day).insert(ofDay)
        }
        try DeliverError.mapping { () throws(FileError) in
            let spool = try Directory.make(root)
            let directory = try Directory.make(root + "/journal")
            guard let day = try JournalFile.days(in: directory).last else { return }
            try link(day, in: spool)
            // Not prepared: a command that writes nothing else.
            guard self.directory != nil else { return }
            newest = (day, try directory.openOwnFile(JournalFile.name(of: day), O_RDWR | O_APPEND))
            self.directory = directory
        }
        return count
    }

    /// Removes the files of days before `day`, never the newest. See `Retention`.
    func removeDays(before day: String) throws(DeliverError) {
        guard let directory else { preconditionFailure("prepare() says which day is the newest") }
        try DeliverError.mapping { () throws(FileError) in
            for old in try JournalFile.days(in: directory) where old < day && old != newest?.day {
                try directory.remove(JournalFile.name(of: old))
            }
        }
    }

    private func write(_ block: inout JournalBlock) throws(FileError) {
        guard !block.bytes.isEmpty else { return }
        // Someone who removes or moves away the file of today must not get the rest of the day's lines with it.
        if let day = newest?.day, newest?.file.isAtItsPath == false {
            try begin(day)
            movedDay = day
        }
        guard let file = newest?.file else { preconditionFailure("a line has a day, and that day its file") }
        FaultPoint.pass("journal.before-write")
        let (written, error) = file.writeAsMuchAsGoes(block.bytes[...])
        FaultPoint.pass("journal.after-write")
        unsyncedBytes += written
        (lastSeq, torn) = block.standing(after: written, lastSeq: lastSeq)
        block = JournalBlock()
        if let error { throw FileError(.write, file.path, error.code) }
        if unsyncedBytes >= Self.syncLimit { try sync() }
    }

    private func finishTornLine() throws(FileError) {
        guard let (seq, rest) = torn, let file = newest?.file else { return }
        let (written, error) = file.writeAsMuchAsGoes(rest)
        unsyncedBytes += written
        if let error {
            torn = (seq, rest.dropFirst(written))
            throw FileError(.write, file.path, error.code)
        }
        (lastSeq, torn) = (seq, nil)
    }

    private func sync() throws(FileError) {
        guard unsyncedBytes > 0, let file = newest?.file else { return }
        try file.syncData()
        unsyncedBytes = 0
        FaultPoint.pass("journal.after-sync")
    }

    /// Starts a day's file and points `current.jsonl` at it. The old day's lines are on the disk before that.
    private func begin(_ day: String) throws(FileError) {
        try sync()
        // Both are looked up anew: someone may have moved the directory away.
        let spool = try Directory.make(root)
        let directory = try Directory.make(root + "/journal")
        let file = try directory.openOwnFile(JournalFile.name(of: day), O_RDWR | O_APPEND | O_CREAT)
        FaultPoint.pass("journal.after-create")
        try JournalFile(file: file).endLastLine()
        try directory.sync()
        try link(day, in: spool)
        FaultPoint.pass("journal.after-link")
        // Only now: what failed on the way here is done again by the next call.
        (newest, self.directory) = ((day, file), directory)
    }

    private func link(_ day: String, in spool: Directory) throws(FileError) {
        let target = "journal/" + JournalFile.name(of: day)
        if spool.linkTarget(Self.link) == target { return }
        // By rename: readers find a link at any moment.
        let temporary = "." + Self.link
        try spool.remove(temporary)
        try spool.makeLink(temporary, target: target)
        FaultPoint.pass("journal.after-symlink")
        try spool.rename(temporary, to: Self.link)
        try spool.sync()
    }
}
