package import Config
package import Fetch
package import Files
package import Intake
package import Logging
package import ParserProcess
package import Store

/// What a poll works with.
package struct PollSurroundings: Sendable {
    var fetching: any Fetching
    package var store: any Store
    var parser: ParseQueue
    package var clock: Timekeeper
    /// Of all polls together.
    package var pages: PageLimiter
    var version: String
    package var logger: Logger
    /// Where the documents of a configuration's feeds come from.
    package var sources: @Sendable (Configuration) -> any FeedSources

    package init(
        fetching: any Fetching, store: any Store, parser: ParseQueue, clock: Timekeeper, version: String,
        logger: Logger
    ) {
        (self.fetching, self.store, self.parser, self.clock) = (fetching, store, parser, clock)
        (self.version, self.logger) = (version, logger)
        pages = PageLimiter(clock: clock)
        sources = { ConfiguredSources($0, fetching: fetching, version: version, now: clock.now) }
    }
}
