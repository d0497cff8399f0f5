public import FoundationEssentials

/// How a feed's subscription at a hub does. The raw values are part of the contract with users (`status --json`): they only
/// ever gain.
public enum HubCondition: String, Codable, CaseIterable, Sendable {
    /// The hub was asked and has not called back yet.
    case pending
    /// The hub pushes.
    case active
    /// The hub fails, refuses, or does not call back; the feed is polled as usual.
    case failing

    public init(_ subscription: HubSubscription, now: Date) {
        self = subscription.isServing(now: now) ? .active : subscription.failures > 0 ? .failing : .pending
    }
}
