package import Config
package import Deliver
import Foundation
import Model
package import Store

/// What `replay` and `webhook` do to a store that this process owns: in the daemon, or in the command where none runs.
package struct OutboxControl: Sendable {
    private static let batchLimit = 500
    private static let byteLimit = 8 << 20

    private let configuration: Configuration
    private let store: any Store
    private let spool: Spool

    package init(configuration: Configuration, store: any Store, spool: Spool) {
        (self.configuration, self.store, self.spool) = (configuration, store, spool)
    }

    package func replay(_ question: ReplayQuestion) async -> ReplayAnswer {
        var answer = ReplayAnswer()
        do throws(ActionError) {
            if let name = question.webhook {
                try queue(question, for: name, &answer)
            } else {
                try await write(question, &answer)
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

    /// Lands files that are not there as the store has them. The journal is left alone: its lines never change.
    private func write(_ question: ReplayQuestion, _ answer: inout ReplayAnswer) async throws(ActionError) {
        var seq = question.after
        while true {
            let batch = try entries(after: seq, question)
            guard let last = batch.last else { return }
            do throws(DeliverError) {
                answer.filesWritten += try await spool.write(batch)
            } catch {
                throw .deliver(error)
            }
            answer.articles += batch.count
            seq = last.seq
        }
    }

    /// Queues what the webhook is told of by its present table.
    private func queue(
        _ question: ReplayQuestion, for name: String, _ answer: inout ReplayAnswer
    ) throws(ActionError) {
        guard let webhook = configuration.webhooks.first(where: { $0.name == name }) else { return }
        let feeds = Set(configuration.feeds(of: webhook).map(\.name))
        let tellsAll = webhook.feeds.isEmpty && webhook.tags.isEmpty
        let filter = ArticleFilter(keep: webhook.keep, drop: webhook.drop)
        var seq = question.after
        while true {
            let batch = try entries(after: seq, question)
            guard let last = batch.last else { return }
            let told = batch.filter { (tellsAll || feeds.contains($0.feed)) && filter.passes(itemIn: $0.json) }
            do throws(StoreError) {
                try store.queue(told.map(\.seq), for: name, now: Date())
            } catch {
                throw .store(error)
            }
            answer.articles += batch.count
            answer.messagesQueued += told.count
            seq = last.seq
        }
    }

    private func entries(after seq: Int64, _ question: ReplayQuestion) throws(ActionError) -> [OutboxEntry] {
        do throws(StoreError) {
            let batch = try store.entries(after: seq, limit: Self.batchLimit, bytes: Self.byteLimit)
            guard let until = question.until else { return batch }
            return Array(batch.prefix { $0.seq <= until })
        } catch {
            throw .store(error)
        }
    }
}

extension ArticleFilter {
    /// The same question to an article that was rendered long ago.
    fileprivate func passes(itemIn json: [UInt8]) -> Bool {
        struct Texts: Decodable {
            struct Author: Decodable { var name: String? }
            var title: String?
            var url: String?
            var authors: [Author]?
            var tags: [String]?
        }
        guard isSet else { return true }
        guard let item = try? JSONDecoder().decode(Texts.self, from: Data(json)) else { return true }  // our own bytes
        return passes(
            [item.title, item.url].compactMap(\.self) + (item.authors ?? []).compactMap(\.name) + (item.tags ?? []))
    }
}
