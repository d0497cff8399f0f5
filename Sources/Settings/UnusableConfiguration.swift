public import Config
import Files
import Glibc

/// Why feeds.toml gives no configuration.
public enum UnusableConfiguration: Error, Sendable {
    /// It is there, or something on the way to it, and cannot be read.
    case unreadable(path: String, reason: String)
    case missing(path: String)
    /// At least one, in the order of the file.
    case faulty([Fault])
}

extension UnusableConfiguration: CustomStringConvertible {
    public var description: String { lines.joined(separator: "\n") }

    /// One sentence a line, as the log has them.
    public var lines: [String] {
        switch self {
        case .unreadable(let path, let reason): ["cannot read \(path): \(reason)"]
        case .missing(let path): ["cannot read \(path): \(SystemError(ENOENT))"]
        case .faulty(let faults): faults.map(\.description)
        }
    }
}
