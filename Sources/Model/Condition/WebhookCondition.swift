/// How a webhook does. The raw values are part of the contract with users (`status --json`, `webhook list --json`): they
/// only ever gain.
public enum WebhookCondition: String, Codable, CaseIterable, Sendable {
    /// Nothing waits for it.
    case ok
    /// Messages are on their way to it.
    case waiting
    /// An attempt failed, or a message was given up.
    case failing
    /// It answered 410 and is told nothing until it is edited or retried by name.
    case stopped
    /// `enabled = false`.
    case disabled
    /// It is not in feeds.toml any more, and messages still wait for it.
    case removed

    /// Of a webhook of feeds.toml.
    /// - Parameters:
    ///   - isStopped: it answered 410 with the settings that it has now.
    ///   - hasFailed: a message that waits for it was tried in vain.
    public init(isEnabled: Bool, isStopped: Bool, waiting: Int, deadLetters: Int, hasFailed: Bool) {
        if !isEnabled {
            self = .disabled
        } else if isStopped {
            self = .stopped
        } else if deadLetters > 0 || waiting > 0 && hasFailed {
            self = .failing
        } else {
            self = waiting > 0 ? .waiting : .ok
        }
    }

    /// Whether messages are sent to it by themselves.
    public var isSent: Bool { self == .ok || self == .waiting || self == .failing }

    public var isBroken: Bool { self == .failing || self == .stopped }
}
