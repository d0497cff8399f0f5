import Config
import FlyingFox
import Foundation
import Model
import Schedule

/// `/`: totals, the feeds worst first, the last articles. `/feeds`: every feed.
enum OverviewPage {
    /// Feeds on the first page; the others are on `/feeds`, or ten thousand of them would be a page of megabytes.
    static let limit = 200
    static let articleLimit = 50

    static func overview(
        _ report: StatusReport, articles: [StatusReport.ArticlePart], feeds: [String], _ facts: StatusPage.Facts
    ) -> HTTPResponse {
        var page = StatusPage(headline(report), facts)
        page.raw("<h1>\(StatusPage.escaped(headline(report)))</h1>\n")
        notices(report, &page)
        totals(report, &page)
        if let nodes = report.nodes, !nodes.isEmpty { self.nodes(nodes, now: report.time, &page) }
        if !report.webhooks.isEmpty { webhooks(report, &page) }
        page.raw("<h2 id=\"feeds\">Feeds, worst first</h2>\n")
        table(report.feeds.prefix(limit), now: report.time, &page)
        if report.feeds.count > limit {
            page.raw("<p><a href=\"./feeds\">All \(report.feeds.count) feeds</a></p>\n")
        }
        if report.isStoreAway { return page.response }
        page.raw("<h2 id=\"articles\">Latest articles</h2>\n")
        list(Array(zip(articles, feeds)), now: report.time, &page)
        return page.response
    }

    /// `/feeds`, `/feeds?state=failing`, `/feeds?tag=news`, or both.
    static func feeds(_ report: StatusReport, _ filter: FeedFilter, _ facts: StatusPage.Facts) -> HTTPResponse {
        let feeds = report.feeds.filter(filter.takes)
        let count = "\(feeds.count) feed\(feeds.count == 1 ? "" : "s")\(filter.words)"
        var page = StatusPage(count, facts)
        page.raw("<h1>\(StatusPage.escaped(count)), worst first</h1>\n")
        page.raw(filter.links(for: report.feeds))
        if feeds.isEmpty, !report.feeds.isEmpty {
            page.raw("<p>None.</p>\n")
        } else {
            table(feeds[...], now: report.time, &page)
        }
        return page.response
    }

    /// Says in a line what `status --failing` says.
    private static func headline(_ report: StatusReport) -> String {
        let totals = report.totals
        if report.isStoreAway { return "The database is away: polls wait for it" }
        if totals.isPaused { return "Polling has stopped: the outbox is full" }
        if report.daemon?.noNetworkSince != nil { return "No network: polls wait for it" }
        let feeds = "\(totals.enabled) feed\(totals.enabled == 1 ? "" : "s")"
        var parts: [String] = []
        if totals.failing > 0 { parts.append("\(totals.failing) of \(feeds) failing") }
        let hooks = report.problems.count { $0.subject == .webhook }
        if hooks > 0 { parts.append("\(hooks) webhook\(hooks == 1 ? "" : "s") failing") }
        if totals.outboxTrouble != nil { parts.append("articles wait for the spool") }
        if report.problems.contains(where: { $0.subject == .journal }) { parts.append("the journal lacks lines") }
        return parts.isEmpty ? "\(feeds), none failing" : parts.joined(separator: ", ")
    }

    private static func notices(_ report: StatusReport, _ page: inout StatusPage) {
        if let faults = report.daemon?.faults, !faults.isEmpty {
            page.raw("<div class=\"notice\" role=\"alert\">feeds.toml has been edited and is not loaded:<br>")
            page.raw(faults.prefix(10).map(StatusPage.escaped).joined(separator: "<br>"))
            page.raw("</div>\n")
        }
        for trouble in [report.totals.outboxTrouble].compactMap(\.self) + (report.daemon?.journal.sentences ?? []) {
            page.raw("<div class=\"notice\" role=\"alert\">\(StatusPage.escaped(trouble))</div>\n")
        }
    }

    private static func totals(_ report: StatusReport, _ page: inout StatusPage) {
        let totals = report.totals
        var cards = [("Feeds", "\(totals.feeds)")]
        if !report.isStoreAway {
            cards += [
                ("Due", "\(totals.due)"), ("Failing", "\(totals.failing)"), ("Gone", "\(totals.gone)"),
                ("Articles today", "\(totals.articlesToday)"),
                ("Outbox", totals.outboxArticles == 0 ? "empty" : "\(totals.outboxArticles)"),
            ]
        }
        if let bytes = totals.spoolBytes { cards.append(("Spool", ByteCount.text(bytes))) }
        page.raw("<dl class=\"totals\">")
        for (name, value) in cards { page.raw("<div><dt>\(name)</dt><dd>\(value)</dd></div>") }
        page.raw("</dl>\n")
    }

