public import FoundationEssentials
public import Model

/// An article that one webhook is to be told about.
public struct PendingMessage: Sendable {
    /// The webhook's name in feeds.toml.
    public let webhook: String
    /// Attempts made so far.
    public let attempts: Int
    public let due: Date
    /// Why the last attempt failed.
    public let error: String?
    /// The receiver itself said when to come back (Retry-After).
    public let hasAskedToWait: Bool
    /// It is not sent again unless `retry` is called.
    public let isDeadLetter: Bool
    public let entry: OutboxEntry

    package init(
        webhook: String, attempts: Int, due: Date, error: String?, isDeadLetter: Bool, hasAskedToWait: Bool,
        entry: OutboxEntry
    ) {
        (self.webhook, self.attempts, self.due) = (webhook, attempts, due)
        (self.error, self.isDeadLetter, self.hasAskedToWait) = (error, isDeadLetter, hasAskedToWait)
        self.entry = entry
    }
}

/// What became of an attempt.
public struct MessageReceipt: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        case delivered
        /// `isAsked`: the receiver itself said when.
        case retry(at: Date, error: String, isAsked: Bool = false)
        case deadLetter(error: String)
    }

    public var webhook: String
    public var seq: Int64
    public var outcome: Outcome

    public init(webhook: String, seq: Int64, outcome: Outcome) {
        (self.webhook, self.seq, self.outcome) = (webhook, seq, outcome)
    }
}
