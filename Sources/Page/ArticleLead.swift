import HTML

/// What is between an article's heading and the element with its text: templates put the lead picture and the first
/// paragraph there, outside of what is weighed as the article.
struct ArticleLead {
    private let candidate: ArticleFinder.Candidate
    private let tree: ArticleTree

    init(_ candidate: ArticleFinder.Candidate) { (self.candidate, tree) = (candidate, candidate.tree) }

    /// The candidate with the picture and the paragraphs that lead to it.
    func added() -> ArticleFinder.Candidate {
        guard let first = candidate.roots.first(where: { !candidate.isCut[$0] }), first > 0,
            let scope = scope(of: first)
        else { return candidate }
        var found: [Int] = []
        var measure = candidate.measure
        var hasPicture = candidate.roots.contains { root in startsWithPicture(root) }
        var index = scope + 1
        while index < first {
            let node = tree[index]
            if tree.end(index) > first {
                index += 1  // it holds the article
            } else if tree.isGone[index] {
                index = tree.end(index)
            } else if isFigure(index), !hasPicture {
                hasPicture = true
                found.append(index)
                index = tree.end(index)
            } else if isOther(node) {
                index = tree.end(index)
            } else if node.tag == .p, isLeadParagraph(index) {
                found.append(index)
                measure.add(node.measure)
                index = tree.end(index)
            } else {
                index += 1
            }
        }
        // More than a few paragraphs are another article.
        guard !found.isEmpty, found.count <= 4 else { return candidate }
        return ArticleFinder.Candidate(
            tree: tree, roots: found + candidate.roots, isCut: candidate.isCut, measure: measure,
            prose: candidate.prose)
    }

    /// The `article` around, else a few elements out, as long as there is hardly more text in it than in the article.
    private func scope(of first: Int) -> Int? {
        var scope: Int?
        var parent = tree.parent(first)
        var level = 0
        while parent > 0, tree[parent].tag != .body {
            if tree[parent].tag == .article { return parent }
            let limit = max(candidate.measure.characters * 3 / 2, candidate.measure.characters + 600)
            if level < 4, tree[parent].measure.characters <= limit { scope = parent }
            parent = tree.parent(parent)
            level += 1
        }
        return scope
    }

    /// Whether there is a picture before the first hundred characters.
    private func startsWithPicture(_ root: Int) -> Bool {
        var characters = 0
        var index = root
        while index < tree.end(root), characters < 100 {
            if candidate.isCut[index] {
                index = tree.end(index)
                continue
            }
            if tree[index].tag == .img { return true }
            if tree[index].tag == .text { characters += tree[index].measure.characters }
            index += 1
        }
        return false
    }

    private func isFigure(_ index: Int) -> Bool {
        tree[index].tag == .figure && tree[index].measure.linkDensity < 0.8
            && (index..<tree.end(index)).contains { tree[$0].tag == .img }
    }

    private func isOther(_ node: ArticleTree.Node) -> Bool {
        switch node.tag {
        case .aside, .nav, .footer, .form, .ul, .ol, .table, .figure, .dl: return true
        default: return !node.marks.isDisjoint(with: [.chrome, .share, .comments, .byline])
        }
    }

    private func isLeadParagraph(_ index: Int) -> Bool {
        let measure = tree[index].measure
        return measure.characters >= 60 && measure.characters < 800 && measure.linkDensity < 0.25
            && tree.endsSentence(index)
    }
}
