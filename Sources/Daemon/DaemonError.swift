public import Config
public import Deliver
public import Store

/// Why the daemon cannot start or go on. Each case is an exit code of its own kind (newspool(1)).
public enum DaemonError: Error, Sendable {
    case unreadableConfiguration(path: String, reason: String)
    /// At least one, in the order of the file.
    case faultyConfiguration([Fault])
    case store(StoreError)
    case deliver(DeliverError)
    /// `[status] listen` cannot be had: the port is in use, or the address is not this machine's.
    case cannotListen(address: String, reason: String)
    /// The control socket cannot be made in the state directory.
    case noControlSocket(path: String, reason: String)
    /// A daemon has the state directory, and does not answer on its control socket.
    case unreachable(reason: String)
    /// The daemon could not do what a command asked for.
    case refused(reason: String)
    /// No webhook has the name that a command was given.
    case unknownWebhook(name: String, didYouMean: String?)
}

extension DaemonError {
    public static func noWebhook(_ name: String, in configuration: Configuration) -> DaemonError {
        let names = configuration.webhooks.lazy.map(\.name)
        return .unknownWebhook(name: name, didYouMean: Suggestion.nearest(to: name, among: names))
    }

    /// The disk did not do what it was told: what it holds is known only after a new start.
    var isBrokenDisk: Bool {
        switch self {
        case .deliver(let error): error.isBrokenDisk
        case .store(let error): error.isBrokenDisk
        default: false
        }
    }
}

extension DaemonError: CustomStringConvertible {
    public var description: String { lines.joined(separator: "\n") }

    /// One sentence a line, as the log has them.
    public var lines: [String] {
        switch self {
        case .unreadableConfiguration(let path, let reason): ["cannot read \(path): \(reason)"]
        case .faultyConfiguration(let faults): faults.map(\.description)
        case .store(let error): ["\(error)"]
        case .deliver(let error): ["\(error)"]
        case .cannotListen(let address, let reason): ["cannot listen on \(address) ([status] listen): \(reason)"]
        case .unreachable(let reason), .refused(let reason): [reason]
        case .unknownWebhook(let name, let meant):
            ["there is no webhook '\(name)'" + (meant.map { " (did you mean '\($0)'?)" } ?? "")]
        case .noControlSocket(let path, let reason): ["cannot make the control socket \(path): \(reason)"]
        }
    }
}
