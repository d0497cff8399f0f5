/// Which lines of a document belong to which table.
struct TableLayout {
    /// One table's header and its keys, without the comments around them.
    struct Block {
        /// The header's line; 0 for the keys above all headers.
        let first: Int
        /// The last line of its last value.
        var last: Int
        /// The `[[feed]]` that it is, or is a part of, by the line of that header.
        let feed: Int?
    }

    /// In the order of the file; the first holds the keys above all headers.
    private(set) var blocks: [Block] = []
    /// The line of a `feed = [ … ]` that is not a list of `[[feed]]`.
    private(set) var inlineFeeds: Int?

    init(_ root: TomlNode) {
        blocks.append(Block(first: 0, last: 0, feed: nil))
        visit(root, block: 0, feed: nil)
        blocks.sort { $0.first < $1.first }
        if let feeds = root.child(RootKey.feed.rawValue) {
            let isListed = feeds.kind == .array && feeds.children.allSatisfy(\.isHeaded)
            if !isListed || feeds.children.isEmpty { inlineFeeds = feeds.keyPosition.line }
        }
    }

    private mutating func visit(_ node: TomlNode, block: Int, feed: Int?) {
        for child in node.children {
            if child.isHeaded {
                let isFeed = node.key == RootKey.feed.rawValue && child.key.isEmpty
                let owner = feed ?? (isFeed ? child.position.line : nil)
                // `[feed.a.b]` begins the tables a and b: one block.
                let isNew = blocks[block].first != child.position.line
                if isNew { blocks.append(Block(first: child.position.line, last: child.end.line, feed: owner)) }
                visit(child, block: isNew ? blocks.count - 1 : block, feed: owner)
            } else {
                let isList = child.kind == .array && child.children.contains(where: \.isHeaded)
                if !isList { blocks[block].last = max(blocks[block].last, child.end.line) }
                visit(child, block: block, feed: feed)
            }
        }
    }
}
