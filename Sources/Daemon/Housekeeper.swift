import Config
import Deliver
import Files
import Foundation
import Logging
import Store

/// Removes expired data: days of the spool, delivered articles in the store, entries that no feed shows any more.
///
/// Each step is bounded, so that articles which land meanwhile never wait long; what a crash leaves is taken up by the next
/// round.
struct Housekeeper: Sendable {
    static let pause = Duration.seconds(3600)

    let store: any Store
    let sinks: Sinks
    let logger: Logger

    func tidy(_ configuration: Configuration, now: Date) async {
        do throws(DeliverError) {
            try await sinks.tidy(now: now)
            try await forget(configuration, await sinks.claims(), now: now)
        } catch {
            // Nothing depends on it: it is tried again with the next round.
            logger.warning("cannot remove what is old", metadata: ["error": "\(error)"])
        }
    }

    private func forget(
        _ configuration: Configuration, _ claims: (cursors: [CursorName], queues: [String]), now: Date
    ) async throws(DeliverError) {
        let (store, limit) = (store, 1_000)
        let (end, keepSeen) = (now - configuration.spool.keepArticles.seconds, configuration.dedupe.keepSeen.seconds)
        do throws(StoreError) {
            try await repeating { () throws(StoreError) in
                try store.removeDelivered(before: end, cursors: claims.cursors, webhooks: claims.queues, limit: limit)
                    == limit
            }
            try await repeating { () throws(StoreError) in try store.pruneNear(now: now, limit: limit) == limit }
            guard try await store.perform({ () throws(StoreError) in try store.pruneIsDue(now: now) }) else { return }
            var next: Int64? = 0
            while let from = next, !Task.isCancelled {
                next = try await store.perform { () throws(StoreError) in
                    try store.prune(keepSeen: keepSeen, now: now, from: from).next
                }
            }
        } catch {
            throw .store(error)
        }
    }

    /// Runs a bounded step on the store's queue until it says that nothing is left.
    private func repeating(_ step: @escaping @Sendable () throws(StoreError) -> Bool) async throws(StoreError) {
        while try await store.perform(step), !Task.isCancelled {}
    }
}
