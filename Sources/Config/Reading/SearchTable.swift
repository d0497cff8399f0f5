enum SearchKey: String, TableKey {
    case enabled

    static let table = "[search]"
}

extension ValueReader {
    func search(_ table: TomlNode) -> Configuration.Search {
        var search = Configuration.Search()
        read(table, SearchKey.self) { key, node in
            switch key {
            case .enabled: search.isEnabled = boolean(node) ?? search.isEnabled
            }
        }
        return search
    }
}
