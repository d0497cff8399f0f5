/// The tables of feeds.toml.
enum RootKey: String, CaseIterable {
    case daemon, store, http, host, spool, dedupe, search, status, webhook, feed

    /// Whether there may be several, in double brackets.
    var isList: Bool { self == .webhook || self == .feed || self == .host }

    var header: String { isList ? "[[\(rawValue)]]" : "[\(rawValue)]" }
}
