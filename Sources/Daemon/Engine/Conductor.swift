import Config
import Control
import Deliver
import Dispatch
import Fetch
import Files
import Foundation
import Logging
import Polling
import Schedule
import Settings
import Store

/// Keeps the order of the polls: asks the schedule who is next, starts the poll, hands its report to the store.
///
/// All decisions are the schedule's and the poll's; here are the alarm, the tasks and the words in the log. It lives on the
/// transfers' queue: a request and its answer then change threads nowhere, which would cost more than all else that is done
/// here.
actor Conductor {
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let executor: QueueExecutor
    let surroundings: PollSurroundings
    nonisolated let committer: GroupCommitter
    let gauge: OutboxGauge
    let notifier: Notifier
    let sinks: SinkKinds
    nonisolated let meter: Meter
    let mode: Schedule.Mode
    let onProgress: (@Sendable (PollTally) -> Void)?
    private var alarm: (any Alarm)?
    /// When the alarm goes off: never later than it must. Going off early costs less than being set anew for each poll.
    private var alarmTime: Duration?

    var schedule: Schedule
    var configuration: Configuration
    private(set) var poller: Poller
    /// Of what the requests of all feeds have in common.
    private(set) var commonDigest: [UInt8]
    var feeds = KeptFeeds()
    var tally = PollTally()
    private var silent: SilentPollDetector
    var network = NetworkWatch()
    /// Until when polls may start, and of which feeds; nil: no other process has any.
    var term: LeaseTerm?
    var leases: [Int: Lease] = [:]
    /// Of the configuration's feeds, where other processes have some of them.
    private(set) lazy var placesOfURLs = PlaceIndex(of: configuration.feeds.lazy.map(\.url))
    /// Polls that end with the lease; none where no other process has any.
    var cancellable: [FeedKey: Task<Void, Never>] = [:]
    var termWatch: Task<Void, Never>?
    /// The store does not answer; feeds whose polls could not be saved meanwhile.
    var isStoreAway = false
    var unsaved: Set<FeedKey> = []
    private var clockWatch: ClockWatch
    /// Told what feeds want of hubs; nil: none is asked.
    var onHubNews: (@Sendable ([HubNews]) -> Void)?

    /// Polls between the request and the commit: bounds the memory of what was read and is not yet written.
    var underWay = 0
    /// Articles that wait for their pages after their polls.
    var pending = 0
    var isAccepting = true
    /// `pumpSoon` was called, and `pump` not yet.
    private var willPump = false
    /// The outbox is full: what came now could not be kept for long.
    var isPaused = false
    /// `.once`: every feed had its poll.
    private var isExhausted = false
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    /// Documents that came by themselves while a poll of their feed is under way.
    var pushWaiters: [FeedKey: [CheckedContinuation<Void, Never>]] = [:]

    var logger: Logger { surroundings.logger }
    var now: Date { surroundings.clock.now() }

    /// - Parameters:
    ///   - executor: of the transfers.
    ///   - seed: of the schedule's chance.
    ///   - onProgress: called after each poll.
    init(
        configuration: Configuration, mode: Schedule.Mode, surroundings: PollSurroundings, executor: QueueExecutor,
        committer: GroupCommitter, gauge: OutboxGauge, meter: Meter, notifier: Notifier, sinks: SinkKinds,
        seed: UInt64, onProgress: (@Sendable (PollTally) -> Void)? = nil
    ) {
        (self.surroundings, self.executor, self.committer) = (surroundings, executor, committer)
        (self.gauge, self.meter, self.notifier, self.sinks) = (gauge, meter, notifier, sinks)
        (self.configuration, self.mode, self.onProgress) = (configuration, mode, onProgress)
        commonDigest = configuration.http.digest
        silent = SilentPollDetector(places: configuration.daemon.concurrency)
        clockWatch = ClockWatch(surroundings.clock)
        poller = Poller(configuration, surroundings)
        schedule = Schedule(
            options: configuration.scheduleOptions, seed: seed, mode: mode,
            capacity: configuration.feeds.count)
    }

    // MARK: - Start, reload, stop

    /// Fills the schedule and starts what is due.
    func start() async throws(StoreError) {
        alarm = surroundings.clock.makeAlarm(executor.queue) { [weak self] in
            self?.assumeIsolated { $0.alarmWentOff() }
        }
        // The feeds of one process among others come with their shards.
        if surroundings.store.nodes != nil { return }
        let (records, places) = try await synchronized(with: configuration)
        let plans = applyFeeds(records, at: places, of: configuration, arrival: .start)
        try await persist(plans)
        ProcessMemory.giveBack()
        pump()
    }

    /// New feeds are polled at once, removed ones stop, the others keep their dates.
    func reload(_ new: Configuration) async throws(StoreError) {
        feeds.beginReload()
        defer { feeds.endReload() }
        let (records, places) = try await synchronized(with: new)
        (configuration, commonDigest) = (new, new.http.digest)
        if surroundings.store.nodes != nil { placesOfURLs = PlaceIndex(of: new.feeds.lazy.map(\.url)) }
        poller = Poller(new, surroundings)
        schedule.update(new.scheduleOptions, now: now)
        let plans = applyFeeds(records, at: places, of: new, arrival: .reload)
        pump()
        try await persist(plans)
    }

    /// Starts no more polls and returns when none is under way.
    func drain() async {
        isAccepting = false
        pump()
        await surroundings.pages.stop()
        await idle()
    }

    /// Returns when nothing is under way and, in `.once` mode, every feed had its poll.
    func idle() async {
        guard !isIdle else { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    // MARK: - The loop

    /// One look for all that ends in the same moment.
    func pumpSoon() {
        guard !willPump else { return }
        willPump = true
        executor.queue.async {
            self.assumeIsolated {
                $0.willPump = false
                $0.pump()
            }
        }
    }

    private var mayStart: Bool { !isStoreAway && isLeaseValid }

    /// Starts all that may start, and sets the timer to what comes next.
    func pump() {
        let now = now
        if let jump = clockWatch.jump() {
            logger.notice("the clock was set or the machine slept", metadata: ["seconds": "\(Int(jump))"])
            schedule.clockJumped(by: jump, now: now)
        }
        for poll in network.expired(now: now) { settle(poll) }
        var wake: Date?
        while isAccepting && mayStart && !gauge.isFull
            && underWay - schedule.stalled < 2 * configuration.daemon.concurrency
        {
            let decision = schedule.next(now: now)
            guard case .poll(let poll) = decision else {
                if case .wait(let until) = decision { wake = until }
                if schedule.isFull, stallSilentPolls(at: now, next: &wake) { continue }
                isExhausted = wake == nil && schedule.running == 0 && schedule.stalled == 0
                break
            }
            begin(poll)
        }
        // All others have ended, and no more will: those that reached no one are decided by what there is.
        if network.heldCount > 0, network.heldCount == underWay, wake == nil || !isAccepting {
            for poll in network.expired(now: now, all: true) { settle(poll) }
        }
        let next = [wake, network.deadline].compactMap { $0 }.min()
        setAlarm(next.map { $0.timeIntervalSince(now) })
        guard isIdle else { return }
        for waiter in idleWaiters { waiter.resume() }
        idleWaiters = []
    }

    /// All places are taken: those of silent servers go to others.
    /// - Parameter next: when to look again.
    /// - Returns: whether a place is free now.
    private func stallSilentPolls(at now: Date, next: inout Date?) -> Bool {
        let isFree = silent.silent(at: now).reduce(false) { schedule.stall($1) || $0 }
        next = silent.nextLook
        return isFree
    }

    private var isIdle: Bool { underWay == 0 && pending == 0 && (!isAccepting || isExhausted) }

    /// - Parameter seconds: until something is due; nil: nothing will be.
    private func setAlarm(_ seconds: Double?) {
        guard let seconds else { return }
        // A minute at most: timers do not see the clock jump, nor time pass while the machine sleeps.
        let delay = Duration.seconds(min(max(0, seconds), 60))
        let time = surroundings.clock.uptime() + delay
        if let alarmTime, alarmTime <= time { return }
        alarmTime = time
        alarm?.set(after: delay)
    }

    private func alarmWentOff() {
        alarmTime = nil
        pump()
    }

    private func begin(_ poll: Poll) {
        guard let feed = feeds[poll.key] else { return }  // there are no other keys
        underWay += 1
        silent.begin(poll.key, at: now)
        let (polled, state, poller, uptime) = (feed.polled, feed.state, poller, surroundings.clock.uptime)
        let task = Task.immediate(executorPreference: executor) {
            let started = uptime()
            let report = await poller.poll(polled, state, unconditional: poll.unconditional) {
                self.assumeIsolated { $0.maySend(for: poll.key) }
            } onDocument: { bytes, took in
                self.assumeIsolated { $0.hasDocument(of: bytes, after: took, for: poll.key) }
            }
            self.end(polled, report, took: uptime() - started, isCancelled: Task.isCancelled)
        }
        if term != nil, schedule.isRunning(poll.key) { cancellable[poll.key] = task }
    }

    /// A request of a poll is about to go out. A process that was stopped in between, or has given the feed back, finds out
    /// here that the host may be another one's to ask by now.
    private func maySend(for key: FeedKey) -> Bool {
        guard feeds[key] != nil, isLeaseValid else { return false }
        schedule.note(requestOf: key, now: now)
        return true
    }

    /// A document has come and is to be read; what comes after that is not the server's to answer for.
    private func hasDocument(of bytes: Int, after took: Duration?, for key: FeedKey) {
        silent.answered(key, bytes: bytes, after: took, at: now)
        if schedule.isFull, let look = silent.nextLook { setAlarm(look.timeIntervalSince(now)) }
    }

    /// The places are free for the next poll before this one is on disk.
    /// - Parameter isCancelled: its report says nothing of the feed.
    @inline(never)  // the frames of all polls would hold room for it
    private func end(_ feed: PolledFeed, _ ended: consuming PollReport?, took: Duration, isCancelled: Bool) {
        let (report, now) = (ended, now)
        silent.end(feed.key, hasAnswer: report?.state.lastStatus != nil, at: now)
        defer { pumpSoon() }
        cancellable[feed.key] = nil
        // Without a report it never was: the daemon stops, or no request may go out any more.
        guard !isCancelled, let report else { return dismiss(feed, report, .unreached) }
        guard let host = schedule.host(of: feed.key) else { return dismiss(feed, report, .failed) }
        if host.isLocal { return settle(NetworkWatch.Held(feed: feed, report: report, took: took, until: now)) }
        let isEnough = report.failure == nil || schedule.canJudgeNetwork(isPrivate: host.isPrivate)
        switch network.end(feed, report, took: took, at: (host.name, host.isPrivate), isEnough: isEnough, now: now) {
        case .hold: break
        case .keep(let polls): for poll in polls { settle(poll) }
        case .away(let polls, let isNew):
            for poll in polls {
                tally.countUnreached()
                dismiss(poll.feed, poll.report, .unreached)
            }
            if isNew { networkIsAway(isPrivate: host.isPrivate, polls, at: now) }
        case .back(let polls):
            for poll in polls { settle(poll) }
            networkIsBack(isPrivate: host.isPrivate, at: now)
        }
    }

    /// Nothing is kept of a poll: it was stopped, its feed was taken out meanwhile, or there was no network.
    func dismiss(_ feed: PolledFeed, _ report: PollReport?, _ outcome: PollResult) {
        for article in report?.pending ?? [] { drop(article) }
        _ = schedule.finish(feed.key, outcome, now: now)
        underWay -= 1
        wakePushWaiters(of: feed.key)
        if outcome == .unreached { onProgress?(tally) }
    }

    /// - Parameter then: called with what the poll brought, once it is on disk or cannot be; nil: it was dismissed.
    func settle(_ poll: consuming NetworkWatch.Held, then: (@Sendable (GroupCommitter.Outcome?) -> Void)? = nil) {
        let (feed, took, now) = (poll.feed, poll.took, now)
        var report = poll.report
        guard let timing = schedule.finish(feed.key, report.outcome, now: now) else {
            dismiss(feed, report, .failed)
            then?(nil)
            return
        }
        if case .refused(429, _) = report.outcome, timing.why == .retryAfter,
            let before = feeds[feed.key]?.state, Int(timing.failures) == before.failures
        {
            report.holdBack(as: before)
            logger.info(
                "the host limits requests",
                metadata: [
                    "feed": "\(feed.configuration.name)",
                    "next": "in \(Int(timing.nextPoll?.timeIntervalSince(now) ?? 0)) s",
                ])
        }
        let record = withFacts(
            forOthers: report.record(of: feed, timing: timing, http: commonDigest, at: now, took: took),
            report.outcome)
        let settled = report
        feeds[feed.key]?.isSaving = true
        committer.commit(record) { outcome in
            self.assumeIsolated { $0.committed(feed, settled, record, outcome, took: took) }
            then?(outcome)
        }
    }

    private func committed(
        _ feed: PolledFeed, _ report: PollReport, _ record: PollRecord, _ outcome: GroupCommitter.Outcome,
        took: Duration
    ) {
        switch outcome {
        case .success(let brought):
            gauge.note(storeError: nil)
            let before = feeds[feed.key]?.state
            followMove(of: feed, from: before?.movedTo, to: record.state)
            tellHubs(of: feed, before, record.state)
            if feeds.keep(record.state, of: feed.key) { notifier.status(statusText) }
            tally.count(report, brought)
            meter.count(
                feed, report, brought, isFirst: before?.lastSuccess == nil, at: record.outcome.time, took: took)
            PollLog(logger: logger).tell(of: feed, before, report, record, brought, took: took)
            for article in report.pending { complete(feed, article) }
            leaveIfMoved(feed, to: record.shard)
        case .failure(.stopped):
            for article in report.pending { drop(article) }
        case .failure(.store(.lost)):
            for article in report.pending { drop(article) }
            logger.debug("another node has the feed", metadata: ["feed": "\(feed.configuration.name)"])
        case .failure(.store(let error)):
            if case .unreachable = error { unsaved.insert(feed.key) }
            for article in report.pending { drop(article) }
            // Nothing is lost: the validators are not kept either, so the next poll brings the same entries.
            tally.countUnsaved(error)
            gauge.note(storeError: error)
            logger.error("cannot save a poll", metadata: ["feed": "\(feed.configuration.name)", "error": "\(error)"])
        }
        onProgress?(tally)
        underWay -= 1
        feeds[feed.key]?.isSaving = false
        wakePushWaiters(of: feed.key)
        pumpSoon()
    }
}
