import Config
import Foundation
import Model
import Settings
import Store

/// A webhook as `webhook list` shows it.
public struct WebhookReport: Codable, Sendable {
    public enum State: String, Codable, Sendable {
        /// Nothing waits for it.
        case idle
        /// Messages are on their way to it.
        case waiting
        /// The last attempt failed; it is tried again.
        case failing
        /// It answered 410 and is told nothing until it is edited or retried by name.
        case stopped
        /// `enabled = false`.
        case off
        /// It is not in feeds.toml any more.
        case removed
    }

    public var name: String
    public var state: State
    /// Of its address; the rest of it may be a secret.
    public var host: String?
    public var waiting: Int
    public var deadLetters: Int
    /// RFC 3339, UTC.
    public var nextAttempt: String?
    public var lastError: String?

    init(_ webhook: Configuration.Webhook?, _ status: WebhookStatus?) {
        name = webhook?.name ?? status?.webhook ?? ""
        host = webhook.flatMap { URL(string: $0.url)?.host() }
        (waiting, deadLetters) = (status?.waiting ?? 0, status?.deadLetters ?? 0)
        lastError = status?.lastError
        if let webhook {
            let isStopped = status?.stoppedAs != nil && status?.stoppedAs == webhook.stoppedAs
            state =
                !webhook.enabled
                ? .off
                : isStopped ? .stopped : waiting == 0 ? .idle : lastError == nil ? .waiting : .failing
        } else {
            state = .removed
        }
        let isSent = state == .waiting || state == .failing
        nextAttempt = isSent ? status?.nextDue.map(Timestamp.string) : nil
    }
}

/// A message that a webhook has not taken yet.
public struct MessageReport: Codable, Sendable {
    public var seq: Int64
    public var feed: String
    public var title: String?
    /// It is sent no more unless `webhook retry` says so.
    public var isDeadLetter: Bool
    public var attempts: Int
    /// RFC 3339, UTC.
    public var nextAttempt: String?
    public var error: String?

    init(_ message: PendingMessage) {
        struct Item: Decodable { var title: String? }
        (seq, feed, attempts, error) = (message.entry.seq, message.entry.feed, message.attempts, message.error)
        isDeadLetter = message.isDeadLetter
        nextAttempt = isDeadLetter ? nil : Timestamp.string(message.due)
        title = (try? JSONDecoder().decode(Item.self, from: Data(message.entry.json)))?.title  // our own bytes
    }
}
