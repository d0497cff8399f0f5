import HTML

/// Leaves out of a page what no reader of the article misses: what cannot be seen, dialogs, by-lines that are known, the
/// heading that is the title, and names that no article has.
struct PageSieve {
    private let page: HTMLDocument
    private let marks: [NameMarks]
    private let options: ArticleOptions
    private let hints: ArticleHints
    /// For each node of the page, whether it goes with all that is in it.
    private(set) var isLeftOut: [Bool]
    private(set) var byline: String?
    private var hasDroppedTitle = false
    /// The heading that is the title, a node of the page.
    private(set) var titleIndex: Int?
    private let title: Set<String>
    private let prose: PageProse
    private let folds: FoldedSections
    private let styled: StyledOut
    /// Whether somebody else's text goes although names are not weighed.
    private let dropsForeign: Bool
    /// The first text of somebody else's after the title, a node of the page.
    private(set) var foreignIndex: Int?
    private(set) var hasForeign = false

    init(
        _ page: HTMLDocument, _ marks: [NameMarks], _ options: ArticleOptions, _ hints: ArticleHints, _ cut: Set<Int>,
        _ prose: PageProse, _ folds: FoldedSections, _ styled: StyledOut, dropsForeign: Bool = false
    ) {
        (self.prose, self.folds, self.styled, self.dropsForeign) = (prose, folds, styled, dropsForeign)
        (self.page, self.marks, self.options, self.hints) = (page, marks, options, hints)
        isLeftOut = [Bool](repeating: false, count: page.tree.nodes.count)
        title = Self.words(hints.title ?? "")
        let nodes = page.tree.nodes
        // Where the table and the code end that we are in: names within them say nothing.
        var (tableEnd, codeEnd) = (0, 0)
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            if node.tag != .text {
                if cut.contains(index) || drops(index, inTable: index < tableEnd, inCode: index < codeEnd) {
                    isLeftOut[index] = true
                    index = Int(node.end)
                    continue
                }
                if node.tag == .table { tableEnd = max(tableEnd, Int(node.end)) }
                if node.tag == .code || node.tag == .pre { codeEnd = max(codeEnd, Int(node.end)) }
            }
            index += 1
        }
    }

    private mutating func drops(_ index: Int, inTable: Bool, inCode: Bool) -> Bool {
        let node = page.tree.nodes[index]
        switch node.tag {
        case .noscript: return !holdsImage(index)
        case .button: return !page.isOfHeading(index) && !folds.isHeading(index)
        case .link, .meta, .param, .base, .keygen, .area, .map, .frameset, .applet, .textarea, .svg:
            return true
        case .br, .hr, .img, .wbr: return false
        default: break
        }
        if !title.isEmpty, node.tag == .h1 || node.tag == .h2, options != .none, repeatsTitle(index) { return true }
        guard node.start < node.limit else { return false }
        if options == .none { return false }
        if options.contains(.dropInvisible), isInvisible(index) || styled.contains(index), !folds.isPanel(index) {
            return true
        }
        if page.attribute(.role, of: index).map(Self.isUnlikely(role:)) ?? false, options.contains(.dropUnlikely) {
            return true
        }
        if page.attribute(.role, of: index) == "dialog" || page.has(.ariaModal, index) { return true }
        if !inCode, dropsByline(index) { return true }
        guard !inTable, !inCode, node.tag != .body, node.tag != .a else { return false }
        let isForeign = marks[index].contains(.foreign)
        let isUnlikely = marks[index].contains(.unlikely)
        guard
            options.contains(.dropUnlikely) && isUnlikely
                || dropsForeign && isForeign && (isUnlikely || titleIndex != nil),
            !marks[index].contains(.maybe), !prose.isOnlyArticle(index)
        else { return false }
        if titleIndex == nil && holdsTitle(index) || page.isEmbed(index) { return false }
        if isForeign, prose.bytes(in: index) > 0 {
            hasForeign = true
            if titleIndex != nil, foreignIndex == nil { foreignIndex = index }
        }
        return isForeign || !prose.isMost(in: index) && !isQuotation(index)
    }

    /// Whether there is a quotation in the element, and hardly more: what an editor embeds is called by many names.
    private func isQuotation(_ index: Int) -> Bool {
        let nodes = page.tree.nodes
        guard Int(nodes[index].end) - index < 200,
            let quote = (index..<Int(nodes[index].end)).first(where: { nodes[$0].tag == .blockquote })
        else { return false }
        return page.text(of: quote, limit: 2000).utf8.count * 5 >= page.text(of: index, limit: 2000).utf8.count * 4
    }

    private func holdsImage(_ index: Int) -> Bool {
        (index..<Int(page.tree.nodes[index].end)).contains { page.tree.nodes[$0].tag == .img }
    }

    private func isInvisible(_ index: Int) -> Bool {
        if page.attribute(.ariaHidden, of: index) == "true", !marks[index].contains(.fallbackImage),
            !holdsProse(index)
        {
            return true
        }
        return page.isHidden(index)
    }

    /// Some pages hide everything from screen readers while a dialog is open.
    private func holdsProse(_ index: Int) -> Bool {
        page.tree.nodes[index].tag == .body || page.tree.nodes[index].tag == .main
    }

    private static func isUnlikely(role: String) -> Bool {
        [
            "menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog", "banner", "contentinfo",
            "tooltip",
        ]

        .contains(role.lowercased())
    }

    // MARK: By-line and title

    private mutating func dropsByline(_ index: Int) -> Bool {
        let node = page.tree.nodes[index]
        let isNamed = marks[index].contains(.byline)
        guard isNamed || page.attribute(.rel, of: index) == "author" || isAuthorProperty(index) else { return false }
        // An article within a page of an author's must not go with the author.
        guard Int(node.end) - index < 60 else { return false }
        let text = page.text(of: index, limit: 300)
        guard !text.isEmpty, text.count < 100 else { return false }
        if byline == nil, isNamed || hints.authors.isEmpty { byline = text }
        return true
    }

    private func isAuthorProperty(_ index: Int) -> Bool {
        page.attribute(.itemprop, of: index)?.lowercased().split(separator: " ").contains("author") ?? false
    }

    /// Nobody else's text is under the title, `commented` as the article may be.
    private func holdsTitle(_ index: Int) -> Bool {
        guard !title.isEmpty else { return false }
        return (index + 1..<Int(page.tree.nodes[index].end)).contains { inner in
            let tag = page.tree.nodes[inner].tag
            return (tag == .h1 || tag == .h2) && Self.words(page.text(of: inner, limit: 500)) == title
        }
    }

    private mutating func repeatsTitle(_ index: Int) -> Bool {
        let heading = Self.words(page.text(of: index, limit: 500))
        guard !heading.isEmpty else { return false }
        if hasDroppedTitle { return heading == title }
        let shared = heading.intersection(title).count
        hasDroppedTitle = shared * 4 > max(heading.count, 1) * 3 && shared * 2 >= title.count
        if hasDroppedTitle { titleIndex = index }
        return hasDroppedTitle
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
}
