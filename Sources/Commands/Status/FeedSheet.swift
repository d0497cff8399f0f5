import Control
import Foundation
import Model
import Schedule

/// All that is known of one feed, a line a fact.
struct FeedSheet {
    private let feed: StatusReport.FeedPart
    private let terminal: Terminal
    private let times: RelativeTime

    init(_ feed: StatusReport.FeedPart, in report: StatusReport, terminal: Terminal) {
        (self.feed, self.terminal, times) = (feed, terminal, RelativeTime(now: report.time))
    }

    var text: String {
        var text = ""
        for (label, value) in facts {
            guard let value else { continue }
            let line = TerminalColumns.padded(label, 14) + TerminalColumns.plain(value)
            text += (label == "state" ? highlighted(line) : line) + "\n"
        }
        guard let detail = feed.detail else { return text }
        if !detail.polls.isEmpty { text += "\nLast polls, newest first\n" + detail.polls.map(line).joined() }
        if !detail.articles.isEmpty {
            text += "\nLatest articles\n" + detail.articles.map(line).joined()
        }
        return text
    }

    private var facts: [(String, String?)] {
        let detail = feed.detail
        return [
            ("name", feed.name), ("url", feed.url), ("command", feed.command?.joined(separator: " ")),
            ("title", feed.title),
            ("tags", feed.tags.flatMap { $0.isEmpty ? nil : $0.joined(separator: ", ") }),
            ("lists", feed.lists?.joined(separator: ", ")),
            (
                "state",
                isUnknown
                    ? "unknown: the database is away"
                    : feed.state.rawValue + (feed.since.map { " since \(times.both($0))" } ?? "")
            ),
            ("error", feed.error), ("failure", feed.failure?.rawValue),
            ("waiting", feed.entriesWaiting.map { "\($0) new entries, more than max_new and max_new_per_day allow" }),
            ("failures", feed.failures == 0 ? nil : "\(feed.failures) in a row"),
            ("last success", isUnknown ? nil : feed.lastSuccess.map(times.both) ?? "never"),
            ("last poll", isUnknown ? nil : feed.lastPoll.map(times.both) ?? "never"),
            ("next poll", next), ("push", push), ("interval", detail?.interval),
            ("http status", feed.lastStatus.map(String.init)),
            ("items a day", isUnknown ? nil : StatusTable.rate(feed.itemsPerDay)),
            ("also in", feed.alsoIn.map { "\(StatusTable.count($0, "article")) of other feeds" }),
            ("moved to", feed.movedTo),
            (
                "may move to",
                detail?.moveTarget.map { target in
                    target + (detail?.moveSince.map { ", said since \(times.both($0))" } ?? "")
                        + (detail?.moveDue.map { "; followed for good if that still holds at \(times.both($0))" } ?? "")
                }
            ),
            (
                "says gone",
                detail?.goneSince.map { since in
                    "since \(times.both(since))"
                        + (detail?.goneDue.map { "; retired if that still holds at \(times.both($0))" } ?? "")
                }
            ),
            ("etag", detail?.etag), ("last-modified", detail?.lastModified),
            ("webhooks", detail.flatMap { $0.webhooks.isEmpty ? nil : $0.webhooks.joined(separator: ", ") }),
        ]
    }

    private var isUnknown: Bool { feed.state == .unknown }

    private var next: String? {
        switch feed.state {
        case .disabled where feed.unlisted == true: return "never: its list names it no longer"
        case .disabled: return "never: switched off in feeds.toml"
        case .gone: return "never: the server said 410 Gone; an edit of its table in feeds.toml brings it back"
        case .unknown: return nil
        case .failing, .new, .ok, .flooding:
            guard feed.isPolled else { return "never: its documents are handed over, by newspool ingest" }
            guard let date = feed.nextPoll else { return "now" }
            return times.both(date) + (feed.why.map { ", \(Self.reason($0))" } ?? "")
        }
    }

    /// What its hub does.
    private var push: String? {
        guard let push = feed.push else { return nil }
        switch push.state {
        case .pending: return "\(push.hub) was asked, or is to be, and has not called back yet"
        case .active:
            return "by \(push.hub)" + (push.since.map { " since \(times.both($0))" } ?? "")
                + (push.until.map { ", until \(times.both($0))" } ?? "")
        case .failing: return "not by \(push.hub): \(push.error ?? "it failed")"
        }
    }

    /// Why, in words.
    private static func reason(_ why: Why) -> String {
        switch why {
        case .interval: "as the interval says"
        case .adaptive: "by the feed's own rhythm"
        case .maxAge: "until then the server calls its answer fresh (max-age)"
        case .ttl: "the feed asks for it (ttl)"
        case .skipHours: "the feed asks not to be polled before (skipHours, skipDays)"
        case .retryAfter: "the server asked for it (Retry-After)"
        case .backoff: "later after each failure (backoff)"
        case .host: "its host is asked one feed at a time"
        case .network: "this machine has no network"
        case .push: "seldom, while the hub pushes"
        case .gone, .disabled: why.rawValue
        }
    }

    private func highlighted(_ line: String) -> String {
        terminal.colored(line, feed.state == .failing || feed.state == .gone ? "31;1" : "1")
    }

    private func line(_ poll: StatusReport.PollPart) -> String {
        let status = TerminalColumns.padded(poll.status.map(String.init) ?? "-", 4, right: true)
        let time = TerminalColumns.padded("\(poll.ms) ms", 9, right: true)
        let words = poll.error ?? StatusTable.count(poll.articles, "article")
        return fitted("  \(times.both(poll.time))  \(status)  \(time)  \(TerminalColumns.plain(words))")
    }

    private func line(_ article: StatusReport.ArticlePart) -> String {
        let others = article.alsoIn.isEmpty ? "" : "  [also in \(article.alsoIn.joined(separator: ", "))]"
        return fitted("  \(times.both(article.time))  \(TerminalColumns.plain(article.title + others))")
    }

    private func fitted(_ line: String) -> String {
        (terminal.columns.map { TerminalColumns.cut(line, $0) } ?? line) + "\n"
    }
}
