import HTML

/// Cuts from the elements of a candidate what is in the article without being of it: boxes of links, forms, share bars,
/// advertisements' labels. One pass up the tree decides for each element after all within it.
struct ArticleCleaning {
    private let tree: ArticleTree
    private let roots: [Int]
    private let options: ArticleOptions
    private let hints: ArticleHints
    private let known: BodyCover?
    private var isCut: [Bool]
    private var contents: [Contents]
    private let isDataTable: [Bool]
    private let isInCode: [Bool]
    private let isInFigure: [Bool]
    /// Characters in all roots, to tell a box from the article itself.
    private var total = 0
    private var names: [ArraySlice<UInt8>: TextMeasure] = [:]

    /// What is left in an element.
    private struct Contents {
        var measure = TextMeasure()
        var paragraphs = 0, images = 0, items = 0, inputs = 0, embeds = 0, players = 0
        var headingCharacters = 0, itemCharacters = 0, quoteCharacters = 0, prose = 0
        /// In items that are as long as sentences, outside of paragraphs.
        var itemProse = 0
        /// Of list items.
        var itemLinkCharacters = 0.0
        /// Of paragraphs that linked data has.
        var knownCharacters = 0
        /// There is text in an element that text is in, and not only in bare ones.
        var hasTextElements = false
        var hasDataTable = false
        /// There was a form with fields, which is cut.
        var hadForm = false

        /// Sentences with a list of links under them, or a quotation with its source: the links lie in parts that may
        /// have them.
        var isTextWithLinks: Bool {
            if quoteCharacters * 5 >= measure.characters * 4, measure.linkDensity < 0.7 { return true }
            let text = measure.characters - itemCharacters - headingCharacters
            return text >= 25 && paragraphs > 0 && (measure.linkCharacters - itemLinkCharacters) <= Double(text) * 0.2
        }

        mutating func add(_ other: Contents) {
            measure.add(other.measure)
            paragraphs += other.paragraphs
            images += other.images
            items += other.items
            inputs += other.inputs
            embeds += other.embeds
            players += other.players
            headingCharacters += other.headingCharacters
            itemCharacters += other.itemCharacters
            itemLinkCharacters += other.itemLinkCharacters
            quoteCharacters += other.quoteCharacters
            prose += other.prose
            itemProse += other.itemProse
            knownCharacters += other.knownCharacters
            hasTextElements = hasTextElements || other.hasTextElements
            hasDataTable = hasDataTable || other.hasDataTable
        }
    }

    init(_ tree: ArticleTree, roots: [Int], _ options: ArticleOptions, _ hints: ArticleHints, _ known: BodyCover?) {
        (self.tree, self.roots, self.options, self.hints, self.known) = (tree, roots, options, hints, known)
        isCut = tree.isGone
        contents = [Contents](repeating: Contents(), count: tree.nodes.count)
        isInCode = tree.isWithin(.code)
        isInFigure = tree.isWithin(.figure)
        isDataTable = tree.nodes.indices.map { tree[$0].tag == .table && DataTable.isOne($0, in: tree) }
    }

    mutating func run() -> ArticleFinder.Candidate {
        total = roots.reduce(0) { $0 + tree[$1].measure.characters }
        names = textOfNames()
        for root in roots { cutPlain(root) }
        for root in roots { weigh(root) }
        if options.contains(.cleanConditionally) {
            var edges = ArticleEdges(tree, roots: roots, hints, known)
            edges.trim(&isCut)
            ArticleRepeats(tree).cut(in: roots.filter { !isCut[$0] }, &isCut)
            for root in roots { weigh(root) }
        }
        var sum = Contents()
        for root in roots where !isCut[root] { sum.add(contents[root]) }
        return ArticleFinder.Candidate(
            tree: tree, roots: roots, isCut: isCut, measure: sum.measure, prose: sum.prose)
    }

    // MARK: What goes whatever is in it

    private mutating func cutPlain(_ root: Int) {
        var index = root
        while index < tree.end(root) {
            if index != root, isPlainlyCut(index) {
                isCut[index] = true
                index = tree.end(index)
            } else {
                index += 1
            }
        }
    }

