public import FoundationEssentials
import HeapModule

/// Who is due, and who may start: the daemon's order of polls.
///
/// A value without clock or I/O: the time is an argument, chance comes from a seeded generator. Every operation takes
/// O(log n) for n feeds. Each feed is in one of four places: asleep in `due`, waiting in its host's line, running, or
/// nowhere (gone, disabled). A full host keeps its feeds in its own line, so that they never come before the others.
public struct Schedule: Sendable {
    /// Whether feeds come back after their poll.
    public enum Mode: Sendable {
        case forever
        /// `run --once`: each feed added is due at once, whatever its interval, freshness or back-off say, and is polled
        /// once at most; not those gone, disabled or under Retry-After. All is done when `next` says
        /// `.wait(until: nil)` and neither `running` nor `stalled` is left.
        case once
    }

    private let mode: Mode
    private(set) var options: ScheduleOptions
    private var generator: SplitMix64
    private var promptStartsLeft: Int

    var entries: [Entry] = []
    private var freeSlots: [Int32] = []
    private(set) var slots: [FeedKey: Int32] = [:]
    private var due = Heap<Due>()

    var hosts: [Host] = []
    private var hostNumbers: [String: Int32] = [:]
    private var freeHosts: [Int32] = []
    private var ready = Heap<Ready>()
    /// Hosts of a side of the network that cannot be reached, and when the next feed there may be tried.
    private var outages: [Bool: Date] = [:]
    /// `.once`: feeds that were not read because their hosts want to be left alone.
    public private(set) var heldBack = 0
    /// Counts what was queued: first come, first served among equal dates.
    private var turns: UInt64 = 0

    /// Polls under way that take one of the places of `concurrency`.
    public private(set) var running = 0
    /// Polls under way whose servers are silent: they gave their place to others.
    public private(set) var stalled = 0

    public var isFull: Bool { running >= options.concurrency }

    /// - Parameters:
    ///   - seed: of the jitter; the same seed and calls give the same dates.
    ///   - capacity: how many feeds to make room for; more may come.
    public init(options: ScheduleOptions, seed: UInt64, mode: Mode = .forever, capacity: Int = 0) {
        self.mode = mode
        self.options = options
        self.generator = SplitMix64(seed: seed)
        self.promptStartsLeft = options.promptStarts
        entries.reserveCapacity(capacity)
        slots.reserveCapacity(capacity)
        due.reserveCapacity(capacity)
    }

    /// Feeds in the schedule, those included that are gone or disabled.
    public var count: Int { slots.count }

    /// What `status` shows: as the last `finish` gave it, but with the Retry-After of the host. Nil for an unknown feed.
    public func timing(of key: FeedKey) -> FeedTiming? {
        guard let slot = slots[key] else { return nil }
        let entry = entries[Int(slot)]
        var timing = entry.timing
        if !entry.isEnabled {
            timing.nextPoll = nil
            timing.why = .disabled
        } else if entry.isPushed {
            timing.nextPoll = nil
            timing.why = .push
        } else if let next = timing.nextPoll {
            let host = hosts[Int(entry.host)]
            if let closed = host.closedUntil, closed > next {
                (timing.nextPoll, timing.why) = (closed, .retryAfter)
            } else if let probe = outage(at: host), probe > next {
                (timing.nextPoll, timing.why) = (probe, .network)
            } else if let opens = host.opens, opens > next, !entry.isRunning {
                (timing.nextPoll, timing.why) = (opens, .host)
            }
        }
        return timing
    }

    /// Where a feed is polled.
    public func host(of key: FeedKey) -> (name: String, isPrivate: Bool, isLocal: Bool)? {
        slots[key].map { hosts[Int(entries[Int($0)].host)] }.map { ($0.name, $0.isPrivate, $0.isLocal) }
    }

    /// Whether enough feeds on enough hosts are polled to tell a dead network from dead hosts.
    public func canJudgeNetwork(isPrivate: Bool) -> Bool {
        var (found, feeds) = (0, 0)
        // In place, for there may be as many hosts as feeds.
        for number in hosts.indices
        where hosts[number].isPrivate == isPrivate && !hosts[number].isLocal && hosts[number].feeds > 0 {
            (found, feeds) = (found + 1, feeds + hosts[number].feeds)
            if found >= NetworkJudge.leastHosts, feeds >= NetworkJudge.leastFeeds { return true }
        }
        return false
    }

    // MARK: - Feeds come and go

