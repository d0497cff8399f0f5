import FoundationEssentials

/// One host: how many polls run there, when the next may start, and which feeds wait for a place.
struct Host: Sendable {
    let name: String
    let isPrivate: Bool
    /// No network leads there: the feed is read on this machine.
    let isLocal: Bool
    /// Feeds of the schedule that are polled there.
    var feeds = 0
    private(set) var running = 0
    /// A 429's Retry-After, for all feeds of the host.
    private(set) var closedUntil: Date?
    /// Feeds that are due, in the order in which they came.
    var queue = WaitingLine()
    /// Whether `Schedule.ready` holds the host; it does so once at most.
    var isListed = false
    private var nextStart: Date?
    private(set) var limit = HostLimit()

    init(name: String, isPrivate: Bool, isLocal: Bool) {
        (self.name, self.isPrivate, self.isLocal) = (name, isPrivate, isLocal)
    }

    /// When the next poll may start, as far as spacing and Retry-After go; nil: at any time.
    var opens: Date? {
        guard let nextStart, let closedUntil else { return nextStart ?? closedUntil }
        return max(nextStart, closedUntil)
    }

    /// Whether nothing would be lost with it: it has no feed, no poll and no Retry-After.
    var isForgettable: Bool {
        feeds == 0 && running == 0 && !isListed && closedUntil == nil && !limit.isKnown
    }

    func isClosed(now: Date) -> Bool { closedUntil.map { $0 > now } ?? false }

    mutating func close(until date: Date) { closedUntil = max(date, closedUntil ?? date) }

    mutating func start(now: Date, delay: Double) {
        running += 1
        limit.start(now: now)
        let delay = max(delay, limit.spacing(now: now))
        nextStart = delay > 0 ? now + delay : nil
    }

    /// It is asked in this moment, or was by another process before it.
    mutating func wait(delay: Double, now: Date) {
        let delay = max(delay, limit.spacing(now: now))
        if delay > 0 { nextStart = max(nextStart ?? now, now + delay) }
    }

    /// What it asked of another process.
    mutating func learn(_ limit: HostLimit) {
        if !self.limit.isKnown { self.limit = limit }
    }

    /// A document came by itself: nothing is asked of the host.
    mutating func receive() { running += 1 }

    mutating func finish() { running -= 1 }

    mutating func answered() { limit.answered() }

    /// Takes a 429.
    /// - Returns: until when the host is left alone; nil where it refuses all for so long that its feeds fail.
    mutating func refuse(retryAfter: Double?, now: Date) -> Date? {
        let until = limit.refuse(retryAfter: retryAfter, closedUntil: closedUntil, now: now)
        if let until {
            close(until: until)
            nextStart = nextStart.map { max($0, until) }
        }
        return until
    }

    /// Moves what is to come by a correction of the clock.
    mutating func shift(by seconds: Double) {
        closedUntil = closedUntil.map { $0 + seconds }
        nextStart = nextStart.map { $0 + seconds }
        limit.shift(by: seconds)
    }
}

/// First in, first out, in amortized constant time; holds what is due only.
struct WaitingLine: Sendable {
    private var tickets: [Ticket] = []
    private var head = 0

    var isEmpty: Bool { head == tickets.count }
    var first: Ticket? { isEmpty ? nil : tickets[head] }

    mutating func append(_ ticket: Ticket) { tickets.append(ticket) }

    mutating func popFirst() -> Ticket? {
        guard head < tickets.count else { return nil }
        let first = tickets[head]
        head += 1
        if head == tickets.count || head > 64 && head > tickets.count / 2 {
            tickets.removeFirst(head)
            head = 0
        }
        return first
    }
}

/// A place in a queue for the feed in a slot. Void as soon as the slot has another number: what was queued is never
/// searched for, but passed over when its turn comes.
struct Ticket: Equatable, Sendable {
    let slot: Int32
    let number: UInt32
}
