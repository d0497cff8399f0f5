import FlyingFox
import Foundation
import Model
import Schedule

/// `/feeds/NAME`: all that is known of one feed.
enum FeedStatusPage {
    static func page(_ feed: StatusReport.FeedPart, _ facts: StatusPage.Facts) -> HTTPResponse {
        let now = facts.time
        var page = StatusPage(feed.name, depth: 1, facts)
        page.raw("<h1>\(StatusPage.isolated(feed.title ?? feed.name))</h1>\n<dl class=\"facts\">")
        func fact(_ name: String, _ html: String?) {
            if let html { page.raw("<dt>\(name)</dt><dd>\(html)</dd>") }
        }
        let detail = feed.detail
        func when(_ date: Date) -> String {
            date.formatted(.iso8601) + " (\(StatusPage.time(date, now: now))\(date > now ? "" : " ago"))"
        }
        fact("Name", StatusPage.isolated(feed.name))
        fact("Address", StatusPage.link(feed.url, feed.url))
        fact("Command", feed.command.map { StatusPage.isolated($0.joined(separator: " ")) })
        let tags = (feed.tags ?? []).map {
            "<a href=\"../feeds?tag=\(PathSegment.encoded($0))\">\(StatusPage.isolated($0))</a>"
        }
        fact("Tags", tags.isEmpty ? nil : tags.joined(separator: ", "))
        let since = feed.since.map { " since \(when($0))" } ?? ""
        fact("State", "<span class=\"state \(feed.state.rawValue)\">\(feed.state.rawValue)</span>\(since)")
        fact("Error", feed.error.map { "<span class=\"error\">\(StatusPage.escaped($0))</span>" })
        fact("Waiting", feed.entriesWaiting.map { "\($0) new entries, too many at once" })
        fact("Failures", feed.failures == 0 ? nil : "\(feed.failures) in a row")
        let isUnknown = feed.state == .unknown
        fact("Last success", isUnknown ? nil : feed.lastSuccess.map(when) ?? "never")
        fact("Last poll", isUnknown ? nil : feed.lastPoll.map(when) ?? "never")
        fact("Next poll", feed.nextPoll.map { when($0) + (feed.why.map { ", " + $0.rawValue } ?? "") })
        fact("Interval", detail.map { StatusPage.escaped($0.interval) })
        fact("HTTP status", feed.lastStatus.map(String.init))
        fact("Items a day", isUnknown ? nil : OverviewPage.rate(feed.itemsPerDay))
        fact("Moved to", feed.movedTo.map { StatusPage.link($0, $0) })
        let moves = detail?.moveDue.map { ", if that still holds at \(when($0))" } ?? ""
        fact("May move to", detail?.moveTarget.map { StatusPage.link($0, $0) + moves })
        fact("May be retired", detail?.goneDue.map { "if it still says 410 at \(when($0))" })
        fact("ETag", detail?.etag.map(StatusPage.escaped))
        fact("Last-Modified", detail?.lastModified.map(StatusPage.escaped))
        page.raw("</dl>\n")
        if let polls = detail?.polls, !polls.isEmpty {
            page.raw(
                "<h2>Last polls</h2>\n<div class=\"table\"><table><thead><tr><th scope=\"col\">Ago</th><th scope=\"col\" class=\"n\">HTTP</th>"
            )
            page.raw("<th scope=\"col\" class=\"n\">ms</th><th scope=\"col\">Result</th></tr></thead><tbody>\n")
            for poll in polls {
                let words = poll.error.map { "<span class=\"error\">\(StatusPage.escaped($0))</span>" }
                let result = words ?? "\(poll.articles) article\(poll.articles == 1 ? "" : "s")"
                page.raw("<tr><td>\(StatusPage.time(poll.time, now: now))</td><td class=\"n\">")
                page.raw(
                    "\(poll.status.map(String.init) ?? "–")</td><td class=\"n\">\(poll.ms)</td><td>\(result)</td></tr>\n"
                )
            }
            page.raw("</tbody></table></div>\n")
        }
        if isUnknown {
            page.raw("<p>The database is away, and knows the rest.</p>\n")
            return page.response
        }
        page.raw("<h2>Latest articles</h2>\n")
        OverviewPage.list((detail?.articles ?? []).map { ($0, feed.name) }, now: now, &page)
        return page.response
    }
}