    private func isPlainlyCut(_ index: Int) -> Bool {
        let node = tree[index]
        switch node.tag {
        case .text: return false
        case .aside: return !isKnown(index) && !(isQuotation(index) && holdsLink(index))
        case .footer, .nav, .object, .input, .dialog: return !isKnown(index)
        case .embed: return true
        case .h1, .h2: if options.contains(.weighNames), node.marks.weight < 0 { return true }
        case .a: if isAnchor(index) { return true }
        default: break
        }
        if node.marks.contains(.hiddenText), node.measure.characters < 200 { return true }
        guard !node.marks.isEmpty, options.contains(.cleanConditionally) else { return false }
        let characters = node.measure.characters
        if node.marks.contains(.share), characters < 500 { return !isQuotation(index) }
        if node.marks.contains(.comments), characters * 2 < total { return true }
        if isAboutAuthor(index) { return true }
        if node.marks.contains(.chrome), !node.marks.contains(.articleBody), characters * 4 < total {
            return !isKnown(index) && !isInFigure[index] && !isQuotation(index) && !isMost(ofItsName: index)
                && !isEmbed(index)
        }
        return false
    }

    /// Whether the elements that are called so hold most of the text together, and no links.
    private func isMost(ofItsName index: Int) -> Bool {
        guard !tree[index].marks.contains(.comments), let name = name(index), let sum = names[name] else {
            return false
        }
        return sum.characters * 2 >= total && sum.linkCharacters == 0
    }

    private func name(_ index: Int) -> ArraySlice<UInt8>? {
        guard tree[index].source >= 0 else { return nil }
        return tree.page.tree.attribute(.classes, of: tree.page.tree.nodes[Int(tree[index].source)])
    }

    /// The text in elements whose names speak of boxes, by name.
    private func textOfNames() -> [ArraySlice<UInt8>: TextMeasure] {
        var sums: [ArraySlice<UInt8>: TextMeasure] = [:]
        var ends: [ArraySlice<UInt8>: Int] = [:]
        for root in roots {
            for index in root..<tree.end(root) where tree[index].marks.contains(.chrome) || tree[index].marks.weight < 0
            {
                guard let name = name(index), ends[name, default: 0] <= index else { continue }
                ends[name] = tree.end(index)
                sums[name, default: TextMeasure()].add(tree[index].measure)
            }
        }
        return sums
    }

    /// Whether an element is a quotation, whatever its name says, and leads to nothing on the site: what somebody posted
    /// elsewhere, the words of a letter.
    private func isQuotation(_ index: Int) -> Bool {
        let characters = tree[index].measure.characters
        guard characters > 0, characters < 2000 else { return false }
        var quoted = 0
        for inner in index..<tree.end(index) {
            switch tree[inner].tag {
            case .blockquote: quoted = max(quoted, tree[inner].measure.characters)
            case .a where tree[inner].measure.characters > 0:
                if tree.isInternalLink(inner, host: hints.host) || tree.isShareLink(inner) { return false }
            default: break
            }
        }
        return quoted * 5 >= characters * 4
    }

    private func isEmbed(_ index: Int) -> Bool {
        tree[index].source >= 0 && tree.page.isEmbed(Int(tree[index].source))
    }

    private func holdsLink(_ index: Int) -> Bool {
        (index..<tree.end(index)).contains { tree[$0].tag == .a && tree[$0].measure.characters > 0 }
    }

    /// The sign behind a heading that links to the heading.
    private func isAnchor(_ index: Int) -> Bool {
        let measure = tree[index].measure
        guard measure.characters <= 2, tree[tree.parent(index)].tag.is(.heading), tree[index].source >= 0,
            tree.page.attribute(.href, of: Int(tree[index].source))?.hasPrefix("#") ?? false
        else { return false }
        return !tree.text(of: index, limit: 20).contains { $0.isLetter || $0.isNumber }
    }

    /// A box on who wrote the article, in the second half of its text.
    private func isAboutAuthor(_ index: Int) -> Bool {
        let node = tree[index]
        guard node.marks.contains(.byline), node.measure.characters < 1200 else { return false }
        switch node.tag {
        case .div, .section, .article, .ul, .li, .p: break
        default: return false
        }
        var before = 0
        var hasSentence = false
        for root in roots where root < index {
            for place in root..<min(index, tree.end(root)) {
                if tree[place].tag == .text { before += tree[place].measure.characters }
                if tree[place].tag == .p, tree[place].measure.characters >= 25, !hasSentence {
                    hasSentence = tree[place].measure.characters >= 80 || tree.endsSentence(place)
                }
            }
        }
        if node.marks.contains(.foreign), !node.marks.contains(.maybe), hasSentence { return true }
        return before * 2 > total && node.measure.characters * 3 < total
    }

