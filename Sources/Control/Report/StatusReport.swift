public import Foundation

/// How newspool is doing, as `/status.json` says and `status` reads it; docs/operating.md names the members.
public struct StatusReport: Decodable, Sendable {
    public var time: Date
    /// Nil where there is no daemon: then this is what its store says.
    public var daemon: DaemonPart?
    public var totals: Totals
    /// Worst first.
    public var feeds: [FeedPart]
    public var webhooks: [WebhookPart]

    public struct DaemonPart: Decodable, Sendable {
        public var version: String
        public var pid: Int
        public var started: Date
        /// feeds.toml as it is in force.
        public var config: String
        public var loaded: Date
        /// Why a later edit of the file is not.
        public var faults: [String]
        /// Polls under way.
        public var polling: Int
    }

    public struct Totals: Decodable, Sendable {
        public var feeds = 0
        public var enabled = 0
        public var due = 0
        public var failing = 0
        public var gone = 0
        public var articlesToday = 0
        public var updatesToday = 0
        public var lastSeq = 0
        /// Articles, and bytes, that the spool does not have yet.
        public var outboxArticles = 0
        public var outboxBytes = 0
        /// Bytes of all articles that the store holds, delivered ones among them.
        public var storedBytes = 0
        /// The outbox is at `max_outbox`, and nothing is polled until it has room.
        public var isPaused = false
        /// Why the spool takes nothing, or nothing is polled; nil: all is well.
        public var outboxTrouble: String?
        public var spoolBytes: Int?
        public var spoolArticles: Int?
    }

    public struct FeedPart: Decodable, Sendable {
        public var name: String
        public var url: String
        public var title: String?
        public var tags: [String]?
        /// `failing`, `gone`, `new`, `ok` or `disabled`.
        public var state: String
        /// When its polls began to go as they do.
        public var since: Date?
        public var lastSuccess: Date?
        public var lastPoll: Date?
        public var nextPoll: Date?
        public var why: String?
        public var lastStatus: Int?
        public var failures: Int
        public var movedTo: String?
        public var itemsPerDay: Double
        public var error: String?
        /// Articles that it brought after another feed.
        public var alsoIn: Int?
        /// Only where one feed was asked for.
        public var detail: Detail?

        public var isBroken: Bool { state == "failing" || state == "gone" }
    }

    public struct Detail: Decodable, Sendable {
        public var interval: String
        public var etag: String?
        public var lastModified: String?
        public var moveTarget: String?
        public var moveSince: Date?
        public var webhooks: [String]
        /// The last ten, newest first.
        public var polls: [PollPart]
        /// The latest, newest first.
        public var articles: [ArticlePart]
    }

    public struct PollPart: Decodable, Sendable {
        public var time: Date
        public var status: Int?
        public var ms: Int
        public var articles: Int
        public var error: String?
    }

    public struct ArticlePart: Decodable, Sendable {
        public var id: String
        public var seq: Int
        public var time: Date
        public var title: String
        public var url: String?
        public var alsoIn: [String]
    }

    public struct WebhookPart: Decodable, Sendable {
        public var name: String
        /// `ok`, `waiting`, `failing`, `stopped` or `disabled`.
        public var state: String
        public var waiting: Int
        public var deadLetters: Int
        public var nextAttempt: Date?
        public var error: String?
    }

    /// Reads what the daemon wrote.
    public init(json: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        self = try decoder.decode(StatusReport.self, from: json)
    }

    init(time: Date, totals: Totals, feeds: [FeedPart], webhooks: [WebhookPart]) {
        (self.time, self.totals, self.feeds, self.webhooks) = (time, totals, feeds, webhooks)
    }
}
