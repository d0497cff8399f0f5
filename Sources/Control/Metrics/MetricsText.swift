import Deliver
import Foundation
import Model

/// `/metrics`: Prometheus' text format, version 0.0.4.
struct MetricsText {
    /// Feeds with series of their own, the first in feeds.toml; with more, a scrape would cost more than the polls do.
    static let feedLimit = 1_000

    private enum Kind: String { case gauge, counter, histogram }

    private var text = ""

    /// - Parameter order: the feeds' names as in feeds.toml.
    static func document(
        _ report: StatusReport, _ figures: Meter.Figures, order: [String], process: ProcessFigures
    ) -> [UInt8] {
        var metrics = MetricsText()
        metrics.totals(report, figures)
        if !report.isStoreAway { metrics.stored(report) }
        metrics.hubs(report, figures)
        metrics.nodes(report)
        metrics.lists(report)
        metrics.webhooks(report, figures)
        metrics.feeds(report, figures, order: order)
        metrics.process(process)
        return Array(metrics.text.utf8)
    }

    // MARK: - Families

    private mutating func totals(_ report: StatusReport, _ figures: Meter.Figures) {
        let totals = report.totals
        if let daemon = report.daemon {
            family("newspool_build_info", .gauge, "The version that runs.")
            sample("newspool_build_info", [("version", daemon.version)], 1)
            single("newspool_polls_running", .gauge, "Polls under way.", Double(daemon.polling))
            single(
                "newspool_config_loaded_timestamp_seconds", .gauge, "When the feeds.toml in force was read.",
                daemon.loaded.timeIntervalSince1970.rounded(.down))
            single(
                "newspool_config_last_reload_successful", .gauge, "0 where a later edit of feeds.toml was refused.",
                daemon.faults.isEmpty ? 1 : 0)
        }
        family("newspool_feeds", .gauge, "Feeds by state.")
        let states = Dictionary(grouping: report.feeds, by: \.state).mapValues(\.count)
        for state in FeedCondition.allCases {
            sample("newspool_feeds", [("state", state.rawValue)], Double(states[state] ?? 0))
        }
        family("newspool_polls_total", .counter, "Polls since the start.")
        sample("newspool_polls_total", [("result", "ok")], Double(figures.succeeded))
        sample("newspool_polls_total", [("result", "failed")], Double(figures.failed))
        family("newspool_poll_failures_total", .counter, "Polls that failed since the start, by the kind of failure.")
        for reason in PollFailure.Kind.allCases where reason != .unknown {
            sample(
                "newspool_poll_failures_total", [("reason", reason.rawValue)], Double(figures.failures[reason] ?? 0))
        }
        family("newspool_http_responses_total", .counter, "Answers to polls since the start, by HTTP status.")
        for (status, count) in figures.statuses.sorted(by: { $0.key < $1.key }) {
            sample("newspool_http_responses_total", [("status", "\(status)")], Double(count))
        }
        single(
            "newspool_received_bytes_total", .counter, "Bytes of the documents that polls brought, decompressed.",
            Double(figures.receivedBytes))
        family("newspool_articles_total", .counter, "Articles committed since the start.")
        sample("newspool_articles_total", [("event", "new")], Double(figures.new))
        sample("newspool_articles_total", [("event", "updated")], Double(figures.updated))
        single(
            "newspool_duplicates_total", .counter, "Articles that another feed had brought before.",
            Double(figures.duplicates))
        histogram("newspool_poll_duration_seconds", "How long a poll takes.", figures.pollSeconds)
        histogram(
            "newspool_article_age_seconds", "Age of a new entry when it is found, by its own date.", figures.age)
        single("newspool_polls_paused", .gauge, "1 while max_outbox stops the polls.", totals.isPaused ? 1 : 0)
        single("newspool_spool_bytes", .gauge, "Bytes of the spool's files.", Double(totals.spoolBytes ?? 0))
        single("newspool_spool_articles", .gauge, "Articles in the spool.", Double(totals.spoolArticles ?? 0))
    }

