import Fetch
import Foundation

/// What a receiver answered, and the beginning of what came with it.
struct WebhookReply: Sendable {
    let answer: WebhookAnswer
    /// For `webhook test`; what receivers say to messages is of no interest.
    var text = ""

    /// Any answer is one, whatever its status.
    /// - Parameter now: when it came.
    init(_ response: Response, now: Date) {
        let wait = RetryAfter.seconds(of: response.headers, now: Int(now.timeIntervalSince1970))
        answer = .response(status: response.status, retryAfter: wait.map { now + Double($0) })
        text = String(decoding: response.body.prefix(500), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    init(_ error: FetchError) { answer = .failed(error) }
}
