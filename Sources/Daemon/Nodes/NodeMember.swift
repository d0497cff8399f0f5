import Config
import Control
import Deliver
import Files
import Foundation
import Logging
import Model
import Polling
import Schedule
import Settings
import Store

/// This process among those that share its store: it renews its lease, takes its share of the feeds and the webhooks, and tells
/// the others of the daemon what it may do. `ShareOut` and `LeaseTerm` decide.
///
/// On a queue of its own: calls of the store wait.
actor NodeMember {
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let executor = QueueExecutor(label: "newspool.node")

    /// Between two looks for the end of polls whose feeds are given back.
    private static let shortPause = Duration.milliseconds(100)
    /// Between two looks at which hubs push: where no one calls, and where others do, for whatever reason.
    private static let pushLook = Duration.seconds(60), calledPushLook = Duration.seconds(5)
    /// Seconds after which no one waits for a node that was lost and had the published feeds.toml.
    private static let farewell = 60.0
    /// After the last change of its share.
    private static let tidyPause = Duration.seconds(3)
    /// For how long a start waits for the lease of a process that has the same name and died.
    private static let patience = Duration.seconds(Lease.seconds + 2)

    private let nodes: any NodeStore
    private let store: any Store
    private let conductor: Conductor
    private let sinks: Sinks
    private let news: ArticleNews
    private let gauge: OutboxGauge
    private let clock: Timekeeper
    private let logger: Logger
    private let version: String
    private let name: String
    nonisolated let standing: NodeStanding

    private var configuration: Configuration
    private var digest: [UInt8]
    private var roles: Set<NodeRole> { Set(configuration.node.roles.compactMap { NodeRole(rawValue: $0.rawValue) }) }
    private var term = LeaseTerm(seconds: Lease.seconds)
    private var leases: [Int: Lease] = [:]
    /// Shards that it holds, of whose feeds the conductor has not been given all.
    private var unread: Set<Int> = []
    /// As of the last renewal.
    private var view: Cluster?
    private var times = LookTimes()
    private var lastChanges: Int64 = -1
    private var lastPushLook: Duration?
    private var isCalledToPushes = false
    /// Shards that are given back when what is in flight for them has ended.
    private var returning: Set<Int> = []
    /// Documents of other nodes that are being read.
    private var reading: Set<Int64> = []
    private var rate = PollRate()
    /// When to return memory that feeds which came or went have left.
    private var tidyAt: Duration?
    private var isAway = false, isDiffering = false, isLeaving = false
    private var loop: Task<Void, Never>?

    init(
        _ configuration: Configuration, _ nodes: any NodeStore, _ parts: RuntimeParts, store: any Store,
        conductor: Conductor, sinks: Sinks, news: ArticleNews, gauge: OutboxGauge, standing: NodeStanding
    ) {
        (self.configuration, self.nodes, self.store) = (configuration, nodes, store)
        (self.conductor, self.sinks, self.news, self.gauge) = (conductor, sinks, news, gauge)
        (clock, logger, version, self.standing) = (parts.clock, parts.logger, parts.version, standing)
        (name, digest) = (configuration.nodeName, configuration.sharedDigest)
    }

    // MARK: - Start, reload, stop

    /// Joins the others, and takes what is free; where the database is away, as soon as it is back.
    /// - Parameter isAlone: no other process may be there, and the database has to be.
    func start(isAlone: Bool) async throws(StoreError) {
        do throws(StoreError) {
            try await begin(isAlone: isAlone)
        } catch {
            guard case .unreachable = error, !isAlone else { throw error }
            await note(away: error)
        }
        loop = Task { await self.run() }
    }

    private func begin(isAlone: Bool) async throws(StoreError) {
        try await join()
        let (report, asked) = (await report(), clock.uptime())
        guard let view = try nodes.renew(report) else { return }
        await renewed(view, askedAt: asked, with: report)
        let others = view.nodes.filter { $0.isAlive && $0.name != name }
        if isAlone, let other = others.first {
            throw .failed(
                location: store.location,
                reason: "the node '\(other.name)' works on it; `newspool poll` has it poll now", .database(code: 0))
        }
        // Who is there alone says what there is to poll.
        if view.configuration == nil || view.configuration == digest || others.isEmpty {
            try publish(configuration, digest)
        }
        try await renew()
    }

    /// feeds.toml was read again. A text that differs from the one before is what all nodes have to have from now on.
    func reload(_ new: Configuration) throws(StoreError) {
        let digest = new.sharedDigest
        if digest != self.digest || view?.configuration == digest { try publish(new, digest) }
        (configuration, self.digest) = (new, digest)
        times.renewSoon()
    }

    /// Gives the feeds back: at once those that no poll is under way of, and the others as their polls end, for a while. Others
    /// poll them before this process has ended.
    /// - Parameter patience: for polls that are under way.
    func handOver(within patience: Duration) async {
        isLeaving = true
        let end = clock.uptime() + patience
        do throws(StoreError) {
            // The others share out what this one had among themselves.
            _ = try nodes.renew(await report())
        } catch {
            logger.debug("cannot tell the others", metadata: ["error": "\(error)"])
        }
        while !Task.isCancelled {
            let feeds = Set(leases.keys.filter(Shard.feeds.contains))
            let isOver = clock.uptime() >= end
            await giveBack(isOver ? feeds : feeds.subtracting(await conductor.busyShards))
            if isOver || leases.keys.allSatisfy(Shard.webhooks.contains) { return }
            await clock.sleep(Self.shortPause)  // cancelled where all polls have ended
        }
    }

    /// Ends this life: what is left goes to the others.
    func leave() async {
        guard loop != nil else { return }
        loop?.cancel()
        loop = nil
        await lapse()
        guard nodes.process != nil else { return }
        do throws(StoreError) {
            try nodes.leave()
        } catch {
            logger.debug("the others see that this node is gone when its lease ends", metadata: ["error": "\(error)"])
        }
    }

    private func join() async throws(StoreError) {
        let end = clock.uptime() + Self.patience
        var hasWaited = false
        while case .taken(let seconds) = try nodes.join(await report(), name: name, version: version) {
            guard clock.uptime() < end else {
                throw .failed(
                    location: store.location,
                    reason:
                        "another node is named '\(name)'; give this one a name of its own ([node] name, or run --node)",
                    .database(code: 0))
            }
            if !hasWaited {
                logger.notice(
                    "waiting for the lease of a node of the same name",
                    metadata: ["node": "\(name)", "seconds": "\(Int(seconds.rounded(.up)))"])
            }
            hasWaited = true
            await clock.sleep(.milliseconds(500))
        }
    }

    private func publish(_ configuration: Configuration, _ digest: [UInt8]) throws(StoreError) {
        try nodes.publish(digest, configuration.sources) { configuration.shard(of: $0) }
    }

    // MARK: - The loop

    private func run() async {
        while !Task.isCancelled {
            await clock.sleep(times.pause(at: clock.uptime()))  // cancelled at the end
            if !Task.isCancelled { await look() }
        }
    }

    private func look() async {
        do throws(StoreError) {
            if nodes.process == nil {
                try await begin(isAlone: false)
            } else if times.isRenewalDue(at: clock.uptime()) {
                try await renew()
            } else {
                let signal = try nodes.signal()
                tell(signal)
                if signal.changes != lastChanges {
                    times.changed(at: clock.uptime())
                    try await renew()
                }
            }
            await note(away: nil)
        } catch {
            await note(away: error)
        }
        if let tidyAt, clock.uptime() >= tidyAt {
            self.tidyAt = nil
            tidy()
        }
    }

    /// Returns the memory of feeds that came in parts, or went.
    private func tidy() {
        do throws(StoreError) {
            try store.releaseMemory()
        } catch {
            logger.debug("the store keeps its memory", metadata: ["error": "\(error)"])
        }
        ProcessMemory.giveBack()
    }

    /// Others have brought articles.
    private func tell(_ signal: NodeSignal) {
        guard view.map({ $0.signal.seq < signal.seq }) ?? true else { return }
        view?.signal.seq = signal.seq
        sinks.kick()
        news.sign()
    }

    private func renew() async throws(StoreError) {
        let (report, asked) = (await report(), clock.uptime())
        guard let view = try nodes.renew(report) else {
            logger.warning("the lease ran out; this node begins anew", metadata: ["node": "\(name)"])
            await lapse()
            guard case .joined = try nodes.join(await self.report(), name: name, version: version) else {
                logger.error("another node has the name; nothing is polled here", metadata: ["node": "\(name)"])
                return
            }
            times.renewSoon()
            return
        }
        await renewed(view, askedAt: asked, with: report)
        let hasMore = try await takeShare(in: view)
        if hasMore || view.signal.changes != lastChanges {
            await conductor.wanted(try nodes.takeAsked(), from: nodes)
            try readBrought()
            lastChanges = view.signal.changes
            isCalledToPushes = true
        }
        try await lookAtPushes()
    }

    /// Hubs do not reach this node: what comes of its feeds' subscriptions, others see.
    private func lookAtPushes() async throws(StoreError) {
        let pause = isCalledToPushes ? Self.calledPushLook : Self.pushLook
        guard configuration.webSub == nil, lastPushLook.map({ clock.uptime() - $0 >= pause }) ?? true,
            await conductor.expectsPushes
        else { return }
        (lastPushLook, isCalledToPushes) = (clock.uptime(), false)
        let now = clock.now()
        let serving = try store.hubSubscriptions(at: nil).filter { $0.isServing(now: now) }
        await conductor.keepPushes(
            of: Dictionary(serving.map { ($0.feed, $0.until ?? now) }) { max($0, $1) })
    }

    /// Documents that came to other nodes. Those that wait for a poll, or for room, hold up no lease.
    private func readBrought() throws(StoreError) {
        let documents = try nodes.brought().filter { !reading.contains($0.id) }
        for (id, feed, name, document) in documents {
            reading.insert(id)
            Task {
                let pushed = PushedDocument(
                    bytes: document.bytes, contentType: document.contentType, address: document.address)
                guard let until = document.pushedUntil else {
                    return answered(id, with: await conductor.ingest(pushed, for: name))
                }
                let isHere = await conductor.take(pushed, of: feed, until: until)
                answered(id, with: isHere ? IngestAnswer() : IngestAnswer(unknown: .init(name: name, didYouMean: nil)))
            }
        }
    }

    private func answered(_ document: Int64, with answer: IngestAnswer) {
        reading.remove(document)
        // Another node has the feed by now, or will have it, and finds the document.
        guard answer.unknown == nil, !isLeaving, let bytes = try? JSONEncoder().encode(answer) else { return }
        do throws(StoreError) {
            try nodes.answer(Array(bytes), to: document)
            try readBrought()
        } catch {
            // It is read again when the database is back, and brings nothing twice.
            logger.debug("cannot say what came of a document", metadata: ["error": "\(error)"])
        }
    }

    /// - Parameter report: what the renewal said; the spool may have more by now.
    private func renewed(_ view: Cluster, askedAt time: Duration, with report: NodeReport) async {
        times.renewed(
            askedAt: time, others: view.nodes.filter { $0.isAlive && $0.process != nodes.process }.map(\.leaseSeconds),
            now: clock.uptime())
        term.renew(askedAt: time)
        standing.note(term)
        standing.note(pushedShards: view.shardsPushed(to: nodes.process))
        tell(view.signal)
        self.view = view
        await conductor.note(term)
        // After a switch of databases the new one may lack the last numbers, and readers have met them.
        if let spooled = report.spooled, spooled > view.signal.seq {
            logger.warning("the database lacks the last articles; numbers go on above the journal's")
            do throws(StoreError) {
                try store.raiseSeq(above: spooled)
            } catch {
                await note(away: error)
            }
        }
    }

    /// All that was held is void: others may have it.
    private func lapse() async {
        term.lapse()
        standing.note(term)
        _ = standing.note(webhooks: [])
        standing.note(pushedShards: [])
        await conductor.note(term)
        await conductor.lose(Set(leases.keys))
        (leases, unread) = ([:], [])
    }

    /// - Returns: whether there are feeds that it did not have.
    private func takeShare(in view: Cluster) async throws(StoreError) -> Bool {
        guard let me = nodes.process, !isLeaving else { return false }
        try compare(with: view)
        let alive = view.nodes.filter { $0.isAlive && $0.process != me }
        let holders = Set(alive.map(\.process))
        var mine: [Int: Lease] = [:], free: [Int] = []
        for shard in view.shards {
            if shard.holder == me {
                if !returning.contains(shard.number) {
                    mine[shard.number] = Lease(shard: shard.number, token: shard.token)
                }
            } else if shard.holder.map({ !holders.contains($0) }) ?? true {
                free.append(shard.number)
            }
        }
        func share(_ range: Range<Int>, _ role: NodeRole) -> ShareOut {
            let names = alive.filter { $0.report.isTaking && $0.report.roles.contains(role) }.map(\.name)
            let rank = isTaking && roles.contains(role) ? names.count { $0 < name } : nil
            return ShareOut(
                held: mine.keys.filter(range.contains).sorted(), free: free.filter(range.contains), of: range.count,
                rank: rank, among: names.count + 1)
        }
        let (feeds, hooks) = (share(Shard.feeds, .poll), share(Shard.webhooks, .webhook))
        await conductor.lose(Set(leases.keys).subtracting(mine.keys))
        let full = gauge.isFull ? Set(mine.keys.filter(Shard.feeds.contains)) : []
        let leaving = full.union(feeds.giveBack).union(hooks.giveBack)
        let wanted = feeds.take + hooks.take
        let fresh = try nodes.take(wanted)
        // Another one was faster, or a commit is under way: the next look shows what is left.
        if fresh.count < wanted.count {
            times.renewSoon()
            times.changed(at: clock.uptime())
        }
        for lease in fresh { mine[lease.shard] = lease }
        // What an answer that was lost has given as well.
        unread.formUnion(mine.values.lazy.filter { [leases] in leases[$0.shard] != $0 }.map(\.shard))
        unread = unread.filter { Shard.feeds.contains($0) && mine[$0] != nil && !leaving.contains($0) }
        leases = mine
        let hasMore = !unread.isEmpty
        if hasMore { try await readFeeds() }
        await giveBack(leaving)
        noteWebhooks()
        return hasMore
    }

    /// Gives the conductor the feeds of shards that it does not have, part by part: there may be a hundred thousand.
    private func readFeeds() async throws(StoreError) {
        let (shards, manners) = (unread, try nodes.manners())
        var (count, first) = (0, FeedID?.some(0))
        while let start = first {
            let (records, next) = try nodes.feeds(of: Array(shards), from: start)
            count += records.count
            await conductor.take(shards.compactMap { leases[$0] }, records, manners: manners)
            first = next
            // The lease must not end meanwhile.
            guard next != nil, times.isRenewalDue(at: clock.uptime()) else { continue }
            let (report, asked) = (await report(), clock.uptime())
            guard let view = try nodes.renew(report) else { return times.renewSoon() }
            await renewed(view, askedAt: asked, with: report)
        }
        unread.subtract(shards)
        logger.info(
            "took shards",
            metadata: [
                "node": "\(name)", "shards": .stringConvertible(shards.count), "feeds": .stringConvertible(count),
            ])
        tidyAt = clock.uptime() + Self.tidyPause
    }

    /// Holds this node's feeds.toml against the one that all have to have.
    private func compare(with view: Cluster) throws(StoreError) {
        let isDiffering = view.configuration.map { $0 != digest } ?? false
        let others = view.nodes.filter { $0.process != nodes.process }
        // The one that all have to have is no one's any more: the first of those that are there says which it is.
        if isDiffering,
            !others.contains(where: {
                $0.report.configuration == view.configuration
                    && ($0.isAlive || !$0.hasLeft && $0.silentSeconds < Self.farewell)
            }), !others.contains(where: { $0.isAlive && $0.name < name })
        {
            try publish(configuration, digest)
            times.renewSoon()
            return
        }
        guard isDiffering != self.isDiffering else { return }
        self.isDiffering = isDiffering
        logger.log(
            level: isDiffering ? .warning : .notice,
            isDiffering
                ? "feeds.toml differs from that of the other nodes; this one takes no more feeds"
                : "feeds.toml is that of the other nodes",
            metadata: ["node": "\(name)", "published_by": "\(view.publisher ?? "")"])
    }

    private func noteWebhooks() {
        if standing.note(webhooks: Set(leases.keys.filter(Shard.webhooks.contains))) { sinks.kick() }
    }

    private func giveBack(_ shards: Set<Int>) async {
        guard !shards.isEmpty else { return }
        await conductor.lose(shards)
        for shard in shards { leases[shard] = nil }
        unread.subtract(shards)
        if !isLeaving { tidyAt = clock.uptime() + Self.tidyPause }
        noteWebhooks()
        let hooks = shards.filter(Shard.webhooks.contains)
        giveBackNow(shards.subtracting(hooks))
        guard !hooks.isEmpty else { return }
        // Another node would send what is in flight a second time.
        returning.formUnion(hooks)
        let names = configuration.webhooks.map(\.name).filter { hooks.contains(Shard.ofWebhook($0)) }
        Task {
            for name in names { await (sinks[.webhook(name)] as? WebhookSink)?.rest() }
            giveBackNow(hooks)
            returning.subtract(hooks)
        }
    }

    private func giveBackNow(_ shards: Set<Int>) {
        guard !shards.isEmpty else { return }
        do throws(StoreError) {
            try nodes.giveBack(shards.sorted())
        } catch {
            // They are free when the lease ends, or given back by the next look.
            logger.debug("cannot give shards back", metadata: ["error": "\(error)"])
        }
    }

    // MARK: - What it says of itself

    private var isTaking: Bool {
        !isLeaving && !gauge.isFull && (view.map { $0.configuration == nil || $0.configuration == digest } ?? false)
    }

    private var spooled: Int64? {
        get async { (await sinks[.spool] as? SpoolSink)?.reached }
    }

    private func report() async -> NodeReport {
        var report = NodeReport(roles: roles, configuration: digest, isTaking: isTaking)
        report.feeds = await conductor.feedCount
        let figures = conductor.meter.figures
        report.pollsPerMinute = rate.perMinute(figures.succeeded + figures.failed, at: clock.uptime())
        report.spooled = await spooled
        report.takesPushes = configuration.webSub != nil && !isLeaving
        return report
    }

    private func note(away error: StoreError?) async {
        guard (error != nil) != isAway else { return }
        isAway = error != nil
        gauge.note(storeError: error)
        if let error {
            logger.error("the database is away: no polls start until it is back", metadata: ["error": "\(error)"])
        } else {
            logger.notice("the database is back")
            sinks.kick()
        }
        await conductor.note(storeIsAway: isAway)
    }
}
