import Patterns

enum ItemPatternKey: String, TableKey {
    case title, url, author, tag, content

    static let table = "keep or drop"
}

extension ValueReader {
    /// A pattern for all fields, or a table with one for some.
    func itemPattern(_ node: TomlNode) -> Configuration.ItemPattern? {
        if node.kind == .string { return pattern(node).map { Configuration.ItemPattern(any: $0) } }
        guard node.kind == .table else {
            return wrongType(node, "a pattern in quotes, or a table such as { title = \"…\" }")
        }
        var patterns = Configuration.ItemPattern()
        read(node, ItemPatternKey.self) { key, node in
            switch key {
            case .title: patterns.title = pattern(node)
            case .url: patterns.url = pattern(node)
            case .author: patterns.author = pattern(node)
            case .tag: patterns.tag = pattern(node)
            case .content: patterns.content = pattern(node)
            }
        }
        if node.children.isEmpty { log.report(node.position, "\(named(node)) is empty; name a field, or remove it") }
        return patterns
    }

    /// A regular expression that compiles.
    private func pattern(_ node: TomlNode) -> String? {
        guard let text = string(node) else { return nil }
        guard text.utf8.count <= Self.longestPattern else {
            return refuse(node, "\(named(node)) is longer than \(Self.longestPattern) bytes; shorten the expression")
        }
        do throws(Pattern.Fault) {
            _ = try Pattern(text)
            return text
        } catch {
            return refuse(node, "\(named(node)) is not a regular expression: \(error.reason)")
        }
    }
}
