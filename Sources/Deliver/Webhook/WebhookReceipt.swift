public import FoundationEssentials

/// What one attempt came to: the store keeps it with the message.
public struct WebhookReceipt: Sendable, Equatable {
    /// When the answer came.
    public let time: Date
    /// From 1.
    public let attempt: Int
    public let answer: WebhookAnswer
    public let verdict: RetryRule.Verdict
}
