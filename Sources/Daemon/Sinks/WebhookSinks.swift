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
        queues = Self.queues(configuration, store, transfers, logger, version)
    }

    /// Something may be waiting.
    func kick() async {
        for queue in queues.values { await queue.kick() }
    }

    func reload(_ configuration: Configuration) async {
        for queue in queues.values { await queue.stop() }
        queues = Self.queues(configuration, store, transfers, logger, version)
        await kick()
    }

    func stop() async {
        for queue in queues.values { await queue.stop() }
    }

    /// Sends all that is due once, for `run --once`.
    /// - Returns: how many messages still wait.
    func finish() async -> Int {
        var waiting = 0
        for queue in queues.values { waiting += await queue.finish() }
        return waiting
    }

    private static func queues(
        _ configuration: Configuration, _ store: Store, _ transfers: TransferLoop, _ logger: Logger, _ version: String
    ) -> [String: WebhookQueue] {
        let pairs = configuration.webhooks.filter(\.enabled).map { webhook in
            let sink = WebhookSink(
                name: webhook.name, url: webhook.url, secrets: webhook.secrets.map { WebhookSecret(key: $0.bytes) },
                transport: transport(
                    transfers,
                    userAgent: configuration.http.userAgent
                        ?? configuration.defaultUserAgent(version: version), configuration.http))
            return (
                webhook.name,
                WebhookQueue(
                    sink, content: webhook.content == .thin ? .thin : .full, configured: webhook.url, store: store,
                    logger: logger)
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
