public import Config
import Control
public import Deliver
import Files
import Foundation
public import Logging
import Schedule
public import Settings
public import Store

/// newspool at work: everything from feeds.toml to the spool, put together in the order that loses nothing.
///
/// Start: configuration, store (with its lock), spool, journal (repaired, then brought up to what the store has), feeds,
/// READY. Stop: no new polls, what is in flight ends, what is committed lands, the store closes.
public struct Daemon: Sendable {
    private let source: ConfigurationSource
    private let early: EarlyConfiguration?
    private let store: @Sendable (Configuration) -> any StoreOpener
    private let search: @Sendable (Configuration) -> any SearchOpener
    private let environment: [String: String]
    private let logger: Logger
    private let version: String
    private let takeIn: JournalIntake

    /// Has a store know what the journal has after a number; says how many articles that were.
    public typealias JournalIntake = @Sendable (Configuration, any Store, Int64) throws(DeliverError) -> Int

    /// - Parameters:
    ///   - early: of `source`; read anew where it is nil, or the file was edited since.
    ///   - store: where the store of a configuration is.
    ///   - search: where its index of words is.
    ///   - takeIn: for a store that is new, or of a backup, beside a journal that is ahead of it.
    public init(
        source: ConfigurationSource, store: @escaping @Sendable (Configuration) -> any StoreOpener,
        search: @escaping @Sendable (Configuration) -> any SearchOpener, environment: [String: String], logger: Logger,
        version: String, early: EarlyConfiguration? = nil, takeIn: @escaping JournalIntake
    ) {
        self.early = early
        (self.source, self.store, self.search, self.environment) = (source, store, search, environment)
        (self.logger, self.version, self.takeIn) = (logger, version, takeIn)
    }

    /// Runs until SIGTERM or SIGINT. SIGHUP, and an edit of feeds.toml or of a file that it names, reload it.
    /// - Throws: what keeps it from starting, or a disk that fails while it runs.
    public func run() async throws(DaemonError) {
        let notifier = Notifier(environment: environment)
        let fatal = FatalSignal()
        let events = DaemonEvents(source: source, fatal: fatal)  // first, so that no signal meets its default
        let file = try configuration()
        let transport = Transport(file)
        let lists = keeper(transport)
        let configuration = await lists.load(file)
        let runtime = try await Runtime.open(
            configuration, parts(of: configuration, transport, fatal, notifier), mode: .forever)
        events.watch(file.files)
        let reloader = Reloader(
            source: source, runtime: runtime, lists: lists, notifier: notifier, logger: logger,
            watch: events.watch(_:areRead:))
        let listeners = try listen(await runtime.configuration)
        try await runtime.start()
        let identity = EngineIdentity(version: version, config: source.path, started: Date())
        await listeners.answer(
            for: RunningDaemon(identity: identity, runtime: runtime, reloader: reloader, keeper: lists))
        await runtime.beginUpkeep()
        let status = await runtime.statusText
        logger.notice("ready", metadata: ["summary": "\(status)", "config": "\(source.path)"])
        notifier.ready(status: status)
        await lists.begin { await reloader.applyLists() }

        var failure: DaemonError?
        for await event in events.stream {
            switch event {
            case .reload(let cause):
                _ = await reloader.reload(cause: cause)
                await runtime.giveBackMemory()
                continue
            case .stop: break
            case .fatal(let error): failure = error
            }
            break
        }
        notifier.stopping()
        logger.notice("stopping")
        await lists.stop()
        await listeners.close()
        await runtime.stop()
        if let failure { throw failure }
    }

    /// Polls every feed once, delivers all that waits, and returns.
    /// - Parameter onProgress: called after each poll, from any thread.
    /// - Throws: what keeps it from starting, or from delivering at all.
    public func runOnce(onProgress: (@Sendable (PollTally) -> Void)? = nil) async throws(DaemonError) -> RunSummary {
        let fatal = FatalSignal()
        let events = DaemonEvents(source: nil, fatal: fatal)
        let file = try configuration()
        let transport = Transport(file)
        let lists = keeper(transport)
        _ = await lists.load(file)
        let (configuration, listsFailed) = await lists.refresh()
        let runtime = try await Runtime.open(
            configuration, parts(of: configuration, transport, fatal, Notifier(environment: [:])), mode: .once,
            onProgress: onProgress)
        await lists.save()
        let watch = Task {
            for await event in events.stream {
                if case .reload = event { continue }
                return await runtime.interrupt()
            }
        }
        defer { watch.cancel() }
        try await runtime.start()
        await runtime.conductor.idle()
        var summary = try await runtime.finish()
        summary.listsFailed = listsFailed
        return summary
    }

    private func keeper(_ transport: Transport) -> ListKeeper {
        ListKeeper(fetching: transport.fetching, version: version, clock: .system, logger: logger)
    }

    private func parts(
        of configuration: Configuration, _ transport: Transport, _ fatal: FatalSignal, _ notifier: Notifier
    ) -> RuntimeParts {
        OpenFiles.raiseLimit()
        // The logs of many machines are read in one place.
        var logger = logger
        if configuration.store.url != nil { logger[metadataKey: "node"] = "\(configuration.nodeName)" }
        var parts = RuntimeParts(
            store: store(configuration), transport: transport, fatal: fatal, notifier: notifier,
            version: version, logger: logger)
        parts.search = search(configuration)
        parts.takeIn = { [takeIn] store, seq throws(DeliverError) in try takeIn(configuration, store, seq) }
        return parts
    }

    private func configuration() throws(DaemonError) -> Configuration {
        if let configuration = early?.take(from: source) { return configuration }
        do throws(UnusableConfiguration) {
            return try source.read()
        } catch {
            throw .configuration(error)
        }
    }

    private func listen(_ configuration: Configuration) throws(DaemonError) -> Listeners {
        do throws(ListenerError) {
            return try Listeners(configuration)
        } catch {
            throw .listener(error)
        }
    }
}

/// What `run --once` did.
public struct RunSummary: Sendable {
    public var polls: PollTally
    /// Articles that are in the spool and the journal now and were not before.
    public var delivered = 0
    /// Webhook messages that are still waiting, because their receiver failed or refused.
    public var webhooksWaiting = 0
    /// Lists whose feeds are those of before.
    public var listsFailed = 0
    /// Attempts of this run that a receiver refused or missed.
    var webhooksFailed = 0

    public var isClean: Bool {
        polls.failed == 0 && listsFailed == 0 && polls.heldBack == 0 && polls.unreached == 0 && webhooksWaiting == 0
            && webhooksFailed == 0
    }
}
