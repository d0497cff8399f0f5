package import Config
import Deliver
public import Foundation
import Model
import Schedule
package import Settings
package import Store
import Web

/// Puts the status together from feeds.toml and the store; a running daemon adds what only it knows.
public struct StatusReader: Sendable {
    private let configuration: Configuration
    /// Nil where there is no store yet.
    private let store: (any StoreReading)?

    /// What is known of the configuration's lists.
    private let lists: [ListRecord]

    /// - Parameter configuration: with the feeds of its lists.
    package init(_ configuration: Configuration, store: (any StoreReading)?, lists: [ListRecord] = []) {
        (self.configuration, self.store, self.lists) = (configuration, store, lists)
    }

    /// There is no feed of that name; the nearest one that there is.
    public struct UnknownFeed: Error {
        public let name: String
        public let nearest: String?
    }

    /// What only a running daemon knows.
    struct Live {
        var daemon: StatusReport.DaemonPart
        var outbox: OutboxCondition
        /// Of the store.
        var location: String
        /// Why search takes no articles.
        var search: String?
        /// Until when webhooks are sent nothing, by name.
        var rests: [String: Date]
        var statuses: [FeedStatus]
        /// As the schedule has them now, which may be newer than the store.
        var plans: [FeedID: PlannedPoll]
    }

    /// Of the store alone.
    /// - Throws: `StoreError`, `UnknownFeed`.
    public func report(_ query: StatusQuery = StatusQuery(), now: Date) throws -> StatusReport {
        try report(query, live: nil, now: now)
    }

    func report(_ query: StatusQuery, live: Live?, now: Date) throws -> StatusReport {
        let isStoreAway = live?.outbox.isStoreAway ?? false
        let statuses = try live?.statuses ?? store?.statuses(now: now) ?? []
        let known = Dictionary(statuses.map { ($0.record.url, $0) }) { first, _ in first }
        let pushes = try pushParts(now: now)
        var feeds = configuration.feeds.map { feed in
            let status = known[feed.url]
            var part = Self.part(of: feed, status, plan: status.flatMap { live?.plans[$0.record.id] })
            part.push = status.flatMap { pushes[$0.record.id] }
            if isStoreAway, feed.enabled { (part.state, part.why) = (.unknown, nil) }
            return part
        }
        var totals = try totals(feeds, now: now)
        if let outbox = live?.outbox { (totals.isPaused, totals.outboxTrouble) = (outbox.isFull, outbox.trouble) }
        var webhooks = try webhooks(rests: live?.rests ?? [:])
        if isStoreAway {
            for index in webhooks.indices where webhooks[index].state != .disabled { webhooks[index].state = .unknown }
        }
        if let name = query.feed {
            guard let index = configuration.feeds.firstIndex(where: { $0.name == name }) else {
                let names = configuration.feeds.map(\.name)
                throw UnknownFeed(name: name, nearest: Suggestion.nearest(to: name, among: names))
            }
            let configured = configuration.feeds[index]
            feeds = [feeds[index]]
            feeds[0].detail = try detail(of: configured, known[configured.url])  // not by the URL that is shown
        }
        feeds.sort { $0.isWorse(than: $1) }
        let cluster = try store?.cluster()
        let nodes = StatusReport.nodes(cluster, now: now)
        let stored = (store?.location ?? live?.location).map {
            StatusReport.StorePart(
                location: $0, isAway: isStoreAway, generation: cluster.map { Int($0.generation) },
                publishedBy: cluster?.publisher)
        }
        let lists = listParts()
        let problems = StatusReport.problems(
            daemon: live?.daemon, totals: totals, lists: lists, feeds: feeds, webhooks: webhooks,
            nodes: nodes ?? [], search: live?.search)
        if query.failing { feeds.removeAll { $0.state != .failing } }
        return StatusReport(
            time: now, daemon: live?.daemon, totals: totals, problems: problems, lists: lists, feeds: feeds,
            webhooks: webhooks,
            websub: configuration.webSub.map { .init(callback: $0.callback, listen: "\($0.listen)") }, nodes: nodes,
            store: stored)
    }

