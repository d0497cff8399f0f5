package import Config
package import Foundation
package import Logging
import Model
package import Store

/// Brings committed articles into the spool: first their files, then their journal lines, strictly in order of `seq`.
///
/// A batch that fails for want of space or permission is tried again, with growing pauses, while the daemon goes on
/// polling; a disk that breaks its promise ends the daemon, which redoes the batch at its next start.
package actor SpoolSink {
    /// Articles and bytes of one batch: enough to share a directory's fsync, little enough to hold in memory.
    private static let batchLimit = 1_000
    private static let byteLimit = 8 << 20
    private static let pauses: [Duration] = [.seconds(1), .seconds(2), .seconds(5)]

    private let store: any Store
    /// Of the articles; `replay` lands files through it too.
    package nonisolated let files: Spool
    private let journal: Journal?
    private let archive: JournalArchive
    private let gauge: OutboxGauge
    private let onBrokenDisk: @Sendable (DeliverError) -> Void
    private let logger: Logger

    /// The spool has everything up to this `seq`.
    private var delivered: Int64
    package private(set) var deliveredCount = 0
    private var drainTask: Task<Bool, Never>?
    private var isWanted = false
    private var failures = 0
    private var retry: Task<Void, Never>?
    package private(set) var lastError: DeliverError?

    private init(
        store: any Store, files: Spool, journal: Journal?, archive: JournalArchive, delivered: Int64,
        gauge: OutboxGauge,
        onBrokenDisk: @escaping @Sendable (DeliverError) -> Void, logger: Logger
    ) {
        (self.store, self.files, self.journal, self.gauge) = (store, files, journal, gauge)
        self.archive = archive
        (self.delivered, self.onBrokenDisk, self.logger) = (delivered, onBrokenDisk, logger)
    }

    /// Prepares the directories and repairs the journal, before any reader is told that the daemon is ready.
    package static func open(
        _ configuration: Configuration.Spool, store: any Store, gauge: OutboxGauge,
        onBrokenDisk: @escaping @Sendable (DeliverError) -> Void, logger: Logger
    ) async throws(DeliverError) -> SpoolSink {
        let files = Spool(root: configuration.path, formats: configuration.formats.spoolFormats)
        var journal: Journal?
        try await files.prepare()
        if configuration.journal != .off {
            let opened = Journal(root: configuration.path)
            try await opened.prepare()
            journal = opened
        }
        do throws(StoreError) {
            // A store from a backup must not give a number again that a reader has seen.
            if let last = await journal?.lastSeq { try store.raiseSeq(above: last) }
            return SpoolSink(
                store: store, files: files, journal: journal, archive: JournalArchive(root: configuration.path),
                delivered: try store.backlog(of: .spool).seq,
                gauge: gauge, onBrokenDisk: onBrokenDisk, logger: logger)
        } catch {
            throw .store(error)
        }
    }

    /// Something was committed, or the end is near: delivers all that waits.
    /// - Returns: true where nothing is left.
    @discardableResult
    package func drain() async -> Bool {
        isWanted = true
        if let drainTask { return await drainTask.value }
        let task = Task { await self.deliverAll() }
        drainTask = task
        return await task.value
    }

    /// Removes days of the spool that are older than asked for, a bounded number of files at a call; never one with an article
    /// that still waits.
    /// - Returns: whether there is more to remove.
    /// - Parameter webhooks: those that are told; a day stays for what they are still to be told of.
    package func removeOldDays(
        now: Date, keepArticles: Duration, keepJournal: Duration, webhooks: [String]
    ) async throws(DeliverError) -> Bool {
        let waiting: Date?
        do throws(StoreError) {
            let dates = [
                try store.entries(after: delivered, limit: 1).first?.time, try store.oldestWaiting(for: webhooks),
            ]
            waiting = dates.compactMap(\.self).min()
        } catch {
            throw .store(error)
        }
        let journalDay = Retention.firstKeptDay(now: now, keep: keepJournal, oldestUndelivered: waiting)
        try await journal?.removeDays(before: journalDay)
        try await archive.removeDays(before: journalDay)
        let day = Retention.firstKeptDay(now: now, keep: keepArticles, oldestUndelivered: waiting)
        return try await files.removeDays(before: day)
    }

    /// Compresses a day of the journal that is older than asked for; never one with an article that still waits.
    /// - Returns: whether there was one.
    package func archiveOldDay(now: Date, after age: Duration) async throws(DeliverError) -> Bool {
        let waiting: Date?
        do throws(StoreError) {
            waiting = try store.entries(after: delivered, limit: 1).first?.time
        } catch {
            throw .store(error)
        }
        let day = Retention.firstKeptDay(now: now, keep: age, oldestUndelivered: waiting)
        return try await archive.archiveDay(before: day)
    }

    /// Ends the pauses between attempts.
    package func stop() { retry?.cancel() }

    private func deliverAll() async -> Bool {
        defer { drainTask = nil }
        if lastError?.isBrokenDisk == true { return false }  // the next process does it again
        while isWanted {
            isWanted = false
            do throws(DeliverError) {
                while try await deliverBatch() {}
            } catch {
                fail(error)
                return false
            }
        }
        if lastError != nil { logger.notice("the spool can be written again") }
        (failures, lastError) = (0, nil)
        measure()
        return true
    }

    private func deliverBatch() async throws(DeliverError) -> Bool {
        let batch: [OutboxEntry]
        do throws(StoreError) {
            batch = try store.entries(after: delivered, limit: Self.batchLimit, bytes: Self.byteLimit)
        } catch {
            throw .store(error)
        }
        guard let last = batch.last else { return false }
        try await files.write(batch)
        try await journal?.append(batch)
        FaultPoint.pass("store.before-acknowledge")
        do throws(StoreError) {
            try store.acknowledge(.spool, through: last.seq)
        } catch {
            throw .store(error)
        }
        delivered = last.seq
        deliveredCount += batch.count
        FaultPoint.pass("store.after-acknowledge")
        if lastError == nil { measure() }
        return true
    }

    /// A store that cannot be read now is told of by whoever needs more of it.
    private func measure() {
        guard let waiting = try? store.backlog(of: .spool).bytes else { return }
        gauge.note(waiting: waiting, error: lastError?.description)
    }

    private func fail(_ error: DeliverError) {
        if lastError == nil { logger.error("cannot deliver to the spool", metadata: ["error": "\(error)"]) }
        lastError = error
        if error.isBrokenDisk { return onBrokenDisk(error) }
        measure()
        let pause = Self.pauses[min(failures, Self.pauses.count - 1)]
        failures += 1
        retry?.cancel()
        retry = Task {
            try? await Task.sleep(for: pause)  // cancelled at the end: then there is nothing to wait for
            if !Task.isCancelled { await self.drain() }
        }
    }
}

extension [Configuration.Format] {
    package var spoolFormats: Spool.Formats {
        reduce(into: []) { formats, format in
            switch format {
            case .json: formats.insert(.json)
            case .markdown: formats.insert(.markdown)
            }
        }
    }
}
