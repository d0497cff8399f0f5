import Fetch
import Files
import Logging
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
}
