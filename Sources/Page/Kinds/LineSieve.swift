import HTML

/// Says which lines of a page's region are not its content. Cards say a title twice, for the picture and beside it; a
/// description is in two places; posts quote other posts; and labels of buttons are between all of these.
struct LineSieve {
    private let tree: ArticleTree
    private let kind: PageKind
    private let lines: [Line]
    /// For each node of the tree, whether it goes with all that is in it.
    private(set) var isCut: [Bool]

    /// A block without blocks in it.
    private struct Line {
        let index: Int
        let text: String
        /// Of the heading that it is in, 1 to 6; 0 for other lines.
        let level: Int
        let isLink: Bool
        /// The link has other lines too: a card that is one link says its titles and its figures in it.
        let isOfCard: Bool
        let isCell: Bool

        var bytes: Int { text.utf8.count }
        /// A sentence or more, that is no link.
        var isProse: Bool { bytes >= LineSieve.leastProse && !isLink }

        /// Whether it has no more than so many words; writing without spaces has none, so bytes count too.
        func isShort(words: Int) -> Bool {
            bytes <= words * 8 && text.split { !$0.isLetter && !$0.isNumber }.count <= words
        }
    }

    private static let leastProse = 60
    /// Bytes of prose over the title: more is content.
    private static let mostOver = 300

    /// - Parameter title: the first heading of the region that may be the page's title, a node of the page.
    init(_ tree: ArticleTree, _ kind: PageKind, title: Int?) {
        (self.tree, self.kind) = (tree, kind)
        lines = Self.lines(in: tree)
        isCut = [Bool](repeating: false, count: tree.nodes.count)
        if kind == .article { return }
        if let title { cutBefore(title) }
        if kind == .documentation { return }
        cutLabels()
        if kind == .listing { cutShortRuns() }
    }

    /// What is over the title is around the page: bars with offers, paths, searches.
    private mutating func cutBefore(_ title: Int) {
        let before = lines.prefix { tree.sourceOfText(in: $0.index) < title }
        let prose = before.reduce(0) { $0 + ($1.isProse ? $1.bytes : 0) }
        guard prose <= Self.mostOver, prose * 10 <= lines.reduce(0, { $0 + ($1.isProse ? $1.bytes : 0) }) else {
            return
        }
        for line in before { isCut[line.index] = true }
    }

    private mutating func cutLabels() {
        // From how many bytes on a line is said only once on the page.
        let leastRepeat: Int
        // How many words of a link only lead on, and how many of a line in a card that is one link.
        let (mostLink, mostOfCard): (Int, Int)
        switch kind {
        case .forum: (leastRepeat, mostLink, mostOfCard) = (20, 0, 0)
        case .product: (leastRepeat, mostLink, mostOfCard) = (30, 8, 8)
        case .collection: (leastRepeat, mostLink, mostOfCard) = (30, 4, 2)
        case .listing: (leastRepeat, mostLink, mostOfCard) = (30, 0, 0)
        case .service: (leastRepeat, mostLink, mostOfCard) = (100, 2, 2)
        case .documentation, .article: return
        }
        let namesEntries = kind != .collection || hasTitles(longerThan: mostLink)
        var recent: [String] = []
        var said: Set<String> = []
        for (place, line) in lines.enumerated() where !isCut[line.index] {
            let isRepeat =
                kind != .forum && recent.contains(line.text) || line.bytes > leastRepeat && said.contains(line.text)
            let isLabel =
                kind == .forum
                ? PageWords.isThreadLabel(line.text)
                : PageWords.isShopLabel(line.text) || !line.text.contains { $0.isLetter || $0.isNumber }
                    || namesEntries && line.isLink && line.level == 0
                        && line.isShort(words: line.isOfCard ? mostOfCard : mostLink)
            if isRepeat || isLabel {
                isCut[line.index] = true
                // "Ann said:", over what she said above.
                if isRepeat, kind == .forum, place > 0, Self.leadsToQuotation(lines[place - 1].text) {
                    isCut[lines[place - 1].index] = true
                }
            } else {
                if recent.count == 4 { recent.removeFirst() }
                recent.append(line.text)
                if line.bytes > leastRepeat { said.insert(line.text) }
            }
        }
    }

    /// Whether a shelf has headings or longer links for its titles, each with some labels: else the short ones are its
    /// titles.
    private func hasTitles(longerThan words: Int) -> Bool {
        var (titles, shorts) = (0, 0)
        for line in lines where line.level > 0 || line.isLink {
            if line.level == 0 && line.isShort(words: words) { shorts += 1 } else { titles += 1 }
        }
        return titles >= 8 && titles * 10 >= shorts
    }

    /// Where entries have texts, a run of short lines between these is made of labels: times, names, tags. The last may be
    /// a title that leads to the text.
    private mutating func cutShortRuns() {
        guard lines.reduce(0, { $0 + ($1.isProse ? $1.bytes : 0) }) >= Self.leastTexts else { return }
        var run: [Int] = []
        for line in lines where !isCut[line.index] {
            if line.level == 0, !line.isCell, line.isShort(words: 5) {
                run.append(line.index)
            } else {
                cut(run, keepsLast: line.level == 0)
                run = []
            }
        }
        cut(run, keepsLast: false)
    }

    private mutating func cut(_ run: [Int], keepsLast: Bool) {
        guard run.count > 1 else { return }
        for index in keepsLast ? run.dropLast() : run[...] { isCut[index] = true }
    }

    /// Bytes of prose.
    private static let leastTexts = 2000

    private static func leadsToQuotation(_ text: String) -> Bool { text.utf8.count < 80 && text.hasSuffix(":") }

    private static func lines(in tree: ArticleTree) -> [Line] {
        var lines: [Line] = []
        var headingEnd = 0
        var (level, cellEnd, linkEnd) = (0, 0, 0)
        var index = 1
        while index < tree.nodes.count {
            let node = tree[index]
            if let own = Self.level(node.tag) { (level, headingEnd) = (own, tree.end(index)) }
            if node.tag == .td || node.tag == .th { cellEnd = max(cellEnd, tree.end(index)) }
            if node.tag == .a { linkEnd = max(linkEnd, tree.end(index)) }
            if isLine(index, in: tree) {
                lines.append(
                    Line(
                        index: index, text: tree.shownText(of: index, limit: 4000),
                        level: index < headingEnd ? level : 0,
                        isLink: node.measure.linkDensity > 0.9 || index < linkEnd, isOfCard: index < linkEnd,
                        isCell: index < cellEnd))
                index = tree.end(index)
            } else {
                index += 1
            }
        }
        return lines
    }

    private static func level(_ tag: HTMLTag) -> Int? {
        switch tag {
        case .h1: 1
        case .h2: 2
        case .h3: 3
        case .h4: 4
        case .h5: 5
        case .h6: 6
        default: nil
        }
    }

    private static func isLine(_ index: Int, in tree: ArticleTree) -> Bool {
        guard tree[index].tag != .text, tree[index].measure.characters > 0, !ArticleTree.isInline(tree[index].tag)
        else {
            return false
        }
        return !(index + 1..<tree.end(index)).contains { tree[$0].tag != .text && !ArticleTree.isInline(tree[$0].tag) }
    }
}