    /// Adds a feed; one that is there already is updated.
    public mutating func add(_ feed: ScheduledFeed, arrival: Arrival = .start, now: Date) {
        if let slot = slots[feed.key] {
            guard entries[Int(slot)].isLeaving else { return update(feed, now: now) }
            // Removed and added again while its poll is under way: that poll's end schedules it.
            entries[Int(slot)].isLeaving = false
            entries[Int(slot)].timing = feed.timing
            return configure(slot, as: feed)
        }
        let slot = freeSlots.popLast() ?? Int32(entries.count)
        var entry = Entry(feed, host: host(of: feed))
        entry.bound(maxInterval: entry.pace(options).maxInterval, now: now)
        if let until = entry.timing.retryAfterUntil, until > now, entry.timing.isHostWide {
            hosts[Int(entry.host)].close(until: until)
        }
        if Int(slot) == entries.count {
            entries.append(entry)
        } else {
            entry.number = entries[Int(slot)].number
            entries[Int(slot)] = entry
        }
        slots[feed.key] = slot
        hosts[Int(entry.host)].feeds += 1
        guard entry.isPollable, let date = firstDue(entry, arrival: arrival, now: now) else { return }
        entries[Int(slot)].timing.nextPoll = date
        enqueue(slot, at: date)
    }

    /// Takes a feed out; a poll of it that is under way is still to be finished.
    public mutating func remove(_ key: FeedKey) {
        guard let slot = slots[key] else { return }
        if entries[Int(slot)].isRunning {
            entries[Int(slot)].isLeaving = true
        } else {
            release(slot)
        }
    }

    /// Takes over a feed's settings after a reload; `feed.timing` is not looked at, and the next poll stays where it is,
    /// but for a shorter interval, which may bring it nearer. An unknown feed is added and due at once.
    public mutating func update(_ feed: ScheduledFeed, now: Date) {
        guard let slot = slots[feed.key], !entries[Int(slot)].isLeaving else {
            return add(feed, arrival: .reload, now: now)
        }
        let before = entries[Int(slot)]
        configure(slot, as: feed)
        let after = entries[Int(slot)]
        if !before.isEnabled && after.isEnabled || before.host != after.host { requeue(slot, now: now) }
        if before.pace(options) != after.pace(options) { hasten(slot, now: now) }
        if !after.isEnabled { entries[Int(slot)].number &+= 1 }
    }

    /// Takes over new defaults after a reload; feeds follow as in `update(_:now:)`.
    public mutating func update(_ options: ScheduleOptions, now: Date) {
        let old = self.options
        self.options = options
        for slot in slots.values where entries[Int(slot)].pace(old) != entries[Int(slot)].pace(options) {
            hasten(slot, now: now)
        }
    }

    /// A feed that was edited, or added again by hand: neither gone nor failing any more, and due now.
    /// - Parameter moved: it has another URL now.
    public mutating func revive(_ key: FeedKey, moved: Bool = false, now: Date) {
        guard let slot = slots[key] else { return }
        entries[Int(slot)].timing = entries[Int(slot)].timing.revived(moved: moved)
        pollNow(key, now: now)
    }

    /// Makes a feed due now, whatever its interval, freshness or back-off say.
    /// - Returns: false where it will not be polled now: unknown, disabled, gone, or under Retry-After (its own or its
    ///   host's).
    @discardableResult
    public mutating func pollNow(_ key: FeedKey, now: Date) -> Bool {
        guard let slot = slots[key], entries[Int(slot)].isPollable, !entries[Int(slot)].isLeaving else { return false }
        let entry = entries[Int(slot)]
        if entry.isRunning { return true }
        guard !entry.isHeldBack(now: now), !hosts[Int(entry.host)].isClosed(now: now) else { return false }
        if let next = entry.timing.nextPoll, next <= now { return true }
        entries[Int(slot)].timing.nextPoll = now
        enqueue(slot, at: now)
        return true
    }

    // MARK: - Polls start and end

    /// The next poll to start, or how long there is none. Call it again after each poll, until it says `wait`.
    public mutating func next(now: Date) -> Decision {
        while running < options.concurrency {
            let feed = firstDue(), host = ready.min
            let feedDate = feed?.date ?? .distantFuture, hostDate = host?.date ?? .distantFuture
            guard min(feedDate, hostDate) <= now else {
                return .wait(until: feed == nil && host == nil ? nil : min(feedDate, hostDate))
            }
            if feedDate <= hostDate {
                line(up: due.removeMin().ticket, now: now)
            } else if let slot = firstInLine(of: ready.removeMin().host, now: now) {
                return .poll(start(slot, now: now))
            }
        }
        return .wait(until: nil)
    }

