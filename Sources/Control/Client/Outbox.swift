public import Config
package import Deliver
import Foundation
import Settings
public import Store

/// The outbox as a command works on it: through the daemon where one runs on the state directory, else by itself.
public struct Outbox: Sendable {
    private let configuration: Configuration
    private let store: any StoreOpener
    private let client: ControlClient

    public init(_ configuration: Configuration, store: any StoreOpener) {
        (self.configuration, self.store) = (configuration, store)
        client = ControlClient(configuration.daemon)
    }

    /// Writes missing files of articles again, byte for byte, or tells a webhook again, with the same ids.
    ///
    /// - Parameters:
    ///   - seq: articles with a higher number.
    ///   - last: and up to this one; nil: to the end.
    package func replay(
        to sink: SinkName, after seq: Int64, until last: Int64?
    ) async throws(ActionError) -> ReplayAnswer {
        let question = ReplayQuestion(after: seq, until: last, sink: sink)
        guard let control = try own() else { return try ask("/replay", question) }
        return await control.replay(question)
    }

    /// Makes all that waits for a sink due now, and starts it again where its receiver stopped it.
    package func retry(_ sink: SinkName) async throws(ActionError) -> OutboxChange {
        guard let control = try own() else { return try ask("/retry", sink) }
        return await control.retry(sink)
    }

    /// Forgets all that waits for a sink, what was given up among it.
    package func drop(_ sink: SinkName) async throws(ActionError) -> OutboxChange {
        guard let control = try own() else { return try ask("/drop", sink) }
        return await control.drop(sink)
    }

    /// Each webhook of feeds.toml, in its order, then those that are gone from it and still have messages.
    public func webhooks() throws(ActionError) -> [StatusReport.WebhookPart] {
        let store = try look()
        do throws(StoreError) {
            return try StatusReader(configuration, store: store).webhooks(rests: client.webhookRests())
        } catch {
            throw .store(error)
        }
    }

    /// What waits for one webhook and what was given up, by number, at most `limit`.
    public func messages(of webhook: String, limit: Int) throws(ActionError) -> [MessageReport] {
        guard let store = try look() else { return [] }
        do throws(StoreError) {
            return try store.messages(of: webhook, limit: limit).map { MessageReport($0) }
        } catch {
            throw .store(error)
        }
    }

    // MARK: -

    /// Nil where another process works on the state directory.
    private func own() throws(ActionError) -> OutboxControl? {
        do throws(StoreError) {
            let store = try store.open(for: .command)
            return OutboxControl(store: store, sinks: Sinks(configuration, SinkSurroundings(store: store)))
        } catch .locked {
            return nil
        } catch {
            throw .store(error)
        }
    }

    /// Beside the process that owns the store; nil where there is none yet.
    private func look() throws(ActionError) -> (any StoreReading)? {
        do throws(StoreError) {
            return try store.openForReading()
        } catch {
            throw .store(error)
        }
    }

    private func ask<Answer: Decodable>(_ path: String, _ question: some Encodable) throws(ActionError) -> Answer {
        let body = (try? JSONEncoder().encode(question)) ?? Data()  // strings and numbers always can be
        do throws(ControlClient.Unreachable) {
            return try client.decode(try client.post(path, body))
        } catch {
            throw .unreachable(reason: error.reason)
        }
    }
}
