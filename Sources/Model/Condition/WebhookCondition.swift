/// How a webhook does. The raw values are part of the contract with users (`status --json`, `webhook list --json`): they
/// only ever gain.
public enum WebhookCondition: String, Codable, CaseIterable, Sendable {
    /// Nothing waits for it.
    case ok
    /// Messages are on their way to it.
    case waiting
    /// Its last attempt failed.
    case failing
    /// It answered 410 and is told nothing until it is edited or retried by name.
    case stopped
    /// `enabled = false`.
    case disabled
    /// It is not in feeds.toml any more, and messages still wait for it.
    case removed
    /// The database that knows it does not answer.
    case unknown

    /// Of a webhook of feeds.toml.
    /// - Parameters:
    ///   - isStopped: it answered 410 with the settings that it has now.
    ///   - isFailing: from the first attempt that failed to the next that succeeds.
    public init(isEnabled: Bool, isStopped: Bool, waiting: Int, isFailing: Bool) {
        if !isEnabled {
            self = .disabled
        } else if isStopped {
            self = .stopped
        } else if isFailing {
            self = .failing
        } else {
            self = waiting > 0 ? .waiting : .ok
        }
    }

    /// Whether messages are sent to it by themselves.
    public var isSent: Bool { self == .ok || self == .waiting || self == .failing }

    public var isBroken: Bool { self == .failing || self == .stopped }
}
