/// A field that several elements can fill: the one of the highest rank wins, the first among equals.
struct Ranked<Value> {
    private(set) var value: Value?
    private var rank = -1

    mutating func offer(_ value: consuming Value?, rank: Int) {
        guard rank > self.rank, value != nil else { return }
        self.value = value
        self.rank = rank
    }

    /// Whether the value is one of this rank.
    func isOf(_ rank: some RawRepresentable<Int>) -> Bool { rank.rawValue == self.rank }

    /// The last among equals wins.
    mutating func offerLast(_ value: Value?, rank: some RawRepresentable<Int>) {
        guard let value, rank.rawValue >= self.rank else { return }
        (self.value, self.rank) = (value, rank.rawValue)
    }

    mutating func offer(_ value: consuming Value?, rank: some RawRepresentable<Int>) {
        offer(value, rank: rank.rawValue)
    }

    /// The value, which is gone after.
    mutating func take() -> Value? { value.take() }
}
