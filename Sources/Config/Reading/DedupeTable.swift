enum DedupeKey: String, TableKey {
    case scope, fold, updates, near
    case keepSeen = "keep_seen"
    case stripTracking = "strip_tracking"

    static let table = "[dedupe]"
}

extension ValueReader {
    func dedupe(_ table: TomlNode) -> Configuration.Dedupe {
        var dedupe = Configuration.Dedupe()
        read(table, DedupeKey.self) { key, node in
            switch key {
            case .scope: dedupe.scope = choice(node, of: Configuration.Scope.self) ?? dedupe.scope
            case .fold: dedupe.fold = choices(node, of: Configuration.Fold.self) ?? dedupe.fold
            case .updates: dedupe.updates = choice(node, of: Configuration.Updates.self) ?? dedupe.updates
            case .near: dedupe.near = choice(node, of: Configuration.Near.self) ?? dedupe.near
            case .keepSeen: dedupe.keepSeen = duration(node) ?? dedupe.keepSeen
            case .stripTracking: dedupe.stripTracking = boolean(node) ?? dedupe.stripTracking
            }
        }
        return dedupe
    }
}
