enum HostKey: String, TableKey {
    case name, delay, places

    static let table = "[[host]]"
}

/// A host, and the value of its key `name`.
struct HostDraft {
    var host: Configuration.Host
    var name: TomlNode?
}

extension ValueReader {
    func host(_ table: TomlNode) -> HostDraft {
        var draft = HostDraft(host: Configuration.Host(name: ""))
        read(table, HostKey.self) { key, node in
            switch key {
            case .name:
                draft.name = node
                draft.host.name = hostName(node) ?? ""
            case .delay: draft.host.delay = duration(node)
            case .places: draft.host.places = count(node)
            }
        }
        if draft.name == nil { missing("name", in: HostKey.table, table, "name = \"example.org\"") }
        return draft
    }

    private func hostName(_ node: TomlNode) -> String? {
        guard let text = line(node) else { return nil }
        // A URL, a port and a pattern are what people write instead.
        guard !text.contains(where: { "/*@ ".contains($0) }), text.count(where: { $0 == ":" }) != 1 else {
            return refuse(node, "\(quoted(text)) is not a host's name; write it like \"example.org\"")
        }
        return text.lowercased()
    }
}

extension ConfigurationReader {
    /// Checks hosts against each other.
    func settle(_ drafts: [HostDraft]) -> [Configuration.Host] {
        reportRepeatedNames(drafts.lazy.map { ($0.host.name, $0.name) }, "hosts")
        return drafts.map(\.host)
    }
}
