import Bytes
import FoundationEssentials
import Glibc

/// What a host's 429s have taught: how long it wants to rest, and how far apart it wants to be asked.
///
/// The spacing is the time from the first request of a run to the end of the rest, over the requests that were answered
/// in it: sixty an hour, one a minute and a bucket that refills all come out right. It halves every half day, so that a
/// limit that was lifted is forgotten.
struct HostLimit: Equatable, Sendable {
    /// Seconds of the first rest where the host names none, and of the longest guess and spacing.
    private static let firstRest = 30.0, longestRest = 900.0
    private static let halfLife = 43_200.0
    /// A host that refuses all requests for so long is broken for its feeds.
    private static let patience = 6 * 3600.0

    private var learned = 0.0
    private var learnedAt: Date?
    private var rest = 0.0
    /// The first request since the last rest, and the answers since then.
    private var runStart: Date?
    private var answers = 0
    /// The first 429 since the last answer.
    private var refusedSince: Date?

    var isKnown: Bool { learnedAt != nil }

    /// Seconds between the starts of two polls; 0: nothing is known.
    func spacing(now: Date) -> Double {
        guard let learnedAt else { return 0 }
        return learned * exp2(-max(0, now.timeIntervalSince(learnedAt)) / Self.halfLife)
    }

    mutating func start(now: Date) {
        runStart = runStart ?? now
        // Two days on there is nothing left of it worth keeping.
        if let learnedAt, now.timeIntervalSince(learnedAt) > 4 * Self.halfLife { (self.learnedAt, rest) = (nil, 0) }
    }

    mutating func answered() {
        answers += 1
        refusedSince = nil
    }

    /// - Returns: until when the host rests; nil: it refuses all for too long.
    mutating func refuse(retryAfter: Double?, closedUntil: Date?, now: Date) -> Date? {
        let asked = retryAfter.flatMap { $0 >= 0 ? min(max($0, 1), NextPoll.longestRetryAfter) : nil }
        // Others that were under way when the first was refused: one rest is enough.
        if let closedUntil, closedUntil > now { return max(closedUntil, now + (asked ?? 0)) }
        if let refusedSince, now.timeIntervalSince(refusedSince) > Self.patience { return nil }
        rest = refusedSince == nil ? Self.firstRest : min(max(2 * rest, Self.firstRest), Self.longestRest)
        let wait = asked ?? rest
        let run = now.timeIntervalSince(runStart ?? now) + wait
        let before = spacing(now: now)
        // A margin, for the server's clock begins when a request arrives there.
        let wanted = answers > 0 ? run / Double(answers) * 1.02 + 0.5 : max(2 * before, wait)
        learned = min(max(before, wanted), Self.longestRest)
        learnedAt = now
        refusedSince = refusedSince ?? now
        (runStart, answers) = (nil, 0)
        return now + wait
    }

    /// For the process that asks the host next; `init(encoded:)` reads it.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 41)
        writer.put(UInt8(1))
        for seconds in [learned, rest] { writer.put(seconds.bitPattern) }
        for date in [learnedAt, refusedSince] { writer.put(date) }
        return writer.bytes
    }

    init() {}

    init?(encoded: [UInt8]) {
        var reader = ByteReader(encoded)
        do throws(ByteReader.Short) {
            guard try reader.integer(UInt8.self) == 1 else { return nil }
            (learned, rest) = (Double(bitPattern: try reader.integer()), Double(bitPattern: try reader.integer()))
            (learnedAt, refusedSince) = (try reader.date(), try reader.date())
        } catch {
            return nil
        }
        guard (0...Self.longestRest).contains(learned), (0...Self.longestRest).contains(rest) else { return nil }
    }

    mutating func shift(by seconds: Double) {
        learnedAt = learnedAt.map { $0 + seconds }
        runStart = runStart.map { $0 + seconds }
        refusedSince = refusedSince.map { $0 + seconds }
    }
}