    /// A document of the feed has come by itself: from here on its poll is under way, without a place. `finish` must follow.
    /// - Parameter pushedUntil: its hub's pushes are to be expected until then, if this one can be read; nil: that is not known.
    /// - Returns: false where nothing begins: the feed is unknown or disabled, or `isRunning`.
    public mutating func receive(_ key: FeedKey, pushedUntil: Date? = nil, now: Date) -> Bool {
        guard let slot = slots[key], !entries[Int(slot)].isRunning, !entries[Int(slot)].isLeaving,
            entries[Int(slot)].isEnabled
        else { return false }
        let host = entries[Int(slot)].host
        hosts[Int(host)].receive()
        stalled += 1
        entries[Int(slot)].number &+= 1
        (entries[Int(slot)].runningAt, entries[Int(slot)].isStalled) = (host, true)
        (entries[Int(slot)].isReceiving, entries[Int(slot)].receivingUntil) = (true, pushedUntil)
        entries[Int(slot)].timing.lastPoll = now
        return true
    }

    /// A request of the poll goes out now. To connect may have taken a while, and from here on the host's delay counts.
    public mutating func note(requestOf key: FeedKey, now: Date) {
        guard let slot = slots[key], let number = entries[Int(slot)].runningAt else { return }
        hosts[Int(number)].wait(delay: options.delay(at: hosts[Int(number)]), now: now)
    }

    public func isRunning(_ key: FeedKey) -> Bool { slots[key].map { entries[Int($0)].isRunning } ?? false }

    /// Ends a poll: its places are free, and the outcome says when the next one is due.
    /// - Returns: the timing to keep in the store; nil for a feed that was removed meanwhile.
    @discardableResult
    public mutating func finish(_ key: FeedKey, _ outcome: PollResult, now: Date) -> FeedTiming? {
        guard let slot = slots[key], let host = entries[Int(slot)].runningAt else { return nil }
        if entries[Int(slot)].isStalled { stalled -= 1 } else { running -= 1 }
        let wasReceived = entries[Int(slot)].isReceiving
        (entries[Int(slot)].isStalled, entries[Int(slot)].isReceiving) = (false, false)
        if outcome.isAnswer, let until = entries[Int(slot)].receivingUntil {
            entries[Int(slot)].timing.pushedUntil = until
        }
        entries[Int(slot)].receivingUntil = nil
        hosts[Int(host)].finish()
        defer {
            list(host, now: now)
            forgetIfUnused(host)
        }
        entries[Int(slot)].runningAt = nil
        if entries[Int(slot)].isLeaving {
            release(slot)
            return nil
        }
        let entry = entries[Int(slot)]
        var rules = NextPoll(pace: entry.pace(options), now: now, isPrivateHost: hosts[Int(host)].isPrivate)
        rules.isReceived = wasReceived
        if case .refused(429, let retryAfter) = outcome, !hosts[Int(host)].isPrivate,
            let until = hosts[Int(host)].refuse(retryAfter: retryAfter, now: now)
        {
            rules.rest(&entries[Int(slot)].timing, until: until)
            if mode == .once { heldBack += 1 }
        } else if !wasReceived || !entry.timing.isGone {
            rules.apply(outcome, to: &entries[Int(slot)].timing, using: &generator)
        }
        if entry.isPushed { (entries[Int(slot)].timing.nextPoll, entries[Int(slot)].timing.why) = (nil, .push) }
        if outcome.isAnswer, !wasReceived { hosts[Int(host)].answered() }
        let timing = entries[Int(slot)].timing
        if timing.isHostWide, let until = timing.retryAfterUntil { hosts[Int(host)].close(until: until) }
        if mode == .forever, entry.isEnabled, !entry.isPushed, let next = timing.nextPoll { enqueue(slot, at: next) }
        return timing
    }

    /// Lets another poll start in the place of this one, whose server is silent. It keeps its host's place, and three
    /// times `concurrency` can be waited for in this way.
    /// - Returns: whether a place is free now.
    @discardableResult
    public mutating func stall(_ key: FeedKey) -> Bool {
        guard let slot = slots[key], entries[Int(slot)].isRunning, !entries[Int(slot)].isStalled,
            stalled < 3 * options.concurrency
        else { return false }
        entries[Int(slot)].isStalled = true
        running -= 1
        stalled += 1
        return true
    }

