import Config
import Control
import Foundation
import Model
import Schedule

/// The feeds as a table, worst first, and a line of totals.
struct StatusTable {
    private let report: StatusReport
    private let terminal: Terminal
    private var times: RelativeTime { RelativeTime(now: report.time) }

    init(_ report: StatusReport, terminal: Terminal) { (self.report, self.terminal) = (report, terminal) }

    private struct Column {
        var title: String
        var isRight = false
        var cells: [String]
        var limit = Int.max
    }

    /// Below so many columns for the error, it gets a line of its own.
    private static let leastError = 28

    var text: String {
        var text = report.feeds.isEmpty ? "" : rows
        for list in report.lists ?? [] where list.state == .failing { text += line(of: list) + "\n" }
        for webhook in report.webhooks where ![.ok, .unknown].contains(webhook.state) {
            text += line(of: webhook) + "\n"
        }
        return text + nodes + totals + "\n"
    }

    /// The machines that share the store.
    private var nodes: String {
        guard let nodes = report.nodes, !nodes.isEmpty else { return "" }
        func column(_ title: String, isRight: Bool = false, _ cell: (StatusReport.NodePart) -> String) -> Column {
            Column(title: title, isRight: isRight, cells: nodes.map(cell))
        }
        let columns = [
            column("NODES") { $0.state.rawValue }, column("NAME") { TerminalColumns.plain($0.name) },
            column("VERSION") { TerminalColumns.plain($0.version) },
            column("ROLES") { $0.roles.joined(separator: ",") },
            column("SHARDS", isRight: true) { "\($0.shards)" }, column("FEEDS", isRight: true) { "\($0.feeds)" },
            column("POLLS/MIN", isRight: true) { "\(Int($0.pollsPerMinute.rounded()))" },
            column("SEEN", isRight: true) { times.ago($0.seen) },
            column("FEEDS.TOML") { $0.state == .differs ? "differs" : "same" },
            column("SPOOL LAG", isRight: true) { $0.spoolLag.map(String.init) ?? "-" },
        ]
        let widths = columns.map { column in ([column.title] + column.cells).map(TerminalColumns.width).max() ?? 0 }
        var text = Self.line(zip(columns, widths).map { cell($0.title, $0, $1) })
        for row in nodes.indices {
            text += Self.line(zip(columns, widths).map { cell($0.cells[row], $0, $1) })
        }
        return text
    }

    private var rows: String {
        let feeds = report.feeds
        let columns = [
            Column(title: "STATE", cells: feeds.map(\.state.rawValue)),
            Column(title: "NAME", cells: feeds.map { TerminalColumns.plain($0.name) }, limit: nameLimit),
            Column(title: "SINCE", isRight: true, cells: feeds.map { $0.since.map { times.ago($0) } ?? "-" }),
            Column(title: "SUCCESS", isRight: true, cells: feeds.map { times.ago($0.lastSuccess) }),
            Column(title: "NEXT POLL", cells: feeds.map(next)),
            Column(title: "HTTP", isRight: true, cells: feeds.map { $0.lastStatus.map(String.init) ?? "-" }),
            Column(
                title: "PER DAY", isRight: true,
                cells: feeds.map { $0.state == .unknown ? "-" : Self.rate($0.itemsPerDay) }),
        ]
        let widths = columns.map { column in
            min(column.limit, ([column.title] + column.cells).map(TerminalColumns.width).max() ?? 0)
        }
        let used = widths.reduce(0, +) + 2 * widths.count
        let left = terminal.columns.map { $0 - used } ?? .max
        let hasErrors = feeds.contains { $0.error != nil }
        let isBeside = left >= Self.leastError
        var text = Self.line(
            zip(columns, widths).map { cell($0.title, $0, $1) } + (hasErrors && isBeside ? ["ERROR"] : []))
        for (row, feed) in feeds.enumerated() {
            var cells = zip(columns, widths).map { cell($0.cells[row], $0, $1) }
            cells[0] = terminal.colored(cells[0], feed.state.color)
            let error = feed.error.map(TerminalColumns.plain)
            if let error, isBeside { cells.append(left == .max ? error : TerminalColumns.cut(error, left)) }
            text += Self.line(cells)
            if let error, !isBeside { text += "  " + TerminalColumns.cut(error, (terminal.columns ?? 80) - 2) + "\n" }
        }
        return text
    }

