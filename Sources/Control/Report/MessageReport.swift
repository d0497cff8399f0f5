import Foundation
import Model
import Store

/// A message that a webhook has not taken yet.
public struct MessageReport: Codable, Sendable {
    public var seq: Int64
    public var feed: String
    public var title: String?
    /// It is not sent again unless `webhook retry` says so.
    public var isDeadLetter: Bool
    public var attempts: Int
    /// RFC 3339, UTC.
    public var nextAttempt: String?
    public var error: String?

    init(_ message: PendingMessage) {
        (seq, feed, attempts, error) = (message.entry.seq, message.entry.feed, message.attempts, message.error)
        isDeadLetter = message.isDeadLetter
        nextAttempt = isDeadLetter ? nil : Timestamp.string(message.due)
        title = StoredItem(message.entry.json).title
    }
}
