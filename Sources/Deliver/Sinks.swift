package import Config
package import Foundation
import Logging
import Model
package import Store

/// All sinks of the configuration.
package actor Sinks {
    package nonisolated let kinds: SinkKinds
    private let surroundings: SinkSurroundings
    private var order: [SinkName] = []
    private var byName: [SinkName: any Sink] = [:]
    /// Sinks that are gone from feeds.toml, with a message in flight perhaps.
    private var leaving: [Task<Void, Never>] = []

    private var all: [any Sink] { order.compactMap { byName[$0] } }

    package init(
        _ configuration: Configuration, _ surroundings: SinkSurroundings, kinds: SinkKinds = .standard
    ) {
        (self.surroundings, self.kinds) = (surroundings, kinds)
        order = kinds.names(in: configuration)
        for name in order { byName[name] = kinds.kind(of: name)?.init(name.name, configuration, surroundings) }
    }

    package subscript(name: SinkName) -> (any Sink)? { byName[name] }

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
        let before = byName
        let order = kinds.names(in: configuration)
        var byName: [SinkName: any Sink] = [:]
        for name in order {
            if let sink = before[name] {
                byName[name] = sink
                await sink.reload(configuration)
            } else {
                byName[name] = await opened(name, configuration)
            }
        }
        // At once, so that no one meanwhile sees only some of them.
        (self.order, self.byName) = (order, byName)
        kick()
        for (name, sink) in before where byName[name] == nil { leaving.append(Task { await sink.stop() }) }
    }

    private func opened(_ name: SinkName, _ configuration: Configuration) async -> (any Sink)? {
        guard let sink = kinds.kind(of: name)?.init(name.name, configuration, surroundings) else { return nil }
        do throws(DeliverError) {
            try await sink.open()
        } catch {
            // What waits for it is tried again and again, and told then.
            surroundings.logger.error("cannot deliver", metadata: ["sink": "\(name.name)", "error": "\(error)"])
        }
        return sink
    }

    /// When the oldest article was committed that any of them is still to take which the store keeps articles for.
    package func oldestWaiting() async throws(DeliverError) -> Date? {
        var oldest: Date?
        for sink in all where await sink.claim != nil {
            guard let date = try await sink.oldestWaiting() else { continue }
            oldest = min(oldest ?? date, date)
        }
        return oldest
    }

    /// Until when sinks of a kind send nothing, by name.
    package func rests(of kind: String) async -> [String: Date] {
        var rests: [String: Date] = [:]
        for name in order where name.kind == kind { rests[name.name] = await byName[name]?.condition.restsUntil }
        return rests
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
