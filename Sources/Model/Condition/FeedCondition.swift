/// How a feed does. The raw values are part of the contract with users (`status --json`, metrics): they only ever gain.
public enum FeedCondition: String, Codable, CaseIterable, Sendable {
    /// Its last poll failed; it is tried again.
    case failing
    /// Its server has retired it (410): it is polled only after an edit, or when it is added again.
    case gone
    /// It was never read yet.
    case new
    case ok
    /// `enabled = false`.
    case disabled
    /// It has more new entries than may come in at once; the rest waits for the next polls.
    case flooding
    /// The database that knows it does not answer.
    case unknown

    /// - Parameters:
    ///   - failures: polls in a row that failed.
    ///   - waiting: new entries that were too many at once.
    public init(isEnabled: Bool, isRetired: Bool, failures: Int, waiting: Int = 0, hasSucceeded: Bool) {
        if !isEnabled {
            self = .disabled
        } else if isRetired {
            self = .gone
        } else if failures > 0 {
            self = .failing
        } else if waiting > 0 {
            self = .flooding
        } else {
            self = hasSucceeded ? .ok : .new
        }
    }

    /// Whether polls go on by themselves.
    public var isPolled: Bool { self != .gone && self != .disabled && self != .unknown }
    /// Whether its last poll went well.
    public var isUp: Bool { self == .ok || self == .flooding }
}
