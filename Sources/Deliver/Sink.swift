package import Config
package import Fetch
package import Files
package import Foundation
package import Model
package import Store

/// A way out of the outbox: the spool, a webhook.
///
/// A sink takes the articles in the order of `seq`, at its own pace, and notes in the store what it has for good: a
/// kill at any moment loses none. One that fails holds up no other. What blocks (files, SQLite) runs on queues of its
/// own, never on Swift's pool.
///
/// A new kind of sink is one type here, its table in Config and its line in `SinkKinds.standard`.
package protocol Sink: Actor {
    /// What its sinks are: `webhook`. No two kinds share it, and it never changes.
    static var kind: String { get }

    /// What `replay` counts.
    static var replays: SinkUnit { get }

    /// The names of the sinks of this kind that the configuration has a table for, in its order; unique within the
    /// kind.
    static func names(in configuration: Configuration) -> [String]

    /// Which articles are put into the queues of this kind when they are committed; none for a kind that takes all by a
    /// cursor.
    static func subscriptions(in configuration: Configuration) -> [Subscription]

    /// Sends one message that is of no article, as all others go out, and needs neither the store nor a sink that runs.
    /// - Parameter name: one of `names(in:)`.
    /// - Returns: nil for a kind that has no such thing.
    static func test(
        _ name: String, in configuration: Configuration, fetching: any Fetching, clock: Timekeeper, version: String
    ) async -> SinkReply?

    /// Forgets what waits for a sink of this kind, also for one that feeds.toml no longer has.
    /// - Returns: how many messages that were.
    static func drop(_ name: String, from store: any Store) throws(StoreError) -> Int

    /// - Parameter name: one of `names(in:)`.
    init(_ name: String, _ configuration: Configuration, _ surroundings: SinkSurroundings)

    nonisolated var name: String { get }

    /// What the store must keep for it; nil: it is off, and nothing is kept for its sake.
    var claim: SinkClaim? { get }

    /// Prepares what it writes to, before any reader is told that the daemon is ready. Once, and before the calls
    /// below.
    func open() async throws(DeliverError)

    /// Something may wait for it. Never waits for a disk or a receiver.
    func kick()

    /// Delivers what waits, each message once at most, and returns when nothing more can be done now. Works after
    /// `stop` too where it takes no one else's time, for a few seconds: what was committed last lands on this machine's disk.
    func drain() async -> SinkCondition

    /// Follows an edit of feeds.toml. Never waits for a receiver: what is in flight ends as it began.
    func reload(_ configuration: Configuration)

    /// When the oldest article was committed that it is still to take; nil: none is waiting.
    func oldestWaiting() throws(DeliverError) -> Date?

    var condition: SinkCondition { get }

    /// Makes all that waits due at once, forgetting what happened before: a receiver's 410, a pause between attempts. The
    /// next `kick` delivers it.
    /// - Returns: how much that is.
    func retry() throws(DeliverError) -> Int

    /// Delivers again what it had before: files that are not there as they should be, messages of articles that it is
    /// told about.
    /// - Returns: how many files or messages.
    func replay(_ entries: [OutboxEntry]) async throws(DeliverError) -> Int

    /// Writes again the lines of its log that are missing after one number and up to another, where it keeps one.
    /// - Returns: how many there were.
    func replayLines(after: Int64, until: Int64) async throws(DeliverError) -> Int

    /// Removes what is older than its table asks for, a bounded amount at a call.
    /// - Parameter oldestWaiting: the oldest of all sinks; what is younger stays.
    /// - Returns: whether there is more to remove.
    func tidy(now: Date, oldestWaiting: Date?) async throws(DeliverError) -> Bool

    /// Begins nothing new with anybody else, and waits for what is in flight.
    func stop() async
}

extension Sink {
    package static func subscriptions(in configuration: Configuration) -> [Subscription] { [] }
    package static func test(
        _ name: String, in configuration: Configuration, fetching: any Fetching, clock: Timekeeper, version: String
    ) async -> SinkReply? { nil }
    package static func drop(_ name: String, from store: any Store) throws(StoreError) -> Int { 0 }
    package func open() async throws(DeliverError) {}
    package func replayLines(after: Int64, until: Int64) async throws(DeliverError) -> Int { 0 }
    package func tidy(now: Date, oldestWaiting: Date?) async throws(DeliverError) -> Bool { false }
}

package enum SinkUnit: Sendable {
    case files, messages
}

/// How a sink's share of the outbox is kept.
package enum SinkClaim: Sendable, Equatable {
    /// It takes every article: one number says how far it has come.
    case cursor(CursorName)
    /// It is told about some: a row in the store for each message that waits.
    case queue(String)
}

/// What came of one message to a receiver.
package enum SinkAttempt: String, Sendable, CaseIterable {
    case delivered
    /// It answered, and did not take it.
    case refused
    /// There was no answer.
    case unanswered
}

/// How a sink is.
package struct SinkCondition: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        case ok
        /// The last attempt failed, it is tried again; a sentence.
        case failing(String)
        /// It takes nothing more until it is edited or retried: a receiver's 410, a disk that broke its promise.
        case stopped(String)
        /// `enabled = false`.
        case disabled
    }

    package var state: State
    /// Articles and messages that it took since the start.
    package var delivered = 0
    /// Attempts since the start that were no success.
    package var failed = 0
    /// Articles or messages that wait for it, as far as it knows; `drain` counts them.
    package var waiting = 0
    /// Nothing goes out before this, whatever is due: the receiver failed too often, or asked to be left alone.
    package var restsUntil: Date?
    /// Why the last attempt failed, for the caller's exit code.
    package var error: DeliverError?
}
