import Config
public import Control
public import Deliver
public import Logging
public import Settings
public import Store

/// Why the daemon cannot start or go on. Each case is an exit code of its own kind (newspool(1)).
public enum DaemonError: Error, Sendable {
    case configuration(UnusableConfiguration)
    case store(StoreError)
    case deliver(DeliverError)
    case listener(ListenerError)
}

extension DaemonError {
    /// The disk did not do what it promised: what it holds is known only after a new start.
    var isBrokenDisk: Bool {
        switch self {
        case .deliver(let error): error.isBrokenDisk
        case .store(let error): error.isBrokenDisk
        default: false
        }
    }
}

extension DaemonError {
    /// Runs what only the store can keep from working.
    static func mapping<T>(_ body: () throws(StoreError) -> T) throws(DaemonError) -> T {
        do throws(StoreError) {
            return try body()
        } catch {
            throw .store(error)
        }
    }
}

extension DaemonError: CustomStringConvertible {
    public var description: String { lines.joined(separator: "\n") }

    /// One sentence a line, as the log has them.
    public var lines: [String] {
        switch self {
        case .configuration(let error): error.lines
        case .store(let error): ["\(error)"]
        case .deliver(let error): ["\(error)"]
        case .listener(let error): ["\(error)"]
        }
    }
}

extension Logger {
    /// An error a line; a fault of feeds.toml with its place, so that a program need not take it out of the words.
    public func tell(of error: DaemonError) {
        guard case .configuration(.faulty(let faults)) = error else {
            for line in error.lines { self.error("\(line)") }
            return
        }
        for fault in faults {
            self.error(
                "\(fault.reason)",
                metadata: [
                    "file": "\(fault.file)", "line": .stringConvertible(fault.line),
                    "column": .stringConvertible(fault.column),
                ])
        }
    }
}
