/// Reads a whole document: each table by itself, then what spans tables.
struct ConfigurationReader {
    let values: ValueReader

    var log: FaultLog { values.log }

    func read(_ root: TomlNode) -> Configuration {
        var configuration = Configuration()
        var (webhooks, feeds) = ([WebhookDraft](), [FeedDraft]())
        configuration.daemon.state = values.paths.resolve(configuration.daemon.state)
        configuration.spool.path = values.paths.resolve(configuration.spool.path)
        for node in root.children {
            guard let key = RootKey(rawValue: node.key) else {
                reportUnknown(node)
                continue
            }
            guard isInShape(node, key) else { continue }
            switch key {
            case .daemon: configuration.daemon = values.daemon(node, over: configuration.daemon)
            case .store: configuration.store = values.store(node)
            case .http: configuration.http = values.http(node)
            case .host: configuration.hosts = settle(node.children.map(values.host))
            case .spool: configuration.spool = values.spool(node, over: configuration.spool)
            case .dedupe: configuration.dedupe = values.dedupe(node)
            case .search: configuration.search = values.search(node)
            case .status: configuration.status = values.status(node)
            case .webhook: webhooks = node.children.map(values.webhook)
            case .feed: feeds = node.children.map(values.feed)
            }
        }
        configuration.feeds = settle(feeds, configuration.daemon)
        configuration.webhooks = settle(webhooks, feeds: configuration.feeds)
        return configuration
    }

    private func reportUnknown(_ node: TomlNode) {
        let isList = node.kind == .array && node.children.contains { $0.kind == .table }
        let isTable = isList || node.kind == .table
        log.report(
            node.keyPosition,
            isTable
                ? ValueReader.unknownTable(node.key, isList: isList)
                : ValueReader.unknownKey(node.key, [], "outside any table"))
    }

    /// Whether a table is one, or a list of tables where there may be several; reports it if not.
    private func isInShape(_ node: TomlNode, _ key: RootKey) -> Bool {
        let isList = node.kind == .array && node.children.allSatisfy { $0.kind == .table }
        if key.isList ? isList : node.kind == .table { return true }
        let why =
            switch (key.isList, node.kind) {
            case (true, .table): "'\(key.rawValue)' is a list; write \(key.header) in double brackets for each"
            case (false, .array): "there is only one table \(key.header); write it in single brackets"
            default: "'\(key.rawValue)' must be a table; write \(key.header) on a line of its own and its keys below"
            }
        log.report(node.kind == .table || isList ? node.position : node.keyPosition, why)
        return false
    }
}
