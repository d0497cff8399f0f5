import Foundation
import Schedule

/// Tells which polls have waited so long for their servers, by the measure of the others, that others may start in their
/// place: eight times what an answer took of late, a tenth of a second at least.
///
/// Before any server has answered there is no measure. The fewer places there are, the more it matters then that no poll is
/// taken for a silent one too soon: two seconds for up to ten, a third of a second for the default of 64. Once as many were
/// silent as there are places, an eighth of that must do for the next.
struct SilentPollDetector {
    private static let least = 0.1, factor = 8.0, longestFirst = 2.0, firstOfAllPlaces = 20.0
    private let places: Int
    private let first: Double

    private var started: [FeedKey: Date] = [:]
    /// Polls that were reported to be silent.
    private var reported: Set<FeedKey> = []
    /// Seconds to an answer.
    private var mean: Double?
    /// Nothing new is to be reported before.
    private(set) var nextLook: Date?

    /// - Parameter places: how many polls may run at one time.
    init(places: Int) {
        self.places = places
        first = min(Self.longestFirst, Self.firstOfAllPlaces / Double(max(1, places)))
    }

    private var span: Double {
        if let mean { return max(Self.least, Self.factor * mean) }
        return reported.count < places ? first : first / 8
    }

    mutating func begin(_ key: FeedKey, at now: Date) {
        started[key] = now
        if started.count == reported.count + 1 { nextLook = now + span }
    }

    /// - Parameter hasAnswer: what a poll took that had none says nothing of the others. One that was reported to be silent and
    ///   was only slow does: where all servers are, they are the measure.
    mutating func end(_ key: FeedKey, hasAnswer: Bool, at now: Date) {
        reported.remove(key)
        guard let start = started.removeValue(forKey: key), hasAnswer else { return }
        let took = max(0, now.timeIntervalSince(start))
        mean = mean.map { $0 + (took - $0) / 16 } ?? took
    }

    /// Those that are silent now, each once.
    mutating func silent(at now: Date) -> [FeedKey] {
        if let nextLook, nextLook > now { return [] }
        let due = now - span
        let silent = started.filter { $0.value <= due && !reported.contains($0.key) }.map(\.key).sorted()
        reported.formUnion(silent)
        // At most that often, for there are many to look at; the first that may be due is not missed by more.
        let oldest = started.lazy.filter { [reported] in !reported.contains($0.key) }.map(\.value).min()
        nextLook = max(now + span / 8, (oldest ?? now) + span)
        return silent
    }
}
