/// The tables of feeds.toml.
enum RootKey: String, CaseIterable {
    case daemon, http, spool, dedupe, status, webhook, feed

    /// Whether there may be several, in double brackets.
    var isList: Bool { self == .webhook || self == .feed }

    var header: String { isList ? "[[\(rawValue)]]" : "[\(rawValue)]" }
}
