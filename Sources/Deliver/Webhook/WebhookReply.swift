package import Fetch
import Foundation

/// What a receiver answered, and the beginning of what came with it.
package struct WebhookReply: Sendable {
    package let answer: WebhookAnswer
    /// For `webhook test`; what receivers say to messages is of no interest.
    package var text: String

    package init(_ answer: WebhookAnswer, text: String = "") { (self.answer, self.text) = (answer, text) }
}

extension TransferLoop {
    /// Posts as a sink's messages go out: any answer is one, whatever its status.
    package nonisolated var post: SinkSurroundings.Post {
        { request in
            do throws(FetchError) {
                let response = try await self.fetch(request)
                let now = Date()
                let wait = RetryAfter.seconds(of: response.headers, now: Int(now.timeIntervalSince1970))
                let text = String(decoding: response.body.prefix(500), as: UTF8.self)
                return WebhookReply(
                    .response(status: response.status, retryAfter: wait.map { now + Double($0) }),
                    text: text.trimmingCharacters(in: .whitespacesAndNewlines))
            } catch {
                return WebhookReply(.failed(error.description))
            }
        }
    }
}
