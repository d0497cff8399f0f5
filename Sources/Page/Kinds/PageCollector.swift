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
        var isCut = [Bool](repeating: false, count: tree.nodes.count)
        cutLines(in: tree, &isCut)
        guard tree[0].measure.characters >= Self.least else { return nil }
        return ArticleFinder.Candidate(
            tree: tree, roots: [0], isCut: isCut, measure: tree[0].measure, prose: tree.prose(in: tree.nodes.indices))
    }

    /// Cards say a title twice, for the picture and beside it; a description is in two places; posts quote other posts;
    /// and labels of buttons are between all of these.
    private func cutLines(in tree: ArticleTree, _ isCut: inout [Bool]) {
        // From how many bytes on a line is said only once on the page.
        let leastRepeat: Int
        switch kind {
        case .forum: leastRepeat = 20
        case .product, .collection: leastRepeat = 30
        case .listing, .service: leastRepeat = 100
        case .documentation, .article: return
        }
        // There buttons on cards have labels.
        let isOfCards = kind == .product || kind == .collection || kind == .listing
        let lines = lines(in: tree)
        var recent: [String] = []
        var said: Set<String> = []
        for (place, line) in lines.enumerated() {
            let (index, text) = line
            let isRepeat =
                kind != .forum && recent.contains(text) || text.utf8.count > leastRepeat && said.contains(text)
            let isLabel =
                kind == .forum
                ? PageWords.isThreadLabel(text)
                : isOfCards && (PageWords.isShopLabel(text) || !text.contains { $0.isLetter || $0.isNumber })
            if isRepeat || isLabel {
                isCut[index] = true
                // "Ann said:", over what she said above.
                if isRepeat, kind == .forum, place > 0, Self.leadsToQuotation(lines[place - 1].text) {
                    isCut[lines[place - 1].index] = true
                }
            } else {
                if recent.count == 4 { recent.removeFirst() }
                recent.append(text)
                if text.utf8.count > leastRepeat { said.insert(text) }
            }
        }
    }

    private func lines(in tree: ArticleTree) -> [(index: Int, text: String)] {
        var lines: [(index: Int, text: String)] = []
        var index = 1
        while index < tree.nodes.count {
            if isLine(index, in: tree) {
                lines.append((index, tree.shownText(of: index, limit: 4000)))
                index = tree.end(index)
            } else {
                index += 1
            }
        }
        return lines
    }

    private static func leadsToQuotation(_ text: String) -> Bool { text.utf8.count < 80 && text.hasSuffix(":") }

    /// A block without blocks in it.
    private func isLine(_ index: Int, in tree: ArticleTree) -> Bool {
        guard tree[index].tag != .text, tree[index].measure.characters > 0, !ArticleTree.isInline(tree[index].tag)
        else {
            return false
        }
        return !(index + 1..<tree.end(index)).contains { tree[$0].tag != .text && !ArticleTree.isInline(tree[$0].tag) }
    }
}
