package import Config
package import Fetch
import Foundation
package import Logging
import Model
package import Store

/// All webhooks of the configuration, each with a queue of its own: a dead one holds up nobody.
package actor WebhookSinks {
    private let store: any Store
    private let transfers: TransferLoop
    private let logger: Logger
    private let version: String
    private var queues: [String: WebhookQueue] = [:]

    package init(
        _ configuration: Configuration, store: any Store, transfers: TransferLoop, logger: Logger, version: String
    ) {
        (self.store, self.transfers, self.logger, self.version) = (store, transfers, logger, version)
        queues = Self.targets(configuration, transfers, version)
            .mapValues { WebhookQueue($0, store: store, logger: logger) }
    }

    /// Something may be waiting.
    package func kick() async {
        for queue in queues.values { await queue.kick() }
    }

    /// The same for `run --once`: all that waits is tried, whatever its time.
    package func beginWithAll() async {
        for queue in queues.values { await queue.beginWithAll() }
    }

    /// Never waits for a receiver: a reload must not hang on one.
    package func reload(_ configuration: Configuration) async {
        var targets = Self.targets(configuration, transfers, version)
        for (name, queue) in queues {
            if let target = targets.removeValue(forKey: name) {
                await queue.update(target)
            } else {
                await queue.retire()
                queues[name] = nil
            }
        }
        for (name, target) in targets { queues[name] = WebhookQueue(target, store: store, logger: logger) }
        await kick()
    }

    /// Sends all that a webhook has now, and starts it again where it was stopped. One that is off or gone from feeds.toml has
    /// no queue: its messages are due once it has.
    package func retry(_ name: String) async throws(StoreError) {
        guard let queue = queues[name] else { return try store.retry(webhook: name, now: Date()) }
        try await queue.retry()
    }

    /// Sends no more, and waits for what is in flight.
    package func stop() async {
        await withTaskGroup { group in
            for queue in queues.values { group.addTask { await queue.stop() } }
        }
    }

    /// Sends all that is due once, for `run --once`.
    /// - Returns: how many messages still wait, and how many attempts failed.
    package func finish() async -> (waiting: Int, failed: Int) {
        await withTaskGroup(of: (waiting: Int, failed: Int).self) { group in
            for queue in queues.values { group.addTask { await queue.finish() } }
            var total = (waiting: 0, failed: 0)
            for await part in group { total = (total.waiting + part.waiting, total.failed + part.failed) }
            return total
        }
    }

    private static func targets(
        _ configuration: Configuration, _ transfers: TransferLoop, _ version: String
    ) -> [String: WebhookQueue.Target] {
        let pairs = configuration.webhooks.filter(\.enabled).map { webhook in
            let sink = WebhookSink(
                name: webhook.name, url: webhook.url, secrets: webhook.secrets.map { WebhookSecret(key: $0.bytes) },
                transport: transport(transfers, configuration, version))
            return (
                webhook.name,
                WebhookQueue.Target(
                    sink: sink, content: webhook.content == .thin ? .thin : .full,
                    // `check` has compiled it.
                    template: webhook.template.flatMap { try? MessageTemplate($0) }, batch: webhook.batch,
                    configured: webhook.stoppedAs)
            )
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The daemon's own transfer loop as Deliver's transport.
    private static func transport(
        _ transfers: TransferLoop, _ configuration: Configuration, _ version: String
    ) -> WebhookSink.Transport {
        { message in
            do throws(FetchError) {
                let response = try await transfers.fetch(configuration.request(for: message, version: version))
                let now = Date()
                let wait = RetryAfter.seconds(of: response.headers, now: Int(now.timeIntervalSince1970))
                return .response(status: response.status, retryAfter: wait.map { now + Double($0) })
            } catch {
                return .failed(error.description)
            }
        }
    }
}
