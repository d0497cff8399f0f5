import Dispatch
import Store
import Synchronization

/// A few connections for all calls of a store, made when they are needed and anew where they broke.
final class ConnectionPool: Sendable {
    /// Connected, and lent to no one; used by the one call that has taken it.
    private struct Idle: @unchecked Sendable {
        var connections: [Connection] = []
        /// A server that did not answer is not asked again by each of many calls at once.
        var failure: (fault: ServerFault, until: ContinuousClock.Instant)?
        /// Which of several hosts took writes when a connection was made.
        var place = 0
        var isClosed = false
    }

    private static let pause = Duration.milliseconds(500)

    private let target: Target
    private let haste: Haste
    private let onConnect: @Sendable (Connection) throws(ServerFault) -> Void
    private let places: DispatchSemaphore
    private let idle = Mutex(Idle())

    /// - Parameter onConnect: called with each new connection before anything else.
    init(
        _ target: Target, size: Int, haste: Haste = Haste(),
        onConnect: @escaping @Sendable (Connection) throws(ServerFault) -> Void = { _ throws(ServerFault) in }
    ) {
        (self.target, self.haste, self.onConnect) = (target, haste, onConnect)
        places = DispatchSemaphore(value: size)
    }

    /// - Parameter body: may be called a second time where the connection that was lying there was broken.
    func with<T>(_ body: (Connection) throws(ServerFault) -> T) throws(ServerFault) -> T {
        places.wait()
        defer { places.signal() }
        while let kept = idle.withLock({ $0.connections.popLast() }) {
            do throws(ServerFault) {
                return try use(kept, body)
            } catch {
                // The server was started anew meanwhile, or the network has forgotten the connection.
                guard error.isConnection, !error.mayBeDone, !haste.hasBegun else { throw error }
            }
        }
        return try use(try connect(), body)
    }

    private func use<T>(_ connection: Connection, _ body: (Connection) throws(ServerFault) -> T) throws(ServerFault)
        -> T
    {
        defer {
            if !connection.isBroken {
                let kept = Idle(connections: [connection])
                idle.withLock { if !$0.isClosed { $0.connections += kept.connections } }
            }
        }
        return try body(connection)
    }

    private func connect() throws(ServerFault) -> Connection {
        let failure = idle.withLock { $0.failure }
        if let failure, failure.until > .now || haste.hasBegun { throw failure.fault }
        do throws(ServerFault) {
            let connection = try reach()
            try onConnect(connection)
            idle.withLock { $0.failure = nil }
            return connection
        } catch {
            idle.withLock { $0.failure = (error, .now + Self.pause) }
            throw error
        }
    }

    /// The first host that takes writes, from the one that did.
    private func reach() throws(ServerFault) -> Connection {
        let places = target.places
        guard places.count > 1 else {
            return try Connection(target, patience: Double(Target.connectSeconds * 3), haste: haste)
        }
        let first = idle.withLock(\.place)
        var reasons: [String] = []
        for number in places.indices.map({ (first + $0) % places.count }) {
            do throws(ServerFault) {
                let connection = try Connection(
                    target, at: places[number], patience: Double(Target.connectSeconds), haste: haste)
                idle.withLock { $0.place = number }
                return connection
            } catch {
                reasons.append(error.reason)
            }
        }
        throw ServerFault(connectionReason: reasons.joined(separator: "; "))
    }

    /// Lets go of connections that nothing needs now.
    func shrink() { idle.withLock { $0.connections = [] } }

    func close() {
        idle.withLock {
            $0.isClosed = true
            $0.connections = []
        }
    }
}
