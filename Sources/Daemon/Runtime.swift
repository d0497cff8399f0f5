import Config
import Control
import Deliver
import Fetch
import Files
import Foundation
import Intake
import Logging
import ParserProcess
import Schedule
import Store

/// The open parts of one daemon and how they are wired: opened in one order, closed in the other.
///
/// On a queue of its own: calls of the store wait.
actor Runtime {
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let executor = QueueExecutor(label: "newspool.runtime")

    /// Seconds for which a stop waits for what is in flight.
    private static let grace = Duration.seconds(3)
    /// Seconds that others wait for feeds whose polls are under way.
    private static let handOver = Duration.seconds(1)

    let conductor: Conductor
    /// Among those that share the store; nil: there are none.
    let member: NodeMember?
    /// Nil: no hub is asked for anything.
    nonisolated let hubs: HubSubscriber?
    /// Tells those that pull of new articles.
    let news: ArticleNews
    let fatal: FatalSignal
    private(set) var configuration: Configuration
    /// As it was at the start.
    private let opened: Configuration

    let store: any Store
    let sinks: Sinks
    let housekeeper: Housekeeper
    let clock: Timekeeper
    private let transport: Transport
    private let searchOpener: (any SearchOpener)?
    private let parser: ParseQueue
    private let watchdog: Watchdog
    private let gauge: OutboxGauge
    private let logger: Logger

    private var watching: Task<Void, Never>?
    private var housekeeping: Task<Void, Never>?
    /// `run --once` was told to end.
    var isInterrupted = false

    private init(
        _ configuration: Configuration, _ parts: RuntimeParts, store: any Store, sinks: Sinks, gauge: OutboxGauge,
        parser: ParseQueue, conductor: Conductor, news: ArticleNews, member: NodeMember?,
        hubs: HubSubscriber?
    ) {
        (self.member, self.hubs) = (member, hubs)
        (self.configuration, opened) = (configuration, configuration)
        (self.store, self.sinks, self.gauge) = (store, sinks, gauge)
        (self.parser, self.conductor, self.news) = (parser, conductor, news)
        (fatal, clock, transport, logger) = (parts.fatal, parts.clock, parts.transport, parts.logger)
        searchOpener = parts.search
        watchdog = Watchdog(notifier: parts.notifier, parser: parser, conductor: conductor, clock: parts.clock)
        housekeeper = Housekeeper(store: store, sinks: sinks, logger: parts.logger)
    }

    /// Opens the store (and takes its lock) and the sinks, which deliver what a crash left; nothing is polled yet.
    /// - Parameter onProgress: called after each poll, from any thread.
    static func open(
        _ configuration: Configuration, _ parts: RuntimeParts, mode: Schedule.Mode,
        onProgress: (@Sendable (PollTally) -> Void)? = nil
    ) async throws(DaemonError) -> Runtime {
        let store = try DaemonError.mapping { () throws(StoreError) in try parts.store.open(for: .daemon) }
        let (gauge, meter) = (OutboxGauge(limit: configuration.spool.maxOutbox), Meter())
        let standing = store.nodes.map { _ in NodeStanding(parts.clock) }
        let sinks = Sinks(
            configuration,
            parts.sinkSurroundings(store: store, gauge: gauge, meter: meter, mode: mode, standing: standing),
            kinds: configuration.node.roles.contains(.spool) ? parts.sinks : parts.sinks.without([SpoolSink.self]))
        let news = ArticleNews()
        let parser = ParseQueue(
            parts.parsing, clock: parts.clock, makeParser: parts.parserMaker(configuration))
        let conductor = Conductor(
            configuration: configuration, mode: mode,
            surroundings: parts.pollSurroundings(store: store, parser: parser),
            executor: parts.transport.executor, committer: parts.committer(store: store, sinks: sinks, news: news),
            gauge: gauge,
            meter: meter, notifier: parts.notifier, sinks: parts.sinks, seed: parts.seed, onProgress: onProgress)
        gauge.onChange { _ in Task { await conductor.outboxDidChange() } }
        do throws(DeliverError) {
            try await sinks.open()
        } catch {
            throw .deliver(error)
        }
        var member: NodeMember?
        if let nodes = store.nodes, let standing {
            member = NodeMember(
                configuration, nodes, parts, store: store, conductor: conductor, sinks: sinks, news: news, gauge: gauge,
                standing: standing)
        }
        var hubs: HubSubscriber?
        if case .forever = mode, let settings = configuration.webSub {
            hubs = HubSubscriber(
                configuration, settings, parts, store: store, conductor: conductor, standing: standing)
        }
        return Runtime(
            configuration, parts, store: store, sinks: sinks, gauge: gauge, parser: parser, conductor: conductor,
            news: news, member: member, hubs: hubs)
    }

    /// Has the sinks deliver what a crash left, and begins to poll.
    func start() async throws(DaemonError) {
        sinks.kick()
        do throws(StoreError) {
            try await hubs?.prepare()
            try await conductor.start()
            if let member { try await member.start(isAlone: conductor.mode == .once) }
        } catch {
            throw .store(error)
        }
    }

    /// Removes what is old, and returns memory, now and each hour, until `stop`; answers the watchdog; asks hubs.
    func beginUpkeep() async {
        await hubs?.begin()
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
        applied.webSub = configuration.webSub
        await hubs?.reload(applied)
        do throws(StoreError) {
            try await member?.reload(applied)
            try await conductor.reload(applied)
        } catch {
            throw .store(error)
        }
        await sinks.reload(applied)
        configuration = applied
        return new.settingsForRestart(since: opened)
    }

    /// Ends within five seconds: what is in flight gets three, then it is cut; what is committed lands in the spool.
    func stop() async {
        housekeeping?.cancel()
        store.nodes?.hurry()
        await hubs?.stop()
        await endPolls()
        watching?.cancel()
        _ = await sinks.drain()
        tidyStore()
    }

    /// Begins nothing new and ends what is in flight, after the grace by force.
    func endPolls() async {
        let cut = Task {
            await clock.sleep(Self.grace)  // cancelled where all ended before
            if !Task.isCancelled { await cutPolls() }
        }
        async let sinksStopped: Void = sinks.stop()
        let handingOver = member.map { member in Task { await member.handOver(within: Self.handOver) } }
        await conductor.drain()
        await sinksStopped
        handingOver?.cancel()  // all has ended
        await handingOver?.value
        await member?.leave()
        cut.cancel()
        await cutPolls()
    }

    /// Ends what is fetched, what is read and what is saved; what a thread is reading now is left to itself.
    func cutPolls() async {
        conductor.committer.stop()
        await transport.fetching.stop()
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
    func tidyStore() {
        guard fatal.error == nil else { return }  // nothing more is written to a disk that failed
        do throws(StoreError) {
            try store.checkpoint()
        } catch {
            logger.debug("the store's log stays", metadata: ["error": "\(error)"])
        }
    }

    /// Where the index of words is; nil: search is off.
    var search: (any SearchOpener)? { configuration.search.isEnabled ? searchOpener : nil }

    /// What waits for the spool, for `status`.
    var outbox: OutboxGauge.Reading { gauge.reading }

    /// What `systemctl status` shows.
    var statusText: String { get async { await conductor.statusText } }
}
