import Config
import Control
import Deliver
import Fetch
import Files
import Foundation
import Logging
import ParserProcess
import Schedule
import Store

/// The open parts of one daemon and how they are wired: opened in one order, closed in the other.
///
/// On a queue of its own: calls of the store wait.
actor House {
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let executor = QueueExecutor(label: "newspool.house")

    let conductor: Conductor
    /// Tells those that pull of new articles.
    let news: ArticleNews
    let fatal: FatalSignal
    private(set) var configuration: Configuration
    /// As it was at the start.
    private let opened: Configuration

    private var isInterrupted = false
    private let housekeeper: Housekeeper
    private var housekeeping: Task<Void, Never>?

    let store: any Store
    private let transfers: TransferLoop
    private let parser: ParseQueue
    private let watchdog: Watchdog
    private var watching: Task<Void, Never>?
    private let clock: Timekeeper
    private let sinks: Sinks
    private let logger: Logger
    private let gauge: OutboxGauge

    private init(
        configuration: Configuration, store: any Store, transfers: TransferLoop, parser: ParseQueue, sinks: Sinks,
        gauge: OutboxGauge, conductor: Conductor, news: ArticleNews, watchdog: Watchdog, fatal: FatalSignal,
        clock: Timekeeper, logger: Logger
    ) {
        (self.configuration, opened) = (configuration, configuration)
        (self.store, self.transfers, self.gauge) = (store, transfers, gauge)
        (self.sinks, self.conductor, self.news, self.fatal) = (sinks, conductor, news, fatal)
        (self.parser, self.watchdog, self.clock, self.logger) = (parser, watchdog, clock, logger)
        housekeeper = Housekeeper(store: store, sinks: sinks, logger: logger)
    }

    /// Opens the store (and takes its lock) and the sinks, which deliver what a crash left; nothing is polled yet.
    static func open(
        _ configuration: Configuration, store opener: any StoreOpener, mode: Schedule.Mode, fatal: FatalSignal,
        notifier: Notifier, logger: Logger,
        version: String,
        onProgress: (@Sendable (PollTally) -> Void)? = nil
    ) async throws(DaemonError) -> House {
        let clock = Timekeeper.system
        OpenFiles.raiseLimit()
        let store: any Store
        do throws(StoreError) {
            store = try opener.open(for: .daemon)
        } catch {
            throw .store(error)
        }
        let gauge = OutboxGauge(limit: configuration.spool.maxOutbox)
        let transfers = TransferLoop(options: .init(concurrency: configuration.daemon.concurrency))
        var surroundings = SinkSurroundings(
            store: store, fetching: transfers, gauge: gauge, version: version, logger: logger)
        surroundings.clock = clock
        if case .once = mode { surroundings.isOnce = true }
        surroundings.onBrokenDisk = { fatal.raise(.deliver($0)) }
        let meter = Meter()
        surroundings.onAttempt = { sink, attempt in meter.count(sink, attempt) }
        let sinks = Sinks(configuration, surroundings)
        let news = ArticleNews()
        let committer = GroupCommitter(
            store: store, answers: transfers.executor.queue, now: clock.now,
            onArticles: {
                sinks.kick()
                news.sign()
            }, onBrokenDisk: { fatal.raise(.store($0)) })
        let parser = ParseQueue(clock: clock, makeParser: parserMaker(configuration, logger))
        let conductor = Conductor(
            configuration: configuration, mode: mode,
            surroundings: PollSurroundings(
                fetching: transfers, store: store, parser: parser, clock: clock,
                version: version, logger: logger),
            executor: transfers.executor, committer: committer, gauge: gauge, meter: meter, notifier: notifier,
            onProgress: onProgress)
        gauge.onChange { _ in Task { await conductor.outboxDidChange() } }
        do throws(DeliverError) {
            try await sinks.open()
        } catch {
            throw .deliver(error)
        }
        let watchdog = Watchdog(notifier: notifier, parser: parser, conductor: conductor, clock: clock)
        return House(
            configuration: configuration, store: store, transfers: transfers, parser: parser, sinks: sinks,
            gauge: gauge, conductor: conductor, news: news, watchdog: watchdog, fatal: fatal, clock: clock,
            logger: logger)
    }

    /// Parsers in processes of their own, where feeds.toml asks for them.
    private static func parserMaker(
        _ configuration: Configuration, _ logger: Logger
    ) -> @Sendable () -> any DocumentParser {
        guard configuration.daemon.parserProcesses else { return { LocalParser() } }
        return {
            ParserClient(onTrouble: {
                logger.warning("no parser process; documents are read in the daemon", metadata: ["reason": "\($0)"])
            })
        }
    }

    /// Has the webhooks told about what a crash left, and begins to poll.
    func start() async throws(DaemonError) {
        sinks.kick()
        do throws(StoreError) {
            try await conductor.start()
        } catch {
            throw .store(error)
        }
    }

    /// Removes what is old, and returns memory, now and each hour, until `stop`.
    func keepHouse() {
        watching = Task { await watchdog.run() }
        housekeeping = Task {
            while !Task.isCancelled {
                await housekeeper.tidy(configuration, now: clock.now())
                if !Task.isCancelled { giveBackMemory() }
                await clock.sleep(Housekeeper.pause)  // cancelled at the end
            }
        }
    }

    /// - Returns: the changed settings that only a restart applies.
    func reload(_ new: Configuration) async throws(DaemonError) -> [String] {
        // What the sinks are built around stays for all, or the journal would name files that no one writes.
        var applied = new
        applied.spool.path = configuration.spool.path
        applied.spool.formats = configuration.spool.formats
        applied.spool.journal = configuration.spool.journal
        do throws(StoreError) {
            try await conductor.reload(applied)
        } catch {
            throw .store(error)
        }
        await sinks.reload(applied)
        let waiting = new.settingsForRestart(since: opened)
        configuration = applied
        return waiting
    }

    /// Ends within five seconds: polls in flight get three, then they are cut; what is committed lands in the spool.
    func stop() async {
        housekeeping?.cancel()
        let cut = Task {
            await clock.sleep(.seconds(3))  // cancelled where all ended before
            if !Task.isCancelled { await cutPolls() }
        }
        async let sinksStopped: Void = sinks.stop()
        await conductor.drain()
        await sinksStopped
        cut.cancel()
        await cutPolls()
        watching?.cancel()
        _ = await sinks.drain()
        tidyStore()
    }

    /// Ends what is fetched and what is read; what a thread is reading now is left to itself.
    private func cutPolls() async {
        await transfers.stop()
        parser.stop()
    }

    /// What a start, a reload or a clearing up needed, and nothing else does.
    func giveBackMemory() {
        do throws(StoreError) {
            try store.releaseMemory()
        } catch {
            logger.debug("the store keeps its memory", metadata: ["error": "\(error)"])
        }
        ProcessMemory.giveBack()
    }

    /// What keeps the log from being emptied keeps nothing from being right: the next start reads it.
    private func tidyStore() {
        guard fatal.error == nil else { return }  // nothing more is written to a disk that failed
        do throws(StoreError) {
            try store.checkpoint()
        } catch {
            logger.debug("the store's log stays", metadata: ["error": "\(error)"])
        }
    }

    /// SIGTERM during `run --once`: what is in flight gets three seconds, and nothing more is begun.
    func interrupt() async {
        isInterrupted = true
        async let sinksStopped: Void = sinks.stop()
        async let polls: Void = conductor.drain()
        await clock.sleep(.seconds(3))  // cancelled where the run ends before
        await cutPolls()
        _ = await (sinksStopped, polls)
    }

    /// The end of `run --once`: all that waits is delivered, or the reason why not is thrown.
    func finish() async throws(DaemonError) -> RunSummary {
        let sinks = await self.sinks.drain()
        await self.sinks.stop()
        await cutPolls()
        if !isInterrupted { await housekeeper.tidy(configuration, now: clock.now()) }
        var summary = RunSummary(polls: await conductor.result)
        for (claim, condition) in sinks {
            if claim == .cursor(.spool) { summary.delivered = condition.delivered }
            guard case .queue = claim, !isInterrupted else { continue }
            summary.webhooksWaiting += condition.waiting
            summary.webhooksFailed += condition.failed
        }
        tidyStore()
        if let error = fatal.error ?? sinks.lazy.compactMap(\.condition.error).first.map({ .deliver($0) }) {
            throw error
        }
        if let error = summary.polls.storeError { throw .store(error) }
        return summary
    }

    // MARK: - What commands ask of the outbox

    func replay(_ question: ReplayQuestion) async -> ReplayAnswer {
        let answer = await outboxControl.replay(question)
        sinks.kick()
        return answer
    }

    func retry(webhook name: String) async -> WebhookChange {
        do {
            guard let sink = await sinks.sink(WebhookSink.self, name) else { return outboxControl.retry(name) }
            try await sink.retry()
            return WebhookChange(messages: try store.webhookStatuses().first { $0.webhook == name }?.waiting ?? 0)
        } catch {
            return WebhookChange(error: "\(error)")
        }
    }

    func drop(webhook name: String) -> WebhookChange { outboxControl.drop(name) }

    private var outboxControl: OutboxControl {
        OutboxControl(store: store, sinks: sinks)
    }

    /// What waits for the spool, for `status`.
    var outbox: OutboxGauge.Reading { gauge.reading }

    /// What `systemctl status` shows.
    var statusText: String { get async { await conductor.statusText } }
}
