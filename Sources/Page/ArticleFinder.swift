public import HTML
public import Selectors

/// What is known of an article from elsewhere, which helps to tell it from the rest of its page.
public struct ArticleHints: Sendable {
    /// Its heading then is not repeated in the content.
    public var title: String?
    /// A by-line that is alone is not part of the content.
    public var authors: [String] = []
    /// The whole text, from linked data.
    public var body: String?
    /// Of the page, without `www.`: links to it stay on the site.
    public var host: String?
    /// What the page says about itself; nil where it is known to be an article.
    public var facts: PageFacts?
    /// What the article is, and what is cut from it, by the reader's own word.
    public var selector: CSSSelector?
    public var remove: [CSSSelector] = []

    public init() {}
}

/// The article found in a page.
public struct FoundArticle: Sendable {
    /// Not sanitized.
    public let html: String
    /// Of the text, white space folded.
    public let characters: Int
    /// The by-line that stood in the page, where one was met on the way.
    public let byline: String?
    /// The text's share in links, 0 to 1.
    let linkDensity: Double
    /// What was cut from among it, as text, at most some thousand characters: a wall for those who do not pay is there.
    public var cutText = ""
    /// It is where `ArticleHints.selector` says.
    public fileprivate(set) var isSelected = false
}

extension HTMLDocument {
    /// The article, nil where nothing looks like one.
    public func article(_ hints: ArticleHints = ArticleHints()) -> FoundArticle? {
        ArticleFinder(self, hints).find()
    }
}

/// Finds the article in a page as readers' views of browsers do: weighs the elements by the paragraphs in them, takes
/// the best with those beside it that belong to it, and cleans that; holds this against what the page itself calls its
/// article; and tries again with a filter less where too little is left.
struct ArticleFinder {
    /// Shorter than this is not believed while there is a filter left to switch off.
    static let enough = 500
    /// A post that is shorter, in the container of a template, may be all there is.
    private static let mostShort = 1500

    let page: HTMLDocument
    let hints: ArticleHints
    let marks: [NameMarks]
    private let prose: PageProse
    private let folds: FoldedSections
    private let styled: StyledOut

    init(_ page: HTMLDocument, _ hints: ArticleHints) {
        (self.page, self.hints) = (page, hints)
        marks = page.marks(in: page.tree.nodes.indices) { NameMarks(of: $0) }
        prose = PageProse(page)
        folds = FoldedSections(page)
        styled = StyledOut(page, prose)
    }

    /// A piece of the tree that may be the article.
    struct Candidate {
        let tree: ArticleTree
        let roots: [Int]
        /// Nodes that go with all that is in them.
        let isCut: [Bool]
        let measure: TextMeasure
        /// Characters in paragraphs that are sentences.
        let prose: Int

        /// The first text of it, a node of the page.
        var firstText: Int? {
            for root in roots {
                var index = root
                while index < tree.end(root) {
                    if isCut[index] {
                        index = tree.end(index)
                    } else if tree[index].tag == .text, tree[index].measure.characters > 0 {
                        return Int(tree[index].source)
                    } else {
                        index += 1
                    }
                }
            }
            return nil
        }
    }

    func find() -> FoundArticle? {
        let cut = Set(hints.remove.flatMap { page.elements(matching: $0) } + page.doubledFormulas())
        if let selector = hints.selector {
            let roots = page.elements(matching: selector)
            if !roots.isEmpty {
                var found = selected(roots, cut)
                found?.isSelected = true
                return found
            }
        }
        guard let facts = hints.facts else { return article(cut) }
        let measure = PageMeasure(page)
        let kind = PageKindDecision(facts, PageStructure(page, measure)).kind
        if kind == .article { return article(cut) }
        if isShell(measure) { return preferringLinkedData(nil, 0) }
        return other(kind, facts, measure, cut) ?? article(cut)
    }

