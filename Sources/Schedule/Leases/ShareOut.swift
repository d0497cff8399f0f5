/// Which shards a node takes and which it gives back, so that all have about as many.
///
/// Each node decides for itself from what it sees. Nothing is taken from one that lives: who has more than its share gives
/// back, and who has less takes what is free.
public struct ShareOut: Sendable, Equatable {
    public var take: [Int] = []
    public var giveBack: [Int] = []

    /// - Parameters:
    ///   - held: what this node has.
    ///   - free: what no one has, or one that is dead.
    ///   - shards: all that are shared out.
    ///   - rank: this node's place among those that take, from 0; nil: it takes nothing now, and keeps what it has.
    ///   - nodes: how many take.
    public init(held: [Int], free: [Int], of shards: Int, rank: Int?, among nodes: Int) {
        guard let rank, nodes > 0 else { return }
        let share = (shards + nodes - 1) / nodes
        if held.count > share { giveBack = Array(held.sorted().suffix(held.count - share)) }
        let wanted = min(share - held.count, free.count)
        guard wanted > 0 else { return }
        // Each begins elsewhere, so that they seldom want the same.
        let start = free.count * (rank % nodes) / nodes
        take = (0..<wanted).map { free[(start + $0) % free.count] }
    }
}
