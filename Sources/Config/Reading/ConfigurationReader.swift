/// Reads whole documents, each table by itself, then what spans tables.
struct ConfigurationReader {
    /// Of feeds.toml itself.
    let values: ValueReader
    /// Whether there may be feeds that could not be read: who names one that is not there may be right.
    private(set) var mayMissFeeds: Bool

    private var configuration = Configuration()
    private var hosts: [HostDraft] = []
    private var webhooks: [WebhookDraft] = []
    private var lists: [ListDraft] = []
    private var feeds: [FeedDraft] = []
    private var webSubPosition = Position(line: 1, column: 1)

    var log: FaultLog { values.log }

    init(values: ValueReader) {
        self.values = values
        mayMissFeeds = values.gaps.mayHoldFeeds
    }

    /// Takes in feeds.toml itself.
    mutating func read(_ root: TomlNode) {
        configuration.daemon.state = values.paths.resolve(configuration.daemon.state)
        configuration.spool.path = values.paths.resolve(configuration.spool.path)
        for node in root.children {
            if node.key == RootKey.include {
                configuration.include = values.strings(node) ?? []
            } else if let key = RootKey(rawValue: node.key) {
                read(node, key, with: values, file: nil)
            } else {
                reportUnknown(node)
            }
        }
    }

    /// Takes in a file that feeds.toml includes.
    mutating func read(_ root: TomlNode, of file: String, with values: ValueReader) {
        if values.gaps.mayHoldFeeds { mayMissFeeds = true }
        configuration.included.append(file)
        for node in root.children {
            if node.key == RootKey.include {
                log.report(node.keyPosition, "an included file includes no others; name them in feeds.toml")
            } else if let key = RootKey(rawValue: node.key) {
                guard key.isIncluded else {
                    let place = node.kind == .table ? node.position : node.keyPosition
                    log.report(
                        place, "\(key.header) belongs in feeds.toml; an included file has \(RootKey.includedHeaders)")
                    continue
                }
                read(node, key, with: values, file: file)
            } else {
                reportUnknown(node)
            }
        }
    }

    /// Notes that a file of feeds could not be read.
    mutating func missFeeds() { mayMissFeeds = true }

    var includePatterns: [String] { configuration.include }

    /// What all files together say.
    func settled() -> Configuration {
        var configuration = configuration
        configuration.hosts = settle(hosts)
        configuration.feeds = settle(feeds, configuration.daemon)
        configuration.lists = settle(lists, configuration.daemon)
        configuration.webhooks = settle(webhooks, feeds: configuration.feeds)
        if let listen = configuration.webSub?.listen, listen == configuration.status.listen {
            log.report(webSubPosition, "[websub] and [status] cannot both listen on \"\(listen)\"")
        }
        return configuration
    }

    private mutating func read(_ node: TomlNode, _ key: RootKey, with values: ValueReader, file: String?) {
        guard isInShape(node, key) else { return }
        switch key {
        case .daemon: configuration.daemon = values.daemon(node, over: configuration.daemon)
        case .store: configuration.store = values.store(node)
        case .node: configuration.node = values.node(node)
        case .http: configuration.http = values.http(node)
        case .host: hosts += node.children.map(values.host)
        case .spool: configuration.spool = values.spool(node, over: configuration.spool)
        case .dedupe: configuration.dedupe = values.dedupe(node)
        case .search: configuration.search = values.search(node)
        case .status: configuration.status = values.status(node)
        case .websub:
            configuration.webSub = values.webSub(node)
            webSubPosition = node.position
        case .webhook: webhooks += node.children.map(values.webhook)
        case .list:
            mayMissFeeds = true  // which feeds they have is not known here
            lists += node.children.map { table in
                var draft = values.list(table)
                draft.list.feed.file = file
                return draft
            }
        case .feed:
            // A list that grows by doubling holds twice what it needs, which is much for ten thousand feeds.
            feeds.reserveCapacity(feeds.count + node.children.reduce(0) { count, _ in count + 1 })
            for table in node.children {
                var draft = values.feed(table)
                draft.feed.file = file
                feeds.append(draft)
            }
        }
    }

    private func reportUnknown(_ node: TomlNode) {
        let isList = node.kind == .array && node.children.contains { $0.kind == .table }
        let isTable = isList || node.kind == .table
        log.report(
            node.keyPosition,
            isTable
                ? ValueReader.unknownTable(node.key, isList: isList)
                : ValueReader.unknownKey(node.key, [RootKey.include], "outside any table"))
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
