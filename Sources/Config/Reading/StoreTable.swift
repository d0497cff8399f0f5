enum StoreKey: String, TableKey {
    case url
    case passwordFile = "password_file"
    case caFile = "ca_file"

    static let table = "[store]"
}

extension ValueReader {
    func store(_ table: TomlNode) -> Configuration.Store {
        var store = Configuration.Store()
        read(table, StoreKey.self) { key, node in
            switch key {
            case .url: store.url = databaseURL(node)
            case .passwordFile: store.password = secretFile(node)?.first.map { Secret($0) }
            case .caFile: store.caFile = certificates(node)
            }
        }
        if table.child(StoreKey.url.rawValue) == nil, !table.children.isEmpty {
            missing("url", in: StoreKey.table, table, "url = \"postgresql://newspool@db.example/newspool\"")
        }
        return store
    }

    private func databaseURL(_ node: TomlNode) -> String? {
        guard let text = string(node) else { return nil }
        if let fault = Configuration.Store.fault(ofURL: text) { return refuse(node, fault) }
        return text
    }
}

extension Configuration.Store {
    /// Looked at as far as newspool must know it; libpq reads the rest.
    /// - Returns: why it cannot be a `url`: a sentence; nil: it can.
    package static func fault(ofURL text: String) -> String? {
        guard let scheme = ["postgresql://", "postgres://"].first(where: text.hasPrefix), !text.utf8.contains(0) else {
            return
                "'url' is not that of a PostgreSQL database; write it as \"postgresql://newspool@db.example/newspool\""
        }
        let rest = text.dropFirst(scheme.count)
        let (authority, query) = (rest.prefix { $0 != "/" && $0 != "?" }, rest.drop { $0 != "?" }.dropFirst())
        let user = authority.lastIndex(of: "@").map { authority[..<$0] }
        let parameters = query.split(separator: "&").map { $0.prefix { $0 != "=" }.lowercased() }
        guard user?.contains(":") != true, !parameters.contains("password"), !parameters.contains("sslpassword") else {
            return "'url' holds a password; put it into a file of its own and name that with 'password_file'"
        }
        return nil
    }
}
