package import Config
package import Foundation
import Logging
package import Model
package import Store

/// All sinks of the configuration.
package actor Sinks {
    /// Every kind there is, in the order in which they are opened.
    private static let kinds: [any Sink.Type] = [SpoolSink.self, WebhookSink.self]

    private struct Key: Hashable {
        let kind: ObjectIdentifier
        let name: String

        init(_ kind: any Sink.Type, _ name: String) { (self.kind, self.name) = (ObjectIdentifier(kind), name) }
    }

    private let surroundings: SinkSurroundings
    private var order: [Key] = []
    private var byKey: [Key: any Sink] = [:]
    /// Sinks that are gone from feeds.toml, with a message in flight perhaps.
    private var leaving: [Task<Void, Never>] = []

    private var all: [any Sink] { order.compactMap { byKey[$0] } }

    package init(_ configuration: Configuration, _ surroundings: SinkSurroundings) {
        self.surroundings = surroundings
        for kind in Self.kinds {
            for name in kind.names(in: configuration) {
                let key = Key(kind, name)
                order.append(key)
                byKey[key] = kind.init(name, configuration, surroundings)
            }
        }
    }

    /// Whose queue an article is put into when it is committed.
    package static func subscriptions(in configuration: Configuration) -> [Subscription] {
        kinds.flatMap { $0.subscriptions(in: configuration) }
    }

    package func sink<Kind: Sink>(_ kind: Kind.Type, _ name: String) -> Kind? { byKey[Key(kind, name)] as? Kind }

    package func open() async throws(DeliverError) {
        for sink in all { try await sink.open() }
    }

    /// Something may wait. Each is told by a task of its own: a disk that hangs keeps no webhook waiting, nor the other
    /// way round.
    package nonisolated func kick() {
        Task {
            for sink in await all { Task { await sink.kick() } }
        }
    }

    /// Delivers what waits, in all sinks beside each other, and says how they are after it.
    package func drain() async -> [(claim: SinkClaim?, condition: SinkCondition)] {
        await withTaskGroup(of: (SinkClaim?, SinkCondition).self) { group in
            for sink in all { group.addTask { (await sink.claim, await sink.drain()) } }
            var results: [(SinkClaim?, SinkCondition)] = []
            for await result in group { results.append(result) }
            return results
        }
    }

    /// Follows an edit of feeds.toml.
    package func reload(_ configuration: Configuration) async {
        let before = byKey
        var (order, byKey) = ([Key](), [Key: any Sink]())
        for kind in Self.kinds {
            for name in kind.names(in: configuration) {
                let key = Key(kind, name)
                order.append(key)
                if let sink = before[key] {
                    byKey[key] = sink
                    await sink.reload(configuration)
                } else {
                    byKey[key] = await opened(kind, name, configuration)
                }
            }
        }
        // At once, so that no one meanwhile sees only some of them.
        (self.order, self.byKey) = (order, byKey)
        kick()
        for (key, sink) in before where byKey[key] == nil { leaving.append(Task { await sink.stop() }) }
    }

    private func opened(_ kind: any Sink.Type, _ name: String, _ configuration: Configuration) async -> any Sink {
        let sink = kind.init(name, configuration, surroundings)
        do throws(DeliverError) {
            try await sink.open()
        } catch {
            // What waits for it is tried again and again, and told then.
            surroundings.logger.error("cannot deliver", metadata: ["sink": "\(name)", "error": "\(error)"])
        }
        return sink
    }

    /// When the oldest article was committed that any of them is still to take.
    package func oldestWaiting() async throws(DeliverError) -> Date? {
        var oldest: Date?
        for sink in all {
            guard let date = try await sink.oldestWaiting() else { continue }
            oldest = min(oldest ?? date, date)
        }
        return oldest
    }

    /// What the store must keep for them.
    package func claims() async -> (cursors: [CursorName], queues: [String]) {
        var claims: (cursors: [CursorName], queues: [String]) = ([], [])
        for sink in all {
            switch await sink.claim {
            case .cursor(let name): claims.cursors.append(name)
            case .queue(let name): claims.queues.append(name)
            case nil: break
            }
        }
        return claims
    }

    /// Removes what is older than asked for, until nothing is or the task is cancelled.
    package func tidy(now: Date) async throws(DeliverError) {
        let oldest = try await oldestWaiting()
        for sink in all {
            while try await sink.tidy(now: now, oldestWaiting: oldest), !Task.isCancelled {}
        }
    }

    /// Begins nothing new with anybody else, and waits for what is in flight.
    package func stop() async {
        await withTaskGroup { group in
            for sink in all { group.addTask { await sink.stop() } }
            for task in leaving { group.addTask { await task.value } }
        }
    }
}
