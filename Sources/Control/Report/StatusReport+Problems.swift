import Deliver
import Model

extension StatusReport {
    /// What of all this needs attention: the same for `status --failing`, its exit code, and the pages.
    ///
    /// Retired feeds are told by the table and are not a problem: their server has said that they end.
    static func problems(
        daemon: DaemonPart?, totals: Totals, lists: [ListPart]? = nil, feeds: [FeedPart], webhooks: [WebhookPart],
        nodes: [NodePart] = [], search: String? = nil
    ) -> [Problem] {
        var problems: [Problem] = []
        if daemon == nil {
            problems.append(Problem(subject: .daemon, state: .stopped, reason: "no daemon answers"))
        }
        problems += Self.problems(of: nodes)
        if totals.isPaused || totals.outboxTrouble != nil {
            problems.append(
                Problem(
                    subject: .outbox, state: totals.isPaused ? .paused : .failing,
                    reason: totals.outboxTrouble ?? "polling stopped, the outbox is full (max_outbox)"))
        }
        problems += daemon?.journal.holes.map { Problem(subject: .journal, state: .failing, reason: $0.words) } ?? []
        if daemon?.noNetworkSince != nil {
            problems.append(Problem(subject: .network, state: .failing, reason: Self.noNetwork))
        }
        if let search { problems.append(Problem(subject: .search, state: .failing, reason: search)) }
        problems +=
            lists?.filter { $0.state == .failing }
            .map { Problem(subject: .list, name: $0.name, state: .failing, reason: $0.error) } ?? []
        problems += feeds.filter { $0.state == .failing }
            .map { Problem(subject: .feed, name: $0.name, state: .failing, reason: $0.error) }
        problems += webhooks.filter(\.state.isBroken)
            .map {
                Problem(
                    subject: .webhook, name: $0.name, state: $0.state == .stopped ? .stopped : .failing,
                    reason: $0.state == .stopped ? $0.error ?? "it answered 410 Gone" : $0.error)
            }
        return problems
    }

    static let noNetwork = "no network: polls wait for it, and one is tried each minute"
}

extension StatusReport.JournalPart {
    init(_ facts: OutboxGauge.JournalFacts) {
        (linesRestored, articlesTakenIn) = (facts.linesRestored, facts.articlesTakenIn)
        holes = facts.holes.map { Hole(day: $0.day, first: $0.first, last: $0.last, lines: $0.lines) }
    }

    /// What was done at the start, and what is missing now: a sentence each.
    public var sentences: [String] {
        var sentences = holes.map(\.words)
        if linesRestored > 0 {
            sentences.append("the end of the journal lacked \(Self.lines(linesRestored)) at the start: written again")
        }
        if articlesTakenIn > 0 {
            sentences.append(
                "the journal was ahead of the store at the start: \(articlesTakenIn) of its articles were taken in")
        }
        return sentences
    }

    static func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
}

extension StatusReport.JournalPart.Hole {
    /// What is missing, and what writes it again.
    var words: String {
        let seqs = first == last ? "seq \(first)" : "seq \(first)-\(last)"
        return "journal/\(day).jsonl lacks \(StatusReport.JournalPart.lines(lines)) (\(seqs)); "
            + "newspool replay --after \(first - 1) --until \(last)"
    }
}