    private func isKnown(_ index: Int) -> Bool {
        guard let known else { return false }
        return (index..<tree.end(index)).contains { known.isKnown[$0] }
    }

    // MARK: What goes for what is in it

    private mutating func weigh(_ root: Int) {
        var dataTableEnds: [Int] = []
        var isInDataTable = [Bool](repeating: false, count: tree.end(root) - root)
        for index in root..<tree.end(root) {
            while let last = dataTableEnds.last, last <= index { dataTableEnds.removeLast() }
            isInDataTable[index - root] = !dataTableEnds.isEmpty
            if isDataTable[index] { dataTableEnds.append(tree.end(index)) }
        }
        for index in root..<tree.end(root) { contents[index] = Contents() }
        for index in (root..<tree.end(root)).reversed() where !isCut[index] {
            finish(index)
            let node = tree[index]
            if node.tag == .form, (index..<tree.end(index)).contains(where: { tree[$0].tag == .input }) {
                contents[index].hadForm = true
                if index > 0 { contents[tree.parent(index)].hadForm = true }
            }
            if index != root, options.contains(.cleanConditionally), !isInDataTable[index - root],
                isConditional(node.tag), isJunk(index)
            {
                isCut[index] = true
                continue
            }
            if index != root { contents[tree.parent(index)].add(asPart(index)) }
        }
        // What is in something that is cut was weighed too, and does no harm.
    }

    /// Adds the element's own share to what came from its children.
    private mutating func finish(_ index: Int) {
        let node = tree[index]
        if node.tag == .text {
            contents[index].measure = node.measure
        } else if node.tag == .a {
            contents[index].measure.becomeLink(isLocal: node.measure.linkCharacters < Double(node.measure.characters))
        }
    }

    /// What an element is to the one around it.
    private func asPart(_ index: Int) -> Contents {
        var part = contents[index]
        let characters = part.measure.characters
        switch tree[index].tag {
        case .p:
            part.paragraphs += 1
            if characters >= 80, part.measure.linkDensity < 0.4 { part.prose += characters }
            if known?.isKnown[index] ?? false { part.knownCharacters = max(part.knownCharacters, characters) }
        case .img: part.images += 1
        case .table: if isDataTable[index] { part.hasDataTable = true }
        case .li, .dt, .dd:
            part.items += 1
            part.itemCharacters = max(part.itemCharacters, characters)
            part.itemLinkCharacters = max(part.itemLinkCharacters, part.measure.linkCharacters)
            if part.prose + part.itemProse == 0, characters >= 60, part.measure.linkDensity < 0.25 {
                part.itemProse = characters
            }
        case .blockquote: part.quoteCharacters = characters
        case .input: part.inputs += 1
        case .iframe, .object: if isPlayer(index) { part.players += 1 } else { part.embeds += 1 }
        case .h1, .h2, .h3, .h4, .h5, .h6: part.headingCharacters = characters
        default: break
        }
        switch tree[index].tag {
        case .blockquote, .dl, .dt, .dd, .div, .ol, .p, .pre, .table, .ul, .span, .li, .td, .h1, .h2, .h3, .h4, .h5,
            .h6:
            if characters > 0 { part.hasTextElements = true }
        default: break
        }
        return part
    }

    private func isPlayer(_ index: Int) -> Bool {
        tree[index].source >= 0 && tree.page.isPlayer(Int(tree[index].source))
    }

