import Config
import Deliver
import Foundation
import Logging
import Store

/// Forgets what has had its time: days of the spool, delivered articles in the store, entries that no feed shows any more.
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
            try forget(configuration, await sinks.claims(), now: now)
        } catch {
            // Nothing depends on it: it is tried again with the next round.
            logger.warning("cannot remove what is old", metadata: ["error": "\(error)"])
        }
    }

    private func forget(
        _ configuration: Configuration, _ claims: (cursors: [CursorName], queues: [String]), now: Date
    ) throws(DeliverError) {
        do throws(StoreError) {
            let end = now - configuration.spool.keepArticles.seconds
            let limit = 1_000
            while try store.removeDelivered(before: end, cursors: claims.cursors, webhooks: claims.queues, limit: limit)
                == limit,
                !Task.isCancelled
            {}
            while try store.pruneNear(now: now, limit: limit) == limit, !Task.isCancelled {}
            guard try store.pruneIsDue(now: now) else { return }
            var next: Int64? = 0
            while let from = next, !Task.isCancelled {
                next = try store.prune(keepSeen: configuration.dedupe.keepSeen.seconds, now: now, from: from).next
            }
        } catch {
            throw .store(error)
        }
    }
}
