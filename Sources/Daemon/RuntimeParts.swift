import Config
import Control
import Deliver
import Fetch
import Files
import Intake
import Logging
import ParserProcess
import Polling
import Schedule
import Store

/// What a runtime is made of and does not make itself: a test hands in a transport without sockets, a clock of its own, a
/// store in memory and sinks of its own.
struct RuntimeParts: Sendable {
    var store: any StoreOpener
    var transport: Transport
    var clock = Timekeeper.system
    var sinks = SinkKinds.standard
    /// Where the search index is; nil: there is none.
    var search: (any SearchOpener)?
    var parsing = ParseQueue.Options.standard
    /// Where the documents of a configuration's feeds come from; nil: as feeds.toml says.
    var sources: (@Sendable (Configuration) -> any FeedSources)?
    /// Has the store know what the journal has after a number; says how many articles that were.
    var takeIn: @Sendable (any Store, Int64) throws(DeliverError) -> Int = { _, _ in 0 }
    /// Of the schedule's chance.
    var seed = UInt64.random(in: 0 ... .max)
    let fatal: FatalSignal
    let notifier: Notifier
    let version: String
    let logger: Logger

    init(
        store: any StoreOpener, transport: Transport, fatal: FatalSignal, notifier: Notifier, version: String,
        logger: Logger
    ) {
        (self.store, self.transport, self.fatal) = (store, transport, fatal)
        (self.notifier, self.version, self.logger) = (notifier, version, logger)
    }

    /// - Parameter standing: among those that share the store; nil: there are none.
    func sinkSurroundings(
        store: any Store, gauge: OutboxGauge, meter: Meter, mode: Schedule.Mode, standing: NodeStanding?
    ) -> SinkSurroundings {
        var surroundings = SinkSurroundings(
            store: store, fetching: transport.fetching, gauge: gauge, version: version, logger: logger)
        (surroundings.clock, surroundings.search) = (clock, search)
        if case .once = mode { surroundings.isOnce = true }
        surroundings.onBrokenDisk = { [fatal] in fatal.raise(.deliver($0)) }
        surroundings.takeIn = { [takeIn] seq throws(DeliverError) in try takeIn(store, seq) }
        if let standing { surroundings.mayTell = { standing.mayTell($0) } }
        surroundings.onAttempt = { sink, attempt in meter.count(sink, attempt) }
        return surroundings
    }

    /// Parsers in processes of their own, where feeds.toml asks for them.
    func parserMaker(_ configuration: Configuration) -> @Sendable () -> any DocumentParser {
        guard configuration.daemon.parserProcesses else { return { LocalParser() } }
        return { [logger] in
            ParserClient(onTrouble: {
                logger.warning("no parser process; documents are read in the daemon", metadata: ["reason": "\($0)"])
            })
        }
    }

    func pollSurroundings(store: any Store, parser: ParseQueue) -> PollSurroundings {
        var surroundings = PollSurroundings(
            fetching: transport.fetching, store: store, parser: parser, clock: clock, version: version,
            logger: logger)
        if let sources { surroundings.sources = sources }
        return surroundings
    }

    func committer(store: any Store, sinks: Sinks, news: ArticleNews) -> GroupCommitter {
        GroupCommitter(
            store: store, answers: transport.executor.queue, now: clock.now,
            onArticles: {
                sinks.kick()
                news.sign()
            },
            onBrokenDisk: { [fatal] in fatal.raise(.store($0)) })
    }
}

/// What makes the requests, and the queue on which it answers: the polls live there, so that an answer changes no thread.
struct Transport: Sendable {
    let fetching: any Fetching
    let executor: QueueExecutor

    init(fetching: any Fetching, executor: QueueExecutor) { (self.fetching, self.executor) = (fetching, executor) }

    /// libcurl's.
    init(_ configuration: Configuration) {
        let daemon = configuration.daemon
        let loop = TransferLoop(
            options: .init(concurrency: daemon.concurrency, bodies: 4 * max(16 << 20, daemon.maxBody)))
        self.init(fetching: loop, executor: loop.executor)
    }
}
