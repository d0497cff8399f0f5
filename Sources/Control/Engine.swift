package import Config
package import Deliver
package import Foundation
package import Model
package import Schedule
package import Settings
package import Store

/// What the control socket and the status listener ask of a running daemon. Control knows nothing else of it.
package protocol Engine: Sendable {
    /// What never changes while the daemon runs.
    var identity: EngineIdentity { get }
    /// For reading; what changes the store goes through the engine.
    var store: any Store { get }
    /// Tells of new articles.
    var news: ArticleNews { get }
    /// Where the index of words is; nil: search is off.
    var search: (any SearchOpener)? { get async }
    /// Why search takes no articles: a sentence; nil where all is well.
    var searchTrouble: String? { get async }
    /// Who takes what hubs send; nil: no hub is asked.
    var hubs: (any HubCallbacks)? { get }
    /// What is known of the lists in force.
    var lists: [ListRecord] { get async }
    /// The configuration in force, with the feeds of its lists.
    var configuration: Configuration { get async }
    /// What the configuration in force came from.
    var loading: ConfigurationLoading { get async }
    /// What waits for the spool.
    var outbox: OutboxCondition { get async }
    /// Until when webhooks are sent nothing, by name.
    var webhookRests: [String: Date] { get async }
    /// What has been counted since the start.
    var figures: Meter.Figures { get }

    /// Polls under way.
    var polling: Int { get async }
    /// Since when polls wait for a network; nil: there is one.
    var networkAwaySince: Date? { get async }
    /// When feeds are polled next, as the schedule has it now, which the store may not know yet.
    /// - Parameter feeds: a few hundred at most: the network waits meanwhile.
    /// - Returns: one for each; nil for a feed that the schedule does not know.
    func plans(of feeds: ArraySlice<FeedID>) async -> [PlannedPoll?]

    /// Reads feeds.toml again and applies it.
    /// - Parameter cause: who asked, for the log.
    func reload(cause: String) async -> ReloadAnswer
    /// Polls now, whatever interval and back-off say.
    /// - Parameter names: nil: all.
    func poll(_ names: [String]?) async -> PollAnswer
    /// Polls a retired (410) feed now.
    /// - Returns: whether there is such a feed.
    func revive(_ name: String) async -> Bool

    /// Reads a document as if a poll of the feed had brought it.
    func ingest(_ document: PushedDocument, for feed: String) async -> IngestAnswer

    func replay(_ question: ReplayQuestion) async -> ReplayAnswer
    func retry(_ sink: SinkName) async -> OutboxChange
    func drop(_ sink: SinkName) async -> OutboxChange
}

package struct PlannedPoll: Sendable {
    /// Nil: at once, or never.
    package let nextPoll: Date?
    package let why: Why

    package init(_ timing: FeedTiming) { (nextPoll, why) = (timing.nextPoll, timing.why) }
}

package struct EngineIdentity: Sendable {
    package let version: String
    /// The path of feeds.toml.
    package let config: String
    package let started: Date

    package init(version: String, config: String, started: Date) {
        (self.version, self.config, self.started) = (version, config, started)
    }
}

package struct ConfigurationLoading: Sendable {
    /// When the configuration in force was read.
    package let loaded: Date
    /// Why a later edit is not in force, a sentence each.
    package let faults: [String]

    package init(loaded: Date, faults: [String]) { (self.loaded, self.faults) = (loaded, faults) }
}

package struct OutboxCondition: Sendable {
    /// Nothing is polled until some of it is delivered.
    package let isFull: Bool
    /// Why the spool takes nothing, or polls cannot be saved: a sentence; nil where all is well.
    package let trouble: String?
    package let journal: OutboxGauge.JournalFacts
    /// The database does not answer, and all who ask it wait.
    package let isStoreAway: Bool

    package init(isFull: Bool, trouble: String?, journal: OutboxGauge.JournalFacts, isStoreAway: Bool = false) {
        (self.isFull, self.trouble, self.journal, self.isStoreAway) = (isFull, trouble, journal, isStoreAway)
    }
}
