public import FoundationEssentials

/// One receiver: where its messages go and how they are signed. One message at a time keeps them in order.
public struct WebhookSink: Sendable {
    public struct Request: Sendable {
        public let url: String
        public let headers: [(name: String, value: String)]
        public let body: [UInt8]

        public init(url: String, headers: [(name: String, value: String)], body: [UInt8]) {
            (self.url, self.headers, self.body) = (url, headers, body)
        }
    }

    /// POSTs a request, follows no redirect, and gives up after some 20 seconds.
    public typealias Transport = @Sendable (Request) async -> WebhookAnswer

    /// The webhook's name in feeds.toml.
    public let name: String
    private let url: String
    private let secrets: [WebhookSecret]
    private let rule: RetryRule
    private let transport: Transport

    /// - Parameter secrets: several while they are rotated; none sends unsigned messages.
    public init(
        name: String, url: String, secrets: [WebhookSecret], rule: RetryRule = .standard,
        transport: @escaping Transport
    ) {
        (self.name, self.url, self.secrets, self.rule, self.transport) = (name, url, secrets, rule, transport)
    }

    /// Makes one attempt.
    ///
    /// - Parameters:
    ///   - attempt: which one it is for this message, from 1.
    ///   - jitter: chance, 0 to 1.
    ///   - now: the time; it is asked for before and after, because an answer may take long.
    public func send(
        _ message: WebhookMessage, attempt: Int, jitter: Double, now: @Sendable () -> Date
    ) async -> WebhookReceipt {
        let request = Request(url: url, headers: message.headers(now: now(), secrets: secrets), body: message.body)
        let answer = await transport(request)
        let time = now()
        let verdict = rule.verdict(after: answer, attempt: attempt, now: time, jitter: jitter)
        return WebhookReceipt(time: time, attempt: attempt, answer: answer, verdict: verdict)
    }
}
