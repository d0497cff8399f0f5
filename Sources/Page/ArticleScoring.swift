import HTML

/// Weighs elements by the paragraphs in them, after Readability: a paragraph's points go to the element around it, half of them
/// to the next, and fewer to those further out; few links and good names count too.
struct ArticleScoring {
    private let tree: ArticleTree
    private let options: ArticleOptions
    private var scores: [Double?]

    /// The elements that together are the article; never empty.
    static func roots(of tree: ArticleTree, _ options: ArticleOptions) -> [Int] {
        var scoring = ArticleScoring(tree, options)
        return scoring.roots()
    }

    private init(_ tree: ArticleTree, _ options: ArticleOptions) {
        (self.tree, self.options) = (tree, options)
        scores = [Double?](repeating: nil, count: tree.nodes.count)
    }

    private mutating func roots() -> [Int] {
        scoreParagraphs()
        var candidates = scores.indices.filter { scores[$0] != nil }
        for index in candidates {
            scores[index] = (scores[index] ?? 0) * (1 - tree[index].measure.linkDensity)
        }
        candidates.sort { (scores[$0] ?? 0, -$0) > (scores[$1] ?? 0, -$1) }
        let top = Array(candidates.prefix(5))
        guard let first = top.first, tree[first].tag != .body else { return [0] }
        return withSiblings(rise(from: common(top) ?? first))
    }

    private mutating func scoreParagraphs() {
        for index in tree.nodes.indices.dropFirst() {
            let node = tree[index]
            switch node.tag {
            case .p, .td, .pre, .section, .h2, .h3, .h4, .h5, .h6: break
            default: continue
            }
            guard node.measure.characters >= 25 else { continue }
            let points = 2 + Double(node.measure.commas) + Double(min(node.measure.characters / 100, 3))
            var (ancestor, level) = (tree.parent(index), 0)
            while ancestor >= 0, level < 5 {
                let divider = level == 0 ? 1.0 : level == 1 ? 2 : Double(level * 3)
                scores[ancestor] = (scores[ancestor] ?? start(ancestor)) + points / divider
                ancestor = tree.parent(ancestor)
                level += 1
            }
        }
    }

    private func start(_ index: Int) -> Double {
        let node = tree[index]
        let points: Double =
            switch node.tag {
            case .div, .article, .main: 5
            case .pre, .td, .blockquote: 3
            case .address, .ol, .ul, .dl, .dd, .dt, .li, .form: -3
            case .h1, .h2, .h3, .h4, .h5, .h6, .th: -5
            default: 0
            }
        return points + (options.contains(.weighNames) ? Double(node.marks.weight) : 0)
    }

    /// What holds the best and at least two more that are nearly as good.
    private func common(_ top: [Int]) -> Int? {
        guard let best = scores[top[0]] ?? nil, best > 0 else { return nil }
        let rivals = top.dropFirst().filter { (scores[$0] ?? 0) / best >= 0.75 }
        guard rivals.count >= 3 else { return nil }
        var ancestor = tree.parent(top[0])
        while ancestor > 0, tree[ancestor].tag != .body {
            let held = rivals.count { $0 > ancestor && $0 < tree.end(ancestor) }
            if held >= 3 { return ancestor }
            ancestor = tree.parent(ancestor)
        }
        return nil
    }

    /// Goes up while the next element's points are not much worse: there is more of the article beside.
    private mutating func rise(from start: Int) -> Int {
        var top = start
        var last = scores[top] ?? self.start(top)
        let threshold = last / 3
        var parent = tree.parent(top)
        while parent > 0, tree[parent].tag != .body {
            if let score = scores[parent] {
                if score < threshold { break }
                if score > last {
                    top = parent
                    break
                }
                last = score
            }
            parent = tree.parent(parent)
        }
        while case let parent = tree.parent(top), parent > 0, tree[parent].tag != .body,
            tree.end(top) == tree.end(parent),
            top == parent + 1
        {
            top = parent
        }
        if scores[top] == nil { scores[top] = self.start(top) }
        return top
    }

    private func withSiblings(_ top: Int) -> [Int] {
        let parent = tree.parent(top)
        guard parent >= 0 else { return [top] }
        let best = scores[top] ?? 0
        let threshold = max(10, best * 0.2)
        let classes = className(top)
        return tree.children(parent).filter { sibling in
            if sibling == top { return true }
            let node = tree[sibling]
            if node.tag == .text { return false }
            let bonus = !classes.isEmpty && className(sibling) == classes ? best * 0.2 : 0
            if let score = scores[sibling], score + bonus >= threshold { return true }
            guard node.tag == .p else { return false }
            let density = node.measure.linkDensity
            if node.measure.characters > 80 { return density < 0.25 }
            return node.measure.characters > 0 && density == 0 && tree.endsSentence(sibling)
        }
    }

    private func className(_ index: Int) -> String {
        tree[index].source < 0 ? "" : tree.page.attribute(.classes, of: Int(tree[index].source)) ?? ""
    }
}

extension NameMarks {
    /// What the name adds to the points of an element.
    var weight: Int { (contains(.positive) ? 25 : 0) - (contains(.negative) ? 25 : 0) }
}

extension ArticleTree {
    /// Whether its text has a full stop at a word's end.
    func endsSentence(_ index: Int) -> Bool {
        let text = text(of: index, limit: 400)
        if [".", "。", "!", "?", "।"].contains(where: text.hasSuffix) { return true }
        // Not the stop of `2. März`.
        return text.ranges(of: ". ").contains {
            $0.lowerBound > text.startIndex && !text[text.index(before: $0.lowerBound)].isNumber
        }
    }

    /// Characters in paragraphs that are sentences rather than links.
    func prose(in range: Range<Int>) -> Int {
        range.reduce(0) { sum, index in
            let measure = nodes[index].measure
            return nodes[index].tag == .p && measure.characters >= 80 && measure.linkDensity < 0.4
                ? sum + measure.characters : sum
        }
    }

    /// The smallest element around the title that has that much prose after `story`, the node after the title; nil where
    /// only the body has.
    func container(of bodyStart: Int, prose least: Int) -> Int? {
        var container = parent(bodyStart)
        var (sum, counted) = (0, bodyStart)
        while container > 0 {
            sum += prose(in: counted..<end(container))
            counted = end(container)
            if sum >= least { return container }
            container = parent(container)
        }
        return nil
    }
}
