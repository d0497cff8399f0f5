import FoundationEssentials

/// What one attempt came to: the store keeps it with the message.
struct WebhookReceipt: Sendable, Equatable {
    /// When the answer came.
    let time: Date
    /// From 1.
    let attempt: Int
    let answer: WebhookAnswer
    let verdict: RetryRule.Verdict
}