    /// Subscriptions at hubs, by feed; none where feeds.toml asks for none, and no other node has the store.
    private func pushParts(now: Date) throws(StoreError) -> [FeedID: StatusReport.PushPart] {
        guard configuration.webSub != nil || configuration.store.url != nil, let store else { return [:] }
        let wanted = try store.hubSubscriptions(at: nil).filter { $0.phase != .leaving }
        return Dictionary(
            wanted.map { ($0.feed, StatusReport.PushPart($0, now: now)) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: - Feeds

    private static func part(
        of feed: Configuration.Feed, _ status: FeedStatus?, plan: PlannedPoll?
    ) -> StatusReport.FeedPart {
        let state = status?.record.state ?? FeedState()
        let why = plan?.why ?? state.why.flatMap { Why(rawValue: $0) }
        let condition = FeedCondition(
            isEnabled: feed.enabled, isRetired: why == .gone, failures: state.failures, waiting: state.waiting,
            hasSucceeded: state.lastSuccess != nil)
        return StatusReport.FeedPart(
            name: feed.name, url: WebAddressText.withoutSecrets(feed.url), command: feed.command,
            title: feed.title ?? state.title,
            tags: feed.tags, state: condition,
            since: state.since ?? (state.failures == 0 ? nil : state.lastSuccess), lastSuccess: state.lastSuccess,
            lastPoll: state.lastPoll, nextPoll: condition.isPolled ? plan?.nextPoll ?? state.nextPoll : nil,
            why: condition == .disabled ? .disabled : why, lastStatus: state.lastStatus,
            failures: state.failures, movedTo: state.movedTo.map(WebAddressText.withoutSecrets),
            itemsPerDay: ((status?.itemsPerDay ?? 0) * 100).rounded() / 100, failure: state.failure?.kind,
            error: state.failure?.sentence, entriesWaiting: state.waiting > 0 ? state.waiting : nil,
            alsoIn: status.flatMap { $0.alsoIn > 0 ? $0.alsoIn : nil },
            lists: feed.lists.isEmpty ? nil : feed.lists, unlisted: feed.isUnlisted ? true : nil)
    }

    /// Nil where feeds.toml has none.
    private func listParts() -> [StatusReport.ListPart]? {
        if configuration.lists.isEmpty { return nil }
        return configuration.lists.map { list in
            let record = lists.first { $0.url == list.feed.url } ?? ListRecord(url: list.feed.url)
            return StatusReport.ListPart(
                name: list.name, url: WebAddressText.withoutSecrets(list.feed.url),
                state: record.error != nil ? .failing : record.lastSuccess == nil ? .new : .ok, feeds: record.count,
                gone: record.entries.count - record.count, lastSuccess: record.lastSuccess,
                lastChange: record.lastChange, nextCheck: record.nextCheck, failures: record.failures,
                error: record.error)
        }
    }

    private func detail(of feed: Configuration.Feed, _ status: FeedStatus?) throws -> StatusReport.Detail {
        let state = status?.record.state
        let polls = (status?.polls ?? []).reversed().map {
            StatusReport.PollPart(
                time: $0.time, status: $0.status, ms: $0.milliseconds, articles: $0.articles,
                failure: $0.failure?.kind, error: $0.failure?.sentence)
        }
        let articles = try store?.latestArticles(of: [feed.name], limit: 10) ?? []
        let webhooks = configuration.webhooks.filter(\.enabled)
            .filter { hook in configuration.feeds(of: hook).contains { $0.name == feed.name } }.map(\.name)
        let adaptive = configuration.isAdaptive(feed) ? ", adaptive" : ""
        return StatusReport.Detail(
            interval: DurationText.format(configuration.interval(of: feed)) + adaptive,
            etag: state?.etag.map { String(decoding: $0, as: UTF8.self) },
            lastModified: state?.lastModified.map { String(decoding: $0, as: UTF8.self) },
            moveTarget: state?.moveTarget.map(WebAddressText.withoutSecrets), moveSince: state?.moveSince,
            moveDue: state?.moveSince.map { $0 + FeedAddress.trial }, goneSince: state?.goneSince,
            goneDue: state?.why == Why.gone.rawValue ? nil : state?.goneSince.map { $0 + FeedAddress.farewell },
            webhooks: webhooks, polls: Array(polls),
            articles: articles.map { StatusReport.ArticlePart($0) })
    }

    // MARK: - All

    private func totals(_ feeds: [StatusReport.FeedPart], now: Date) throws -> StatusReport.Totals {
        var totals = StatusReport.Totals()
        totals.feeds = feeds.count
        for feed in feeds where feed.state != .disabled {
            totals.enabled += 1
            if feed.state == .failing { totals.failing += 1 }
            if feed.state == .gone { totals.gone += 1 }
            if feed.isPolled, feed.nextPoll.map({ $0 <= now }) ?? true { totals.due += 1 }
        }
        if let store {
            let outbox = try store.outboxStatus(now: now)
            (totals.articlesToday, totals.updatesToday) = (outbox.newToday, outbox.updatedToday)
            totals.lastSeq = Int(outbox.lastSeq)
            if configuration.node.roles.contains(.spool) {
                totals.outboxBytes = Int(try store.backlog(of: .spool).bytes)
            }
            totals.storedBytes = Int(outbox.bytes)
            totals.isPaused = totals.outboxBytes >= configuration.spool.maxOutbox
            totals.outboxArticles = totals.outboxBytes == 0 ? 0 : try store.articlesWaiting(for: .spool)
        }
        let size = SpoolSize.measure(configuration.spool.path)
        (totals.spoolBytes, totals.spoolArticles) = (size?.bytes, size?.articles)
        return totals
    }

    /// Each webhook of feeds.toml, in its order, then those that are gone from it and still have messages.
    /// - Parameter rests: until when a running daemon sends them nothing, by name.
    package func webhooks(rests: [String: Date]) throws(StoreError) -> [StatusReport.WebhookPart] {
        var queues: [String: WebhookStatus] = [:]
        for queue in try store?.webhookStatuses() ?? [] { queues[queue.webhook] = queue }
        let known = configuration.webhooks.map { webhook in
            let queue = queues.removeValue(forKey: webhook.name)
            let condition = WebhookCondition(
                isEnabled: webhook.enabled,
                isStopped: queue?.configurationWhenStopped != nil
                    && queue?.configurationWhenStopped == webhook.settingsText,
                waiting: queue?.waiting ?? 0, isFailing: queue?.isFailing ?? false)
            let host = (try? WebURL(parsing: webhook.url))?.host
            return StatusReport.WebhookPart(
                webhook.name, condition, queue, host: host, rest: rests[webhook.name])
        }
        let removed = queues.values.filter { $0.waiting + $0.deadLetters > 0 }.sorted { $0.webhook < $1.webhook }
        return known + removed.map { StatusReport.WebhookPart($0.webhook, .removed, $0, host: nil, rest: nil) }
    }
}

extension StatusReport.PushPart {
    fileprivate init(_ subscription: HubSubscription, now: Date) {
        self.init(
            state: HubCondition(subscription, now: now), hub: subscription.hub, topic: subscription.topic,
            since: subscription.since, until: subscription.until, failures: subscription.failures,
            error: subscription.trouble)
    }
}

extension StatusReport.WebhookPart {
    fileprivate init(
        _ name: String, _ condition: WebhookCondition, _ queue: WebhookStatus?, host: String?, rest: Date?
    ) {
        let waiting = queue?.waiting ?? 0
        let due = queue?.nextDue.map { max($0, rest ?? $0) }
        self.init(
            name: name, state: condition, host: host, waiting: waiting, deadLetters: queue?.deadLetters ?? 0,
            nextAttempt: condition.isSent && waiting > 0 ? due : nil, error: queue?.lastError,
            lastError: queue?.lastError)
    }
}

extension StatusReport.FeedPart {
    /// The order of attention: what fails, by how often in a row; what was never read; what is well; what is off.
    fileprivate func isWorse(than other: Self) -> Bool {
        let (mine, theirs) = (rank, other.rank)
        if mine != theirs { return mine < theirs }
        return failures == other.failures ? NaturalOrder.precedes(name, other.name) : failures > other.failures
    }

    private var rank: Int {
        switch state {
        case .failing, .gone: 0
        case .flooding: 1
        case .new, .unknown: 2
        case .ok: 3
        case .disabled: 4
        }
    }
}

extension StatusReport.ArticlePart {
    init(_ article: StoredArticle) {
        let item = StoredItem(article.json)
        self.init(
            id: article.id.text, seq: Int(article.seq), time: article.time, title: item.displayTitle, url: item.url,
            alsoIn: article.alsoIn)
    }
}

extension Configuration.Feed {
    fileprivate var command: [String]? {
        if case .command(let command) = self.origin { command } else { nil }
    }
}
