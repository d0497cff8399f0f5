package import Deliver

/// What `consume` is asked to do.
package struct ConsumeOptions: Sendable {
    /// The program and its arguments.
    package var command: [String]
    package var environment: [String: String]
    /// Lines that a command gets at most.
    package var batch = 1
    /// How long a batch waits for more lines, from its first one on.
    package var wait = Duration.zero
    package var filter = JournalFilter(feeds: [], tags: [])
    /// Items instead of journal lines.
    package var wholeItems = false
    /// Nil: forever.
    package var attempts: Int?
    /// Ends when all that there is has been consumed.
    package var isOnce = false
    /// How long a command may go on after a stop was asked for.
    package var grace = Duration.seconds(10)

    package init(command: [String], environment: [String: String]) {
        (self.command, self.environment) = (command, environment)
    }
}

/// How a batch is tried, and when again.
enum ConsumeAttempt {
    /// The command gets all lines at once.
    case whole
    /// It gets one after the other: those that it takes are done, the others are rejected.
    case byLine

    /// - Parameters:
    ///   - number: from 1.
    ///   - limit: nil: none.
    init(number: Int, limit: Int?) {
        self = limit.map { number >= $0 } ?? false ? .byLine : .whole
    }

    /// How long to wait after so many failures: 1 s, 2 s, 4 s … 5 min.
    static func pause(after failures: Int) -> Duration {
        .seconds(min(300, 1 << min(max(0, failures - 1), 9)))
    }
}
