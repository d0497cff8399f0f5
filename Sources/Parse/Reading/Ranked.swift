/// A field that several elements can fill: the one of the highest rank wins, the first among equals.
struct Ranked<Value> {
    private(set) var value: Value?
    private var rank = -1

    mutating func offer(_ value: Value?, rank: Int) {
        guard let value, rank > self.rank else { return }
        (self.value, self.rank) = (value, rank)
    }

    /// The last among equals wins.
    mutating func offerLast(_ value: Value?, rank: some RawRepresentable<Int>) {
        guard let value, rank.rawValue >= self.rank else { return }
        (self.value, self.rank) = (value, rank.rawValue)
    }

    mutating func offer(_ value: Value?, rank: some RawRepresentable<Int>) { offer(value, rank: rank.rawValue) }
}
