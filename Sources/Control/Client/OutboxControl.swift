package import Deliver
import Model
package import Store

/// What is asked of the outbox of a store that this process owns: in the daemon, or in the command where none runs.
package struct OutboxControl: Sendable {
    private static let batchLimit = 500
    private static let byteLimit = 8 << 20

    private let store: any Store
    private let sinks: Sinks

    package init(store: any Store, sinks: Sinks) { (self.store, self.sinks) = (store, sinks) }

    package func replay(_ question: ReplayQuestion) async -> ReplayAnswer {
        var answer = ReplayAnswer()
        guard let sink = await sinks[question.sink] else {
            answer.error = Self.unknown(question.sink)
            return answer
        }
        do throws(ActionError) {
            try await replay(question, to: sink, &answer)
        } catch {
            answer.error = error.description
        }
        return answer
    }

    /// What waits is due now; who runs the sinks kicks them.
    package func retry(_ name: SinkName) async -> OutboxChange {
        guard let sink = await sinks[name] else { return OutboxChange(error: Self.unknown(name)) }
        do throws(DeliverError) {
            return OutboxChange(messages: try await sink.retry())
        } catch {
            return OutboxChange(error: error.description)
        }
    }

    package func drop(_ name: SinkName) async -> OutboxChange {
        guard let kind = sinks.kinds.kind(of: name) else { return OutboxChange(error: Self.unknown(name)) }
        let store = store
        do throws(StoreError) {
            return OutboxChange(
                messages: try await store.perform { () throws(StoreError) in try kind.drop(name.name, from: store) })
        } catch {
            return OutboxChange(error: error.description)
        }
    }

    private static func unknown(_ sink: SinkName) -> String {
        "the configuration in force has no \(sink); `newspool reload` takes over an edited one"
    }

    private func replay(
        _ question: ReplayQuestion, to sink: some Sink, _ answer: inout ReplayAnswer
    ) async throws(ActionError) {
        var seq = question.after
        while true {
            let batch = try await entries(after: seq, question)
            guard let last = batch.last else { break }
            do throws(DeliverError) {
                let count = try await sink.replay(batch)
                switch type(of: sink).replays {
                case .files: answer.filesWritten += count
                case .messages: answer.messagesQueued += count
                }
            } catch {
                throw .deliver(error)
            }
            answer.articles += batch.count
            seq = last.seq
        }
        do throws(DeliverError) {
            answer.linesWritten = try await sink.replayLines(after: question.after, until: question.until ?? .max)
        } catch {
            throw .deliver(error)
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
