import Synchronization

/// How many connections a listener may have: some whose requests come and are answered, and many more that only wait for news.
///
/// Where there is no room for another one, a connection makes way that has not sent all of a request: what waits for the next
/// request, or says nothing at all, keeps nobody else from being answered.
final class ConnectionPlaces: Sendable {
    /// Those of the connection that the task answers.
    @TaskLocal static var current: ConnectionPlaces?

    /// Connections that wait.
    static let waitingLimit = 4_096

    /// How far a connection is with its request.
    enum Stage {
        case head, body, whole
    }

    /// One whose request is not whole.
    private struct Silent {
        var stage = Stage.head
        /// Those that were silent first have the lowest.
        let turn: Int
        let client: ClientName
        let cut: @Sendable () -> Void
    }

    private struct State {
        var open: [Int: (client: ClientName, cut: @Sendable () -> Void)] = [:]
        var silent: [Int: Silent] = [:]
        /// Of those that are open, how many wait for news.
        var waiting = 0
        var lastPlace = 0
        var lastTurn = 0

        mutating func begin(_ place: Int) {
            guard let (client, cut) = open[place] else { return }
            lastTurn += 1
            silent[place] = Silent(turn: lastTurn, client: client, cut: cut)
        }

        /// The one that has been silent longest of the client that has most: among those that have sent no head of a request, or
        /// where there are none, among all whose request is not whole.
        func idlest() -> Int? {
            let heads = silent.filter { $0.value.stage == .head }
            let candidates = heads.isEmpty ? silent : heads
            var counts: [ClientName: Int] = [:]
            for one in candidates.values { counts[one.client, default: 0] += 1 }
            return candidates.max {
                let (one, other) = (counts[$0.value.client, default: 0], counts[$1.value.client, default: 0])
                return one == other ? $0.value.turn > $1.value.turn : one < other
            }?.key
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// - Parameter cut: ends the connection, which must `leave` then as well.
    /// - Returns: its place; nil where all are taken by connections that are being answered.
    func enter(_ client: ClientName, cut: @escaping @Sendable () -> Void) -> Int? {
        let (place, cutting) = state.withLock { state -> (Int?, (@Sendable () -> Void)?) in
            var cutting: (@Sendable () -> Void)?
            if state.open.count - state.waiting >= limit {
                guard let idlest = state.idlest() else { return (nil, nil) }
                cutting = state.silent.removeValue(forKey: idlest)?.cut
                state.open[idlest] = nil
            }
            state.lastPlace += 1
            state.open[state.lastPlace] = (client, cut)
            state.begin(state.lastPlace)
            return (state.lastPlace, cutting)
        }
        cutting?()
        return place
    }

    /// How far the connection is with its request; after a whole one the head of the next.
    func note(_ stage: Stage, at place: Int) {
        state.withLock { state in
            switch stage {
            case .head where state.silent[place] == nil: state.begin(place)
            case .head, .body: state.silent[place]?.stage = stage
            case .whole: state.silent[place] = nil
            }
        }
    }

    func leave(_ place: Int) {
        state.withLock { state in
            state.open[place] = nil
            state.silent[place] = nil
        }
    }

    /// - Returns: false where too many wait already: then there is an answer at once.
    func beginWait() -> Bool {
        state.withLock { state in
            guard state.waiting < Self.waitingLimit else { return false }
            state.waiting += 1
            return true
        }
    }

    /// The answer is made and sent, also where there are more open connections than the limit for a moment.
    func endWait() { state.withLock { $0.waiting -= 1 } }
}
