/// Where a list is and when it is read; the other keys are those of its feeds.
enum ListKey: TableKey {
    case url, interval, feedInterval
    case ofFeeds(FeedKey)

    static let table = "[[list]]"

    static let allCases: [ListKey] = own.map(\.key) + FeedKey.allCases.filter(isOfFeeds).map { .ofFeeds($0) }

    private static let own: [(name: String, key: ListKey)] = [
        ("url", .url), ("interval", .interval), ("feed_interval", .feedInterval),
    ]

    /// Not what says where one feed is, how it is called, and how a page is read as a feed.
    private static func isOfFeeds(_ key: FeedKey) -> Bool {
        switch key {
        case .url, .interval, .command, .push, .base, .title, .items, .itemTitle, .itemLink, .itemDate, .itemContent,
            .itemAuthor, .itemImage, .mayBeEmpty:
            false
        default: true
        }
    }

    init?(rawValue: String) {
        if let own = Self.own.first(where: { $0.name == rawValue }) {
            self = own.key
        } else if let key = FeedKey(rawValue: rawValue), Self.isOfFeeds(key) {
            self = .ofFeeds(key)
        } else {
            return nil
        }
    }

    var rawValue: String {
        switch self {
        case .url: "url"
        case .interval: "interval"
        case .feedInterval: "feed_interval"
        case .ofFeeds(let key): key.rawValue
        }
    }
}

/// A list, and what checks across tables need.
struct ListDraft {
    var list: Configuration.List
    var name: TomlNode?
    var url: TomlNode?
    var feedInterval: TomlNode?
    var address: WebAddress?
}

extension ValueReader {
    func list(_ table: TomlNode) -> ListDraft {
        var shared = FeedDraft(feed: Configuration.Feed(name: "", url: ""))
        shared.feed.line = table.position.line
        var (url, interval, feedInterval) = (TomlNode?.none, Duration?.none, TomlNode?.none)
        read(table, ListKey.self) { key, node in
            switch key {
            case .url:
                url = node
                place(node, of: &shared)
            case .interval: interval = duration(node)
            case .feedInterval:
                feedInterval = node
                shared.feed.interval = duration(node)
            case .ofFeeds(let key): take(key, node, into: &shared)
            }
        }
        if url == nil { missing("url", in: ListKey.table, table, "url = \"https://example.org/feeds.opml\"") }
        checkCompanions(of: &shared, table)
        var list = Configuration.List(shared.feed)
        if let interval { list.interval = interval }
        return ListDraft(
            list: list, name: shared.name, url: url, feedInterval: feedInterval, address: shared.address)
    }

    /// An address of http or https, one of a file, or a path.
    private func place(_ node: TomlNode, of draft: inout FeedDraft) {
        guard let text = string(node) else { return }
        let file: String?
        if isFileAddress(node) {
            file = filePath(node)
        } else if text.contains("://") {
            draft.address = address(node)
            draft.feed.url = draft.address?.text ?? ""
            return
        } else {
            file = path(node)
        }
        guard let file else { return }
        (draft.feed.origin, draft.feed.url) = (.file(path: file), "file://\(file)")
    }
}

extension ConfigurationReader {
    /// Checks lists against each other, and names those without a name.
    func settle(_ drafts: [ListDraft], _ daemon: Configuration.Daemon) -> [Configuration.List] {
        for draft in drafts {
            if let node = draft.feedInterval, let interval = draft.list.feed.interval {
                values.checkInterval(node, interval, daemon)
            }
        }
        reportRepeatedNames(drafts.lazy.map { ($0.list.name, $0.name) }, "lists")
        var first: [String: Position] = [:]
        var taken = Set(drafts.lazy.map(\.list.name))
        return drafts.map { draft in
            var list = draft.list
            let identity = draft.address?.identity ?? list.feed.url
            if let node = draft.url, !identity.isEmpty {
                if let other = first[identity] {
                    let place = log.name(other, at: node.position)
                    log.report(node.position, "duplicate list: \(place) has the same; remove one of the two")
                }
                first[identity] = node.position
            }
            if draft.name == nil {
                let slug = draft.address?.slug ?? Self.fileName(of: list.feed.url)
                var number = 1
                repeat {
                    list.feed.name = number == 1 ? slug : "\(slug)-\(number)"
                    number += 1
                } while !taken.insert(list.feed.name).inserted
            }
            return list
        }
    }

    /// `planet` of `file:///srv/planet.opml`
    private static func fileName(of url: String) -> String {
        let name = url.split(separator: "/").last ?? "list"
        return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
    }
}
