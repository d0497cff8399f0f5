enum NodeKey: String, TableKey {
    case name, roles

    static let table = "[node]"
}

extension ValueReader {
    func node(_ table: TomlNode) -> Configuration.Node {
        var settings = Configuration.Node()
        read(table, NodeKey.self) { key, node in
            switch key {
            case .name: settings.name = nodeName(node)
            case .roles: settings.roles = choices(node, of: Configuration.Role.self) ?? settings.roles
            }
        }
        return settings
    }

    private func nodeName(_ node: TomlNode) -> String? {
        guard let name = line(node) else { return nil }
        guard Configuration.Node.isName(name) else {
            return refuse(node, "'name' is not a node's name: letters, digits, '.', '-' and '_', at most 64")
        }
        return name
    }
}

extension Configuration.Node {
    /// It is part of file names, log lines and of what others see.
    public static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || [0x2D, 0x2E, 0x5F].contains($0)
            }
    }
}
