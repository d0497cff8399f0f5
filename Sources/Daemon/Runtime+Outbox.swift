import Config
import Control
import Deliver
import Files
import Foundation
import Model
import Polling
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

    /// Reads a document here, or has the node read it that polls the feed.
    func ingest(_ document: PushedDocument, for feed: String) async -> IngestAnswer {
        guard let nodes = store.nodes, await !conductor.elsewhere([feed]).isEmpty else {
            return await conductor.ingest(document, for: feed)
        }
        let brought = BroughtDocument(
            bytes: document.bytes, contentType: document.contentType, address: document.address)
        do throws(StoreError) {
            guard let id = try nodes.bring(brought, for: feed) else {
                return IngestAnswer(refused: "no node knows '\(feed)' yet")
            }
            let end = clock.uptime() + Self.patience
            while clock.uptime() < end {
                await clock.sleep(.milliseconds(100))
                if let bytes = try nodes.takeAnswer(to: id),
                    let answer = try? JSONDecoder().decode(IngestAnswer.self, from: Data(bytes))
                {
                    return answer
                }
            }
            return IngestAnswer(
                refused: "the node that polls '\(feed)' has not read it yet; the document is kept until it has")
        } catch {
            return IngestAnswer(failure: PollFailure(error))
        }
    }

    /// For an answer of another node: those of `ingest` that read a document take a minute at most.
    private static let patience = Duration.seconds(90)

    func drop(_ sink: SinkName) async -> OutboxChange { await outboxControl.drop(sink) }
}
