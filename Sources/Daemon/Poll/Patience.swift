import Foundation
import Schedule

/// Tells which polls have waited so long for their servers, by the measure of the others, that somebody else may start in
/// their place: a quarter of a second and eight times what a poll took of late, two seconds where none has ended yet.
struct Patience {
    private static let least = 0.25, factor = 8.0, first = 2.0

    private var started: [FeedKey: Date] = [:]
    /// Polls that were told to be silent: what they take says nothing of the others.
    private var told: Set<FeedKey> = []
    private var mean: Double?
    /// Nothing new is to be told before.
    private(set) var nextLook: Date?

    private var span: Double {
        if let mean { return max(Self.least, Self.factor * mean) }
        return told.isEmpty ? Self.first : Self.first / 4
    }

    mutating func begin(_ key: FeedKey, at now: Date) {
        started[key] = now
        if started.count == told.count + 1 { nextLook = now + span }
    }

    mutating func end(_ key: FeedKey, at now: Date) {
        guard let start = started.removeValue(forKey: key) else { return }
        guard told.remove(key) == nil else { return }
        let took = max(0, now.timeIntervalSince(start))
        mean = mean.map { $0 + (took - $0) / 16 } ?? took
    }

    /// Those that are silent now, each once.
    mutating func silent(at now: Date) -> [FeedKey] {
        if let nextLook, nextLook > now { return [] }
        let due = now - span
        let silent = started.filter { $0.value <= due && !told.contains($0.key) }.map(\.key).sorted()
        told.formUnion(silent)
        // At most that often, for there are many to look at; the first that may be due is not missed by more.
        let oldest = started.lazy.filter { [told] in !told.contains($0.key) }.map(\.value).min()
        nextLook = max(now + span / 8, (oldest ?? now) + span)
        return silent
    }
}
