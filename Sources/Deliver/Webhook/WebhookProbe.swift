public import Config
import Fetch
import Foundation

/// Sends a webhook one message that is of no article, signed and in the form of its own ones.
public struct WebhookProbe: Sendable {
    /// What the receiver said.
    public struct Answer: Codable, Sendable {
        public var webhook: String
        /// Only 2xx is.
        public var isSuccess: Bool
        /// HTTP's; nil: there was no answer.
        public var status: Int?
        /// Why there was none.
        public var error: String?
        /// The beginning of what came with it.
        public var body: String?
    }

    private let configuration: Configuration
    private let version: String

    public init(_ configuration: Configuration, version: String) {
        (self.configuration, self.version) = (configuration, version)
    }

    public func send(to webhook: Configuration.Webhook) async -> Answer {
        let template = webhook.template.flatMap { try? MessageTemplate($0) }  // `check` has compiled it
        let message = WebhookMessage.test(now: Date(), template: template, isBatch: webhook.batch > 1)
        let secrets = webhook.secrets.map { WebhookSecret(key: $0.bytes) }
        let headers = message.headers(now: Date(), secrets: secrets)
        let post = WebhookSink.Request(url: webhook.url, headers: headers, body: message.body)
        let transfers = TransferLoop(options: .init(concurrency: 1))
        var answer = Answer(webhook: webhook.name, isSuccess: false)
        do throws(FetchError) {
            let response = try await transfers.fetch(configuration.request(for: post, version: version))
            answer.status = response.status
            answer.isSuccess = (200..<300).contains(response.status)
            let text = String(decoding: response.body.prefix(500), as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            if !text.isEmpty { answer.body = text }
        } catch {
            answer.error = error.description
        }
        await transfers.stop()
        return answer
    }
}
