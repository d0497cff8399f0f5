enum DaemonKey: String, TableKey {
    case state
    case controlSocket = "control_socket"
    case interval
    case minInterval = "min_interval"
    case maxInterval = "max_interval"
    case adaptive
    case firstFetch = "first_fetch"
    case concurrency
    case perHost = "per_host"
    case hostDelay = "host_delay"
    case timeout
    case connectTimeout = "connect_timeout"
    case maxBody = "max_body"
    case maxNew = "max_new"
    case maxNewPerDay = "max_new_per_day"
    case parserProcesses = "parser_processes"

    static let table = "[daemon]"
}

extension ValueReader {
    /// - Parameter daemon: the defaults, their directory resolved.
    func daemon(_ table: TomlNode, over daemon: Configuration.Daemon) -> Configuration.Daemon {
        var daemon = daemon
        var intervals: [DaemonKey: (node: TomlNode, value: Duration)] = [:]
        read(table, DaemonKey.self) { key, node in
            switch key {
            case .state: daemon.state = path(node) ?? daemon.state
            case .controlSocket: daemon.controlSocket = socketPath(node)
            case .interval, .minInterval, .maxInterval: intervals[key] = duration(node).map { (node, $0) }
            case .adaptive: daemon.adaptive = boolean(node) ?? daemon.adaptive
            case .firstFetch: daemon.firstFetch = firstFetch(node) ?? daemon.firstFetch
            case .concurrency: daemon.concurrency = count(node) ?? daemon.concurrency
            case .perHost: daemon.perHost = count(node) ?? daemon.perHost
            case .hostDelay:
                guard let delay = duration(node) else { break }
                (daemon.hostDelay, daemon.privateHostDelay) = (delay, delay)
            case .timeout: daemon.timeout = duration(node) ?? daemon.timeout
            case .connectTimeout: daemon.connectTimeout = duration(node) ?? daemon.connectTimeout
            case .maxBody: daemon.maxBody = size(node) ?? daemon.maxBody
            case .maxNew: daemon.maxNew = count(node) ?? daemon.maxNew
            case .maxNewPerDay: daemon.maxNewPerDay = count(node) ?? daemon.maxNewPerDay
            case .parserProcesses: daemon.parserProcesses = boolean(node) ?? daemon.parserProcesses
            }
        }
        settle(intervals, in: &daemon)
        return daemon
    }

    /// Puts the three intervals in order. A default gives way to what is written; two that are written must agree.
    private func settle(
        _ written: [DaemonKey: (node: TomlNode, value: Duration)], in daemon: inout Configuration.Daemon
    ) {
        daemon.minInterval = written[.minInterval]?.value ?? daemon.minInterval
        daemon.maxInterval = written[.maxInterval]?.value ?? max(daemon.maxInterval, daemon.minInterval)
        if let (node, value) = written[.maxInterval], value < daemon.minInterval {
            let least = DurationText.format(daemon.minInterval)
            log.report(
                node.position, "'max_interval' is below min_interval, which is \"\(least)\"; raise it or lower that")
        } else if let (node, value) = written[.interval] {
            daemon.interval = value
            checkInterval(node, value, daemon)
        } else {
            daemon.interval = min(max(daemon.interval, daemon.minInterval), daemon.maxInterval)
        }
    }

    /// Reports an interval, of the daemon or of a feed, that is below the least.
    func checkInterval(_ node: TomlNode, _ interval: Duration, _ daemon: Configuration.Daemon) {
        guard interval < daemon.minInterval else { return }
        let (given, least) = (DurationText.format(interval), DurationText.format(daemon.minInterval))
        log.report(
            node.position,
            "'interval' is \"\(given)\", below min_interval, which is \"\(least)\"; raise it, or lower min_interval in [daemon]"
        )
    }
}
