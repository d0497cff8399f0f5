package import Fetch
package import Files
package import Logging
package import Store

/// What all sinks work with.
package struct SinkSurroundings: Sendable {
    package var store: any Store
    package var fetching: any Fetching
    package var gauge: OutboxGauge
    /// Where the search index is; nil where this process keeps none.
    package var search: (any SearchOpener)?
    /// There will be no later: what waits for another attempt is tried before the end, for `run --once`.
    package var isOnce = false
    /// newspool's, for the User-Agent.
    package var version: String
    package var logger: Logger
    package var clock = Timekeeper.system
    /// Seconds after `stop` in which a sink still begins something: the daemon ends within five.
    static let grace = 3.0
    /// Called after each message that was sent or could not be: the sink's name, and what came of it.
    package var onAttempt: @Sendable (String, SinkAttempt) -> Void = { _, _ in }
    /// Told when a disk did not keep what it was given: the process has to end.
    package var onBrokenDisk: @Sendable (DeliverError) -> Void = { _ in }

    /// Whether this machine tells a webhook, which one of many does; it may change at any time.
    package var mayTell: @Sendable (_ webhook: String) -> Bool = { _ in true }

    /// Has the store learn what the journal has after a number; says how many articles that were.
    package var takeIn: @Sendable (_ after: Int64) throws(DeliverError) -> Int = { _ in 0 }

    package init(store: any Store, fetching: any Fetching, gauge: OutboxGauge, version: String, logger: Logger) {
        (self.store, self.fetching, self.gauge) = (store, fetching, gauge)
        (self.version, self.logger) = (version, logger)
    }

    /// For a command that works on the store by itself and sends nothing.
    package init(store: any Store) {
        self.init(
            store: store, fetching: NoFetching(), gauge: OutboxGauge(limit: .max), version: "",
            logger: Logger(label: "newspool"))
    }
}

/// Makes no requests.
private struct NoFetching: Fetching {
    nonisolated(nonsending) func fetch(_ request: Request) async throws(FetchError) -> Response { throw .stopped }
    func stop() async {}
    var hasStopped: Bool { get async { true } }
}
