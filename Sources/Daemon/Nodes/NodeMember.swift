import Config
import Control
import Deliver
import Files
import Foundation
import Logging
import Model
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

    /// Between two looks at the store, and between two renewals.
    private static let pause = Duration.milliseconds(500), renewal = Duration.seconds(2)
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
    private var webhooks: Set<Int> = []
    /// As of the last renewal.
    private var view: Cluster?
    private var lastRenewal: Duration?
    private var lastChanges: Int64 = -1
    private var rate = PollRate()
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

    /// Joins the others, and takes what is free.
    /// - Parameter isAlone: no other process may be there.
    func start(isAlone: Bool) async throws(StoreError) {
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
            try publish()
        }
        try await renew()
        loop = Task { await self.run() }
    }

    /// feeds.toml was read again. A text that differs from the one before is what all nodes have to have from now on.
    func reload(_ new: Configuration) throws(StoreError) {
        let digest = new.sharedDigest
        let isNew = digest != self.digest
        (configuration, self.digest) = (new, digest)
        if isNew || view?.configuration == digest { try publish() }
        lastRenewal = nil
    }

    /// What no poll is under way of is given back at once, and goes to the others.
    func handOver() async {
        isLeaving = true
        do throws(StoreError) {
            // The others share out what this one had among themselves.
            _ = try nodes.renew(await report())
        } catch {
            logger.debug("cannot tell the others", metadata: ["error": "\(error)"])
        }
        let busy = await conductor.busyShards
        await giveBack(Set(leases.keys).subtracting(busy))
    }

    func leave() async {
        guard loop != nil else { return }
        loop?.cancel()
        loop = nil
        await lapse()
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

    private func publish() throws(StoreError) {
        let configuration = configuration
        try nodes.publish(digest, configuration.sources) { configuration.shard(of: $0) }
    }

    // MARK: - The loop

    private func run() async {
        while !Task.isCancelled {
            await clock.sleep(Self.pause)  // cancelled at the end
            if !Task.isCancelled { await look() }
        }
    }

    private func look() async {
        do throws(StoreError) {
            if lastRenewal.map({ clock.uptime() - $0 >= Self.renewal }) ?? true {
                try await renew()
            } else {
                let signal = try nodes.signal()
                tell(signal)
                if signal.changes != lastChanges { try await renew() }
            }
            await note(away: nil)
        } catch {
            await note(away: error)
        }
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
            lastRenewal = nil
            return
        }
        await renewed(view, askedAt: asked, with: report)
        try await takeShare(in: view)
        if view.signal.changes != lastChanges {
            await conductor.wanted(try nodes.takeAsked(), from: nodes)
            lastChanges = view.signal.changes
        }
    }

    /// - Parameter report: what the renewal said; the spool may have more by now.
    private func renewed(_ view: Cluster, askedAt time: Duration, with report: NodeReport) async {
        lastRenewal = time
        term.renew(askedAt: time)
        standing.note(term)
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
        await conductor.note(term)
        await conductor.lose(Set(leases.keys))
        (leases, webhooks) = ([:], [])
    }

    private func takeShare(in view: Cluster) async throws(StoreError) {
        guard let me = nodes.process else { return }
        let isDiffering = view.configuration.map { $0 != digest } ?? false
        if isDiffering != self.isDiffering {
            self.isDiffering = isDiffering
            logger.log(
                level: isDiffering ? .warning : .notice,
                isDiffering
                    ? "feeds.toml differs from that of the other nodes; this one takes no more feeds"
                    : "feeds.toml is that of the other nodes",
                metadata: ["node": "\(name)", "published_by": "\(view.publisher ?? "")"])
        }
        let alive = view.nodes.filter { $0.isAlive && $0.process != me }
        let holders = Set(alive.map(\.process))
        var mine: [Int: Lease] = [:], free: [Int] = []
        for shard in view.shards {
            if shard.holder == me {
                mine[shard.number] = Lease(shard: shard.number, token: shard.token)
            } else if shard.holder.map({ !holders.contains($0) }) ?? true {
                free.append(shard.number)
            }
        }
        func share(_ range: Range<Int>, _ role: NodeRole) -> ShareOut {
            let names = alive.filter { $0.report.isTaking && $0.report.roles.contains(role) }.map(\.name)
            let takes = isTaking && roles.contains(role) && !isLeaving
            let rank = takes ? names.count { $0 < name } : nil
            return ShareOut(
                held: mine.keys.filter(range.contains).sorted(), free: free.filter(range.contains), of: range.count,
                rank: rank, among: names.count + 1)
        }
        let (feeds, hooks) = (share(Shard.feeds, .poll), share(Shard.webhooks, .webhook))
        await conductor.lose(Set(leases.keys).subtracting(mine.keys))
        let full = gauge.isFull ? Set(mine.keys.filter(Shard.feeds.contains)) : []
        let leaving = full.union(feeds.giveBack).union(hooks.giveBack)
        let fresh = try nodes.take(feeds.take + hooks.take)
        for lease in fresh { mine[lease.shard] = lease }
        // What an answer that was lost has given as well.
        let gained = mine.values.filter {
            Shard.feeds.contains($0.shard) && leases[$0.shard] != $0 && !leaving.contains($0.shard)
        }
        leases = mine
        if !gained.isEmpty {
            let records = try nodes.feeds(of: gained.map(\.shard))
            let manners = try nodes.manners()
            await conductor.take(gained, records, manners: manners)
            logger.info(
                "took shards",
                metadata: [
                    "node": "\(name)", "shards": .stringConvertible(gained.count),
                    "feeds": .stringConvertible(records.count),
                ])
        }
        if !leaving.isEmpty { await giveBack(leaving) }
        webhooks = Set(leases.keys.filter(Shard.webhooks.contains))
        if standing.note(webhooks: webhooks) { sinks.kick() }
    }

    private func giveBack(_ shards: Set<Int>) async {
        guard !shards.isEmpty else { return }
        await conductor.lose(shards)
        for shard in shards { leases[shard] = nil }
        _ = standing.note(webhooks: Set(leases.keys.filter(Shard.webhooks.contains)))
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
        return report
    }

    private func note(away error: StoreError?) async {
        guard (error != nil) != isAway else { return }
        isAway = error != nil
        gauge.note(storeError: error?.description)
        if let error {
            logger.error("the database is away: no polls start until it is back", metadata: ["error": "\(error)"])
        } else {
            logger.notice("the database is back")
            sinks.kick()
        }
        await conductor.note(storeIsAway: isAway)
    }
}

/// Polls a minute, over about the last one.
private struct PollRate {
    private var last: (count: Int, time: Duration)?
    private var value = 0.0

    mutating func perMinute(_ count: Int, at time: Duration) -> Double {
        guard let last else {
            last = (count, time)
            return 0
        }
        let seconds = (time - last.time).seconds
        guard seconds >= 1 else { return value }
        let weight = min(1, seconds / 30)
        value += weight * (Double(count - last.count) / seconds * 60 - value)
        self.last = (count, time)
        return value
    }
}
