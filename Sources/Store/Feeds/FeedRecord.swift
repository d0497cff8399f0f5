public import Foundation

/// A feed as feeds.toml has it: what the store knows it by.
public struct FeedSource: Sendable, Equatable {
    public var url: String, name: String
    public init(url: String, name: String) { (self.url, self.name) = (url, name) }
}

/// What the store knows of a feed after its last poll.
public struct FeedRecord: Sendable, Equatable {
    public var id: Int64
    public var url: String
    public var name: String
    /// Field values as served, byte for byte, and the URL that they belong to.
    public var etag: [UInt8]?, lastModified: [UInt8]?, validatorsURL: String?
    /// `BodyDigest` of the last document that was read.
    public var bodyDigest: [UInt8]?
    public var movedTo: String?
    /// The schedule's own state, opaque here.
    public var timing: [UInt8]?
    /// `Why.rawValue` of the schedule.
    public var why: String?
    public var nextPoll: Date?
    public var failures: Int
    public var lastPoll: Date?, lastSuccess: Date?
    public var lastStatus: Int?
    public var lastError: String?
    public var title: String?
}

/// What a poll changes in its feed's row. The rest stays.
public struct FeedUpdate: Sendable, Equatable {
    /// A pair, replaced together (RFC 9110 section 8.8).
    public struct Validators: Sendable, Equatable {
        public var etag: [UInt8]?, lastModified: [UInt8]?, url: String?
        public init(etag: [UInt8]?, lastModified: [UInt8]?, url: String?) {
            (self.etag, self.lastModified, self.url) = (etag, lastModified, url)
        }
    }

    /// nil keeps what is there.
    public var validators: Validators?
    public var bodyDigest: [UInt8]?
    public var title: String?
    public var timing: [UInt8] = []
    public var why = ""
    public var nextPoll: Date?
    public var failures = 0
    public var polledAt = Date.distantPast
    public var isSuccess = false
    public var status: Int?
    public var error: String?

    public init() {}
}
