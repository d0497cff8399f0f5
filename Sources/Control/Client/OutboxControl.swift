package import Deliver
import Foundation
import Model
package import Store

/// What `replay` and `webhook` do to a store that this process owns: in the daemon, or in the command where none runs.
package struct OutboxControl: Sendable {
    private static let batchLimit = 500
    private static let byteLimit = 8 << 20

    private let store: any Store
    private let sinks: Sinks

    package init(store: any Store, sinks: Sinks) { (self.store, self.sinks) = (store, sinks) }

    package func replay(_ question: ReplayQuestion) async -> ReplayAnswer {
        var answer = ReplayAnswer()
        do throws(ActionError) {
            if let name = question.webhook {
                guard let sink = await sinks.sink(WebhookSink.self, name) else { return answer }
                answer.messagesQueued = try await replay(question, to: sink, &answer)
            } else {
                guard let sink = await sinks.sink(SpoolSink.self, "spool") else { return answer }
                answer.filesWritten = try await replay(question, to: sink, &answer)
            }
        } catch {
            answer.error = error.description
        }
        return answer
    }

    package func retry(_ name: String) -> WebhookChange {
        change { () throws(StoreError) in
            try store.retry(webhook: name, now: Date())
            return try store.webhookStatuses().first { $0.webhook == name }?.waiting ?? 0
        }
    }

    package func drop(_ name: String) -> WebhookChange {
        change { () throws(StoreError) in try store.drop(webhook: name) }
    }

    private func change(_ body: () throws(StoreError) -> Int) -> WebhookChange {
        do throws(StoreError) {
            return WebhookChange(messages: try body())
        } catch {
            return WebhookChange(error: error.description)
        }
    }

    /// - Returns: how many files or messages there were.
    private func replay(
        _ question: ReplayQuestion, to sink: some Sink, _ answer: inout ReplayAnswer
    ) async throws(ActionError) -> Int {
        var (seq, count) = (question.after, 0)
        while true {
            let batch = try await entries(after: seq, question)
            guard let last = batch.last else { return count }
            do throws(DeliverError) {
                count += try await sink.replay(batch)
            } catch {
                throw .deliver(error)
            }
            answer.articles += batch.count
            seq = last.seq
        }
    }

    private func entries(after seq: Int64, _ question: ReplayQuestion) async throws(ActionError) -> [OutboxEntry] {
        let store = store
        do throws(StoreError) {
            let batch = try await store.perform { () throws(StoreError) in
                try store.entries(after: seq, limit: Self.batchLimit, bytes: Self.byteLimit)
            }
            guard let until = question.until else { return batch }
            return Array(batch.prefix { $0.seq <= until })
        } catch {
            throw .store(error)
        }
    }
}
