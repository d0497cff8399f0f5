import HTML

/// Takes the content of a page that is not an article: all of its region but what the sieve leaves out.
struct PageCollector {
    private let page: HTMLDocument
    private let measure: PageMeasure
    private let kind: PageKind

    /// Less is not content.
    private static let least = 60

    init(_ page: HTMLDocument, _ measure: PageMeasure, _ kind: PageKind) {
        (self.page, self.measure, self.kind) = (page, measure, kind)
    }

    func collect(
        _ marks: [NameMarks], _ folds: FoldedSections, isQuestion: Bool, cut: Set<Int>
    ) -> ArticleFinder.Candidate? {
        let region = PageRegion.find(in: page, measure)
        let sieve = RegionSieve(page, measure, region, kind, folds, isQuestion: isQuestion, cut: cut)
        let range = region.map { $0..<Int(page.tree.nodes[$0].end) } ?? page.tree.nodes.indices
        let tree = ArticleTree(
            page, root: range, marks: marks, isLeftOut: sieve.isLeftOut, fallback: measure.fallback)
        let title = range.first {
            page.tree.nodes[$0].tag == .h1 && measure.characters[$0] > 0 && (kind == .product || !isInEntry($0))
        }
        let isCut = LineSieve(tree, kind, title: title).isCut
        guard tree[0].measure.characters >= Self.least else { return nil }
        return ArticleFinder.Candidate(
            tree: tree, roots: [0], isCut: isCut, measure: tree[0].measure, prose: tree.prose(in: tree.nodes.indices))
    }

    /// Posts and entries may have headings of the first rank of their own.
    private func isInEntry(_ index: Int) -> Bool {
        var parent = Int(page.parents[index])
        while parent >= 0 {
            switch page.tree.nodes[parent].tag {
            case .article, .li, .blockquote, .td: return true
            default: parent = Int(page.parents[parent])
            }
        }
        return false
    }
}
