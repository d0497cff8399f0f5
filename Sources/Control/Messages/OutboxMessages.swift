package import Deliver
import Foundation

// What `replay` and `webhook` ask of the outbox and what comes of it, also over the control socket.

/// Which articles to deliver again: those after `after`, up to and with `until`.
package struct ReplayQuestion: Codable, Sendable {
    package var after: Int64
    package var until: Int64?
    package var sink: SinkName

    package init(after: Int64, until: Int64?, sink: SinkName) {
        (self.after, self.until, self.sink) = (after, until, sink)
    }
}

/// What came of a replay.
public struct ReplayAnswer: Codable, Sendable {
    /// Articles of that stretch that the store still has.
    public var articles = 0
    /// Files that were missing or different and are there now.
    public var filesWritten = 0
    /// Lines that the journal lacked and has now.
    public var linesWritten = 0
    /// Messages that are due now.
    public var messagesQueued = 0
    /// Why it ended before its end.
    public var error: String?

    package init() {}
}

/// What came of a retry, or of a drop.
public struct OutboxChange: Codable, Sendable {
    /// Messages that are due now, or that are gone.
    public var messages = 0
    public var error: String?

    package init(messages: Int = 0, error: String? = nil) { (self.messages, self.error) = (messages, error) }
}
