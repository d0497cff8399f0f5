import Config
import Logging
import Synchronization

/// The pages of one poll that were of no use: the first ones have a line of the log each, all others one together.
final class PageTroubles: Sendable {
    private static let most = 10

    private let logger: Logger
    private let feed: PolledFeed
    /// Pages that have not come yet, and those that were of no use.
    private let counts: Mutex<(waiting: Int, useless: Int)>

    init(_ logger: Logger, of feed: PolledFeed, pages: Int) {
        (self.logger, self.feed) = (logger, feed)
        counts = Mutex((pages, 0))
    }

    /// Called once for each page.
    /// - Parameter trouble: why it is of no use, a sentence without a full stop; nil: it is taken, or the daemon ends.
    func end(_ url: String, _ trouble: String?) {
        let (waiting, useless) = counts.withLock { counts in
            counts.waiting -= 1
            if trouble != nil { counts.useless += 1 }
            return counts
        }
        var facts: Logger.Metadata = ["feed": "\(feed.configuration.name)"]
        if let trouble, useless <= Self.most {
            (facts["url"], facts["reason"]) = ("\(LoggedURL(url))", "\(trouble)")
            logger.warning("full text not taken; the feed's content stays", metadata: facts)
        }
        if waiting == 0, useless > Self.most {
            (facts["url"], facts["reason"]) = (nil, nil)
            facts["articles"] = "\(useless - Self.most)"
            logger.warning("full text of more articles not taken; the feed's content stays", metadata: facts)
        }
    }
}

/// The articles of one poll that come after it: what they bring is logged in one line.
package final class LateArticles: Sendable {
    private let state: Mutex<(waiting: Int, landed: Int)>

    init(count: Int) { state = Mutex((count, 0)) }

    /// One has landed, or never will.
    /// - Returns: how many have landed, where this was the last; else nil.
    package func end(landed: Int) -> Int? {
        state.withLock { state in
            state.waiting -= 1
            state.landed += landed
            return state.waiting == 0 ? state.landed : nil
        }
    }
}
