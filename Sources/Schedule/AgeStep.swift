/// The age of a feed's newest item, in 16 steps: below 4 minutes, then doubling (4 to 8 minutes, ...), the last from 45 days on.
struct AgeStep: Equatable {
    static let count = 16
    private static let first = 240.0
    let index: Int

    init(index: Int) { self.index = index }

    init(seconds: Double) {
        let ratio = seconds / Self.first
        self.index = ratio < 1 ? 0 : min(Int(ratio.exponent) + 1, Self.count - 1)
    }

    /// The age in seconds at which the next step begins.
    var end: Double {
        index == Self.count - 1 ? .infinity : Double(sign: .plus, exponent: index, significand: Self.first)
    }
}
