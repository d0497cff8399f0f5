import Schedule
import Testing

struct LeaseTermTests {
    @Test func itEndsBeforeTheStoreLetsGo() {
        var term = LeaseTerm(seconds: 10)
        #expect(!term.isValid(at: .zero))
        term.renew(askedAt: .seconds(100))
        #expect(term.isValid(at: .seconds(107.9)))
        #expect(!term.isValid(at: .seconds(108)))
        term.lapse()
        #expect(!term.isValid(at: .seconds(101)))
    }
}

struct LookTimesTests {
    /// When it renews within so many seconds, where the leases of others are valid for these at each renewal.
    private func renewals(within seconds: Int, others leases: (_ time: Double) -> [Double]) -> [Double] {
        var (times, time, renewals) = (LookTimes(), Duration.zero, [Double]())
        while time < .seconds(seconds) {
            if times.isRenewalDue(at: time) {
                let now = time / .seconds(1)
                renewals.append((now * 100).rounded() / 100)
                times.renewed(askedAt: time, others: leases(now).filter { $0 > 0 }, now: time)
            }
            time += times.pause(at: time)
        }
        return renewals
    }

    @Test func aLeaseIsRenewedEachTwoSecondsWhereAllLive() {
        #expect(renewals(within: 9) { _ in [8.1, 9.7] } == [0, 2, 4, 6, 8])
        #expect(renewals(within: 5) { _ in [] } == [0, 2, 4])
    }

    /// Another one was last renewed then, and died.
    @Test(arguments: 0..<20) func theEndOfAnothersLeaseIsMetAtOnce(_ tenth: Int) {
        let last = -Double(tenth) / 10
        let (end, all) = (last + 10, renewals(within: 13) { [last + 10 - $0, 9] })
        let first = all.first { $0 >= end } ?? .infinity
        #expect(first - end < 0.1, "\(all)")
        #expect(all.count <= 8, "\(all)")
    }

    @Test func newsIsFollowedByAShortPauseForAWhile() {
        var times = LookTimes()
        times.renewed(askedAt: .zero, others: [], now: .zero)
        #expect(times.pause(at: .zero) == .milliseconds(500))
        times.changed(at: .seconds(1))
        #expect(times.pause(at: .seconds(2.9)) == .milliseconds(100))
        #expect(times.pause(at: .seconds(3)) == .milliseconds(500))
        #expect(!times.isRenewalDue(at: .seconds(1.9)))
        times.renewSoon()
        #expect(times.isRenewalDue(at: .seconds(1.9)))
    }
}

struct ShareOutTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let held: [Int], free: [Int], rank: Int?, nodes: Int
        let take: Int, giveBack: [Int]
    }

    @Test(arguments: [
        Case(testDescription: "alone", held: [], free: Array(0..<8), rank: 0, nodes: 1, take: 8, giveBack: []),
        Case(testDescription: "half", held: [], free: Array(0..<8), rank: 1, nodes: 2, take: 4, giveBack: []),
        Case(
            testDescription: "too many", held: Array(0..<8), free: [], rank: 0, nodes: 2, take: 0,
            giveBack: [4, 5, 6, 7]),
        Case(testDescription: "rounded up", held: Array(0..<3), free: [], rank: 2, nodes: 3, take: 0, giveBack: []),
        Case(testDescription: "takes nothing", held: [1], free: [2], rank: nil, nodes: 2, take: 0, giveBack: []),
    ])
    func share(_ given: Case) {
        let out = ShareOut(held: given.held, free: given.free, of: 8, rank: given.rank, among: given.nodes)
        #expect(out.take.count == given.take)
        #expect(Set(out.take).count == given.take && Set(out.take).isSubset(of: given.free))
        #expect(out.giveBack == given.giveBack)
    }
}

/// Nodes that come, go, stop and lose their network, against a store as PostgreSQL is: never do two of them poll one shard.
struct LeaseModelTests {
    private struct Row {
        var until = 0.0
        var isTaking = true
    }

    private struct Node {
        var life = 0
        var term = LeaseTerm(seconds: 10)
        var held: Set<Int> = []
        var nextLook = 0.0
        var pausedUntil = 0.0
        /// Killed, until then.
        var backAt = 0.0
        /// A renewal whose answer is still on its way: what the store gave, and when it was asked for.
        var answer: (arrives: Double, asked: Double, held: Set<Int>)?
    }

    @Test(arguments: 0..<12)
    func noShardHasTwo(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let (shards, count) = (16, 2 + seed % 4)
        var (rows, holders) = ([Int: Row](), [Int?](repeating: nil, count: shards))
        var nodes = (0..<count).map { _ in Node() }
        var (lives, time, covered) = (0, 0.0, 0)
        while time < 120 {
            time += 0.1
            for index in nodes.indices {
                if random.unit() < 0.002 { nodes[index].pausedUntil = time + random.unit() * 20 }
                if random.unit() < 0.001 {
                    nodes[index].backAt = time + random.unit() * 15
                    (nodes[index].held, nodes[index].life) = ([], 0)
                    nodes[index].term.lapse()
                    nodes[index].answer = nil
                }
                guard nodes[index].backAt <= time, nodes[index].pausedUntil <= time else { continue }
                if let answer = nodes[index].answer, answer.arrives <= time {
                    nodes[index].term.renew(askedAt: .seconds(answer.asked))
                    (nodes[index].held, nodes[index].answer) = (answer.held, nil)
                }
                guard nodes[index].answer == nil, nodes[index].nextLook <= time else { continue }
                nodes[index].nextLook = time + 2
                let life = nodes[index].life
                if life == 0 || (rows[life]?.until ?? 0) <= time {
                    nodes[index].held = []
                    nodes[index].term.lapse()
                    lives += 1
                    nodes[index].life = lives
                }
                let me = nodes[index].life
                rows[me] = Row(until: time + 10)
                let alive = rows.filter { $0.value.until > time }
                let mine = holders.indices.filter { holders[$0] == me }
                let free = holders.indices.filter { holders[$0].map { alive[$0] == nil } ?? true }
                let rank = alive.keys.sorted().firstIndex(of: me)
                let out = ShareOut(held: mine, free: free, of: shards, rank: rank, among: alive.count)
                for shard in out.take { holders[shard] = me }
                nodes[index].held.subtract(out.giveBack)
                for shard in out.giveBack { holders[shard] = nil }
                let held = Set(holders.indices.filter { holders[$0] == me })
                nodes[index].answer = (time + random.unit() * 3, time, held)
            }
            var users: [Int: Int] = [:]
            for node in nodes
            where node.backAt <= time && node.pausedUntil <= time && node.term.isValid(at: .seconds(time)) {
                for shard in node.held { users[shard, default: 0] += 1 }
            }
            guard users.values.allSatisfy({ $0 == 1 }) else {
                Issue.record("two nodes poll one shard at \(time)")
                return
            }
            if users.count == shards { covered += 1 }
        }
        #expect(covered > 100, "of 1,200 looks")
    }
}