    private static func nodes(_ nodes: [StatusReport.NodePart], now: Date, _ page: inout StatusPage) {
        let heads = ["Shards", "Feeds", "Polls a minute", "Seen", "Spool lag"].map {
            "<th scope=\"col\" class=\"n\">\($0)</th>"
        }
        page.raw(
            "<h2>Nodes</h2>\n<div class=\"table\"><table><thead><tr><th scope=\"col\">State</th><th scope=\"col\">Name</th>"
                + "<th scope=\"col\">Roles</th>\(heads.joined())</tr></thead><tbody>\n")
        for node in nodes {
            let style = node.state == .ok ? "ok" : node.state == .left ? "disabled" : "failing"
            let numbers = [
                "\(node.shards)", "\(node.feeds)", "\(Int(node.pollsPerMinute.rounded()))",
                "\(Int(max(0, now.timeIntervalSince(node.seen)).rounded())) s", node.spoolLag.map { "\($0)" } ?? "",
            ].map { "<td class=\"n\">\($0)</td>" }
            page.raw(
                "<tr><td class=\"state \(style)\">\(node.state.rawValue)</td><td>\(StatusPage.isolated(node.name))</td>"
                    + "<td>\(node.roles.joined(separator: ", "))</td>\(numbers.joined())</tr>\n")
        }
        page.raw("</tbody></table></div>\n")
    }

    private static func webhooks(_ report: StatusReport, _ page: inout StatusPage) {
        page.raw(
            "<h2>Webhooks</h2>\n<div class=\"table\"><table><thead><tr><th scope=\"col\">State</th><th scope=\"col\">Name</th>"
        )
        page.raw(
            "<th scope=\"col\" class=\"n\">Waiting</th><th scope=\"col\" class=\"n\">Given up</th></tr></thead><tbody>\n"
        )
        for hook in report.webhooks {
            page.raw(
                "<tr><td class=\"state \(hook.state.rawValue)\">\(hook.state.rawValue)</td><td>\(StatusPage.isolated(hook.name))"
            )
            if let error = hook.error { page.raw("<span class=\"error\">\(StatusPage.escaped(error))</span>") }
            page.raw("</td><td class=\"n\">\(hook.waiting)</td><td class=\"n\">\(hook.deadLetters)</td></tr>\n")
        }
        page.raw("</tbody></table></div>\n")
    }

    private static func table(_ feeds: ArraySlice<StatusReport.FeedPart>, now: Date, _ page: inout StatusPage) {
        guard !feeds.isEmpty else {
            return page.raw(
                "<p>feeds.toml names no feed yet. Add one by its address or its site's: "
                    + "<code>newspool add https://example.org/</code></p>\n")
        }
        page.raw(
            """
            <div class="table"><table><thead><tr><th scope="col">State</th><th scope="col">Feed</th>
            <th scope="col" class="n wide">Since</th><th scope="col" class="n">Success</th>
            <th scope="col" class="wide">Next poll</th><th scope="col" class="n wide">HTTP</th>
            <th scope="col" class="n wide">A day</th></tr></thead><tbody>

            """)
        for feed in feeds { page.raw(row(feed, now: now, page)) }
        page.raw("</tbody></table></div>\n")
    }

    private static func row(_ feed: StatusReport.FeedPart, now: Date, _ page: StatusPage) -> String {
        func ago(_ date: Date?) -> String { date.map { StatusPage.time($0, now: now) } ?? "–" }
        let next =
            feed.nextPoll.map { StatusPage.time($0, now: now) }
            ?? (feed.isPolled ? "now" : feed.state == .unknown ? "–" : "never")
        let why = !feed.state.isPolled ? "" : feed.why.map { " <span class=\"soft\">\($0.rawValue)</span>" } ?? ""
        let error = feed.error.map { "<span class=\"error\">\(StatusPage.escaped($0))</span>" } ?? ""
        return
            "<tr><td class=\"state \(feed.state.rawValue)\">\(feed.state.rawValue)</td><td class=\"name\">\(page.feedLink(feed.name))\(error)</td>"
            + "<td class=\"n wide\">\(ago(feed.since))</td><td class=\"n\">\(ago(feed.lastSuccess))</td>"
            + "<td class=\"wide\">\(next)\(why)</td><td class=\"n wide\">\(feed.lastStatus.map(String.init) ?? "–")</td>"
            + "<td class=\"n wide\">\(feed.state == .unknown ? "–" : rate(feed.itemsPerDay))</td></tr>\n"
    }

    static func rate(_ perDay: Double) -> String {
        perDay == 0 ? "0" : perDay >= 10 ? "\(Int(perDay.rounded()))" : "\((perDay * 10).rounded() / 10)"
    }

    /// - Parameter articles: each with the name of its feed.
    static func list(_ articles: [(StatusReport.ArticlePart, String)], now: Date, _ page: inout StatusPage) {
        guard !articles.isEmpty else { return page.raw("<p>None yet.</p>\n") }
        page.raw("<ol class=\"articles\">\n")
        for (article, feed) in articles {
            page.raw(
                "<li><a href=\"\(page.root)articles/\(article.id)\">\(StatusPage.isolated(article.title))</a> <span class=\"soft\">"
            )
            page.raw("\(StatusPage.time(article.time, now: now)) ago, \(page.feedLink(feed))")
            if let url = article.url { page.raw(", \(StatusPage.link(url, "source"))") }
            if !article.alsoIn.isEmpty {
                page.raw(", also in \(article.alsoIn.map(page.feedLink).joined(separator: ", "))")
            }
            page.raw("</span></li>\n")
        }
        page.raw("</ol>\n")
    }
}
