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
/// All decisions are the schedule's; here are the timer, the tasks and the words in the log. It lives on the transfers'
/// queue: a request and its answer then change threads nowhere, which would cost more than all else that is done here.
actor Conductor {
    nonisolated var unownedExecutor: UnownedSerialExecutor { transfers.unownedExecutor }

    private let store: any Store
    private let transfers: TransferLoop
    private let committer: GroupCommitter
    private let gauge: OutboxGauge
    private let notifier: Notifier
    private let logger: Logger
    private let version: String
    nonisolated let meter: Meter
    private let timer: any DispatchSourceTimer
    /// When the timer goes off: never later than it must. Going off early costs less than being set anew for each poll.
    private var armed = DispatchTime.distantFuture
    private let mode: Schedule.Mode

    private var schedule: Schedule
    private var configuration: Configuration
    private var poller: Poller
    private var feeds: [FeedKey: KeptFeed] = [:]
    /// Of `feeds`, those that are polled, and those of them whose last poll failed.
    private var enabled = 0, failing = 0
    private var tally = PollTally()
    private var patience: Patience

    /// Polls between the request and the commit: bounds the memory of what was read and is not yet written.
    private var underWay = 0
    /// Articles that wait for their pages after their polls.
    private var held = 0
    private let gate = PageGate()
    private var isAccepting = true
    /// `pumpSoon` was called, and `pump` not yet.
    private var willPump = false
    /// The outbox is full: what came now could not be kept for long.
    private var isPaused = false
    /// `.once`: every feed had its poll.
    private var isExhausted = false
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    private let onProgress: (@Sendable (PollTally) -> Void)?

    init(
        configuration: Configuration, mode: Schedule.Mode, store: any Store, transfers: TransferLoop,
        committer: GroupCommitter, gauge: OutboxGauge, meter: Meter, notifier: Notifier, logger: Logger,
        version: String,
        onProgress: (@Sendable (PollTally) -> Void)? = nil
    ) {
        (self.store, self.transfers, self.committer) = (store, transfers, committer)
        (self.gauge, self.meter) = (gauge, meter)
        (self.notifier, self.logger, self.version) = (notifier, logger, version)
        (self.configuration, self.mode, self.onProgress) = (configuration, mode, onProgress)
        patience = Patience(places: configuration.daemon.concurrency)
        poller = Poller(
            configuration: configuration, version: version, transfers: transfers, store: store, gate: gate,
            logger: logger)
        schedule = Schedule(
            options: configuration.scheduleOptions, seed: .random(in: 0 ... .max), mode: mode,
            capacity: configuration.feeds.count)
        timer = DispatchSource.makeTimerSource(queue: transfers.queue)
        timer.schedule(deadline: .distantFuture)
        timer.activate()  // here, because Dispatch traps when a source is freed that never ran
    }

    // MARK: - Start, reload, stop

    /// Fills the schedule and starts what is due.
    func start() throws(StoreError) {
        timer.setEventHandler { [weak self] in self?.assumeIsolated { $0.timerFired() } }
        try take(configuration, arrival: .start)
        ProcessMemory.giveBack()
        pump()
    }

    /// New feeds are polled at once, removed ones stop, the others keep their dates.
    func reload(_ new: Configuration) throws(StoreError) {
        configuration = new
        poller = Poller(
            configuration: new, version: version, transfers: transfers, store: store, gate: gate, logger: logger)
        schedule.update(new.scheduleOptions, now: Date())
        try take(new, arrival: .reload)
        pump()
    }

    /// Makes feeds due now, whatever their interval or back-off say; not those that are gone, disabled or under Retry-After.
    /// - Parameter names: nil: all. A name that no feed has changes nothing at all.
    func poll(_ names: [String]?) -> PollAnswer {
        let now = Date()
        var answer = PollAnswer(feeds: feeds.count)
        // Names are unique.
        let byName = Dictionary(feeds.map { ($1.polled.configuration.name, $0) }) { first, _ in first }
        for name in names ?? [] where byName[name] == nil {
            let nearest = Suggestion.nearest(to: name, among: byName.keys.sorted())
            answer.unknown.append(.init(name: name, didYouMean: nearest))
        }
        guard answer.unknown.isEmpty else { return answer }
        for name in names ?? byName.keys.sorted() {
            guard let key = byName[name] else { continue }
            if schedule.pollNow(key, now: now) {
                answer.asked += 1
            } else if let timing = schedule.timing(of: key), names != nil || timing.why != .disabled {
                answer.heldBack.append(.init(name: name, timing))
            }
        }
        pump()
        return answer
    }

    /// Polls a retired (410) feed now.
    /// - Returns: whether there is such a feed.
    func revive(_ name: String) -> Bool {
        guard let key = feeds.first(where: { $1.polled.configuration.name == name })?.key,
            schedule.timing(of: key)?.isGone == true
        else { return false }
        schedule.revive(key, now: Date())
        pump()
        return true
    }

    /// Starts no more polls and returns when none is under way.
    func drain() async {
        isAccepting = false
        await gate.stop()
        await idle()
    }

    /// Returns when nothing is under way and, in `.once` mode, every feed had its poll.
    func idle() async {
        guard !isIdle else { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    var result: PollTally { tally }

    /// What `systemctl status` shows: `polling 812 feeds, 3 failing`.
    var statusText: String {
        if let trouble = gauge.reading.trouble { return trouble }
        return "polling \(enabled) feed\(enabled == 1 ? "" : "s")" + (failing > 0 ? ", \(failing) failing" : "")
    }

    /// Polls under way.
    var polling: Int { schedule.running }

    /// When feeds are polled next: one for each; nil for a feed that is not polled here.
    func plans(of keys: ArraySlice<FeedKey>) -> [PlannedPoll?] {
        keys.map { key in schedule.timing(of: key).map { PlannedPoll($0) } }
    }

    /// The outbox is full or has room again, or the spool cannot be written or can.
    func note(_ outbox: OutboxGauge.Reading) {
        if outbox.isFull {
            logger.error("polling stopped: the outbox is full", metadata: ["max_outbox": "\(outbox.limit)"])
        } else if isPaused {
            logger.notice("polling goes on: the outbox has room again")
        }
        isPaused = outbox.isFull
        // Nobody waits for a disk to get room: what was polled is kept, and the command says why it ends.
        if isPaused, case .once = mode, outbox.error != nil { isAccepting = false }
        notifier.status(statusText)
        pump()
    }

    private func take(_ configuration: Configuration, arrival: Arrival) throws(StoreError) {
        let now = Date()
        var records = try store.synchronize(
            configuration.feeds.map { FeedSource(url: $0.url, name: $0.name) })
        let told = WebhookSubscriptions(configuration)
        var kept: Set<FeedKey> = []
        kept.reserveCapacity(records.count)
        feeds.reserveCapacity(records.count)
        for (index, feed) in configuration.feeds.enumerated() {
            let (key, state) = (records[index].id, records[index].state)
            kept.insert(key)
            let timing = state.timing.flatMap { FeedTiming(encoded: $0) } ?? FeedTiming()
            records[index].state.timing = nil  // the largest part, and the schedule has it now
            let polled = PolledFeed(
                key: key, feeds: configuration.feeds, index: index, webhooks: told.subscriptions(to: feed))
            feeds[key] = KeptFeed(polled, state)
            schedule.add(scheduled(feed, key, state, timing), arrival: arrival, now: now)
            // An edit of its table, or its coming back, is how a retired feed is polled again.
            if timing.isGone, state.retiredAs != feed.digest { schedule.revive(key, now: now) }
        }
        for key in Set(feeds.keys).subtracting(kept) {
            feeds[key] = nil
            schedule.remove(key)
        }
        tally.feeds = kept.count
        let polled = feeds.values.filter(\.polled.configuration.enabled)
        (enabled, failing) = (polled.count, polled.count(where: \.state.isBroken))
        try tellPlans(records, now: now)
    }

    private func scheduled(
        _ feed: Configuration.Feed, _ key: FeedKey, _ state: FeedState, _ timing: FeedTiming
    ) -> ScheduledFeed {
        configuration.scheduled(feed, key: key, url: state.address(of: feed.url).url, timing: timing)
    }

    /// Writes down when feeds are polled where their rows say otherwise: polls do it for all but those that are new,
    /// disabled, enabled or woken. `.once` polls all others at once anyway.
    private func tellPlans(_ records: [FeedRecord], now: Date) throws(StoreError) {
        let plans = records.compactMap { record -> PollPlan? in
            guard let timing = schedule.timing(of: record.id), mode == .forever || timing.why == .disabled else {
                return nil
            }
            let isTold = record.state.why == timing.why.rawValue && record.state.nextPoll.isNear(timing.nextPoll)
            return isTold ? nil : PollPlan(feed: record.id, nextPoll: timing.nextPoll, why: timing.why.rawValue)
        }
        try store.save(plans)
        for plan in plans { feeds[plan.feed]?.note(plan) }
    }

    // MARK: - The loop

    /// One look for all that ends in the same moment.
    private func pumpSoon() {
        guard !willPump else { return }
        willPump = true
        transfers.queue.async {
            self.assumeIsolated {
                $0.willPump = false
                $0.pump()
            }
        }
    }

    /// Starts all that may start, and sets the timer to what comes next.
    private func pump() {
        notifier.ping()
        let now = Date()
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
        setTimer(wake)
        guard isIdle else { return }
        for waiter in idleWaiters { waiter.resume() }
        idleWaiters = []
    }

    /// All places are taken: those of silent servers go to others.
    /// - Parameter next: when to look again.
    /// - Returns: whether a place is free now.
    private func stallSilentPolls(at now: Date, next: inout Date?) -> Bool {
        let isFree = patience.silent(at: now).reduce(false) { schedule.stall($1) || $0 }
        next = patience.nextLook
        return isFree
    }

    private var isIdle: Bool { underWay == 0 && held == 0 && (!isAccepting || isExhausted) }

    /// The watchdog's ping comes from this loop and no other place: if the loop hangs, systemd is to know.
    private func setTimer(_ wake: Date?) {
        var delay = wake.map { max(0, $0.timeIntervalSinceNow) } ?? .infinity
        if let watchdog = notifier.watchdogInterval { delay = min(delay, watchdog.seconds) }
        guard delay.isFinite else { return }
        let deadline = DispatchTime.now() + min(delay, 86_400)
        guard deadline < armed else { return }
        armed = deadline
        timer.schedule(deadline: deadline, leeway: .milliseconds(10))
    }

    private func timerFired() {
        armed = .distantFuture
        pump()
    }

    private func begin(_ poll: Poll) {
        guard let feed = feeds[poll.key] else { return }  // there are no other keys
        underWay += 1
        patience.begin(poll.key, at: Date())
        let (polled, state, poller) = (feed.polled, feed.state, poller)
        Task.immediate {
            let started = ContinuousClock.now
            let report = await poller.poll(polled, state, unconditional: poll.unconditional)
            self.end(polled, report, took: ContinuousClock.now - started)
        }
    }

    /// The places are free for the next poll before this one is on disk.
    private func end(_ feed: PolledFeed, _ report: PollReport?, took: Duration) {
        let now = Date()
        patience.end(feed.key, hasAnswer: report?.state.lastStatus != nil, at: now)
        defer { pumpSoon() }
        guard let report, let timing = schedule.finish(feed.key, report.outcome, now: now) else {
            for article in report?.held ?? [] { drop(article) }
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
            let kept = feeds[feed.key], before = kept?.state
            moved(feed, from: before?.movedTo, to: record.state)
            kept?.keep(record.state)
            if let kept, kept.polled.configuration.enabled, let before, before.isBroken != record.state.isBroken {
                failing += before.isBroken ? -1 : 1
                notifier.status(statusText)
            }
            tally.count(report, brought)
            meter.count(
                feed, report, brought, isFirst: before?.lastSuccess == nil, at: record.outcome.time, took: took)
            PollLog(logger: logger).tell(of: feed, before, report, record, brought, took: took)
            for article in report.held { complete(feed, article) }
        case .failure(let error):
            for article in report.held { drop(article) }
            // Nothing is lost: the validators are not kept either, so the next poll brings the same entries.
            tally.countUnsaved(error)
            gauge.note(storeError: error.description)
            logger.error("cannot save a poll", metadata: ["feed": "\(feed.configuration.name)", "error": "\(error)"])
        }
        onProgress?(tally)
        underWay -= 1
        pumpSoon()
    }

    private func moved(_ feed: PolledFeed, from old: String?, to state: FeedState) {
        guard old != state.movedTo else { return }
        // Its next polls take the places of the host that it went to.
        if let configured = feeds[feed.key]?.polled.configuration, let timing = schedule.timing(of: feed.key) {
            schedule.update(scheduled(configured, feed.key, state, timing), now: Date())
        }
        let facts: Logger.Metadata = [
            "feed": "\(feed.configuration.name)", "url": "\(LoggedURL(state.movedTo ?? feed.configuration.url))",
        ]
        if state.movedTo == nil {
            logger.notice("feed is back at its own URL", metadata: facts)
        } else {
            logger.notice("feed has moved for good; feeds.toml may be edited", metadata: facts)
        }
    }

    /// Commits an article when its page has come, or when it is known that none will.
    private func complete(_ feed: PolledFeed, _ article: HeldArticle) {
        held += 1
        Task {
            let finished = await article.task.value
            guard let finished, let state = feeds[feed.key]?.state else { return await release(article) }
            var record = PollRecord(
                feed: feed.key, state: state, outcome: PollOutcome(time: Date(), status: nil, milliseconds: 0),
                examination: article.examination, articles: [finished])
            record.isLate = true
            committer.commit(record) { outcome in
                self.assumeIsolated { $0.committed(feed, article, outcome) }
            }
        }
    }

    private func committed(_ feed: PolledFeed, _ article: HeldArticle, _ outcome: GroupCommitter.Outcome) {
        let name = feed.configuration.name
        switch outcome {
        case .success(let brought):
            tally.countLate(brought)
            meter.countLate(feed, brought)
            logger.info("new articles", metadata: ["feed": "\(name)", "articles": "1"])
        case .failure(let error):
            // The store does not know the entry either, so the next poll finds it new.
            tally.storeError = error
            logger.error("cannot save an article", metadata: ["feed": "\(name)", "error": "\(error)"])
        }
        Task { await release(article) }
    }

    private func release(_ article: HeldArticle) async {
        await gate.release(article.claim)
        held -= 1
        onProgress?(tally)
        pump()
    }

    private func drop(_ article: HeldArticle) {
        article.task.cancel()
        Task { await gate.release(article.claim) }
    }
}

extension Date? {
    /// The store keeps milliseconds.
    fileprivate func isNear(_ other: Date?) -> Bool {
        guard let self, let other else { return self == nil && other == nil }
        return abs(self.timeIntervalSince(other)) < 0.001
    }
}

extension FeedState {
    fileprivate var isBroken: Bool { failures > 0 }
}

/// A feed as the conductor keeps it, a hundred thousand of them.
private final class KeptFeed {
    let polled: PolledFeed
    /// As the last committed poll left it, but for `timing`, which the schedule has.
    private(set) var state: FeedState

    init(_ polled: PolledFeed, _ state: FeedState) {
        (self.polled, self.state) = (polled, state)
        keep(state)
    }

    func keep(_ state: FeedState) {
        self.state = state
        self.state.timing = nil
        // Mostly the same text: once is enough.
        if state.validatorsURL == polled.configuration.url { self.state.validatorsURL = polled.configuration.url }
    }

    func note(_ plan: PollPlan) { (state.nextPoll, state.why) = (plan.nextPoll, plan.why) }
}
