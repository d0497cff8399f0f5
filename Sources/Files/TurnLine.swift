/// A line in which what is small goes before what is large, and nothing waits for ever.
///
/// Elements are told apart by the size of their weights, by fours. Those of one size go in the order in which they came, and
/// the sizes share what is done: while several of them wait, as much weight goes of each (self-clocked fair queueing). So a
/// small one passes all large ones but for those that are being done, and many small ones hold a large one up for no more
/// than they would if each had half of the time.
///
/// Made for its elements where it is used: every poll passes through two.
public struct TurnLine<Element> {
    @usableFromInline
    struct Lane {
        /// Those that have gone are nil.
        @usableFromInline var places: [(turn: Int, weight: Int, element: Element?)] = []
        /// `places` begins here.
        @usableFromInline var head = 0
        /// The last one's.
        @usableFromInline var lastTurn = 0

        @inlinable init() {}

        @inlinable var first: (turn: Int, weight: Int)? {
            head < places.count ? (places[head].turn, places[head].weight) : nil
        }

        @inlinable
        mutating func popFirst() -> Element? {
            let first = places[head].element
            places[head].element = nil
            head += 1
            if head == places.count || head > 64 && head > places.count / 2 {
                places.removeFirst(head)
                head = 0
            }
            return first
        }
    }

    @usableFromInline var lanes: [Lane] = []
    /// Of the element that went last.
    @usableFromInline var turn = 0

    @inlinable public var count: Int { lanes.reduce(0) { $0 + $1.places.count - $1.head } }

    @inlinable public init() {}

    @inlinable public var isEmpty: Bool { lanes.allSatisfy { $0.head == $0.places.count } }

    @inlinable
    public mutating func append(_ element: Element, weight: Int) {
        let lane = Self.lane(of: weight)
        while lanes.count <= lane { lanes.append(Lane()) }
        let turn = max(turn, lanes[lane].lastTurn) + weight
        lanes[lane].lastTurn = turn
        lanes[lane].places.append((turn, weight, element))
    }

    /// Whether there is one that would be taken next where none may weigh more.
    @inlinable
    public func hasNext(weighingAtMost limit: Int) -> Bool {
        lanes.contains { $0.first.map { $0.weight <= limit } ?? false }
    }

    /// Takes the next element out.
    /// - Parameter limit: only one that weighs no more than that; nil where none of the firsts does.
    @inlinable
    public mutating func popFirst(weighingAtMost limit: Int = .max) -> Element? {
        var next: (lane: Int, turn: Int)?
        for (lane, waiting) in lanes.enumerated() {
            guard let first = waiting.first, first.weight <= limit else { continue }
            if let next, next.turn <= first.turn { continue }
            next = (lane, first.turn)
        }
        guard let next else { return nil }
        turn = max(turn, next.turn)
        return lanes[next.lane].popFirst()
    }

    /// All that waits, in no order; nothing does afterwards.
    @inlinable
    public mutating func removeAll() -> [Element] {
        defer { self = Self() }
        return lanes.flatMap { $0.places.compactMap(\.element) }
    }

    @inlinable
    static func lane(of weight: Int) -> Int { (Int.bitWidth - max(0, weight).leadingZeroBitCount + 1) / 2 }
}
