public import FoundationEssentials

/// When a message is sent again, and when it is given up: the schedule of Standard Webhooks.
public struct RetryRule: Sendable, Equatable {
    /// Seconds between an attempt and the next; after the last of them a failed message is a dead letter.
    public var delays: [Double]

    /// At once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h: ten attempts in a little over three
    /// days.
    public static let standard = RetryRule(delays: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400])

    /// Each delay is up to this part longer, so that what failed together does not come back together.
    static let jitter = 0.1

    public init(delays: [Double]) {
        self.delays = delays
    }

    /// What becomes of a message after an attempt.
    public enum Verdict: Sendable, Equatable {
        case delivered
        case retry(at: Date)
        /// All attempts failed: it is kept, and sent only by `webhook retry`.
        case deadLetter
        /// 410 Gone: the receiver wants nothing more. The message waits with the others until the webhook is edited or
        /// retried by name.
        case disable
    }

    /// - Parameters:
    ///   - attempt: how many have been made, with this one: 1 or more.
    ///   - now: when the answer came.
    ///   - jitter: chance, 0 to 1.
    public func verdict(after answer: WebhookAnswer, attempt: Int, now: Date, jitter: Double) -> Verdict {
        if answer.isSuccess { return .delivered }
        if case .response(410, _) = answer { return .disable }
        guard attempt >= 1, attempt <= delays.count else { return .deadLetter }
        let due = now.addingTimeInterval(delays[attempt - 1] * (1 + Self.jitter * min(max(jitter, 0), 1)))
        // Busy (429) or down for a while (503), RFC 6585 section 4 and RFC 9110 section 15.6.4; no one puts us off for
        // longer than the longest delay of our own.
        guard case .response(let status, let retryAfter?) = answer, status == 429 || status == 503 else {
            return .retry(at: due)
        }
        let latest = now.addingTimeInterval(delays.max() ?? 0)
        return .retry(at: max(due, min(retryAfter, latest)))
    }
}