    // MARK: - The machine's own troubles

    /// Seconds between two tries while the network is away.
    private static let probePause = 60.0

    /// The network is away: one poll a minute starts, of all hosts together, until `networkIsBack`.
    /// - Parameter isPrivate: the side that cannot be reached: private hosts, or all others.
    public mutating func networkIsAway(isPrivate: Bool, now: Date) {
        outages[isPrivate] = now + Self.probePause
    }

    /// What has become due meanwhile may start, by the usual rules of its hosts.
    public mutating func networkIsBack(isPrivate: Bool, now: Date) {
        guard outages.removeValue(forKey: isPrivate) != nil else { return }
        relist(now: now)
    }

    /// The clock was set, or the machine has slept. What lies ahead moves along where the clock went back; where it went
    /// forward, what is overdue is polled.
    /// - Parameter seconds: how far the clock went beside the time that passed.
    public mutating func clockJumped(by seconds: Double, now: Date) {
        for slot in slots.values {
            if seconds < 0 { entries[Int(slot)].timing.shift(by: seconds, now: now) }
            let entry = entries[Int(slot)]
            entries[Int(slot)].bound(maxInterval: entry.pace(options).maxInterval, now: now)
            guard mode == .forever, entry.isPollable, !entry.isRunning, !entry.isLeaving else { continue }
            enqueue(slot, at: entries[Int(slot)].timing.nextPoll ?? now)
        }
        if seconds < 0 { for number in hosts.indices { hosts[number].shift(by: seconds) } }
        for side in outages.keys { outages[side] = now }
        relist(now: now)
    }

    /// Queues the hosts anew, after what holds them back has changed.
    private mutating func relist(now: Date) {
        ready = Heap()
        for number in hosts.indices where hosts[number].isListed {
            hosts[number].isListed = false
            list(Int32(number), now: now)
        }
    }

    // MARK: - Feeds in their slots

    private mutating func configure(_ slot: Int32, as feed: ScheduledFeed) {
        let (old, host) = (entries[Int(slot)].host, host(of: feed))
        entries[Int(slot)].configure(feed, host: host)
        guard old != host else { return }
        hosts[Int(host)].feeds += 1
        hosts[Int(old)].feeds -= 1
        forgetIfUnused(old)
    }

    private mutating func release(_ slot: Int32) {
        let host = entries[Int(slot)].host
        hosts[Int(host)].feeds -= 1
        forgetIfUnused(host)
        slots[entries[Int(slot)].key] = nil
        entries[Int(slot)].number &+= 1
        freeSlots.append(slot)
    }

    /// When a feed that was just added is due; nil: not in this mode.
    private mutating func firstDue(_ entry: Entry, arrival: Arrival, now: Date) -> Date? {
        if mode == .once {
            let isHeldBack = entry.isHeldBack(now: now) || hosts[Int(entry.host)].isClosed(now: now)
            if isHeldBack { heldBack += 1 }
            return isHeldBack ? nil : now
        }
        if let next = entry.timing.nextPoll, next > now { return next }
        guard arrival == .start else { return now }
        if promptStartsLeft > 0 {
            promptStartsLeft -= 1
            return now
        }
        return now + entry.pace(options).interval * generator.unit()
    }

    /// Queues a feed anew after a change of its settings.
    private mutating func requeue(_ slot: Int32, now: Date) {
        let entry = entries[Int(slot)]
        // `.once` had its poll, or waits for it.
        guard mode == .forever, entry.isPollable, !entry.isRunning else { return }
        enqueue(slot, at: max(now, entry.timing.nextPoll ?? now))
    }

    /// Brings the next poll nearer where the pace now asks for it.
    private mutating func hasten(_ slot: Int32, now: Date) {
        let entry = entries[Int(slot)]
        guard entry.isPollable, !entry.isRunning, [.interval, .adaptive].contains(entry.timing.why),
            let next = entry.timing.nextPoll, next > now, let last = entry.timing.lastPoll
        else { return }
        let rules = NextPoll(pace: entry.pace(options), now: last, isPrivateHost: false)
        let date = max(now, last + max(options.minInterval, rules.ownWait(entry.timing).seconds))
        guard date < next else { return }
        entries[Int(slot)].timing.nextPoll = date
        enqueue(slot, at: date)
    }

    // MARK: - Queues

