public import Bytes
public import FoundationEssentials
public import Model

/// A feed as feeds.toml names it.
public struct FeedSource: Sendable, Hashable {
    public var url: String
    public var name: String

    public init(url: String, name: String) { (self.url, self.name) = (url, name) }
}

/// A feed and where its polls have left it.
public struct FeedRecord: Sendable, Equatable {
    public let id: FeedID
    /// As configured.
    public let url: String
    public let name: String
    public var state: FeedState
    /// It has shown at least one entry.
    public let hasItems: Bool
    /// Which part of the feeds it belongs to, where several processes share them out.
    public package(set) var shard = 0

    package var source: FeedSource { FeedSource(url: url, name: name) }

    /// Gives its state away, so that who changes it then need not copy it.
    package mutating func takeState() -> FeedState {
        defer { state = Self.noState }
        return state
    }

    private static let noState = FeedState()

    package init(id: FeedID, url: String, name: String, state: FeedState, hasItems: Bool) {
        (self.id, self.url, self.name, self.state, self.hasItems) = (id, url, name, state, hasItems)
    }
}

/// What a poll leaves for the next one and for `status`. `commit` writes it whole.
@dynamicMemberLookup
public struct FeedState: Sendable, Equatable {
    public struct Fields: Sendable, Equatable {
        /// The feed's own title.
        public var title: String?
        /// The validators as served, byte for byte.
        public var etag: [UInt8]?
        public var lastModified: [UInt8]?
        /// The URL that gave the pair; it is sent to no other.
        public var validatorsURL: String?
        /// Over the last body; opaque here.
        public var bodyHash: [UInt8]?
        /// Where it moved to for good (301, 308).
        public var movedTo: String?
        /// A move that is not believed yet, since when, and how often the believed one failed in a row.
        public var moveTarget: String?
        public var moveSince: Date?
        public var moveFailures = 0
        /// When its own URL first said that it is gone (410); nil: it has not, or a feed came since.
        public var goneSince: Date?
        /// Nil: at once, or never where `why` says so.
        public var nextPoll: Date?
        public var why: String?
        /// The feed's settings when it was answered 410, in the caller's own words: others wake it. Opaque here.
        public var configurationWhenRetired: [UInt8]?
        /// The page of the feed's archive that is to be read next (RFC 5005); nil: none is.
        public var archiveNext: String?
        /// Requests for documents of the archive so far, the feed itself included; 0: no one has looked for one.
        public var archivePages = 0
        /// What its last document said of hubs; nil: none was asked since they are looked for.
        public var hubs: HubLinks?
        /// New entries that came in on `newDay` (days since 1970).
        public var newDay: Int64 = 0
        public var newOnDay = 0
        /// New entries of the last document that were too many at once, and wait for the next polls.
        public var waiting = 0
        /// Polls in a row that failed.
        public var failures = 0
        /// HTTP status of the last answer; nil: there was none.
        public var lastStatus: Int?
        /// Of the last poll; nil: it went well.
        public var failure: PollFailure?
        public var lastSuccess: Date?
        public var lastPoll: Date?
        /// When its polls began to go as the last one did: well, or not.
        public var since: Date?

        /// Of a feed that was never polled.
        public init() {}
    }

    @usableFromInline var shared: CopyOnWrite<Fields>
    /// The scheduler's memory; opaque here. Beside the fields, for who keeps a state without it would have to copy them all.
    public var timing: [UInt8]?

    public init(_ fields: Fields = Fields()) { shared = CopyOnWrite(fields) }

    @inlinable public var fields: Fields {
        _read { yield shared.value }
        _modify { yield &shared.value }
    }

    @inlinable public subscript<Field>(dynamicMember field: KeyPath<Fields, Field>) -> Field {
        shared.value[keyPath: field]
    }

    @inlinable public subscript<Field>(dynamicMember field: WritableKeyPath<Fields, Field>) -> Field {
        get { shared.value[keyPath: field] }
        _modify { yield &shared.value[keyPath: field] }
    }
}

extension FeedState.Fields {
    /// Under another URL nothing of the old one's transfers holds.
    mutating func forgetAddress() {
        (etag, lastModified, validatorsURL, bodyHash) = (nil, nil, nil, nil)
        (movedTo, moveTarget, moveSince, moveFailures) = (nil, nil, nil, 0)
        (configurationWhenRetired, goneSince, archiveNext, waiting) = (nil, nil, nil, 0)
        hubs = nil
    }
}
