/// The tables of feeds.toml.
enum RootKey: String, CaseIterable {
    case daemon, store, node, http, host, spool, dedupe, search, status, websub, webhook, list, feed

    /// Whether there may be several, in double brackets.
    var isList: Bool { [.webhook, .list, .feed, .host].contains(self) }

    /// Whether an included file may have it: what there may be several of.
    var isIncluded: Bool { isList }

    static var includedHeaders: String { allCases.filter(\.isIncluded).map(\.header).joined(separator: " ") }

    var header: String { isList ? "[[\(rawValue)]]" : "[\(rawValue)]" }

    /// The one key that is above all tables: `include`.
    static let include = "include"
}
