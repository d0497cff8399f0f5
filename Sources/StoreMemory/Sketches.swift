import FoundationEssentials
import Model
import Store

/// The sketches of the last days' articles: which earlier article says nearly the same.
struct Sketches {
    private struct Sketch {
        var item: ItemID
        var hash: SimHash
        /// Milliseconds since 1970.
        var published: Int64
        /// Since 1970.
        var day: Int64
    }

    /// The earliest first.
    private var sketches: [Sketch] = []

    /// Notes an article's sketch. The next revision of an article takes the place of the last one.
    /// - Returns: the earliest article of the window that is nearly the same; nil for none, or without a sketch.
    mutating func place(_ item: RenderedItem, now: Int64) -> ItemID? {
        guard let hash = item.simHash else { return nil }
        sketches.removeAll { $0.item == item.id }
        let published = item.published.map(Instant.milliseconds) ?? now
        let span = NearWindow.days * Instant.day
        let earlier = sketches.first {
            $0.day >= Instant.days(now) - NearWindow.days && ($0.published - published).magnitude <= span
                && hash.distance(to: $0.hash) <= SimHash.tolerance
        }
        sketches.append(Sketch(item: item.id, hash: hash, published: published, day: Instant.days(now)))
        return earlier?.item
    }

    mutating func prune(today: Int64, limit: Int) -> Int {
        let old = sketches.indices.filter { sketches[$0].day < today - NearWindow.days }.prefix(limit)
        for index in old.reversed() { sketches.remove(at: index) }
        return old.count
    }
}
