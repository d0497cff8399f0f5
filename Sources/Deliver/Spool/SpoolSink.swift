package import Config
package import Foundation
import Files
import Logging
package import Model
package import Store
import Synchronization

/// Brings committed articles into the spool: first their files, then their journal lines, strictly in order of `seq`.
///
/// A batch that fails because space or permission is missing is tried again, with growing pauses, while the daemon goes
/// on polling; a disk that breaks its promise ends the daemon, which redoes the batch at its next start.
package actor SpoolSink: BatchSink {
    package static let kind = "spool"
    package static let replays = SinkUnit.files
    package static func names(in configuration: Configuration) -> [String] { [SinkName.spool.name] }

    /// Articles and bytes of one batch: enough to share a directory's fsync, little enough to hold in memory.
    private static let batchLimit = 1_000
    private static let byteLimit = 8 << 20
    /// Bytes of missing lines that are written at a time: each time a day's file is copied.
    private static let fillLimit = 32 << 20
    package static let pauses = [1.0, 2, 5]

    package nonisolated let name: String
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let executor = QueueExecutor(label: "newspool.spool-sink")
    package let surroundings: SinkSurroundings
    package var loop = BatchLoop()
    private var store: any Store { surroundings.store }
    private var logger: Logger { surroundings.logger }
    private let files: Spool
    /// Nil: `journal = "off"`.
    private let journal: Journal?
    private let archive: JournalArchive
    private var configuration: Configuration.Spool
    private let state: String

    /// The spool has everything up to this `seq`.
    private var place: Int64 = 0 {
        didSet { reachedSeq.store(place, ordering: .relaxed) }
    }
    /// By the spool's path; held for as long as the process runs.
    private static let locks = Mutex<[String: OwnerLock]>([:])
    /// The journal was healed and brought up to the store; nothing is written before.
    private var isPrepared = false

    package init(_ name: String, _ configuration: Configuration, _ surroundings: SinkSurroundings) {
        (self.name, self.surroundings, self.configuration) = (name, surroundings, configuration.spool)
        state = configuration.daemon.state
        let spool = configuration.spool
        files = Spool(root: spool.path, formats: spool.formats.spoolFormats)
        journal = spool.journal == .off ? nil : Journal(root: spool.path)
        archive = JournalArchive(root: spool.path)
    }

    package var claim: SinkClaim? { .cursor(.spool) }

    /// The last `seq` that it has.
    package nonisolated var reached: Int64 { reachedSeq.load(ordering: .relaxed) }
    private nonisolated let reachedSeq = Atomic<Int64>(0)

    package var condition: SinkCondition {
        var condition = SinkCondition(state: .ok)
        (condition.delivered, condition.failed, condition.error) = (loop.delivered, loop.failed, loop.lastError)
        if let error = loop.lastError {
            condition.state = error.isBrokenDisk ? .stopped("\(error)") : .failing("\(error)")
        }
        return condition
    }

    /// Makes the directories, repairs the journal, and brings both up to what the store has.
    ///
    /// A full disk is waited for, as it is later on: articles are polled and kept meanwhile. So is a database that is away.
    package func open() async throws(DeliverError) {
        do throws(DeliverError) {
            try await prepare()
        } catch {
            guard error.isDiskFull || error.isAway else { throw error }
            return fail(error)
        }
        _ = await drain()
    }

    private func prepare() async throws(DeliverError) {
        try lockSpool()
        try await files.prepare()
        let store = store
        let last = try await journal?.prepare { after throws(DeliverError) in
            try DeliverError.mapping { () throws(StoreError) in
                try store.entries(after: after, limit: Self.batchLimit, bytes: Self.byteLimit)
            }
        }
        var head: Int64 = 0
        try DeliverError.mapping { () throws(StoreError) in
            // A store from a backup must not give a number again that a reader has seen.
            head = try store.outboxStatus(now: surroundings.clock.now()).lastSeq
        }
        if let last, last > head {
            let count = try surroundings.takeIn(head)
            surroundings.gauge.note { $0.articlesTakenIn = count }
            logger.warning(
                "the journal is ahead of the store, which is new or of a backup: what it names is known now",
                metadata: ["articles": .stringConvertible(count), "seq": .stringConvertible(last)])
        }
        try DeliverError.mapping { () throws(StoreError) in
            if let last { try store.raiseSeq(above: last) }
            let backlog = try store.backlog(of: .spool)
            place = backlog.seq
            surroundings.gauge.note(waiting: backlog.bytes, error: nil)
        }
        try await restoreJournal()
        isPrepared = true
    }

    /// One writer for each spool, whatever its state directory.
    private func lockSpool() throws(DeliverError) {
        let root = configuration.path
        try DeliverError.mapping { () throws(FileError) in
            if try Directory.ifThere(root) == nil {
                _ = try Directory.make(root)
                // Of the service's user, also where root is the first to run.
                FileOwner.give(root, toOwnerOf: state)
            }
        }
        do throws(OwnerLock.Failure) {
            // At the start alone, before anything else could wait for it.
            try Self.locks.withLock { locks throws(OwnerLock.Failure) in
                if locks[root] == nil { locks[root] = try OwnerLock(path: root + "/.lock", for: .daemon) }
            }
        } catch {
            switch error {
            case .held(let pid): throw .inUse(root, pid: pid)
            case .system(let error): throw DeliverError(FileError(.open, root + "/.lock", error.code))
            }
        }
    }

    /// Holds the end of the journal against what the store has delivered.
    private func restoreJournal() async throws(DeliverError) {
        guard let journal else { return }
        if await journal.isHealed { logger.notice("the end of the journal was damaged; it is whole again") }
        var (seq, count) = (await journal.lastSeq, 0)
        while seq > 0, seq < place {
            let batch = try entries(after: seq)
            let delivered = batch.prefix { $0.seq <= place }
            guard let last = delivered.last else { break }
            count += try await journal.restore(Array(delivered))
            seq = last.seq
        }
        if count > 0 {
            surroundings.gauge.note { $0.linesRestored = count }
            logger.warning(
                "the journal lacked lines at its end; they are written again",
                metadata: ["lines": .stringConvertible(count)])
        }
    }

    /// What it is built around (path, formats, journal) needs a new process.
    package func reload(_ configuration: Configuration) {
        self.configuration = configuration.spool
        surroundings.gauge.setLimit(configuration.spool.maxOutbox)
    }

    package func replay(_ entries: [OutboxEntry]) async throws(DeliverError) -> Int { try await files.write(entries) }

    package func replayLines(after: Int64, until: Int64) async throws(DeliverError) -> Int {
        guard let journal else { return 0 }
        try lockSpool()
        try DeliverError.mapping { () throws(FileError) in _ = try Directory.make(configuration.path + "/journal") }
        let kept = Retention.firstKeptDay(
            now: surroundings.clock.now(), keep: configuration.keepJournal, oldestUndelivered: nil)
        let audit = try JournalAudit(root: configuration.path, store: store)
        var (lines, bytes, count) = ([MissingLine](), 0, 0)
        try await audit.missing(after: after, until: until, since: kept) { line throws(DeliverError) in
            lines.append(line)
            bytes += line.bytes.count
            guard bytes >= Self.fillLimit else { return }
            count += try await journal.fill(lines)
            (lines, bytes) = ([], 0)
        }
        count += try await journal.fill(lines)
        try await lookForHoles()
        return count
    }

    private func lookForHoles() async throws(DeliverError) {
        guard journal != nil, isPrepared else { return }
        let before = surroundings.gauge.reading.journal.holes
        let holes = try await archive.newestHoles(store)
        surroundings.gauge.note { $0.holes = holes }
        guard holes != before else { return }
        for hole in holes {
            logger.error(
                "the journal lacks lines; newspool replay writes them",
                metadata: [
                    "day": "\(hole.day)", "lines": .stringConvertible(hole.lines),
                    "after": .stringConvertible(hole.first - 1),
                    "until": .stringConvertible(hole.last),
                ])
        }
    }

    package func oldestWaiting() throws(DeliverError) -> Date? {
        try DeliverError.mapping { () throws(StoreError) in try store.entries(after: place, limit: 1).first?.time }
    }

    package func tidy(now: Date, oldestWaiting: Date?) async throws(DeliverError) -> Bool {
        guard isPrepared else { return false }
        try await lookForHoles()
        func firstKept(_ age: Duration) -> String {
            Retention.firstKeptDay(now: now, keep: age, oldestUndelivered: oldestWaiting)
        }
        let journalDay = firstKept(configuration.keepJournal)
        try await journal?.removeDays(before: journalDay)
        try await archive.removeDays(before: journalDay)
        if try await files.removeDays(before: firstKept(configuration.keepArticles)) { return true }
        guard let age = configuration.archiveJournal else { return false }
        return try await archive.archiveDay(before: firstKept(age))
    }

    // MARK: - Batches

    package func triesAgain(after error: DeliverError) -> Bool { !error.isBrokenDisk }

    package func articlesWaiting() throws(StoreError) -> Int { try store.articlesWaiting(for: .spool) }

    package func noteEnd(isRecovered: Bool) {
        if isRecovered { logger.notice("the spool can be written again") }
        measure()
    }

    package func noteFailure(_ error: DeliverError, isFirst: Bool) {
        if isFirst { logger.error("cannot deliver to the spool", metadata: ["error": "\(error)"]) }
        if error.isBrokenDisk { surroundings.onBrokenDisk(error) } else { measure() }
    }

    private func entries(after seq: Int64) throws(DeliverError) -> [OutboxEntry] {
        try DeliverError.mapping { () throws(StoreError) in
            try store.entries(after: seq, limit: Self.batchLimit, bytes: Self.byteLimit)
        }
    }

    package func takeBatch() async throws(DeliverError) -> Bool {
        if !isPrepared { try await prepare() }
        let batch = try entries(after: place)
        guard let last = batch.last else { return false }
        try await files.write(batch)
        if let day = try await journal?.append(batch) {
            logger.warning(
                "someone moved or removed the journal's file of the day; a new one has the lines from now on",
                metadata: ["day": "\(day)"])
        }
        FaultPoint.pass("store.before-acknowledge")
        try DeliverError.mapping { () throws(StoreError) in try store.acknowledge(.spool, through: last.seq) }
        place = last.seq
        loop.delivered += batch.count
        FaultPoint.pass("store.after-acknowledge")
        if loop.lastError == nil { measure() }
        return true
    }

    /// If the read fails, it stays silent: the next batch reports it.
    private func measure() {
        guard let waiting = try? store.backlog(of: .spool).bytes else { return }
        surroundings.gauge.note(waiting: waiting, error: loop.lastError?.description)
    }
}

extension [Configuration.Format] {
    fileprivate var spoolFormats: Spool.Formats {
        reduce(into: []) { formats, format in
            switch format {
            case .json: formats.insert(.json)
            case .markdown: formats.insert(.markdown)
            }
        }
    }
}
