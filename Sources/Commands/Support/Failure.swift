import Glibc

/// The exit codes of newspool(1), from sysexits.h where it has one; no other file knows a number.
package enum ExitStatus: Int32 {
    case fine = 0
    /// Something polled or delivered failed.
    case failed = 1
    case usage = 64
    /// The input is not what it should be.
    case badInput = 65
    /// The daemon is not reachable.
    case unavailable = 69
    case cannotCreate = 73
    case inputOutput = 74
    case configuration = 78
}

/// Ends a command: what to say on standard error (nothing where all is said already), and the exit code.
package struct Failure: Error {
    var status: ExitStatus
    var message: String?

    package init(_ status: ExitStatus, _ message: String? = nil) {
        (self.status, self.message) = (status, message)
    }

    package func exit() -> Never {
        if let message { Output.error("newspool: " + message) }
        Glibc.exit(status.rawValue)
    }
}
