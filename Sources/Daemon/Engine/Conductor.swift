import Config
import Control
import Deliver
import Dispatch
import Fetch
import Files
import Foundation
import Logging
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
    private var poller: Poller
    var feeds = KeptFeeds()
    var tally = PollTally()
    private var silent: SilentPollDetector

    /// Polls between the request and the commit: bounds the memory of what was read and is not yet written.
    private var underWay = 0
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
        silent = SilentPollDetector(places: configuration.daemon.concurrency)
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
        let plans = applyFeeds(try await synchronized(with: configuration), of: configuration, arrival: .start)
        try await persist(plans)
        ProcessMemory.giveBack()
        pump()
    }

    /// New feeds are polled at once, removed ones stop, the others keep their dates.
    func reload(_ new: Configuration) async throws(StoreError) {
        let records = try await synchronized(with: new)
        configuration = new
        poller = Poller(new, surroundings)
        schedule.update(new.scheduleOptions, now: now)
        let plans = applyFeeds(records, of: new, arrival: .reload)
        pump()
        try await persist(plans)
    }

    /// Starts no more polls and returns when none is under way.
    func drain() async {
        isAccepting = false
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
    private func pumpSoon() {
        guard !willPump else { return }
        willPump = true
        executor.queue.async {
            self.assumeIsolated {
                $0.willPump = false
                $0.pump()
            }
        }
    }

    /// Starts all that may start, and sets the timer to what comes next.
    func pump() {
        let now = now
        var wake: Date?
        while isAccepting && !gauge.isFull && underWay - schedule.stalled < 2 * configuration.daemon.concurrency {
            let decision = schedule.next(now: now)
            guard case .poll(let poll) = decision else {
                if case .wait(let until) = decision { wake = until }
                if schedule.isFull, stallSilentPolls(at: now, next: &wake) { continue }
                isExhausted = wake == nil && schedule.running == 0 && schedule.stalled == 0
                break
            }
            begin(poll)
        }
        setAlarm(wake.map { $0.timeIntervalSince(now) })
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
        let delay = Duration.seconds(min(max(0, seconds), 86_400))
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
        Task.immediate {
            let started = uptime()
            let report = await poller.poll(polled, state, unconditional: poll.unconditional)
            self.end(polled, report, took: uptime() - started)
        }
    }

    /// The places are free for the next poll before this one is on disk.
    private func end(_ feed: PolledFeed, _ report: PollReport?, took: Duration) {
        let now = now
        silent.end(feed.key, hasAnswer: report?.state.lastStatus != nil, at: now)
        defer { pumpSoon() }
        guard let report, let timing = schedule.finish(feed.key, report.outcome, now: now) else {
            for article in report?.pending ?? [] { drop(article) }
            _ = schedule.finish(feed.key, .failed, now: now)  // stopped, or taken out meanwhile: nothing to keep
            underWay -= 1
            return
        }
        let record = report.record(of: feed, timing: timing, at: now, took: took)
        committer.commit(record) { outcome in
            self.assumeIsolated { $0.committed(feed, report, record, outcome, took: took) }
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
            if feeds.keep(record.state, of: feed.key) { notifier.status(statusText) }
            tally.count(report, brought)
            meter.count(
                feed, report, brought, isFirst: before?.lastSuccess == nil, at: record.outcome.time, took: took)
            PollLog(logger: logger).tell(of: feed, before, report, record, brought, took: took)
            for article in report.pending { complete(feed, article) }
        case .failure(let error):
            for article in report.pending { drop(article) }
            // Nothing is lost: the validators are not kept either, so the next poll brings the same entries.
            tally.countUnsaved(error)
            gauge.note(storeError: error.description)
            logger.error("cannot save a poll", metadata: ["feed": "\(feed.configuration.name)", "error": "\(error)"])
        }
        onProgress?(tally)
        underWay -= 1
        pumpSoon()
    }
}
