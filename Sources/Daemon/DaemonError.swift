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
}