    /// What the store alone knows: none of it while a database is away, for a gauge of 0 would say something.
    private mutating func stored(_ report: StatusReport) {
        let totals = report.totals
        single("newspool_feeds_due", .gauge, "Feeds whose poll is due.", Double(totals.due))
        single(
            "newspool_entries_waiting", .gauge, "New entries of feeds that have too many at once (max_new).",
            Double(report.feeds.reduce(0) { $0 + ($1.entriesWaiting ?? 0) }))
        single("newspool_last_seq", .gauge, "The number of the last article.", Double(totals.lastSeq))
        family("newspool_articles_today", .gauge, "Articles of the present UTC day.")
        sample("newspool_articles_today", [("event", "new")], Double(totals.articlesToday))
        sample("newspool_articles_today", [("event", "updated")], Double(totals.updatesToday))
        single(
            "newspool_outbox_articles", .gauge, "Articles that the spool does not have yet.",
            Double(totals.outboxArticles))
        single("newspool_outbox_bytes", .gauge, "Their bytes.", Double(totals.outboxBytes))
        single("newspool_store_article_bytes", .gauge, "Bytes of articles in the store.", Double(totals.storedBytes))
    }

    private mutating func hubs(_ report: StatusReport, _ figures: Meter.Figures) {
        guard report.websub != nil, !report.isStoreAway else { return }
        family("newspool_hub_subscriptions", .gauge, "Feeds that name a hub, by how their subscription is.")
        let states = Dictionary(grouping: report.feeds.compactMap(\.push), by: \.state).mapValues(\.count)
        for state in HubCondition.allCases {
            sample("newspool_hub_subscriptions", [("state", state.rawValue)], Double(states[state] ?? 0))
        }
        family("newspool_hub_pushes_total", .counter, "What hubs sent since the start, by what became of it.")
        for result in HubPushResult.allCases {
            sample("newspool_hub_pushes_total", [("result", result.rawValue)], Double(figures.pushes[result] ?? 0))
        }
    }

    private mutating func nodes(_ report: StatusReport) {
        guard let nodes = report.nodes, !nodes.isEmpty else { return }
        let series: [(String, String, (StatusReport.NodePart) -> Double?)] = [
            ("newspool_node_up", "1 where the node is there.", { [.ok, .differs].contains($0.state) ? 1 : 0 }),
            ("newspool_node_shards", "Shards of feeds that a node polls, of 256.", { Double($0.shards) }),
            ("newspool_node_lease_seconds", "Seconds for which a node's lease is valid.", { $0.leaseSeconds }),
            (
                "newspool_spool_lag_articles", "Articles that a node's spool does not have yet.",
                { $0.spoolLag.map(Double.init) }
            ),
        ]
        for (name, help, value) in series {
            family(name, .gauge, help)
            for node in nodes {
                if let value = value(node) { sample(name, [("node", node.name)], value) }
            }
        }
    }

    private mutating func lists(_ report: StatusReport) {
        guard let lists = report.lists, !lists.isEmpty else { return }
        let series: [(String, String, (StatusReport.ListPart) -> Double?)] = [
            ("newspool_list_up", "1 where the last look at a list of feeds went well.", { $0.state == .ok ? 1 : 0 }),
            ("newspool_list_feeds", "Feeds that a list names.", { Double($0.feeds) }),
            ("newspool_list_failures", "Looks in a row that failed.", { Double($0.failures) }),
            (
                "newspool_list_last_success_timestamp_seconds", "When a look last went well.",
                { $0.lastSuccess?.timeIntervalSince1970.rounded(.down) }
            ),
        ]
        for (name, help, value) in series {
            let samples = lists.compactMap { list in value(list).map { (list.name, $0) } }
            guard !samples.isEmpty else { continue }
            family(name, .gauge, help)
            for (list, value) in samples { sample(name, [("list", list)], value) }
        }
    }

    private mutating func webhooks(_ report: StatusReport, _ figures: Meter.Figures) {
        guard !report.webhooks.isEmpty else { return }
        let series: [(String, String, (StatusReport.WebhookPart) -> Int)] = [
            ("newspool_webhook_waiting", "Messages that a webhook has not taken yet.", { $0.waiting }),
            ("newspool_webhook_given_up", "Messages that were given up.", { $0.deadLetters }),
            ("newspool_webhook_stopped", "1 after a 410 of the receiver.", { $0.state == .stopped ? 1 : 0 }),
        ]
        for (name, help, value) in series where !report.isStoreAway {
            family(name, .gauge, help)
            for webhook in report.webhooks { sample(name, [("webhook", webhook.name)], Double(value(webhook))) }
        }
        let counted = "newspool_webhook_deliveries_total"
        family(counted, .counter, "Messages sent to a webhook since the start, by what came of them.")
        for webhook in report.webhooks {
            for attempt in SinkAttempt.allCases {
                let count = figures.deliveries[webhook.name]?[attempt] ?? 0
                sample(counted, [("webhook", webhook.name), ("result", attempt.rawValue)], Double(count))
            }
        }
    }

