import Config
import Control
import Deliver
import Store

/// What commands ask of the outbox.
extension Runtime {
    private var outboxControl: OutboxControl { OutboxControl(store: store, sinks: sinks) }

    func replay(_ question: ReplayQuestion) async -> ReplayAnswer {
        let answer = await outboxControl.replay(question)
        sinks.kick()
        return answer
    }

    func retry(_ sink: SinkName) async -> OutboxChange {
        let change = await outboxControl.retry(sink)
        sinks.kick()
        return change
    }

    /// Polls here, and asks the other nodes for what they have.
    func poll(_ names: [String]?) async -> PollAnswer {
        guard let nodes = store.nodes else { return await conductor.poll(names) }
        let elsewhere = await conductor.elsewhere(names)
        let others = Set(elsewhere)
        var answer = await conductor.poll(names.map { $0.filter { !others.contains($0) } })
        answer.feeds = configuration.feeds.count
        guard answer.unknown.isEmpty, !elsewhere.isEmpty else { return answer }
        do throws(StoreError) {
            answer.asked += try nodes.ask(for: elsewhere)
        } catch {
            answer.heldBack += elsewhere.map { .init(name: $0, reason: "\(error)") }
        }
        return answer
    }

    func drop(_ sink: SinkName) async -> OutboxChange { await outboxControl.drop(sink) }
}