    private var nameLimit: Int { terminal.columns.map { max(12, $0 / 4) } ?? .max }

    private func cell(_ text: String, _ column: Column, _ width: Int) -> String {
        TerminalColumns.padded(TerminalColumns.cut(text, width), width, right: column.isRight)
    }

    private static func line(_ cells: [String]) -> String {
        var line = cells.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    private func next(_ feed: StatusReport.FeedPart) -> String {
        if feed.state == .unknown { return "-" }
        guard feed.state.isPolled else { return "never" }
        return (feed.isPolled ? feed.nextPoll.map(times.until) ?? "now" : "never")
            + (feed.why.map { " \($0.rawValue)" } ?? "")
    }

    static func rate(_ perDay: Double) -> String {
        perDay == 0 ? "0" : perDay >= 10 ? String(Int(perDay.rounded())) : String((perDay * 10).rounded() / 10)
    }

    private func line(of webhook: StatusReport.WebhookPart) -> String {
        var parts = ["\(webhook.waiting) waiting"]
        if webhook.deadLetters > 0 { parts.append("\(webhook.deadLetters) given up") }
        if let next = webhook.nextAttempt, webhook.waiting > 0 { parts.append("next attempt \(times.until(next))") }
        if let error = webhook.error { parts.append(TerminalColumns.plain(error)) }
        let words = "webhook \(TerminalColumns.plain(webhook.name))  \(parts.joined(separator: ", "))"
        let state = webhook.state.rawValue
        let room = terminal.columns.map { $0 - state.count - 2 } ?? .max
        return "\(terminal.colored(state, webhook.state.color))  \(TerminalColumns.cut(words, room))"
    }

    /// `12 feeds, 1 due, 2 failing, 31 articles today, outbox empty, spool 4.2 MiB (612 articles)`.
    private func line(of list: StatusReport.ListPart) -> String {
        let read = list.lastSuccess.map { "last read \(times.ago($0)) ago" } ?? "never read"
        let words = "list \(list.name)  \(list.error ?? "")  (\(Self.count(list.feeds, "feed")), \(read))"
        let line = TerminalColumns.plain(words)
        let room = terminal.columns.map { $0 - 9 } ?? .max
        return "\(terminal.colored("failing", FeedCondition.failing.color))  \(TerminalColumns.cut(line, room))"
    }

    var totals: String {
        let totals = report.totals
        var parts = [Self.count(totals.feeds, "feed")]
        if !report.isStoreAway { parts += stored(totals) }
        if let bytes = totals.spoolBytes {
            parts.append("spool \(ByteCount.text(bytes)) (\(Self.count(totals.spoolArticles ?? 0, "article")))")
        }
        // A sentence, so on a line of its own.
        let troubles = [
            totals.outboxTrouble, hubs,
            report.daemon?.noNetworkSince.map { "no network since \(times.both($0)): polls wait for it" },
        ]
        return parts.joined(separator: ", ")
            + (troubles.compactMap { $0 } + (report.daemon?.journal.sentences ?? []))
            .map { "\n" + TerminalColumns.plain($0) }.joined()
    }

    /// Of hubs that do not work. Nothing is lost by it, so it is no failure of the feed.
    private var hubs: String? {
        let failing = report.feeds.compactMap(\.push).filter { $0.state == .failing }
        guard let first = failing.first else { return nil }
        let others = Set(failing.map(\.hub)).count - 1
        let words = failing.count == 1 ? "is polled as usual: its hub does" : "are polled as usual: their hubs do"
        return "\(Self.count(failing.count, "feed")) \(words) not work (\(first.hub): \(first.error ?? "it failed")"
            + (others > 0 ? ", and \(Self.count(others, "more hub")))" : ")")
    }

    /// What the store says.
    private func stored(_ totals: StatusReport.Totals) -> [String] {
        var parts = ["\(totals.due) due", "\(totals.failing) failing"]
        if totals.gone > 0 { parts.append("\(totals.gone) gone") }
        parts.append("\(Self.count(totals.articlesToday, "article")) today")
        parts.append(
            totals.outboxArticles == 0
                ? "outbox empty"
                : "outbox \(Self.count(totals.outboxArticles, "article")) (\(ByteCount.text(totals.outboxBytes)))")
        return parts
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