    private mutating func feeds(_ report: StatusReport, _ figures: Meter.Figures, order: [String]) {
        single(
            "newspool_feeds_without_series", .gauge, "Feeds beyond the first \(Self.feedLimit), which have no series.",
            Double(max(0, report.feeds.count - Self.feedLimit)))
        guard !report.feeds.isEmpty else { return }
        let byName = Dictionary(report.feeds.map { ($0.name, $0) }) { first, _ in first }
        let feeds = order.prefix(Self.feedLimit).compactMap { byName[$0] }
        let gauges: [(String, String, (StatusReport.FeedPart) -> Double?)] = [
            (
                "newspool_feed_up", "1 where the last poll went well.",
                { [.disabled, .unknown].contains($0.state) ? nil : $0.state.isUp ? 1 : 0 }
            ),
            (
                "newspool_feed_failures", "Polls in a row that failed.",
                { $0.state == .unknown ? nil : Double($0.failures) }
            ),
            (
                "newspool_feed_last_success_timestamp_seconds", "When a poll last went well.",
                { $0.lastSuccess?.timeIntervalSince1970.rounded(.down) }
            ),
            (
                "newspool_feed_next_poll_timestamp_seconds", "When the next poll is due.",
                { $0.nextPoll?.timeIntervalSince1970.rounded(.down) }
            ),
            (
                "newspool_feed_items_per_day", "Mean of the last 30 days.",
                { $0.state == .unknown ? nil : $0.itemsPerDay }
            ),
        ]
        for (name, help, value) in gauges {
            let samples = feeds.compactMap { feed in value(feed).map { (feed.name, $0) } }
            guard !samples.isEmpty else { continue }
            family(name, .gauge, help)
            for (feed, value) in samples { sample(name, [("feed", feed)], value) }
        }
        let counters: [(String, String, (Meter.Feed) -> Int)] = [
            ("newspool_feed_polls_total", "Polls since the start.", { $0.polls }),
            ("newspool_feed_poll_failures_total", "Polls that failed, since the start.", { $0.failures }),
            ("newspool_feed_articles_total", "Articles since the start.", { $0.articles }),
        ]
        for (name, help, value) in counters {
            family(name, .counter, help)
            for feed in feeds {
                sample(name, [("feed", feed.name)], Double(value(figures.feeds[feed.name] ?? Meter.Feed())))
            }
        }
    }

    private mutating func process(_ process: ProcessFigures) {
        single("process_start_time_seconds", .gauge, "When the process started.", process.started)
        single("process_cpu_seconds_total", .counter, "CPU time, user and system.", process.cpuSeconds)
        single("process_resident_memory_bytes", .gauge, "Memory in use.", process.residentBytes)
        single("process_virtual_memory_bytes", .gauge, "Address space.", process.virtualBytes)
        single("process_open_fds", .gauge, "Open file descriptors.", process.openDescriptors)
        single("process_max_fds", .gauge, "File descriptors that may be open.", process.descriptorLimit)
        single("process_threads", .gauge, "Threads.", process.threads)
    }

    // MARK: - Lines

    private mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
        guard let value else { return }
        family(name, kind, help)
        sample(name, [], value)
    }

    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",") + "}"
        }
        text += " " + Self.number(value) + "\n"
    }

    private mutating func histogram(_ name: String, _ help: String, _ histogram: Meter.Histogram) {
        family(name, .histogram, help)
        var total = 0
        for (bound, count) in zip(histogram.bounds, histogram.counts) {
            total += count
            sample(name + "_bucket", [("le", Self.number(bound))], Double(total))
        }
        total += histogram.counts.last ?? 0
        sample(name + "_bucket", [("le", "+Inf")], Double(total))
        sample(name + "_sum", [], histogram.sum)
        sample(name + "_count", [], Double(total))
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? String(value)
    }

    private static func escaped(_ label: String) -> String {
        label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
