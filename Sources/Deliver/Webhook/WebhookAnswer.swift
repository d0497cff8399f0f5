public import Fetch
public import FoundationEssentials

/// What came back for one attempt.
public enum WebhookAnswer: Sendable, Equatable {
    /// An HTTP status; redirects are not followed. `retryAfter` is when the receiver wants to be asked again, if it said.
    case response(status: Int, retryAfter: Date? = nil)
    case failed(FetchError)

    /// Only 2xx means that the receiver has the message.
    public var isSuccess: Bool {
        if case .response(200..<300, _) = self { true } else { false }
    }

    /// What it counts as.
    var attempt: SinkAttempt {
        switch self {
        case .response: isSuccess ? .delivered : .refused
        case .failed: .unanswered
        }
    }

    /// The receiver itself is in trouble, whatever the message: another one would fare no better now.
    var isOutage: Bool {
        switch self {
        case .response(let status, _): status == 429 || status >= 500
        case .failed: true
        }
    }
}
