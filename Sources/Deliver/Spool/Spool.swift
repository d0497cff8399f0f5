import Dispatch
import Files
public import Model
import Synchronization

/// The articles' files, `articles/2026-11-23/134501-title-k3f7x2abq5mnd4ru.json` and `.md`: each lands by rename, and is on the
/// disk when `write` returns.
///
/// The one owner of `articles/` in a spool; it runs on a queue of its own.
public actor Spool {
    public struct Formats: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        public static let json = Formats(rawValue: 1)
        public static let markdown = Formats(rawValue: 2)
    }

    private let executor = QueueExecutor(label: "newspool.spool")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let root: String
    private let formats: Formats
    /// A sync waits for the disk, which serves several at once about as fast as one: files land on as many queues.
    private let lanes = (0..<4).map { DispatchQueue(label: "newspool.spool.\($0)") }
    /// Days whose own name this process has brought to the disk.
    private var syncedDays: Set<String> = []

    /// - Parameter root: the spool's directory; it holds `articles/`.
    public init(root: String, formats: Formats) {
        (self.root, self.formats) = (root, formats)
    }

    /// Makes the directories, removes what a crash left under hidden names, and checks that files can be made.
    ///
    /// Call it once before the first `write`. Without formats it does nothing.
    public func prepare() throws(DeliverError) {
        guard !formats.isEmpty else { return }
        try DeliverError.mapping { () throws(FileError) in
            let articles = try openArticles()
            try articles.probe()
            for day in try articles.names() where Day.isName(day) {
                // Something else under a day's name is told when an article has to go there.
                guard let directory = try? articles.openDirectory(day) else { continue }
                for name in try directory.names() where name.hasPrefix(".") { try directory.remove(name) }
            }
        }
    }

    /// Lands the files of these articles. When it returns, all of them are on the disk; when it throws, some are, and
    /// the same call may be made again (after `broken`: by the next process). Writing twice is writing once.
    ///
    /// A batch costs one sync a file and one a directory, so some hundred articles a call are a good size.
    ///
    /// - Returns: how many files were not there as they should be.
    @discardableResult
    public func write(_ entries: [OutboxEntry]) throws(DeliverError) -> Int {
        guard !formats.isEmpty, !entries.isEmpty else { return 0 }
        var places: [ArticlePath] = []
        for entry in entries { places.append(try ArticlePath(entry.path)) }
        do throws(FileError) {
            return try write(entries, at: places)
        } catch {
            throw DeliverError(error)
        }
    }

    private func write(_ entries: [OutboxEntry], at places: [ArticlePath]) throws(FileError) -> Int {
        let articles = try openArticles()
        var days: [String: Directory] = [:]
        var hasNewDay = false
        var files: [ArticleFile] = []
        files.reserveCapacity(entries.count * 2)
        for (entry, place) in zip(entries, places) {
            let directory: Directory
            if let open = days[place.day] {
                directory = open
            } else {
                let made = try articles.makeDirectory(place.day)
                directory = made.directory
                days[place.day] = directory
                hasNewDay = hasNewDay || made.isNew || !syncedDays.contains(place.day)
            }
            if formats.contains(.json) {
                // A text file ends with a line break (POSIX 3.206); `cat *.json` then gives a line an article.
                let bytes = entry.json + [UInt8(ascii: "\n")]
                files.append(ArticleFile(directory: directory, name: place.name + ".json", bytes: bytes))
            }
            if formats.contains(.markdown), !entry.markdown.isEmpty {
                files.append(ArticleFile(directory: directory, name: place.name + ".md", bytes: entry.markdown))
            }
        }
        let landed = try land(files)
        FaultPoint.pass("spool.before-directory-sync")
        for directory in days.values { try directory.sync() }
        if hasNewDay {
            try articles.sync()
            syncedDays.formUnion(days.keys)
        }
        FaultPoint.pass("spool.after-directory-sync")
        return landed
    }

    private func openArticles() throws(FileError) -> Directory {
        try Directory.make(root + "/articles")
    }

    func articlesIfThere() throws(FileError) -> Directory? {
        try Directory.ifThere(root + "/articles")
    }

    /// Lands the files on the lanes and waits for all of them; no lane begins another file once one has failed.
    private func land(_ files: [ArticleFile]) throws(FileError) -> Int {
        let outcome = Outcome()
        let lanes = self.lanes.prefix(files.count)
        let group = DispatchGroup()
        for (first, lane) in lanes.enumerated() {
            lane.async(group: group) {
                for index in stride(from: first, to: files.count, by: lanes.count) where outcome.error == nil {
                    do throws(FileError) {
                        if try files[index].land() { outcome.countLanded() }
                    } catch {
                        outcome.note(error)
                    }
                }
            }
        }
        group.wait()
        if let error = outcome.error { throw error }
        return outcome.landed
    }

    /// The first failure of a batch; one that the disk is to blame for comes before one that passes by itself.
    private final class Outcome: Sendable {
        private let first = Mutex<FileError?>(nil)
        private let count = Atomic(0)

        var landed: Int { count.load(ordering: .relaxed) }
        func countLanded() { count.add(1, ordering: .relaxed) }

        var error: FileError? { first.withLock { $0 } }

        func note(_ error: FileError) {
            first.withLock { first in
                if error.isBrokenDisk { first = error } else { first = first ?? error }
            }
        }
    }
}
