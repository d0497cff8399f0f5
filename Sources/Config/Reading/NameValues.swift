/// Names of feeds and webhooks, and keys that a table cannot do without.
extension ValueReader {
    private static let longestName = 200

    func name(_ node: TomlNode) -> String? {
        guard let text = line(node) else { return nil }
        guard text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
            return refuse(node, "'name' starts or ends with a space; remove it")
        }
        guard !text.hasPrefix("-") else {
            return refuse(node, "'name' starts with a hyphen, which commands take for an option; start it otherwise")
        }
        guard text.utf8.count <= Self.longestName else {
            return refuse(node, "'name' is longer than \(Self.longestName) bytes; shorten it")
        }
        return text
    }

    /// Reports a key that is not there, at its table's header; not where only a part of the table could be read.
    func missing(_ key: String, in header: String, _ table: TomlNode, _ example: String) {
        guard !gaps.areIn(table) else { return }
        log.report(table.position, "\(header) has no '\(key)'; add a line such as \(example)")
    }
}
