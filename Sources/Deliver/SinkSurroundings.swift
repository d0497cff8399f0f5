package import Fetch
package import Logging
package import Store

/// What sinks are given by the one who runs them.
package struct SinkSurroundings: Sendable {
    /// Makes one request. Nothing can be sent where no one gave another.
    package typealias Post = @Sendable (Request) async -> WebhookReply

    package var store: any Store
    package var post: Post = { _ in WebhookReply(.failed("nothing is sent here")) }
    package var gauge: OutboxGauge
    /// There will be no later: what waits for another attempt is tried before the end, for `run --once`.
    package var isOnce = false
    /// newspool's, for the User-Agent.
    package var version: String
    package var logger: Logger
    package var clock = SinkClock.system
    /// Told when a disk did not keep what it was given: the process has to end.
    package var onBrokenDisk: @Sendable (DeliverError) -> Void = { _ in }

    package init(store: any Store, gauge: OutboxGauge, version: String, logger: Logger) {
        (self.store, self.gauge, self.version, self.logger) = (store, gauge, version, logger)
    }

    /// For a command that works on the store by itself and sends nothing.
    package init(store: any Store) {
        self.init(store: store, gauge: OutboxGauge(limit: .max), version: "", logger: Logger(label: "newspool"))
    }
}
