/// feeds.toml as a value: every key typed, defaulted and checked. Paths are absolute, sizes are bytes.
///
/// `ConfigurationFile.read` makes one from a file's text. The defaults of the initializers are those of the manual.
public struct Configuration: Sendable, Equatable {
    public var daemon = Daemon()
    public var store = Store()
    public var node = Node()
    public var http = HTTP()
    /// In the order of the file; names are unique.
    public var hosts: [Host] = []
    public var spool = Spool()
    public var dedupe = Dedupe()
    public var search = Search()
    public var status = Status()
    /// Nil: no hub is asked for anything.
    public var webSub: WebSub?
    /// In the order of the file; names are unique.
    public var webhooks: [Webhook] = []
    /// In the order of the file, those of included files behind them; names and URLs are unique. May be empty.
    public var feeds: [Feed] = []
    /// In the order of the file; names and addresses are unique. Their feeds are not among `feeds` as the file is read.
    public var lists: [List] = []
    /// The patterns of `include`, as written.
    public var include: [String] = []
    /// The files that they name, in order. Relative where feeds.toml's own path is.
    public var included: [String] = []
    /// Paths of the files that it names: secrets, certificates. An edit of one of them is an edit of the configuration.
    package var files: [String] = []
    /// How many secrets each file holds, feeds.toml itself and what it includes and names.
    package var secretFiles: [String: Int] = [:]

    public init() {}
}

/// What holds for a feed once its own keys and the defaults of the other tables are put together.
extension Configuration {
    public func interval(of feed: Feed) -> Duration { feed.interval ?? daemon.interval }

    /// Never below the feed's interval: who asks for a week is not polled daily for the sake of `max_interval`.
    public func maxInterval(of feed: Feed) -> Duration { max(daemon.maxInterval, feed.interval ?? daemon.maxInterval) }

    public func isAdaptive(_ feed: Feed) -> Bool { feed.adaptive ?? daemon.adaptive }

    public func firstFetch(of feed: Feed) -> FirstFetch { feed.firstFetch ?? daemon.firstFetch }

    public func updates(of feed: Feed) -> Updates { feed.updates ?? dedupe.updates }

    /// Nil: newspool's own `User-Agent`, with `http.contact`.
    public func userAgent(of feed: Feed) -> String? { feed.userAgent ?? http.userAgent }

    public func proxy(of feed: Feed) -> Secret? { feed.proxy ?? http.proxy }

    public func caFile(of feed: Feed) -> String? { feed.caFile ?? http.caFile }

    /// Whether a feed's documents come from a program.
    public var runsCommands: Bool {
        feeds.contains { feed in
            if case .command = feed.origin { true } else { false }
        }
    }

    /// What is set for a host or for the nearest domain above it.
    public func manners(of host: String) -> Host? {
        hosts.filter { host == $0.name || host.hasSuffix("." + $0.name) }.max { $0.name.count < $1.name.count }
    }

    /// The feed with this URL: what `check` calls a duplicate.
    public func feed(at url: String) -> Feed? {
        guard let wanted = try? WebAddress(feed: url).identity else { return nil }  // no URL: no feed has it
        return feeds.first { (try? WebAddress(feed: $0.url).identity) == wanted }
    }

    /// The feeds that a webhook is told about: those it names, and those with one of its tags; all where it says
    /// neither.
    public func feeds(of webhook: Webhook) -> [Feed] {
        if webhook.feeds.isEmpty && webhook.tags.isEmpty { return feeds }
        let (names, tags) = (Set(webhook.feeds), Set(webhook.tags))
        return feeds.filter { names.contains($0.name) || !tags.isDisjoint(with: $0.tags) }
    }
}
