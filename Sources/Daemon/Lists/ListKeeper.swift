import Config
import Fetch
import Files
import Foundation
import Intake
import Logging
import Polling
import Settings

/// Keeps the lists of feeds.toml in step with what they name: asks for each when its time has come, remembers what it knows
/// in the state directory, and says when the feeds have changed.
///
/// On a queue of its own: it reads files, and documents of megabytes.
actor ListKeeper {
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let executor = QueueExecutor(label: "newspool.lists")

    private let fetching: any Fetching
    private let version: String
    private let clock: Timekeeper
    private let logger: Logger

    private var configuration = Configuration()
    /// Of the lists in force, in their order.
    private var records: [ListRecord] = []
    private var isUnsaved = false
    private var watch: Task<Void, Never>?
    /// Has the daemon live by what is known of the lists now.
    private var onChange: (@Sendable () async -> Void)?

    /// Lists in files are looked at so often: a look costs a stat(2).
    private static let fileInterval = 1.0

    init(fetching: any Fetching, version: String, clock: Timekeeper, logger: Logger) {
        (self.fetching, self.version, self.clock, self.logger) = (fetching, version, clock, logger)
    }

    /// What is known of the lists in force.
    var known: [ListRecord] { records }

    /// feeds.toml as it is in force, with the feeds of its lists as they are now.
    var current: Configuration { configuration.withFeeds(of: records) }

    /// Takes the lists of a configuration, and what the state directory knows of them. Lists in files are read at once;
    /// the network is not asked.
    /// - Returns: the configuration with the feeds of its lists.
    func load(_ new: Configuration) async -> Configuration {
        configuration = new
        guard !new.lists.isEmpty else {
            records = []
            return new
        }
        var stored: [ListRecord] = []
        if records.isEmpty {
            do throws(WholeFile.Unreadable) {
                stored = try ListFile(new).read()
            } catch {
                logger.warning("what is known of the lists cannot be read", metadata: ["error": "\(error.reason)"])
            }
        }
        records = new.lists.map { list in
            (records + stored).first { $0.url == list.feed.url } ?? ListRecord(url: list.feed.url)
        }
        for list in new.lists where list.isFile { _ = await look(at: list) }
        return new.withFeeds(of: records)
    }

    /// Asks for every list, whether its time has come or not.
    /// - Returns: the configuration with the feeds of its lists, and how many of them failed.
    func refresh() async -> (configuration: Configuration, failed: Int) {
        for list in configuration.lists where !list.isFile { _ = await look(at: list) }
        return (configuration.withFeeds(of: records), records.count { $0.error != nil })
    }

    /// Writes what is known where it has changed. The caller holds the lock on the state directory.
    func save() {
        guard isUnsaved else { return }
        do throws(FileError) {
            try ListFile(configuration).write(records)
            isUnsaved = false
        } catch {
            logger.error("what is known of the lists cannot be saved", metadata: ["error": "\(error)"])
        }
    }

    /// Looks at lists when their time has come, until `stop`.
    func begin(_ onChange: @escaping @Sendable () async -> Void) {
        self.onChange = onChange
        save()
        watchAgain()
    }

    /// The lists in force have changed: looks at new ones at once.
    func watchAgain() {
        watch?.cancel()
        watch = nil
        guard !configuration.lists.isEmpty, onChange != nil else { return }
        watch = Task { await self.run() }
    }

    func stop() {
        watch?.cancel()
        onChange = nil
    }

    private func run() async {
        while !Task.isCancelled {
            let now = clock.now()
            var hasChanged = false
            for list in configuration.lists where due(list) <= now {
                if await look(at: list) { hasChanged = true }
                if Task.isCancelled { break }
            }
            save()
            if hasChanged, let onChange { await onChange() }
            if Task.isCancelled { return }
            // A minute at most: the wait does not see the clock jump.
            let next = configuration.lists.map(due).min() ?? .distantFuture
            let wait = min(max(next.timeIntervalSince(clock.now()), Self.fileInterval), 60)
            await clock.sleep(.seconds(wait))
        }
    }

    private func due(_ list: Configuration.List) -> Date {
        guard let record = records.first(where: { $0.url == list.feed.url }) else { return .distantFuture }
        guard list.isFile, record.failures == 0, let last = record.lastCheck else {
            return record.nextCheck ?? .distantPast
        }
        return last + Self.fileInterval
    }

    /// - Returns: whether its feeds have changed.
    private func look(at list: Configuration.List) async -> Bool {
        let sources = ConfiguredSources(configuration, fetching: fetching, version: version, now: clock.now)
        let source = sources.source(of: list.feed, at: list.feed.url, maySend: nil)
        let known = records.first { $0.url == list.feed.url }?.validators
        let answer = await source.read(list.feed.alwaysDownload ? nil : known)
        // A reload may have taken it out meanwhile.
        guard let index = records.firstIndex(where: { $0.url == list.feed.url }) else { return false }
        let before = records[index]
        var record = before
        guard let change = ListStep.take(answer, of: list, into: &record, now: clock.now()) else { return false }
        records[index] = record
        let isLooked = list.isFile && change == .none && before.failures == 0
        if !isLooked { isUnsaved = true }
        let facts: Logger.Metadata = ["list": "\(list.name)", "url": "\(LoggedURL(list.feed.url))"]
        switch change {
        case .none:
            if before.failures > 0 { logger.notice("list is read again", metadata: facts) }
            return false
        case .feeds(let added, let removed):
            let counts: Logger.Metadata = ["added": "\(added)", "removed": "\(removed)", "feeds": "\(record.count)"]
            logger.notice("list has changed", metadata: facts.merging(counts) { $1 })
            return true
        case .failed(let sentence):
            let more: Logger.Metadata = [
                "error": "\(sentence)", "failures": "\(record.failures)", "kept": "\(record.count)",
            ]
            logger.warning("list failed", metadata: facts.merging(more) { $1 })
            return false
        }
    }
}
