/// The keys of one table of feeds.toml: an enum whose raw values are the keys as written.
protocol TableKey: RawRepresentable<String>, CaseIterable {
    /// The table's header: `[daemon]`.
    static var table: String { get }
}

extension TableKey {
    fileprivate static var names: [String] { allCases.map(\.rawValue) }
}

extension ValueReader {
    /// Hands each known key of a table to `body` and reports the others.
    func read<Key: TableKey>(_ table: TomlNode, _: Key.Type, _ body: (Key, TomlNode) -> Void) {
        for child in table.children {
            let name = child.key
            if let key = Key(rawValue: name) {
                body(key, child)
            } else {
                log.report(child.keyPosition, Self.unknownKey(name, Key.names, "in \(Key.table)"))
            }
        }
    }

    /// - Parameter place: where the key is, for messages: `in [daemon]`.
    static func unknownKey(_ name: String, _ known: [String], _ place: String) -> String {
        let fault = "unknown key '\(name.shown(atMost: 60))'"
        if let meant = Suggestion.nearest(to: name, among: known) { return "\(fault) (did you mean '\(meant)'?)" }
        if name == RootKey.include {
            return "\(fault) \(place); it belongs at the top of feeds.toml, above the first table"
        }
        if let home = homes[name] { return "\(fault) \(place); it belongs in \(home)" }
        return "\(fault) \(place); remove it, or see newspool-feeds.toml(5) for those there are"
    }

    static func unknownTable(_ name: String, isList: Bool) -> String {
        let header = isList ? "[[\(name.shown(atMost: 60))]]" : "[\(name.shown(atMost: 60))]"
        if let meant = Suggestion.nearest(to: name, among: RootKey.allCases.map(\.rawValue)).flatMap(RootKey.init) {
            return "unknown table \(header) (did you mean \(meant.header)?)"
        }
        let known = RootKey.allCases.map(\.header).joined(separator: " ")
        return "unknown table \(header); there are \(known)"
    }

    /// Where each key is at home, for those written into the wrong table.
    private static let homes: [String: String] = {
        func home<Key: TableKey>(_: Key.Type) -> [(String, String)] { Key.names.map { ($0, Key.table) } }
        let all =
            home(DaemonKey.self) + home(HTTPKey.self) + home(SpoolKey.self) + home(DedupeKey.self)
            + home(SearchKey.self) + home(StatusKey.self) + home(WebSubKey.self) + home(FeedKey.self)
            + home(WebhookKey.self)
            + home(ListKey.self)
        return Dictionary(all) { first, _ in first }
    }()
}
