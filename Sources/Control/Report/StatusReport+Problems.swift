import Model

extension StatusReport {
    /// What of all this needs attention: the same for `status --failing`, its exit code, and the pages.
    ///
    /// Retired feeds are told by the table and are not a problem: their server has said that they end.
    static func problems(
        daemon: DaemonPart?, totals: Totals, feeds: [FeedPart], webhooks: [WebhookPart],
        search: String? = nil
    ) -> [Problem] {
        var problems: [Problem] = []
        if daemon == nil {
            problems.append(Problem(subject: .daemon, state: .stopped, reason: "no daemon answers"))
        }
        if totals.isPaused || totals.outboxTrouble != nil {
            problems.append(
                Problem(
                    subject: .outbox, state: totals.isPaused ? .paused : .failing,
                    reason: totals.outboxTrouble ?? "polling stopped, the outbox is full (max_outbox)"))
        }
        if daemon?.noNetworkSince != nil {
            problems.append(Problem(subject: .network, state: .failing, reason: Self.noNetwork))
        }
        if let search { problems.append(Problem(subject: .search, state: .failing, reason: search)) }
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
