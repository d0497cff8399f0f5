import Dispatch
import Store
import Synchronization

/// A few connections for all calls of a store, made when they are needed and anew where they broke.
final class ConnectionPool: Sendable {
    /// Connected, and lent to no one; used by the one call that has taken it.
    private struct Idle: @unchecked Sendable {
        var connections: [Connection] = []
        var isClosed = false
    }

    private let target: Target
    private let reach: Reach
    private let onConnect: @Sendable (Connection) throws(ServerFault) -> Void
    private let places: DispatchSemaphore
    private let idle = Mutex(Idle())

    /// - Parameter onConnect: called with each new connection before anything else.
    init(
        _ target: Target, size: Int, reach: Reach = Reach(),
        onConnect: @escaping @Sendable (Connection) throws(ServerFault) -> Void = { _ throws(ServerFault) in }
    ) {
        (self.target, self.reach, self.onConnect) = (target, reach, onConnect)
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
                guard error.isConnection, !error.mayBeDone, !reach.haste.hasBegun else { throw error }
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
        if let failure = reach.failure { throw failure }
        do throws(ServerFault) {
            let connection = try connectToFirst()
            try onConnect(connection)
            reach.note(nil)
            return connection
        } catch {
            reach.note(error)
            throw error
        }
    }

    /// The first host that takes writes, from the one that did.
    private func connectToFirst() throws(ServerFault) -> Connection {
        let places = target.places
        guard places.count > 1 else { return try connect(to: nil) }
        let first = reach.place
        var reasons: [String] = []
        for number in places.indices.map({ (first + $0) % places.count }) {
            do throws(ServerFault) {
                let connection = try connect(to: places[number])
                reach.place = number
                return connection
            } catch {
                reasons.append(error.reason)
            }
        }
        throw ServerFault(connectionReason: reasons.joined(separator: "; "))
    }

    private func connect(to place: Target.Place?) throws(ServerFault) -> Connection {
        try Connection(target, at: place, patience: Double(Target.connectSeconds), haste: reach.haste)
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
