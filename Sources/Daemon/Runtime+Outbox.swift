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

    func drop(_ sink: SinkName) async -> OutboxChange { await outboxControl.drop(sink) }
}
