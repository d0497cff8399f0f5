/// What of feeds.toml could not be read for its syntax, and which tables that concerns.
struct UnreadableLines {
    /// The lines of the headers of tables with a gap.
    private var tables: Set<Int> = []
    /// Whether a feed, or its name, may be in a gap.
    private(set) var mayHoldFeeds = false

    /// - Parameter lines: which were left out, or could not be reached; in any order.
    /// - Parameter root: what could be read.
    init(_ lines: [ClosedRange<Int>], in root: TomlNode) {
        if lines.isEmpty { return }
        var headers: [(line: Int, isFeed: Bool)] = []
        func visit(_ node: TomlNode, isFeed: Bool) {
            for child in node.children {
                if child.isHeaded { headers.append((child.position.line, isFeed)) }
                visit(child, isFeed: isFeed)
            }
        }
        for child in root.children {
            if child.isHeaded { headers.append((child.position.line, false)) }
            visit(child, isFeed: child.key == RootKey.feed.rawValue)
        }
        headers.sort { $0.line < $1.line }
        for gap in lines {
            let owner = headers.last { $0.line < gap.lowerBound }
            if let owner { tables.insert(owner.line) }
            // Whole tables may be missing from a long one.
            if owner?.isFeed ?? false || gap.count > 1 { mayHoldFeeds = true }
        }
    }

    /// Whether a key of this table may be in a gap.
    func areIn(_ table: TomlNode) -> Bool { tables.contains(table.position.line) }
}
