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

    /// - Parameter failures: polls in a row that failed.
    public init(isEnabled: Bool, isRetired: Bool, failures: Int, hasSucceeded: Bool) {
        if !isEnabled {
            self = .disabled
        } else if isRetired {
            self = .gone
        } else if failures > 0 {
            self = .failing
        } else {
            self = hasSucceeded ? .ok : .new
        }
    }

    /// Whether polls go on by themselves.
    public var isPolled: Bool { self != .gone && self != .disabled }
}
