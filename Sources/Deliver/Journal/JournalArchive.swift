import Files
import Glibc
import Model
import Store

/// Old days of the journal, compressed in `journal/archive/`: `2026-11-23.jsonl.zst`.
///
/// It works beside the journal's owner, on a queue of its own: a day that is not the newest gets no more lines, and a large one takes
/// seconds to compress.
actor JournalArchive {
    private static let suffix = ".zst"

    private let executor = QueueExecutor(label: "newspool.archive")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let root: String
    private var journal: String { root + "/journal" }
    private var path: String { Self.path(root: root) }

    /// - Parameter root: the spool's directory; it holds `journal/`.
    init(root: String) {
        self.root = root
    }

    /// Puts the oldest day before `day` into the archive, never the newest that there is. A kill at any moment leaves the day
    /// in one of the two places, or in both, and the next call goes on.
    ///
    /// - Returns: whether there was one.
    func archiveDay(before day: String) throws(DeliverError) -> Bool {
        let work = try DeliverError.mapping { () throws(FileError) in try begin(before: day) }
        guard let work else { return false }
        try Zstd.compress(work.source, to: work.target)
        try DeliverError.mapping { () throws(FileError) in
            try work.target.sync()
            FaultPoint.pass("archive.after-compress")
            try work.archive.rename(work.temporary, to: work.day + Self.suffix)
            try work.archive.sync()
            FaultPoint.pass("archive.after-rename")
            try work.journal.remove(work.day)
        }
        return true
    }

    /// One day on its way into the archive.
    private struct Work {
        let journal: Directory, archive: Directory
        /// The name of its file.
        let day: String
        /// The hidden name of the compressed one.
        let temporary: String
        let source: OpenFile, target: OpenFile
    }

    private func begin(before day: String) throws(FileError) -> Work? {
        guard let directory = try Directory.ifThere(journal) else { return nil }
        let days = try JournalFile.days(in: directory)
        guard let old = days.first, old < day, old != days.last else { return nil }
        let name = JournalFile.name(of: old)
        let temporary = "." + name + Self.suffix
        let archive = try Directory.make(path)
        try archive.remove(temporary)
        let target = try archive.openFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
        return Work(
            journal: directory, archive: archive, day: name, temporary: temporary,
            source: try directory.openFile(name, O_RDONLY), target: target)
    }

    /// What is missing within the newest day's file. Nothing waits while it is read.
    func newestHoles(_ store: any StoreReading) throws(DeliverError) -> [JournalHole] {
        try JournalAudit(root: root, store: store).newestHoles()
    }

    /// Removes archived days before `day`.
    func removeDays(before day: String) throws(DeliverError) {
        try DeliverError.mapping { () throws(FileError) in
            guard let archive = try Directory.ifThere(path) else { return }
            for old in try Self.days(in: archive) where old < day { try archive.remove(Self.name(of: old)) }
        }
    }

    static func path(root: String) -> String { root + "/journal/archive" }

    static func name(of day: String) -> String { JournalFile.name(of: day) + suffix }

    /// The archived days, oldest first.
    static func days(in archive: Directory) throws(FileError) -> [String] {
        try archive.names().compactMap { name in
            name.hasSuffix(suffix) ? JournalFile.day(of: String(name.dropLast(suffix.count))) : nil
        }.sorted()
    }
}
