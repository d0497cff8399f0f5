import HTML

/// The element that the page itself calls its article.
enum SemanticContainer {
    /// The best named one: `itemprop=articleBody`, a class that systems for content give to the text, the one `article`, `main`.
    static func find(in tree: ArticleTree) -> Int? {
        var found: (index: Int, rank: Int, characters: Int)?
        for index in tree.nodes.indices.dropFirst() {
            let node = tree[index]
            guard node.tag != .text, node.source >= 0, node.measure.characters >= 140,
                let rank = rank(index, in: tree)
            else { continue }
            if let best = found {
                // Within one another, the inner of the better rank; else the longer of the same rank.
                guard rank < best.rank || rank == best.rank && node.measure.characters > best.characters else {
                    continue
                }
            }
            found = (index, rank, node.measure.characters)
        }
        return found?.index
    }

    /// Shorter is a template that was not filled.
    static let leastBody = 25

    /// What the page's template calls the text of its article, where only one element is called so.
    static func onlyBody(in tree: ArticleTree) -> Int? {
        var found: Int?
        var end = 0
        for index in tree.nodes.indices.dropFirst() where index >= end {
            let node = tree[index]
            guard node.tag != .text, node.source >= 0, !node.marks.contains(.foreign) else {
                if node.marks.contains(.foreign) { end = tree.end(index) }
                continue
            }
            guard let rank = rank(index, in: tree), rank < 2, node.measure.characters > 0 else { continue }
            if found != nil { return nil }
            found = index
            end = tree.end(index)
        }
        return found.flatMap { tree[$0].measure.characters >= leastBody ? $0 : nil }
    }

    private static func rank(_ index: Int, in tree: ArticleTree) -> Int? {
        let node = tree[index]
        switch node.tag {
        case .div, .section, .article, .main, .td, .span, .p: break
        default: return nil
        }
        let source = Int(node.source)
        if tree.page.attribute(.itemprop, of: source)?.lowercased().firstRange(of: "articlebody") != nil { return 0 }
        if node.marks.contains(.articleBody), !node.marks.contains(.chrome) { return 1 }
        if node.tag == .article { return 2 }
        if node.tag == .main || tree.page.attribute(.role, of: source) == "main" { return 3 }
        return nil
    }

    /// Whether the named candidate is to be taken: it has nearly all the prose with fewer links, or clearly more prose with hardly
    /// more.
    static func isBetter(_ named: ArticleFinder.Candidate, than weighed: ArticleFinder.Candidate, container: Int)
        -> Bool
    {
        guard named.prose > 0 else { return false }
        if weighed.prose == 0 { return named.measure.linkDensity < 0.5 }
        let share = Double(named.prose) / Double(weighed.prose)
        let (links, others) = (named.measure.linkDensity, weighed.measure.linkDensity)
        if share > 1.1 { return links <= others + 0.05 && links < 0.35 }
        let extra = Double(weighed.measure.characters - named.measure.characters) / Double(weighed.measure.characters)
        return share >= 0.95 && (links < others || extra > 0.03)
    }
}
