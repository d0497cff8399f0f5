import Foundation
import Store
import TestSupport

@testable import Schedule
@testable import StoreSQLite

/// One feed that is polled again and again by `newspool run --once`, as cron would.
struct Polled {
    let place: Workplace

    /// - Parameters:
    ///   - feed: more keys of its table.
    ///   - daemon: more keys of `[daemon]`; `http`: all of `[http]`.
    init(_ url: String, feed: String = "", daemon: String = "", http: String = "allow_private = true") throws {
        place = try Workplace()
        try configure(url, feed: feed, daemon: daemon, http: http)
    }

    init(_ place: Workplace) { self.place = place }

    func configure(
        _ url: String, feed: String = "", daemon: String = "", http: String = "allow_private = true"
    ) throws {
        try place.directory.write(
            """
            [daemon]
            interval = "1h"
            \(daemon.contains("adaptive") ? "" : "adaptive = false")
            \(daemon)
            [http]
            \(http)
            [spool]
            formats = ["json"]
            [[feed]]
            url = "\(url)"
            name = "site"
            \(feed)

            """, to: "feeds.toml")
    }

    /// One run.
    /// - Returns: whether it was without a failure.
    @discardableResult
    func run() throws -> Bool { try place.run("run", "--once").status == 0 }

    /// So many runs: whether each was without a failure.
    func rounds(_ count: Int) throws -> [Bool] { try (0..<count).map { _ in try run() } }

    /// The feed's state as the last run left it.
    func state(of name: String = "site") throws -> FeedState {
        let state = SQLiteOpener(directory: place.directory.appending("state").path)
        return try state.openForReading()?.statuses(now: Date()).first { $0.record.name == name }?.record.state
            ?? FeedState()
    }

    var titles: [String] { get throws { try place.journal().compactMap { $0["title"] as? String }.sorted() } }
}

extension Polled {
    /// Has the store believe that all it knows of its feeds is so much older.
    func age(days: Double) throws {
        let span = days * 86400
        let store = try SQLiteStore(directory: place.directory.appending("state").path)
        for status in try store.statuses(now: Date()) {
            var state = status.record.state
            state.moveSince? -= span
            state.goneSince? -= span
            state.lastPoll? -= span
            state.lastSuccess? -= span
            state.nextPoll? -= span
            if var timing = state.timing.flatMap({ FeedTiming(encoded: $0) }) {
                timing.nextPoll? -= span
                timing.retryAfterUntil? -= span
                timing.lastPoll? -= span
                timing.lastSuccess? -= span
                timing.unconditionalAfter? -= span
                state.timing = timing.encoded
            }
            try store.write { try FeedTable(database: $0).save(state, of: status.record.id) }
        }
    }
}

extension LoopbackServer {
    /// Answers the first request with the first reply, the second with the second; the last one for ever.
    convenience init(host: String = "127.0.0.1", _ replies: [Reply]) throws {
        let count = Count()
        try self.init(host: host) { _ in replies[min(count.next(), replies.count - 1)] }
    }
}

/// Counts from 0, on any thread.
final class Count: @unchecked Sendable {  // the lock guards the number
    private let lock = NSLock()
    private var number = -1
    func next() -> Int {
        lock.withLock {
            number += 1
            return number
        }
    }
}
