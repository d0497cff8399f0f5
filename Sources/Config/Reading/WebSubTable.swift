enum WebSubKey: String, TableKey {
    case callback, listen

    static let table = "[websub]"
}

extension ValueReader {
    /// Nil where it is not whole, which is reported.
    func webSub(_ table: TomlNode) -> Configuration.WebSub? {
        var (callback, listen): (String?, Configuration.ListenAddress?)
        var named: Set<WebSubKey> = []
        read(table, WebSubKey.self) { key, node in
            named.insert(key)
            switch key {
            case .callback: callback = folder(node)
            case .listen: listen = listenAddress(node)
            }
        }
        for (key, why) in [
            (
                WebSubKey.callback,
                "the address under which hubs reach newspool, such as \"https://news.example.org/hub/\""
            ),
            (.listen, "where newspool takes what is sent there, such as \"127.0.0.1:8781\""),
        ] where !named.contains(key) {
            log.report(table.position, "[websub] needs '\(key.rawValue)': \(why)")
        }
        guard let callback, let listen else { return nil }
        return Configuration.WebSub(callback: callback, listen: listen)
    }
}
