package import Config
import Fetch
import Foundation
import Model

/// One receiver as its table in feeds.toml describes it: where its messages go, in what form, and how they are signed.
struct WebhookReceiver: Sendable {
    let webhook: Configuration.Webhook
    private let http: Configuration.HTTP
    private let version: String
    private let secrets: [WebhookSecret]
    private let template: MessageTemplate?
    private let rule: RetryRule
    private let fetching: any Fetching

    /// What an edit of the webhook changes: a receiver's 410 holds until then.
    var configured: String { webhook.settingsText }

    init(
        _ webhook: Configuration.Webhook, _ http: Configuration.HTTP, version: String, rule: RetryRule = .standard,
        fetching: any Fetching
    ) {
        (self.webhook, self.http, self.version, self.rule, self.fetching) = (webhook, http, version, rule, fetching)
        secrets = webhook.secrets.map { WebhookSecret(key: $0.bytes) }
        template = webhook.template.flatMap { try? MessageTemplate($0) }  // `check` has compiled it
    }

    /// - Parameter entries: at least one; one alone unless the webhook takes batches.
    func message(of entries: [OutboxEntry]) -> WebhookMessage {
        WebhookMessage(
            entries, content: webhook.content == .thin ? .thin : .full, template: template, isBatch: webhook.batch > 1,
            limit: webhook.maxSize)
    }

    /// Makes one attempt.
    ///
    /// - Parameters:
    ///   - attempt: which one it is for this message, from 1.
    ///   - jitter: chance, 0 to 1.
    ///   - now: the time; it is asked for before and after, because an answer may take long.
    func send(
        _ message: WebhookMessage, attempt: Int, jitter: Double, now: @Sendable () -> Date
    ) async -> WebhookReceipt {
        let answer = await reply(to: message, now: now).answer
        let time = now()
        let verdict = rule.verdict(after: answer, attempt: attempt, now: time, jitter: jitter)
        return WebhookReceipt(time: time, attempt: attempt, answer: answer, verdict: verdict)
    }

    /// Sends one message that is of no article, signed and in the form of the others.
    func test(now: @Sendable () -> Date) async -> SinkReply {
        let message = WebhookMessage.test(now: now(), template: template, isBatch: webhook.batch > 1)
        let reply = await reply(to: message, now: now)
        var answer = SinkReply(isSuccess: reply.answer.isSuccess, text: reply.text)
        switch reply.answer {
        case .response(let status, _): answer.status = status
        case .failed(let error): answer.error = error.description
        }
        return answer
    }

    private func reply(to message: WebhookMessage, now: @Sendable () -> Date) async -> WebhookReply {
        do throws(FetchError) {
            return WebhookReply(try await fetching.fetch(request(for: message, now: now())), now: now())
        } catch {
            return WebhookReply(error)
        }
    }

    /// The address is the operator's own, so a private one is fine; a redirect is a failure (Standard Webhooks 1.0.0).
    private func request(for message: WebhookMessage, now: Date) -> Request {
        var request = Request(url: webhook.url)
        request.method = .post(body: message.body)
        request.headers = message.headers(now: now, secrets: secrets, contentType: webhook.contentType)
        // The signature and what it covers are newspool's; all else may be set.
        let own = request.headers.map { $0.name.lowercased() }
        request.headers += webhook.headers.filter { !own.contains($0.name.lowercased()) }
            .map { ($0.name, $0.value.text) }
        request.proxy =
            webhook.isWithoutProxy ? nil : webhook.proxy?.text ?? ProxyChoice(http).proxy(for: webhook.url)
        request.userAgent = http.userAgent(version: version)
        request.accept = "*/*"
        request.addresses = .allowAll
        request.caFile = http.caFile
        request.certificateVersion = http.certificateVersion
        request.maxRedirects = 0
        request.limits.total = webhook.timeout
        request.limits.body = 1 << 20
        return request
    }
}

extension Configuration.Webhook {
    /// What the store keeps of a webhook that answered 410: an edit of any of it wakes the webhook.
    package var settingsText: String {
        let keys = secrets.map { BodyDigest.of($0.bytes).description }
        let filter = "\(feeds) \(tags) \(Self.text(keep)) \(Self.text(drop))"
        let request = headers.map { "\($0.name) \(BodyDigest.of($0.value.bytes))" } + [contentType].compactMap { $0 }
        return "\(url) \(content) \(keys) \(batch) \(template ?? "") \(filter)"
            + (request.isEmpty ? "" : " \(request)")
    }

    private static func text(_ patterns: Configuration.ItemPattern?) -> String {
        guard let patterns else { return "" }
        let fields = [patterns.title, patterns.url, patterns.author, patterns.tag, patterns.content]
        return fields.allSatisfy { $0 == nil } ? patterns.any ?? "" : "\([patterns.any] + fields)"
    }
}
