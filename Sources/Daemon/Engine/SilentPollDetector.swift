import Files
import Foundation
import Schedule

/// Tells which polls have waited so long for their servers, by the measure of the others, that others may start in their
/// place: eight times what an answer took of late, a tenth of a second at least.
///
/// Before any server has answered there is no measure. The fewer places there are, the more it matters then that no poll is
/// taken for a silent one too soon: two seconds for up to ten, a third of a second for the default of 64. Once as many were
/// silent as there are places, an eighth of that must do for the next.
///
/// A poll whose document has come and is not read after a second is no different: large documents before it hold up no feed
/// that could be asked meanwhile. But what such polls hold stays bounded: beyond that they keep their places.
struct SilentPollDetector {
    private static let least = 0.1, factor = 8.0, longestFirst = 2.0, firstOfAllPlaces = 20.0
    /// Seconds that a document may wait and be read while its poll keeps its place.
    private static let reading = 1.0
    /// Bytes of documents whose polls may be without a place.
    static let room = 128 << 20
    private let places: Int
    private let first: Double

    private struct Wait {
        var since: Date
        /// Bytes of the document that has come and is to be read; nil: none has.
        var document: Int?

        /// - Parameter span: how long a server may be silent.
        func patience(_ span: Double) -> Double { document == nil ? span : SilentPollDetector.reading }
    }

    private var waits: [FeedKey: Wait] = [:]
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
        waits[key] = Wait(since: now)
        if waits.count == reported.count + 1 { nextLook = now + span }
    }

    /// A document of so many bytes has come: what its reading takes says nothing of servers.
    /// - Parameter took: what the server took, where the poll waited for something else as well.
    mutating func answered(_ key: FeedKey, bytes: Int, after took: Duration? = nil, at now: Date) {
        guard let wait = waits[key], wait.document == nil else { return }
        learn(took?.seconds ?? now.timeIntervalSince(wait.since))
        waits[key] = Wait(since: now, document: bytes)
        nextLook = min(nextLook ?? .distantFuture, now + Self.reading)
    }

    /// - Parameter hasAnswer: what a poll took that had none says nothing of the others. One that was reported to be silent and
    ///   was only slow does: where all servers are, they are the measure.
    mutating func end(_ key: FeedKey, hasAnswer: Bool, at now: Date) {
        reported.remove(key)
        guard let wait = waits.removeValue(forKey: key), hasAnswer, wait.document == nil else { return }
        learn(now.timeIntervalSince(wait.since))
    }

    private mutating func learn(_ seconds: Double) {
        let took = max(0, seconds)
        mean = mean.map { $0 + (took - $0) / 16 } ?? took
    }

    /// Those that give their places away now, each once.
    mutating func silent(at now: Date) -> [FeedKey] {
        if let nextLook, nextLook > now { return [] }
        let span = span, unreported = waits.lazy.filter { [reported] in !reported.contains($0.key) }
        let due = unreported.filter { $0.value.since <= now - $0.value.patience(span) }.map(\.key).sorted()
        var room = Self.room - reported.reduce(0) { $0 + (waits[$1]?.document ?? 0) }
        let silent = due.filter { key in
            guard let bytes = waits[key]?.document else { return true }
            guard bytes <= room else { return false }
            room -= bytes
            return true
        }
        reported.formUnion(silent)
        nextLook = followingLook(at: now)
        return silent
    }

    /// At most that often, for there are many to look at; the first that may be due is not missed by more.
    private func followingLook(at now: Date) -> Date {
        let span = span, unreported = waits.lazy.filter { [reported] in !reported.contains($0.key) }
        let first = unreported.map { $0.value.since + $0.value.patience(span) }.min()
        return max(now + span / 8, first ?? now + span)
    }
}
