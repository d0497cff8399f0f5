import Config
import Control
import Deliver
import Fetch
import Files
import Foundation
import Logging
import Schedule
import Store

/// The open parts of one daemon and how they are wired: opened in one order, closed in the other.
actor House {
    let conductor: Conductor
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
    private let clock: EngineClock
    private let spool: SpoolSink
    private let webhooks: WebhookSinks
    private let logger: Logger
    private let gauge: OutboxGauge

    private init(
        configuration: Configuration, store: any Store, transfers: TransferLoop, parser: ParseQueue, spool: SpoolSink,
        webhooks: WebhookSinks, gauge: OutboxGauge, conductor: Conductor, watchdog: Watchdog, fatal: FatalSignal,
        clock: EngineClock, logger: Logger
    ) {
        (self.configuration, opened) = (configuration, configuration)
        (self.store, self.transfers, self.gauge) = (store, transfers, gauge)
        (self.spool, self.webhooks, self.conductor, self.fatal) = (spool, webhooks, conductor, fatal)
        (self.parser, self.watchdog, self.clock, self.logger) = (parser, watchdog, clock, logger)
        housekeeper = Housekeeper(store: store, spool: spool, logger: logger)
    }

    /// Opens the store (and takes its lock), the spool and the journal; nothing is polled yet.
    static func open(
        _ configuration: Configuration, store opener: any StoreOpener, mode: Schedule.Mode, fatal: FatalSignal,
        notifier: Notifier, logger: Logger,
        version: String,
        onProgress: (@Sendable (PollTally) -> Void)? = nil
    ) async throws(DaemonError) -> House {
        let clock = EngineClock.system
        OpenFiles.raiseLimit()
        let store: any Store
        do throws(StoreError) {
            store = try opener.open()
        } catch {
            throw .store(error)
        }
        let gauge = OutboxGauge(limit: configuration.spool.maxOutbox)
        let spool: SpoolSink
        do throws(DeliverError) {
            spool = try await SpoolSink.open(
                configuration.spool, store: store, gauge: gauge, onBrokenDisk: { fatal.raise(.deliver($0)) },
                logger: logger)
        } catch {
            throw .deliver(error)
        }
        let transfers = TransferLoop(options: .init(concurrency: configuration.daemon.concurrency))
        let webhooks = WebhookSinks(
            configuration, store: store, transfers: transfers, logger: logger, version: version)
        let committer = GroupCommitter(
            store: store, answers: transfers.executor.queue, now: clock.now,
            onArticles: {
                // Beside each other: a spool that cannot be written keeps no webhook waiting, nor the other way round.
                Task { await spool.drain() }
                Task { await webhooks.kick() }
            }, onBrokenDisk: { fatal.raise(.store($0)) })
        let parser = ParseQueue(clock: clock)
        let conductor = Conductor(
            configuration: configuration, mode: mode,
            surroundings: PollSurroundings(
                fetching: transfers, store: store, parser: parser, clock: clock, pages: PageLimiter(clock: clock),
                version: version, logger: logger),
            executor: transfers.executor, committer: committer, gauge: gauge, meter: Meter(), notifier: notifier,
            onProgress: onProgress)
        gauge.onChange { _ in Task { await conductor.outboxDidChange() } }
        let watchdog = Watchdog(notifier: notifier, parser: parser, conductor: conductor, clock: clock)
        return House(
            configuration: configuration, store: store, transfers: transfers, parser: parser, spool: spool,
            webhooks: webhooks, gauge: gauge, conductor: conductor, watchdog: watchdog, fatal: fatal, clock: clock,
            logger: logger)
    }

    /// Delivers what a crash left, then begins to poll.
    /// - Parameter isOnce: webhooks are told at once also of what has a later time, as nobody will be there then.
    func start(isOnce: Bool = false) async throws(DaemonError) {
        await spool.drain()
        if isOnce { await webhooks.beginWithAll() } else { await webhooks.kick() }
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
        // What the sinks are built around stays for all, or the journal would name files that nobody writes.
        var applied = new
        applied.spool.path = configuration.spool.path
        applied.spool.formats = configuration.spool.formats
        applied.spool.journal = configuration.spool.journal
        do throws(StoreError) {
            try await conductor.reload(applied)
        } catch {
            throw .store(error)
        }
        gauge.setLimit(applied.spool.maxOutbox)
        await webhooks.reload(applied)
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
        async let webhooksStopped: Void = webhooks.stop()
        await conductor.drain()
        await webhooksStopped
        cut.cancel()
        await cutPolls()
        watching?.cancel()
        await spool.drain()
        await spool.stop()
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
        async let webhooksStopped: Void = webhooks.stop()
        async let polls: Void = conductor.drain()
        await clock.sleep(.seconds(3))  // cancelled where the run ends before
        await cutPolls()
        _ = await (webhooksStopped, polls)
    }

    /// The end of `run --once`: all that waits is delivered, or the reason why not is thrown.
    func finish() async throws(DaemonError) -> RunSummary {
        let isEmpty = await spool.drain()
        let (waiting, failed) = isInterrupted ? (0, 0) : await webhooks.finish()
        await cutPolls()
        if !isInterrupted { await housekeeper.tidy(configuration, now: clock.now()) }
        let summary = RunSummary(
            polls: await conductor.result, delivered: await spool.deliveredCount, webhooksWaiting: waiting,
            webhooksFailed: failed)
        let error = await spool.lastError
        await spool.stop()
        tidyStore()
        if let error = fatal.error ?? (isEmpty ? nil : error.map { .deliver($0) }) { throw error }
        if let error = summary.polls.storeError { throw .store(error) }
        return summary
    }

    // MARK: - What commands ask of the outbox

    func replay(_ question: ReplayQuestion) async -> ReplayAnswer {
        let answer = await outboxControl.replay(question)
        await webhooks.kick()
        return answer
    }

    func retry(webhook name: String) async -> WebhookChange {
        do throws(StoreError) {
            try await webhooks.retry(name)
            return WebhookChange(messages: try store.webhookStatuses().first { $0.webhook == name }?.waiting ?? 0)
        } catch {
            return WebhookChange(error: error.description)
        }
    }

    func drop(webhook name: String) -> WebhookChange { outboxControl.drop(name) }

    private var outboxControl: OutboxControl {
        OutboxControl(configuration: configuration, store: store, spool: spool.files)
    }

    /// What waits for the spool, for `status`.
    var outbox: OutboxGauge.Reading { gauge.reading }

    /// What `systemctl status` shows.
    var statusText: String { get async { await conductor.statusText } }
}
