import Files
import Glibc
import Model

/// Old days of the journal, compressed in `journal/archive/`: `2026-11-23.jsonl.zst`.
///
/// It works beside the journal's owner, on a queue of its own: a day that is not the newest gets no more lines, and a large one takes
/// seconds to compress.
public actor JournalArchive {
    private static let suffix = ".zst"

    private let executor = QueueExecutor(label: "newspool.archive")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let journal: String
    private let path: String

    /// - Parameter root: the spool's directory; it holds `journal/`.
    public init(root: String) {
        journal = root + "/journal"
        path = Self.path(root: root)
    }

    /// Puts the oldest day before `day` into the archive, never the newest that there is. A kill at any moment leaves the day
    /// in one of the two places, or in both, and the next call goes on.
    ///
    /// - Returns: whether there was one.
    public func archiveDay(before day: String) throws(DeliverError) -> Bool {
        guard let directory = try Directory.ifThere(journal) else { return false }
        let days = try JournalFile.days(in: directory)
        guard let old = days.first, old < day, old != days.last else { return false }
        let source = JournalFile.name(of: old)
        let (name, temporary) = (source + Self.suffix, "." + source + Self.suffix)
        let archive = try Directory.make(path)
        try archive.remove(temporary)
        let target = try archive.openFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        try Zstd.compress(directory.openFile(source, O_RDONLY), to: target)
        try target.sync()
        FaultPoint.pass("archive.after-compress")
        try archive.rename(temporary, to: name)
        try archive.sync()
        FaultPoint.pass("archive.after-rename")
        try directory.remove(source)
        return true
    }

    /// Removes archived days before `day`.
    public func removeDays(before day: String) throws(DeliverError) {
        guard let archive = try Directory.ifThere(path) else { return }
        for name in try archive.names() where name.hasSuffix(Self.suffix) {
            guard let old = JournalFile.day(of: String(name.dropLast(Self.suffix.count))), old < day else { continue }
            try archive.remove(name)
        }
    }

    static func path(root: String) -> String { root + "/journal/archive" }

    /// The archived days' files, oldest first.
    static func names(in archive: Directory) throws(DeliverError) -> [String] {
        try archive.names().filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }.sorted()
    }
}