    /// Puts a feed to sleep until the date; wherever it was queued before, that place is void.
    mutating func enqueue(_ slot: Int32, at date: Date) {
        entries[Int(slot)].number &+= 1
        turns &+= 1
        due.insert(Due(date: date, turn: turns, ticket: Ticket(slot: slot, number: entries[Int(slot)].number)))
        if due.count > 2 * entries.count + 64 { due = Heap(due.unordered.filter { isValid($0.ticket) }) }
    }

    private func isValid(_ ticket: Ticket) -> Bool { entries[Int(ticket.slot)].number == ticket.number }

    private mutating func firstDue() -> Due? {
        while let first = due.min {
            if isValid(first.ticket) { return first }
            due.removeMin()
        }
        return nil
    }

    /// A feed is due: it joins its host's line.
    private mutating func line(up ticket: Ticket, now: Date) {
        let host = entries[Int(ticket.slot)].host
        hosts[Int(host)].queue.append(ticket)
        list(host, now: now)
    }

    /// Lists a host among those that may start a poll, if a feed waits there and a place is free.
    private mutating func list(_ number: Int32, now: Date) {
        if mode == .once, hosts[Int(number)].isClosed(now: now) { dropLine(of: number) }
        let host = hosts[Int(number)]
        guard !host.isListed, !host.queue.isEmpty, host.running < options.places(at: host) else { return }
        hosts[Int(number)].isListed = true
        turns &+= 1
        ready.insert(Ready(date: max(now, opens(host) ?? now), turn: turns, host: number))
    }

    private mutating func dropLine(of number: Int32) {
        while let ticket = hosts[Int(number)].queue.popFirst() {
            if isValid(ticket) { heldBack += 1 }
        }
    }

    /// When the next poll may start at a host; nil: at any time.
    private func opens(_ host: Host) -> Date? {
        guard let probe = outage(at: host) else { return host.opens }
        // A feed that failed before tells nothing of the network: others are tried first.
        let fails = host.queue.first.map { entries[Int($0.slot)].timing.failures > 0 } ?? false
        return max(fails ? probe + 1 : probe, host.opens ?? probe)
    }

    private func outage(at host: Host) -> Date? { host.isLocal ? nil : outages[host.isPrivate] }

    /// The first feed that waits at a host which was just taken from `ready`; nil where the host is not ready after all.
    private mutating func firstInLine(of number: Int32, now: Date) -> Int32? {
        hosts[Int(number)].isListed = false
        guard hosts[Int(number)].running < options.places(at: hosts[Int(number)]) else { return nil }
        if let opens = opens(hosts[Int(number)]), opens > now {
            list(number, now: now)
            return nil
        }
        while let ticket = hosts[Int(number)].queue.popFirst() {
            guard isValid(ticket) else { continue }
            if outage(at: hosts[Int(number)]) != nil {
                outages[hosts[Int(number)].isPrivate] = now + Self.probePause
            }
            return ticket.slot
        }
        forgetIfUnused(number)
        return nil
    }

    private mutating func start(_ slot: Int32, now: Date) -> Poll {
        let host = entries[Int(slot)].host
        hosts[Int(host)].start(now: now, delay: options.delay(at: hosts[Int(host)]))
        list(host, now: now)
        running += 1
        entries[Int(slot)].number &+= 1
        entries[Int(slot)].runningAt = host
        entries[Int(slot)].timing.lastPoll = now
        let timing = entries[Int(slot)].timing
        return Poll(key: entries[Int(slot)].key, unconditional: timing.asksPlainly(now: now))
    }

    private mutating func host(of feed: ScheduledFeed) -> Int32 {
        let name = feed.host
        if let number = hostNumbers[name] { return number }
        let host = Host(name: name, isPrivate: feed.isPrivateHost, isLocal: feed.isLocal)
        let number = freeHosts.popLast() ?? Int32(hosts.count)
        if Int(number) == hosts.count { hosts.append(host) } else { hosts[Int(number)] = host }
        hostNumbers[name] = number
        return number
    }

    /// A daemon that runs for years meets hosts without end: the place of one that is no longer used goes to another.
    private mutating func forgetIfUnused(_ number: Int32) {
        let host = hosts[Int(number)]
        guard host.isForgettable, hostNumbers[host.name] == number else { return }
        hosts[Int(number)].queue = WaitingLine()
        hostNumbers[host.name] = nil
        freeHosts.append(number)
    }

    /// Hosts that are remembered.
    var hostCount: Int { hostNumbers.count }
}