    private func isConditional(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .form, .fieldset, .table, .ul, .ol, .div, .section, .dl, .header, .figure, .td: true
        default: false
        }
    }

    private func isJunk(_ index: Int) -> Bool {
        let node = tree[index]
        if isDataTable[index] { return false }
        if contents[index].hasDataTable || isInCode[index] { return false }
        let inside = contents[index]
        if inside.knownCharacters * 2 > inside.measure.characters { return false }
        if inside.quoteCharacters > 0, inside.quoteCharacters * 5 >= inside.measure.characters * 4, isQuotation(index) {
            return false
        }
        if node.tag == .div || node.tag == .section, isForeign(index, inside) { return true }
        // What invites to sign up is around the form.
        if inside.hadForm, inside.measure.characters < 700, inside.measure.characters * 4 < total, inside.images == 0 {
            return true
        }
        if node.tag == .figure { return false }
        // A column of links beside the text, in a table that lays out the page.
        if node.tag == .td {
            return inside.measure.linkDensity > 0.6 && (inside.measure.characters > 100 || isMenu(index))
        }
        let weight = options.contains(.weighNames) ? node.marks.weight : 0
        if weight < 0, !isText(inside, marks: node.marks), !isMost(ofItsName: index), !isEmbed(index) { return true }
        if inside.measure.commas >= 10 { return false }
        let isList =
            node.tag == .ul || node.tag == .ol
            || inside.measure.characters > 0
                && Double(inside.itemCharacters) / Double(inside.measure.characters) > 0.9
        if inside.players > 0 { return false }
        if inside.measure.characters < 45, inside.images == 0, PageWords.isLabel(tree.text(of: index, limit: 100)) {
            return true
        }
        let isBad = isBad(inside, isList: isList, weight: weight, isInFigure: isInFigure[index])
        if isBad, isList, inside.images > 0, inside.images == inside.items,
            inside.measure.linkDensity < 0.25 || node.tag == .ul || node.tag == .ol
        {
            return false
        }
        return isBad
    }

    private func isMenu(_ index: Int) -> Bool {
        (index..<tree.end(index)).count { tree[$0].tag == .a && tree[$0].measure.characters > 0 } >= 3
    }

    /// Whether an element is a part of the text although templates call boxes by its name: it holds sentences and
    /// little else.
    private func isText(_ inside: Contents, marks: NameMarks) -> Bool {
        if inside.measure.characters * 2 > total, inside.prose > 0 { return true }
        let prose = inside.prose + inside.itemProse
        return marks.isDisjoint(with: [.foreign, .chrome, .comments, .share])
            && !inside.hadForm && prose >= 140
            && (prose * 2 >= inside.measure.characters && inside.measure.linkDensity < 0.2
                || prose * 2 >= inside.measure.characters - inside.itemCharacters && inside.isTextWithLinks)
    }

    /// Linked data has the whole text, and nothing of this.
    private func isForeign(_ index: Int, _ inside: Contents) -> Bool {
        guard let known, known.isWhole, inside.prose > 0, inside.knownCharacters == 0, inside.images == 0 else {
            return false
        }
        return known.characters * 3 > (total - inside.measure.characters) * 2 && !isKnown(index)
    }

    private func isBad(_ inside: Contents, isList: Bool, weight: Int, isInFigure: Bool) -> Bool {
        let density = inside.measure.linkDensity
        let characters = inside.measure.characters
        let headings = characters == 0 ? 0 : Double(inside.headingCharacters) / Double(characters)
        if !isInFigure, inside.images > 1, Double(inside.paragraphs) / Double(inside.images) < 0.5 { return true }
        if !isList, inside.items - 100 > inside.paragraphs { return true }
        if inside.inputs > inside.paragraphs / 3 { return true }
        if !isList, !isInFigure, headings < 0.9, characters < 25, inside.images == 0 || inside.images > 2, density > 0 {
            return true
        }
        if !isList, weight < 25, density > 0.2, !inside.isTextWithLinks { return true }
        if weight >= 25, density > 0.5, !inside.isTextWithLinks { return true }
        if inside.embeds == 1 && characters < 75 || inside.embeds > 1 { return true }
        return inside.images == 0 && !inside.hasTextElements
    }

}

extension ArticleTree {
    /// For each node, whether an element of that kind is around it.
    fileprivate func isWithin(_ tag: HTMLTag) -> [Bool] {
        var isWithin = [Bool](repeating: false, count: nodes.count)
        for index in nodes.indices.dropFirst() {
            let around = parent(index)
            isWithin[index] = isWithin[around] || nodes[around].tag == tag
        }
        return isWithin
    }
}

/// Tells a table of data from one that only places things on the page.
enum DataTable {
    static func isOne(_ index: Int, in tree: ArticleTree) -> Bool {
        guard tree[index].source >= 0 else { return false }
        if tree.page.attribute(.role, of: Int(tree[index].source)) == "presentation" { return false }
        var (rows, columns, cells) = (0, 0, 0)
        var node = index + 1
        while node < tree.end(index) {
            switch tree[node].tag {
            case .caption where tree[node].measure.characters > 0: return true
            case .col, .colgroup, .tfoot, .thead, .th: return true
            case .table: return false
            case .tr:
                (rows, cells) = (rows + 1, 0)
            case .td:
                cells += 1
                columns = max(columns, cells)
            default: break
            }
            node += 1
        }
        if rows == 1 || columns == 1 { return false }
        return rows >= 10 || columns > 4 || rows * columns > 10
    }
}
