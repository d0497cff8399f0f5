import Config
import Fetch
import Files
import Intake
import Logging
import ParserProcess
import Store

/// What a poll works with.
struct PollSurroundings: Sendable {
    var fetching: any Fetching
    var store: any Store
    var parser: ParseQueue
    var clock: Timekeeper
    /// Of all polls together.
    var pages: PageLimiter
    var version: String
    var logger: Logger
    /// Where the documents of a configuration's feeds come from.
    var sources: @Sendable (Configuration) -> any FeedSources

    init(
        fetching: any Fetching, store: any Store, parser: ParseQueue, clock: Timekeeper, version: String,
        logger: Logger
    ) {
        (self.fetching, self.store, self.parser, self.clock) = (fetching, store, parser, clock)
        (self.version, self.logger) = (version, logger)
        pages = PageLimiter(clock: clock)
        sources = { ConfiguredSources($0, fetching: fetching, version: version, now: clock.now) }
    }
}
