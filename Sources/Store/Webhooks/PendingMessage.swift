public import FoundationEssentials
public import Model

/// An article that one webhook is to be told of.
public struct PendingMessage: Sendable {
    /// The webhook's name in feeds.toml.
    public let webhook: String
    /// Attempts made so far.
    public let attempts: Int
    public let due: Date
    /// Why the last attempt failed.
    public let error: String?
    /// It is sent no more unless `retry` is called.
    public let isDeadLetter: Bool
    public let entry: OutboxEntry

    package init(
        webhook: String, attempts: Int, due: Date, error: String?, isDeadLetter: Bool, entry: OutboxEntry
    ) {
        (self.webhook, self.attempts, self.due) = (webhook, attempts, due)
        (self.error, self.isDeadLetter, self.entry) = (error, isDeadLetter, entry)
    }
}

/// What became of an attempt.
public struct MessageReceipt: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        case delivered
        case retry(at: Date, error: String)
        case deadLetter(error: String)
    }

    public var webhook: String
    public var seq: Int64
    public var outcome: Outcome

    public init(webhook: String, seq: Int64, outcome: Outcome) {
        (self.webhook, self.seq, self.outcome) = (webhook, seq, outcome)
    }
}
