public import FoundationEssentials

/// One webhook's queue as `webhook list` shows it.
public struct WebhookStatus: Sendable, Equatable {
    public var webhook: String
    public var waiting = 0
    public var deadLetters = 0
    /// When the next attempt is due; nil where nothing waits.
    public var nextDue: Date?
    /// Of the message that failed last in order.
    public var lastError: String?
    /// It answered 410 and is told nothing until it is edited or retried; what was configured then.
    public var configurationWhenStopped: String?
    /// From its first failed attempt to the next that succeeds.
    public var isFailing = false

    package init(
        webhook: String, waiting: Int = 0, deadLetters: Int = 0, nextDue: Date? = nil, lastError: String? = nil,
        configurationWhenStopped: String? = nil, isFailing: Bool = false
    ) {
        (self.webhook, self.waiting, self.deadLetters) = (webhook, waiting, deadLetters)
        (self.nextDue, self.lastError, self.configurationWhenStopped) = (nextDue, lastError, configurationWhenStopped)
        self.isFailing = isFailing
    }
}
