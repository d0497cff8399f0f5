import FoundationEssentials

/// A rhythm's calendar profiles as factors with mean 1: how much likelier than usual an item is at a time of the week.
struct Shape {
    private var hours = InlineArray<24, Double>(repeating: 1)
    private var weekdays = InlineArray<7, Double>(repeating: 1)
    private var phases = InlineArray<12, Double>(repeating: 1)

    init(_ rhythm: Rhythm) {
        Self.fill(&hours, from: rhythm.hours, belief: 6, spread: 0.15)
        Self.fill(&weekdays, from: rhythm.weekdays, belief: 7, spread: 0)
        Self.fill(&phases, from: rhythm.phases, belief: 12, spread: 0.1)
    }

    /// - Parameters:
    ///   - belief: how many items would have to come to believe the tally as much as a flat profile.
    ///   - spread: the part of an item that counts for each neighbour: it might as well have come a bit later.
    private static func fill<let size: Int>(
        _ factors: inout InlineArray<size, Double>, from tally: Tally<size>, belief: Double, spread: Double
    ) {
        let scale = Double(size) / (tally.total + belief)
        let flat = belief / Double(size)
        for bin in factors.indices {
            let sides = tally[bin == 0 ? size - 1 : bin - 1] + tally[bin == size - 1 ? 0 : bin + 1]
            factors[bin] = scale * (flat + (1 - 2 * spread) * tally[bin] + spread * sides)
        }
    }

    /// The factor of an hour of the week, whatever its minute.
    func factor(of hour: UTCHour) -> Double { hours.span[hour.ofDay] * weekdays.span[hour.weekday] }

    /// How the hour's factor is shared among its minutes.
    func factor(of phase: Phase) -> Double { phases.span[phase.index] }
}
