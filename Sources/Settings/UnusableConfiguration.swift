public import Config

/// Why feeds.toml gives no configuration.
public enum UnusableConfiguration: Error, Sendable {
    case unreadable(path: String, reason: String)
    /// At least one, in the order of the file.
    case faulty([Fault])
}

extension UnusableConfiguration: CustomStringConvertible {
    public var description: String { lines.joined(separator: "\n") }

    /// One sentence a line, as the log has them.
    public var lines: [String] {
        switch self {
        case .unreadable(let path, let reason): ["cannot read \(path): \(reason)"]
        case .faulty(let faults): faults.map(\.description)
        }
    }
}