    /// Whether scripts make the page, and what is here is the frame of any page of the site: short, and without the words
    /// of the title.
    private func isShell(_ measure: PageMeasure) -> Bool {
        guard measure.total < Self.mostOfShell, measure.fallback == nil, let title = hints.title else { return false }
        let words = Self.words(title)
        guard words.count >= 5 else { return false }
        let shown = page.tree.nodes.indices.reduce(into: Set<Substring>()) { shown, index in
            if page.tree.nodes[index].tag == .text { shown.formUnion(Self.words(page.text(of: index))) }
        }
        return words.count { shown.contains($0) } * 5 < words.count
    }

    /// Characters of a whole page.
    private static let mostOfShell = 2000

    /// Those that are long enough to say something.
    private static func words(_ text: String) -> Set<Substring> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count >= 4 })
    }

    /// The content of a page that is not an article; nil where there is hardly any.
    private func other(
        _ kind: PageKind, _ facts: PageFacts, _ measure: PageMeasure, _ cut: Set<Int>
    ) -> FoundArticle? {
        guard
            let candidate = PageCollector(page, measure, kind).collect(
                marks, folds, isQuestion: facts.isQuestion, cut: cut)
        else { return nil }
        return FoundArticle(
            html: ArticleWriter.write(candidate), characters: candidate.measure.characters, byline: nil,
            linkDensity: candidate.measure.linkDensity)
    }

    private func article(_ cut: Set<Int>) -> FoundArticle? {
        let body = hints.body.flatMap { BodyHint($0) }
        var best: (candidate: Candidate, byline: String?)?
        for dropsForeign in [true, false] {
            best = nil
            var (hasForeign, isStory) = (false, false)
            for options in ArticleOptions.attempts {
                let sieve = PageSieve(
                    page, marks, options, hints, cut, prose, folds, styled, dropsForeign: dropsForeign)
                hasForeign = hasForeign || sieve.hasForeign
                let (tree, bodyStart) = tree(sieve, options)
                let known = body.map { $0.cover(of: tree) } ?? nil
                let chosen = choose(tree, options, known, bodyStart)
                let body = options == ArticleOptions.attempts[0] ? onlyBody(tree, options, known, chosen) : nil
                if let body { return preferringLinkedData(article(body, byline: sieve.byline), body.prose) }
                let candidate = chosen
                let isEnough =
                    candidate.measure.characters >= Self.enough
                    || options == ArticleOptions.attempts[0] && isWholeStory(candidate, bodyStart, cut)
                if isEnough { return preferringLinkedData(article(candidate, byline: sieve.byline), candidate.prose) }
                if candidate.measure.characters > best?.candidate.measure.characters ?? 0 {
                    best = (candidate, sieve.byline)
                    isStory = follows(sieve, candidate)
                }
            }
            if !hasForeign || isStory { break }
        }
        guard let best, isWorthIt(best.candidate) else { return preferringLinkedData(nil, 0) }
        return preferringLinkedData(article(best.candidate, byline: best.byline), best.candidate.prose)
    }

    /// The one container that the page's template calls the text of its article, where it says something and what was
    /// chosen instead is short or somewhere else: a post of a sentence is whole, and comments or a notice are not more
    /// of it.
    private func onlyBody(
        _ tree: ArticleTree, _ options: ArticleOptions, _ known: BodyCover?, _ chosen: Candidate
    ) -> Candidate? {
        guard let container = SemanticContainer.onlyBody(in: tree) else {
            return chosen.measure.characters < Self.enough ? onlyArticle(tree, options, known, chosen) : nil
        }
        let range = container..<tree.end(container)
        let isElsewhere = chosen.roots.allSatisfy {
            !range.contains($0) && tree.end($0) <= container || $0 >= range.upperBound
        }
        let text = tree[container].measure.characters
        // An excerpt over the article, which the template does not name.
        let others = SemanticContainer.prose(beside: range, in: chosen.roots, of: tree)
        if isElsewhere ? others >= text * 10 : others * 4 > text { return nil }
        if chosen.roots == [container] { return nil }
        let encloses = chosen.roots.contains { $0 <= container && tree.end($0) >= range.upperBound }
        guard chosen.measure.characters < Self.enough || isElsewhere || encloses && text < Self.mostShort else {
            return nil
        }
        let cleaned = candidate(tree, [container], options, known)
        if cleaned.measure.characters * 2 >= text { return cleaned }
        // What looked like a box of links is all that there is.
        let whole = candidate(tree, [container], options.subtracting(.cleanConditionally), known)
        return whole.measure.characters >= SemanticContainer.leastBody ? whole : nil
    }

    /// The one `article`, where it has all the prose of what was chosen, and lists of links that were weighed against
    /// it.
    private func onlyArticle(
        _ tree: ArticleTree, _ options: ArticleOptions, _ known: BodyCover?, _ chosen: Candidate
    ) -> Candidate? {
        let articles = tree.nodes.indices.filter { tree[$0].tag == .article && tree[$0].measure.characters > 0 }
        guard articles.count == 1 else { return nil }
        let whole = candidate(tree, articles, options, known)
        return whole.prose > 0 && whole.prose >= chosen.prose && whole.measure.characters > chosen.measure.characters
            ? whole : nil
    }

    /// The tree with the rows of teasers and the threads taken out, where that leaves anything; and the node that comes
    /// after the title.
    private func tree(_ sieve: PageSieve, _ options: ArticleOptions) -> (tree: ArticleTree, bodyStart: Int?) {
        var tree = ArticleTree(page, root: page.tree.nodes.indices, marks: marks, isLeftOut: sieve.isLeftOut)
        let bodyStart = sieve.titleIndex.flatMap { tree.first(after: $0) }
        guard options.contains(.cleanConditionally) else { return (tree, bodyStart) }
        let others = PageSeries.find(
            in: tree, bodyStart: bodyStart, titleTag: sieve.titleIndex.map { page.tree.nodes[$0].tag }, host: hints.host
        )
        let left = others.reduce(tree[0].measure.characters) { $0 - tree[$1].measure.characters }
        if left >= (bodyStart == nil ? 140 : 60) { tree.takeOut(others) }
        return (tree, bodyStart)
    }

    /// What linked data has, where the page shows less than half of it: scripts make the rest.
    private func preferringLinkedData(_ found: FoundArticle?, _ prose: Int) -> FoundArticle? {
        guard let body = hints.body, body.utf8.count >= 400 else { return found }
        let linked = BodyArticle.html(body)
        return linked.characters >= 250 && prose * 2 < linked.characters ? linked.article(byline: found?.byline) : found
    }

    /// Whether a short candidate is all that is under the title: no filter needs to be switched off for more.
    private func isWholeStory(_ candidate: Candidate, _ bodyStart: Int?, _ cut: Set<Int>) -> Bool {
        guard let bodyStart, candidate.prose >= 80, candidate.measure.linkDensity < 0.25,
            let container = candidate.tree.container(of: bodyStart, prose: 80),
            candidate.roots.allSatisfy({ $0 >= container && $0 < candidate.tree.end(container) })
        else { return false }
        let options: ArticleOptions = [.dropInvisible, .cleanConditionally]
        let (loose, start) = tree(PageSieve(page, marks, options, hints, cut, prose, folds, styled), options)
        guard let start, let whole = loose.container(of: start, prose: 80) else { return false }
        return loose.prose(in: start..<loose.end(whole)) <= candidate.prose * 3 / 2
    }

    /// Whether a short candidate is right under the title, or in the one element that the page calls its article, with
    /// what others wrote behind it: that is not more of it.
    private func follows(_ sieve: PageSieve, _ candidate: Candidate) -> Bool {
        guard candidate.measure.characters >= SemanticContainer.leastBody, let start = sieve.titleIndex ?? prose.only,
            let text = candidate.firstText
        else { return false }
        return text > start && text < sieve.foreignIndex ?? .max
    }

    /// A few words are an article where they are sentences and not links.
    private func isWorthIt(_ candidate: Candidate) -> Bool {
        if isListOfLinks(candidate) { return true }
        // A page that says next to nothing says it all.
        if candidate.measure.characters > 0, candidate.tree[0].measure.characters < 200,
            candidate.measure.linkDensity < 0.5
        {
            return true
        }
        return candidate.measure.characters >= 25 && candidate.measure.linkDensity < 0.6
            && (candidate.prose > 0 || candidate.measure.characters >= 140)
    }

    /// A list of some links in the one element that the page calls its article.
    private func isListOfLinks(_ candidate: Candidate) -> Bool {
        let tree = candidate.tree
        let articles = tree.nodes.indices.filter { tree[$0].tag == .article && tree[$0].measure.characters > 0 }
        let mains = tree.nodes.indices.filter { tree[$0].tag == .main && tree[$0].measure.characters > 0 }
        guard let only = articles.count == 1 ? articles[0] : mains.count == 1 ? mains[0] : nil,
            let text = candidate.firstText, text > tree[only].source,
            text < page.tree.nodes[Int(tree[only].source)].end
        else { return false }
        let items = candidate.roots.reduce(0) { sum, root in
            sum
                + (root..<candidate.tree.end(root)).count {
                    [.li, .dt].contains(candidate.tree[$0].tag) && candidate.tree[$0].measure.characters >= 10
                }
        }
        return items >= 3
    }

    private func article(_ found: Candidate, byline: String?) -> FoundArticle {
        let candidate = ArticleLead(found).added()
        return FoundArticle(
            html: ArticleWriter.write(candidate), characters: candidate.measure.characters, byline: byline,
            linkDensity: candidate.measure.linkDensity, cutText: cutText(candidate))
    }

    private func cutText(_ candidate: Candidate) -> String {
        var texts: [String] = []
        for root in candidate.roots where texts.count < 20 {
            var index = root
            while index < candidate.tree.end(root), texts.count < 20 {
                if candidate.isCut[index] {
                    texts.append(candidate.tree.text(of: index, limit: 400))
                    index = candidate.tree.end(index)
                } else {
                    index += 1
                }
            }
        }
        return texts.joined(separator: "\n")
    }

    /// The better of the weighed and of the named candidate.
    private func choose(
        _ tree: ArticleTree, _ options: ArticleOptions, _ known: BodyCover?, _ bodyStart: Int?
    ) -> Candidate {
        let best = choose(tree, options, known)
        guard let bodyStart, let first = best.roots.first, let container = tree.container(of: bodyStart, prose: 250),
            first >= tree.end(container),
            // Under a title of its own it is another article.
            let text = (first..<tree.end(first)).first(where: {
                tree[$0].tag == .p && tree[$0].measure.characters >= 80
            }),
            (tree.end(container)..<text).contains(where: { tree[$0].tag == .h1 && tree[$0].measure.characters > 0 }),
            !isExcerpt(bodyStart..<tree.end(container), of: best)
        else { return best }
        return candidate(tree, [container], options, known)
    }

    /// Whether what follows the title is one paragraph, and the article, further down, is much longer.
    private func isExcerpt(_ range: Range<Int>, of article: Candidate) -> Bool {
        let paragraphs = range.filter { article.tree.prose(in: $0..<$0 + 1) > 0 }
        return paragraphs.count == 1 && article.tree.prose(in: range) * 4 <= article.prose
    }

    private func choose(_ tree: ArticleTree, _ options: ArticleOptions, _ known: BodyCover?) -> Candidate {
        let weighed = withinMain(
            candidate(tree, ArticleScoring.roots(of: tree, options), options, known), options, known)
        if let known, let container = known.container(in: tree) {
            let linked = candidate(tree, [container], options, known)
            // The paragraphs that linked data has are the article's own; what lies beyond them had better be prose.
            if linked.prose * 10 >= weighed.prose * 7 { return linked }
            // All of it is here, and there is hardly more beside it.
            if known.characters >= 800, known.characters * 10 >= linked.prose * 7 { return linked }
        }
        let joined = joinedParts(weighed, tree, options, known)
        guard let container = SemanticContainer.find(in: tree) else { return joined }
        if weighed.roots.contains(container) && weighed.roots.count == 1 { return weighed }
        let named = candidate(tree, [container], options, known)
        return SemanticContainer.isBetter(named, than: joined, container: container) ? named : joined
    }

    /// Where the candidate reaches beyond the one `main`, and `main` has most of its prose, what is outside is not the
    /// article's (HTML standard, section 4.4.14: the dominant contents of the document).
    private func withinMain(_ weighed: Candidate, _ options: ArticleOptions, _ known: BodyCover?) -> Candidate {
        let tree = weighed.tree
        let mains = tree.nodes.indices.filter { tree[$0].tag == .main && tree[$0].measure.characters > 0 }
        guard mains.count == 1, let main = mains.first,
            weighed.roots.contains(where: {
                $0 < main && tree.end($0) >= tree.end(main) || main < $0 && $0 < tree.end(main)
            }),
            weighed.roots.contains(where: { $0 < main || $0 >= tree.end(main) })
        else { return weighed }
        let inside = candidate(tree, [main], options, known)
        return inside.prose * 2 >= weighed.prose && inside.prose < weighed.prose ? inside : weighed
    }

    /// What holds all parts of an article that comes in like containers, a few paragraphs in each.
    private func joinedParts(
        _ weighed: Candidate, _ tree: ArticleTree, _ options: ArticleOptions, _ known: BodyCover?
    ) -> Candidate {
        guard weighed.roots.count == 1, let root = weighed.roots.first, root > 0, tree[root].source >= 0,
            let name = page.attribute(.classes, of: Int(tree[root].source)), !name.isEmpty, tree[root].tag == .div
        else { return weighed }
        let likes = tree.nodes.indices.filter { index in
            let node = tree[index]
            return node.tag == .div && index != root && node.measure.characters >= 80 && node.measure.linkDensity < 0.25
                && node.source >= 0 && page.attribute(.classes, of: Int(node.source)) == name
                && tree.prose(in: index..<tree.end(index)) > 0
        }
        guard let first = likes.min(), let last = likes.max() else { return weighed }
        var container = root
        while container > 0, container > first || tree.end(container) <= last {
            // Each part of an article is none itself.
            if tree[container].tag == .article { return weighed }
            container = tree.parent(container)
        }
        guard container > 0, !(container..<tree.end(container)).contains(where: { tree[$0].tag == .h1 }) else {
            return weighed
        }
        let whole = candidate(tree, [container], options, known)
        return SemanticContainer.isBetter(whole, than: weighed, container: container)
            && whole.prose > weighed.prose ? whole : weighed
    }

    private func candidate(
        _ tree: ArticleTree, _ roots: [Int], _ options: ArticleOptions, _ known: BodyCover?
    ) -> Candidate {
        var cleaning = ArticleCleaning(tree, roots: roots, options, hints, known)
        return cleaning.run()
    }

    /// By the reader's word: only what can hold no text of an article goes.
    private func selected(_ roots: [Int], _ cut: Set<Int>) -> FoundArticle? {
        var html: [UInt8] = []
        var measure = TextMeasure()
        for root in roots where !cut.contains(root) {
            let sieve = PageSieve(page, marks, .none, ArticleHints(), cut, prose, folds, styled)
            let range = root..<Int(page.tree.nodes[root].end)
            let tree = ArticleTree(page, root: range, marks: marks, isLeftOut: sieve.isLeftOut)
            html += Array(
                ArticleWriter.write(
                    Candidate(
                        tree: tree, roots: [0], isCut: [Bool](repeating: false, count: tree.nodes.count),
                        measure: tree[0].measure, prose: 0)
                ).utf8)
            measure.add(tree[0].measure)
        }
        if html.isEmpty { return nil }
        return FoundArticle(
            html: String(decoding: html, as: UTF8.self), characters: measure.characters, byline: nil,
            linkDensity: measure.linkDensity)
    }
}

/// Filters that are on.
struct ArticleOptions: OptionSet {
    let rawValue: Int
    static let dropUnlikely = ArticleOptions(rawValue: 1)
    static let weighNames = ArticleOptions(rawValue: 2)
    static let cleanConditionally = ArticleOptions(rawValue: 4)
    static let dropInvisible = ArticleOptions(rawValue: 8)
    static let none: ArticleOptions = []

    static let attempts: [ArticleOptions] = [
        [.dropUnlikely, .weighNames, .cleanConditionally, .dropInvisible],
        [.weighNames, .cleanConditionally, .dropInvisible], [.cleanConditionally, .dropInvisible], [.dropInvisible],
        [.cleanConditionally],
    ]
}
