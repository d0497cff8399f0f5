import Config
import Deliver
import Fetch
import Foundation
import Logging
import Model
import Store

/// All webhooks of the configuration, each with a queue of its own: a dead one holds up nobody.
actor WebhookSinks {
    private let store: Store
    private let transfers: TransferLoop
    private let logger: Logger
    private let version: String
    private var queues: [String: WebhookQueue] = [:]

    init(
        _ configuration: Configuration, store: Store, transfers: TransferLoop, logger: Logger, version: String
    ) {
        (self.store, self.transfers, self.logger, self.version) = (store, transfers, logger, version)
        queues = Self.targets(configuration, transfers, version)
            .mapValues { WebhookQueue($0, store: store, logger: logger) }
    }

    /// Something may be waiting.
    func kick() async {
        for queue in queues.values { await queue.kick() }
    }

    /// Never waits for a receiver: a reload must not hang on one.
    func reload(_ configuration: Configuration) async {
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

    /// Sends no more, and waits for what is in flight.
    func stop() async {
        await withTaskGroup { group in
            for queue in queues.values { group.addTask { await queue.stop() } }
        }
    }

    /// Sends all that is due once, for `run --once`.
    /// - Returns: how many messages still wait, and how many attempts failed.
    func finish() async -> (waiting: Int, failed: Int) {
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
        let userAgent = configuration.http.userAgent ?? configuration.defaultUserAgent(version: version)
        let pairs = configuration.webhooks.filter(\.enabled).map { webhook in
            let sink = WebhookSink(
                name: webhook.name, url: webhook.url, secrets: webhook.secrets.map { WebhookSecret(key: $0.bytes) },
                transport: transport(transfers, userAgent: userAgent, configuration.http))
            let keys = webhook.secrets.map { BodyDigest.of($0.bytes).description }
            return (
                webhook.name,
                WebhookQueue.Target(
                    sink: sink, content: webhook.content == .thin ? .thin : .full,
                    // `check` has compiled it.
                    template: webhook.template.flatMap { try? MessageTemplate($0) }, batch: webhook.batch,
                    configured: "\(webhook.url) \(webhook.content) \(keys) \(webhook.batch) \(webhook.template ?? "")")
            )
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The daemon's own transfer loop as Deliver's transport. The address is the operator's own, so a private one is
    /// fine; a redirect is a failure (Standard Webhooks 1.0.0).
    private static func transport(
        _ transfers: TransferLoop, userAgent: String, _ http: Configuration.HTTP
    ) -> WebhookSink.Transport {
        { message in
            var request = Request(url: message.url)
            request.method = .post(body: message.body)
            request.headers = message.headers
            request.userAgent = userAgent
            request.accept = "*/*"
            request.addresses = .allowAll
            request.caFile = http.caFile
            request.maxRedirects = 0
            request.limits.total = .seconds(20)
            request.limits.body = 1 << 20
            do throws(FetchError) {
                let response = try await transfers.fetch(request)
                let now = Date()
                let wait = RetryAfter.seconds(of: response.headers, now: Int(now.timeIntervalSince1970))
                return .response(status: response.status, retryAfter: wait.map { now + Double($0) })
            } catch {
                return .failed(error.description)
            }
        }
    }
}
