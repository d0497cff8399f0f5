public import Foundation
public import Model
public import Schedule

/// How newspool is doing: what `/status.json`, `status`, `webhook list` and the pages show; docs/operating.md names the
/// members of its JSON. Optional members are absent where nothing is known, `Nullable` ones are null.
public struct StatusReport: Codable, Sendable {
    public var time: Date
    /// Nil where there is no daemon: then this is what its store says.
    public var daemon: DaemonPart?
    public var totals: Totals
    /// What needs somebody's attention; empty: all is well.
    public var problems: [Problem]
    /// In the order of feeds.toml; absent where it has none.
    public var lists: [ListPart]?
    /// Worst first.
    public var feeds: [FeedPart]
    /// In the order of feeds.toml, then those that are gone from it.
    public var webhooks: [WebhookPart]
    /// Where hubs reach newspool; absent where none is asked.
    public var websub: WebSubPart?
    /// Those that share the store, by name; absent where one process has it alone.
    public var nodes: [NodePart]?
    /// Absent where there is none yet.
    public var store: StorePart?

    /// What the store alone knows is 0 or absent.
    public var isStoreAway: Bool { store?.isAway ?? false }

    public struct DaemonPart: Codable, Sendable {
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
        /// Since when polls wait for a network; absent: there is one.
        public var noNetworkSince: Date?
        public var journal = JournalPart()
    }

    public struct JournalPart: Codable, Sendable {
        /// Lines that its end lacked at the start and that were written again.
        public var linesRestored = 0
        /// Articles that it had at the start and the store did not.
        public var articlesTakenIn = 0
        /// What its newest day lacks between lines that are there.
        public var holes: [Hole] = []

        public struct Hole: Codable, Sendable {
            public var day: String
            /// Of the missing lines.
            public var first: Int64
            public var last: Int64
            public var lines: Int
        }
    }

    public struct Totals: Codable, Sendable {
        public var feeds = 0
        public var enabled = 0
        public var due = 0
        public var failing = 0
        public var gone = 0
        public var articlesToday = 0
        var updatesToday = 0
        public var lastSeq = 0
        /// Articles, and bytes, that the spool does not have yet.
        public var outboxArticles = 0
        public var outboxBytes = 0
        /// Bytes of all articles that the store holds, delivered ones among them.
        var storedBytes = 0
        /// The outbox is at `max_outbox`, and nothing is polled until it has room.
        public var isPaused = false
        /// Why the spool takes nothing, or nothing is polled; nil: all is well.
        public var outboxTrouble: String?
        public var spoolBytes: Int?
        public var spoolArticles: Int?
    }

    /// What makes `status --failing` exit 1.
    public struct Problem: Codable, Sendable {
        public enum Subject: String, Codable, Sendable {
            case daemon, node, outbox, journal, network, search, list, feed, webhook
        }

        public var subject: Subject
        /// Of the list, the feed, the webhook or the node.
        public var name: String?
        /// `failing`, `stopped` or `paused`.
        public var state: State
        /// Half a sentence.
        public var reason: String?

        public enum State: String, Codable, Sendable {
            case failing, stopped
            /// Nothing is polled.
            case paused
        }
    }

    public struct WebSubPart: Codable, Sendable {
        public var callback: String
        public var listen: String
    }

    /// A feed's subscription at a hub.
    public struct PushPart: Codable, Sendable {
        public var state: HubCondition
        public var hub: String
        public var topic: String
        /// Since when there was a lease at every moment, and when it ends.
        public var since: Date?
        public var until: Date?
        public var failures: Int
        public var error: String?
    }

    public struct ListPart: Codable, Sendable {
        public enum State: String, Codable, Sendable { case ok, failing, new }

        public var name: String
        public var url: String
        public var state: State
        /// That it names, and that it named once and does no longer.
        public var feeds: Int
        public var gone: Int
        @Nullable public var lastSuccess: Date?
        /// When its feeds last changed.
        public var lastChange: Date?
        public var nextCheck: Date?
        public var failures: Int
        @Nullable public var error: String?
    }

    public struct FeedPart: Codable, Sendable {
        public var name: String
        public var url: String
        /// The program that prints its documents, and its arguments.
        public var command: [String]?
        public var title: String?
        public var tags: [String]?
        public var state: FeedCondition
        /// When its polls began to go as they do.
        public var since: Date?
        @Nullable public var lastSuccess: Date?
        public var lastPoll: Date?
        @Nullable public var nextPoll: Date?
        @Nullable public var why: Why?
        @Nullable public var lastStatus: Int?
        public var failures: Int
        @Nullable public var movedTo: String?
        public var itemsPerDay: Double
        /// The kind of its last poll's failure, and a sentence on it.
        @Nullable public var failure: PollFailure.Kind?
        @Nullable public var error: String?
        /// New entries that were too many at once; absent where there are none.
        public var entriesWaiting: Int?
        /// Articles that it brought after another feed.
        public var alsoIn: Int?
        /// The lists that it is from; absent: a table of feeds.toml.
        public var lists: [String]?
        /// True where its list names it no longer: it is off, and remembered.
        public var unlisted: Bool?
        /// Absent where it names no hub, or none is asked.
        public var push: PushPart?
        /// Only where one feed was asked for.
        public var detail: Detail?

        /// Whether a poll of it will come: not of a feed that is off or retired, nor of one whose documents are handed over.
        public var isPolled: Bool { state.isPolled && (why != .push || nextPoll != nil) }
    }

    public struct Detail: Codable, Sendable {
        public var interval: String
        public var etag: String?
        public var lastModified: String?
        public var moveTarget: String?
        public var moveSince: Date?
        /// When the move is believed if it still holds then.
        public var moveDue: Date?
        /// Since when its address says 410, and when it is retired if it still does.
        public var goneSince: Date?
        public var goneDue: Date?
        public var webhooks: [String]
        /// The last ten, newest first.
        public var polls: [PollPart]
        /// The latest, newest first.
        public var articles: [ArticlePart]
    }

    public struct PollPart: Codable, Sendable {
        public var time: Date
        @Nullable public var status: Int?
        public var ms: Int
        public var articles: Int
        /// The kind of its failure, and a sentence on it.
        @Nullable public var failure: PollFailure.Kind?
        @Nullable public var error: String?
    }

    public struct ArticlePart: Codable, Sendable {
        public var id: String
        public var seq: Int
        public var time: Date
        public var title: String
        public var url: String?
        public var alsoIn: [String]
    }

    public struct WebhookPart: Codable, Sendable {
        public var name: String
        public var state: WebhookCondition
        /// Of its address; the rest of it may be a secret.
        public var host: String?
        public var waiting: Int
        public var deadLetters: Int
        @Nullable public var nextAttempt: Date?
        @Nullable public var error: String?
        /// `error` under the name that `webhook list` has had for it.
        public var lastError: String?
    }
}
