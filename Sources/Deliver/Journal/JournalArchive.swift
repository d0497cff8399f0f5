import Glibc
import Model

/// Old days of the journal, compressed in `journal/archive/`: `2026-11-23.jsonl.zst`.
///
/// It needs no word with the journal's owner: a day that is not the newest gets no more lines.
public struct JournalArchive: Sendable {
    /// Writes a compressed copy of a file. A program or a library: newspool's daemon runs zstd(1).
    public typealias Compressor = @Sendable (_ source: String, _ target: String) throws(DeliverError) -> Void

    private static let suffix = ".zst"

    private let journal: String
    private var path: String { journal + "/archive" }

    /// - Parameter root: the spool's directory; it holds `journal/`.
    public init(root: String) {
        journal = root + "/journal"
    }

    /// Puts the oldest day before `day` into the archive, never the newest that there is. A kill at any moment leaves the day
    /// in one of the two places, or in both, and the next call goes on.
    ///
    /// - Returns: whether there was one.
    public func archiveDay(before day: String, compress: Compressor) throws(DeliverError) -> Bool {
        guard let directory = try Directory.ifThere(journal) else { return false }
        let days = try JournalFile.days(in: directory)
        guard let old = days.first, old < day, old != days.last else { return false }
        let source = JournalFile.name(of: old)
        let (name, temporary) = (source + Self.suffix, "." + source + Self.suffix)
        let archive = try Directory.make(path)
        try archive.remove(temporary)
        try compress(directory.path(of: source), archive.path(of: temporary))
        try archive.openFile(temporary, O_RDWR).sync()
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

    /// The archived days' files, oldest first.
    public func files() throws(DeliverError) -> [String] {
        guard let archive = try Directory.ifThere(path) else { return [] }
        return try archive.names().filter { $0.hasSuffix(Self.suffix) && !$0.hasPrefix(".") }.sorted().map(
            archive.path(of:))
    }
}
