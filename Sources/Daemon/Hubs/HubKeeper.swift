import Config
import Control
import Files
import Foundation
import Model
import Schedule
import Store
import WebSub

/// Keeps the subscriptions at hubs: runs the errands that `HubDesk` decides on, has the store know before a hub does, and tells
/// the schedule for how long pushes are to be expected.
///
/// On a queue of its own: calls of the store wait.
actor HubKeeper {
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let executor = QueueExecutor(label: "newspool.hubs")

    private let store: any Store
    private let conductor: Conductor
    private let clock: Timekeeper
    private let log: HubLog
    private var transport: HubTransport
    private var alarm: (any Alarm)?
    /// When the alarm goes off; nil: it is not set.
    private var alarmTime: Date?
    private var chance = SystemRandomNumberGenerator()

    private var desks: [FeedKey: HubDesk] = [:]
    /// Of the feeds that it was given.
    private var names: [FeedKey: String] = [:]
    /// As the store has them.
    private var saved: [FeedKey: [HubSubscription]] = [:]
    /// Feeds that other nodes poll, which hubs do not reach.
    private var foreign: Set<FeedKey> = []
    /// When they were last looked for; and until when they are looked for more often, as others poll for the first time.
    private var lastForeignLook: Date?
    private var foreignUnrest = Date.distantPast
    private var foreignPause: Double { clock.now() < foreignUnrest ? 2 : 30 }
    private let foreignFeeds: ForeignFeeds?
    private var line = ErrandLine()
    private var tasks: [Int: Task<Void, Never>] = [:]
    private var hasBegun = false

    /// Where pushes go, for those that take them.
    nonisolated let targets: HubTargets

    /// - Parameter foreignFeeds: what to do for other nodes; nil: there are none.
    init(
        _ transport: HubTransport, store: any Store, conductor: Conductor, clock: Timekeeper, log: HubLog,
        foreignFeeds: ForeignFeeds?
    ) {
        (self.store, self.conductor, self.clock, self.transport) = (store, conductor, clock, transport)
        (self.log, self.foreignFeeds) = (log, foreignFeeds)
        targets = HubTargets(store: store)
    }

    /// Several processes have the store: subscriptions come and go with their feeds.
    private var isShared: Bool { store.nodes != nil }

    // MARK: - Start, reload, stop

    /// Takes what the store has, before it is given feeds.
    func load() throws(StoreError) {
        guard !isShared else { return }
        let known = try store.hubSubscriptions(at: nil)
        for (feed, rows) in Dictionary(grouping: known, by: \.feed) { adopt(rows, of: feed) }
    }

    /// It has been given all feeds: hubs are asked from here on, also to end what is of feeds that are gone.
    func begin() async {
        hasBegun = true
        foreignFeeds?.onChange { [weak self] in self?.noteChangeOfNodes() }
        alarm = clock.makeAlarm(executor.queue) { [weak self] in self?.assumeIsolated { $0.alarmWentOff() } }
        if !isShared {
            for feed in desks.keys where names[feed] == nil {
                desks[feed]?.want(.none, now: clock.now(), chance: &chance)
            }
        }
        let now = clock.now()
        await conductor.keepPushes(of: desks.compactMapValues { $0.servedUntil(now: now) })
        look()
    }

    func reload(_ transport: HubTransport, _ configuration: Configuration) {
        self.transport = transport
        foreignFeeds?.note(configuration)
        lastForeignLook = nil
        look()
    }

    func stop() {
        hasBegun = false
        for task in tasks.values { task.cancel() }
    }

    /// In the order in which it is called.
    nonisolated func note(_ news: [HubNews]) {
        executor.queue.async { self.assumeIsolated { $0.take(news) } }
    }

    private func take(_ news: [HubNews]) {
        var others: [FeedKey: [HubSubscription]] = [:]
        if isShared, news.contains(where: { desks[$0.feed] == nil }) {
            others = Dictionary(grouping: rows(at: nil), by: \.feed)
        }
        for item in news {
            switch item {
            case .wants(let feed, let name, let links):
                foreign.remove(feed)
                want(links, of: feed, named: name, known: others[feed] ?? [])
            case .elsewhere(let feed): leave(feed)
            }
        }
        if hasBegun { look() }
    }

    private func want(_ links: HubLinks, of feed: FeedKey, named name: String, known: [HubSubscription]) {
        let now = clock.now()
        if desks[feed] == nil {
            adopt(known, of: feed)
            // The node that had the feed may have believed in pushes that come no longer.
            if isShared { conductor.note(pushesOf: feed, until: desks[feed]?.servedUntil(now: now)) }
        }
        if links.isEmpty, desks[feed] == nil { return }
        names[feed] = name
        desks[feed, default: HubDesk(feed: feed)].want(links, now: now, chance: &chance)
    }

    /// Its subscriptions are another node's.
    private func leave(_ feed: FeedKey) {
        (desks[feed], names[feed], saved[feed]) = (nil, nil, nil)
        foreign.remove(feed)
        targets.set([], of: feed, servedUntil: nil)
    }

    private nonisolated func noteChangeOfNodes() {
        executor.queue.async { [weak self] in
            self?.assumeIsolated {
                ($0.lastForeignLook, $0.foreignUnrest) = (nil, $0.clock.now() + 20)
                $0.look()
            }
        }
    }

    /// Feeds of nodes that hubs do not reach come and go.
    private func lookAtForeignFeeds(_ now: Date) {
        guard let foreignFeeds,
            lastForeignLook.map({ now.timeIntervalSince($0) >= foreignPause - 0.5 || now < $0 }) ?? true
        else { return }
        lastForeignLook = now
        do throws(StoreError) {
            let wanted = try foreignFeeds.wanted()
            let isNew = wanted.contains { desks[$0.feed] == nil }
            let known = isNew ? Dictionary(grouping: rows(at: nil), by: \.feed) : [:]
            // One that came to this node meanwhile is its own.
            for item in wanted where foreign.contains(item.feed) || names[item.feed] == nil {
                foreign.insert(item.feed)
                want(item.links, of: item.feed, named: item.name, known: known[item.feed] ?? [])
            }
            for feed in foreign.subtracting(wanted.map(\.feed)) { leave(feed) }
        } catch {
            log.unread(error)
        }
    }

    private func adopt(_ known: [HubSubscription], of feed: FeedKey) {
        let own = known.filter { $0.feed == feed }
        guard !own.isEmpty else { return }
        saved[feed] = own
        desks[feed] = HubDesk(feed: feed, known: own)
        targets.set(own, of: feed, servedUntil: desks[feed]?.servedUntil(now: clock.now()))
    }

    private func rows(at path: String?) -> [HubSubscription] {
        do throws(StoreError) {
            return try store.hubSubscriptions(at: path)
        } catch {
            log.unread(error)
            return []
        }
    }

    // MARK: - Time

    private func alarmWentOff() {
        alarmTime = nil
        look()
    }

    /// Takes what is due, and sets the alarm to what comes next.
    private func look() {
        guard hasBegun else { return }
        let now = clock.now()
        lookAtForeignFeeds(now)
        var (errands, changed) = ([HubDesk.Errand](), Set<FeedKey>())
        for feed in desks.keys {
            let isDue = desks[feed]?.nextDue.map { $0 <= now } ?? false
            if isDue, isShared { refresh(feed) }
            if isDue { errands += desks[feed]?.step(now: now, chance: &chance) ?? [] }
            if desks[feed]?.subscriptions != saved[feed] ?? [] { changed.insert(feed) }
        }
        // A hub is never asked for what the store does not know; what was not asked is due again.
        if settle(changed) { line.append(errands) }
        pump()
        let next = desks.values.compactMap(\.nextDue) + (isShared ? [now + foreignPause] : [])
        if let next = next.min() { setAlarm(next) }
    }

    /// Another process may have answered the hub.
    private func refresh(_ feed: FeedKey) {
        let paths = desks[feed]?.subscriptions.map(\.path) ?? []
        let known = paths.flatMap { rows(at: $0) }
        guard known.count == paths.count else { return }
        desks[feed]?.refresh(known)
        saved[feed] = desks[feed]?.subscriptions
    }

    private func setAlarm(_ date: Date) {
        let now = clock.now()
        // A minute at most: alarms do not see the clock jump. Not each for itself, where many are due together.
        let time = min(max(date, now + 0.05), now + 60)
        if let alarmTime, alarmTime <= time, alarmTime > now { return }
        alarmTime = time
        alarm?.set(after: .seconds(time.timeIntervalSince(now)))
    }

    // MARK: - Hubs

    private func pump() {
        while hasBegun, let errand = line.next() {
            let path = errand.subscription.path
            let number = (tasks.keys.max() ?? 0) + 1
            tasks[number] = Task {
                let answer = await transport.run(errand)
                line.end(errand)
                tasks[number] = nil
                if let answer {
                    change(errand.subscription.feed) { $0.answered(path, answer, now: $1, chance: &$2) }
                }
                pump()
            }
        }
    }

    /// A hub has called back.
    /// - Returns: what it is answered with; nil: nothing here was meant.
    func call(_ path: String, _ call: HubCall) -> String? {
        guard let subscription = targets[path] ?? rows(at: path).first else { return nil }
        let feed = subscription.feed
        if desks[feed] == nil { adopt([subscription], of: feed) } else if isShared { refresh(feed) }
        var answer: String?
        let isSaved = change(feed) { answer = $0.called(path, call, now: $1, chance: &$2) }
        // A feed of another process: it will see what was said.
        if isShared, names[feed] == nil { (desks[feed], saved[feed]) = (nil, nil) }
        return isSaved ? answer : nil
    }

    /// Of this process, or of another one that has the same store.
    nonisolated func subscription(at path: String) async -> HubSubscription? {
        if let own = targets[path] { return own }
        return targets.isShared ? await foreign(path) : nil
    }

    /// Has the process read a document that polls its feed; it is kept until then.
    /// - Parameter until: pushes are to be expected until then.
    func passOn(_ document: PushedDocument, of feed: FeedKey, until: Date) -> HubPushResult {
        guard let nodes = store.nodes else { return .putOff }
        let brought = BroughtDocument(
            bytes: document.bytes, contentType: document.contentType, address: document.address, pushedUntil: until)
        do throws(StoreError) {
            return try nodes.bring(brought, of: feed) ? .taken : .putOff
        } catch {
            return .putOff
        }
    }

    private func foreign(_ path: String) -> HubSubscription? { rows(at: path).first }

    @discardableResult
    private func change(
        _ feed: FeedKey, _ body: (inout HubDesk, Date, inout SystemRandomNumberGenerator) -> Void
    ) -> Bool {
        guard var desk = desks[feed] else { return false }
        body(&desk, clock.now(), &chance)
        desks[feed] = desk
        let isSaved = settle([feed])
        if let next = desk.nextDue, hasBegun {
            if next <= clock.now() { look() } else { setAlarm(next) }
        }
        return isSaved
    }

    /// Has the store, those who take pushes, the schedule and the log know what has changed of these feeds.
    /// - Returns: false where the store does not take it: then no hub is to know either.
    private func settle(_ feeds: Set<FeedKey>) -> Bool {
        guard !feeds.isEmpty else { return true }
        var (changed, removed) = ([HubSubscription](), [String]())
        for feed in feeds {
            let (before, after) = (saved[feed] ?? [], desks[feed]?.subscriptions ?? [])
            changed += after.filter { !before.contains($0) }
            removed += before.map(\.path).filter { path in !after.contains { $0.path == path } }
        }
        do throws(StoreError) {
            try store.save(changed, removing: removed)
        } catch {
            log.unsaved(error)
            return false
        }
        let now = clock.now()
        for feed in feeds {
            guard let desk = desks[feed] else { continue }
            let before = saved[feed] ?? []
            log.tell(of: names[feed], before, desk, now: now)
            saved[feed] = desk.subscriptions
            let until = desk.servedUntil(now: now)
            if until == nil, foreign.contains(feed), targets.servedUntil(feed) != nil { callOthers() }
            targets.set(desk.subscriptions, of: feed, servedUntil: until)
            conductor.note(pushesOf: feed, until: until)
            if desk.subscriptions.isEmpty { leave(feed) }
        }
        return true
    }

    /// The node that polls a feed is to do so as usual again.
    private func callOthers() {
        do throws(StoreError) {
            try store.nodes?.callOthers()
        } catch {
            log.unsaved(error)  // it sees it by itself, a little later
        }
    }
}
