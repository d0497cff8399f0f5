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

    /// Characters of prose in `roots` outside of the container, without what others wrote: rows of like elements, and parts whose
    /// names say so.
    static func prose(beside container: Range<Int>, in roots: [Int], of tree: ArticleTree) -> Int {
        let total = roots.reduce(0) { $0 + tree[$1].measure.characters }
        var open = isRow(roots, in: tree) ? [] : roots
        var sum = 0
        while let index = open.popLast() {
            let node = tree[index]
            guard node.tag != .text, index != container.lowerBound, !tree.isGone[index],
                node.marks.isDisjoint(with: [.foreign, .comments, .chrome, .byline])
                    || node.measure.characters * 2 > total
            else { continue }
            if node.tag == .p {
                sum += tree.prose(in: index..<index + 1)
                continue
            }
            let children = tree.children(index)
            let rows = Dictionary(grouping: children) { shape($0, in: tree) ?? "" }
            for (shape, items) in rows where shape.isEmpty || !isRow(items, in: tree) { open += items }
        }
        return sum
    }

    private static func isRow(_ roots: [Int], in tree: ArticleTree) -> Bool {
        guard roots.count >= 3, let first = shape(roots[0], in: tree) else { return false }
        // What has most of the text is an article, whose template calls many parts alike.
        let sum = roots.reduce(0) { $0 + tree[$1].measure.characters }
        return roots.allSatisfy { shape($0, in: tree) == first && tree[$0].measure.characters * 5 <= sum * 3 }
    }

    /// What like elements share; nil of paragraphs, of which all texts are made.
    private static func shape(_ index: Int, in tree: ArticleTree) -> String? {
        guard tree[index].source >= 0 else { return nil }
        let source = tree.page.tree.nodes[Int(tree[index].source)]
        switch source.tag {
        case .div, .li, .article, .section, .dl:
            return "\(source.tag) \(tree.page.attribute(.classes, of: Int(tree[index].source)) ?? "")"
        default: return nil
        }
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
