import Config
import Files
import Schedule
import Settings
import Store
import Web

// What each module needs to know of the configuration, and nothing else.

extension Configuration {
    var scheduleOptions: ScheduleOptions {
        ScheduleOptions(
            interval: daemon.interval.seconds, minInterval: daemon.minInterval.seconds,
            maxInterval: daemon.maxInterval.seconds, adaptive: daemon.adaptive, concurrency: daemon.concurrency,
            perHost: daemon.perHost, hostDelay: daemon.hostDelay.seconds,
            privateHostDelay: daemon.privateHostDelay.seconds,
            hosts: Dictionary(
                hosts.map { ($0.name, HostManners(delay: $0.delay?.seconds, places: $0.places)) },
                uniquingKeysWith: { first, _ in first }))
    }

    /// - Parameter url: where its polls go: it may have moved to another host, whose places they then take.
    func scheduled(_ feed: Feed, key: FeedKey, url: String, timing: FeedTiming) -> ScheduledFeed {
        let host = HostName(of: url)
        var scheduled = ScheduledFeed(
            key: key, host: placeOfPolls(at: host), isPrivateHost: host.isPrivate, enabled: feed.enabled,
            interval: feed.interval?.seconds, adaptive: feed.adaptive, timing: timing)
        (scheduled.isLocal, scheduled.isPushed) = (feed.origin != .web, feed.origin == .push)
        return scheduled
    }

    /// The settings that differ and that a running daemon has built itself around.
    func settingsForRestart(since old: Configuration) -> [String] {
        let pairs = [
            ("daemon.state", daemon.state == old.daemon.state),
            ("store.url", store == old.store),
            ("node.name", nodeName == old.nodeName),
            ("node.roles", Set(node.roles) == Set(old.node.roles)),
            ("daemon.control_socket", daemon.controlSocket == old.daemon.controlSocket),
            ("daemon.concurrency", daemon.concurrency == old.daemon.concurrency),
            ("daemon.parser_processes", daemon.parserProcesses == old.daemon.parserProcesses),
            ("spool.path", spool.path == old.spool.path),
            ("spool.formats", spool.formats == old.spool.formats),
            ("status.listen", status.listen == old.status.listen),
            ("status.hosts", status.hosts == old.status.hosts),
            ("status.base_url", status.baseURL == old.status.baseURL),
            ("status.token_file", status.token == old.status.token),
            ("websub.callback", webSub?.callback == old.webSub?.callback),
            ("websub.listen", webSub?.listen == old.webSub?.listen),
            // The wall that a daemon without commands has built stays.
            ("feed.command", !runsCommands || old.runsCommands),
            ("spool.journal", spool.journal == old.spool.journal),
        ]
        return pairs.filter { !$0.1 }.map(\.0)
    }
}
