import HTML

/// Leaves out of a page's region what no reader of its content misses: navigation, dialogs, forms, lists of links, and
/// what each kind of page has besides around its content.
struct RegionSieve {
    private let page: HTMLDocument
    private let measure: PageMeasure
    private let kind: PageKind
    private let folds: FoldedSections
    private let region: Int
    private let regionCharacters: Int
    private let regionProse: Int
    /// Of a question with answers, remarks on these are beside the matter. Elsewhere the remarks are the posts.
    private let dropsRemarks: Bool
    private let parts: [PartMarks]
    /// For each node of the page, whether it goes with all that is in it.
    private(set) var isLeftOut: [Bool]

    init(
        _ page: HTMLDocument, _ measure: PageMeasure, _ region: Int?, _ kind: PageKind, _ folds: FoldedSections,
        isQuestion: Bool, cut: Set<Int>
    ) {
        (self.page, self.measure, self.kind, self.folds) = (page, measure, kind, folds)
        let nodes = page.tree.nodes
        let range = region.map { $0..<Int(nodes[$0].end) } ?? 0..<nodes.count
        self.region = region ?? -1
        if let region {
            (regionCharacters, regionProse) = (Int(measure.characters[region]), Int(measure.prose[region]))
        } else {
            let tops = nodes.indices.filter { page.parents[$0] < 0 }
            regionCharacters = measure.total
            regionProse = tops.reduce(0) { $0 + Int(measure.prose[$1]) }
        }
        parts = page.marks(in: range) { PartMarks(of: $0) }
        dropsRemarks = isQuestion && Self.remarks(page, measure, parts, range) * 2 < regionProse
        isLeftOut = [Bool](repeating: false, count: nodes.count)
        var index = range.lowerBound
        while index < range.upperBound {
            if isLeftOut[index] || nodes[index].tag != .text && index != region && (cut.contains(index) || drops(index))
            {
                isLeftOut[index] = true
                index = Int(nodes[index].end)
            } else {
                index += 1
            }
        }
    }

    /// Characters of prose in all remarks.
    private static func remarks(
        _ page: HTMLDocument, _ measure: PageMeasure, _ parts: [PartMarks], _ range: Range<Int>
    ) -> Int {
        var sum = 0
        var index = range.lowerBound
        while index < range.upperBound {
            if parts[index].contains(.remark) {
                sum += Int(measure.prose[index])
                index = Int(page.tree.nodes[index].end)
            } else {
                index += 1
            }
        }
        return sum
    }

    private func characters(_ index: Int) -> Int { Int(measure.characters[index]) }

    /// Whether an element holds so much of the region that it is the content, whatever it is called.
    private func isMost(_ index: Int) -> Bool {
        measure.prose[index] > 400 && Int(measure.prose[index]) * 2 > regionProse
            || characters(index) * 2 > regionCharacters && measure.linkDensity(index) < 0.5
    }

    private mutating func drops(_ index: Int) -> Bool {
        let node = page.tree.nodes[index]
        switch node.tag {
        case .noscript: return index != measure.fallback
        case .nav, .menu, .object, .embed, .video, .audio, .link, .meta, .param, .base, .keygen, .area, .map, .frameset,
            .applet, .textarea, .svg, .input, .iframe, .search:
            return true
        case .button: return !page.isOfHeading(index) && !folds.isHeading(index)
        case .br, .hr, .img, .wbr: return false
        // The title of a thread is the item's.
        case .h1: if kind == .forum { return true }
        default: break
        }
        let part = parts[index]
        let isBlock = !ArticleTree.isInline(node.tag)
        if isBlock, part.contains(.consent) { return true }
        if isBlock, part.contains(.cookies), characters(index) < 6000,
            characters(index) * 10 < regionCharacters * 9
        {
            return true
        }
        if node.start < node.limit, isHidden(index), !isMost(index), !folds.isPanel(index), dropsHidden(index) {
            return true
        }
        switch node.tag {
        case .aside: if kind != .product, !isMost(index) { return !keepsPoster(index) }
        case .footer: if !isMost(index), !isInEntry(index) { return true }
        case .header:
            if region < 0, !isMost(index), !isInEntry(index), kind == .forum || !holdsHeading(index) { return true }
        case .form: if measure.prose[index] < 200, characters(index) * 10 < regionCharacters * 3 { return true }
        default: break
        }
        if node.start < node.limit, let role = page.attribute(.role, of: index)?.lowercased(),
            Self.roles.contains(role) || role == "dialog" && kind != .product, !isMost(index),
            // Some write their sections that fold up into the list of their tabs.
            role != "tablist" || !(index + 1..<Int(node.end)).contains(where: folds.isPanel)
        {
            return true
        }
        if part.contains(.hiddenText), characters(index) < 200 { return true }
        guard isBlock, node.tag != .body, node.tag != .main else { return false }
        if node.tag != .article, part.contains(.frame), !isMost(index),
            kind != .product || !part.contains(.details) || measure.prose[index] < Self.leastDetails
        {
            return true
        }
        switch kind {
        case .product:
            if part.contains(.sale), characters(index) * 2 < regionCharacters { return true }
            if isUnderChromeHeading(index) { return true }
        case .forum:
            if part.contains(.poster), !isMost(index) { return !keepsPoster(index) }
            if !part.isDisjoint(with: dropsRemarks ? [.postFrame, .remark] : .postFrame),
                characters(index) * 2 < regionCharacters,
                node.tag != .article
            {
                return true
            }
            if measure.linkDensity(index) > 0.35, isUnderChromeHeading(index) { return true }
        // What readers said of a list is beside its entries.
        case .listing, .collection, .service:
            if part.contains(.remark), characters(index) * 2 < regionCharacters, node.tag != .article { return true }
        case .documentation, .article: break
        }
        return kind != .listing && kind != .collection && isLinkList(index)
    }

    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "complementary", "search", "alertdialog", "menu", "menubar", "toolbar",
        "alert", "tablist",
    ]

    /// Characters of prose: less is no description.
    private static let leastDetails = 60

    /// Sections that fold up are hidden until a reader asks for them: on pages of services, and where much is in them.
    private func dropsHidden(_ index: Int) -> Bool {
        switch kind {
        case .forum: true
        case .service, .documentation: false
        default: characters(index) * 10 <= regionCharacters * 3
        }
    }

    private func isHidden(_ index: Int) -> Bool {
        // A shop says a price a second time for eyes, or for ears.
        page.isHidden(index) || kind == .product && page.attribute(.ariaHidden, of: index) == "true"
    }

    private func isInEntry(_ index: Int) -> Bool {
        var parent = Int(page.parents[index])
        while parent >= 0, parent != region {
            switch page.tree.nodes[parent].tag {
            case .article, .section, .li: return true
            default: parent = Int(page.parents[parent])
            }
        }
        return false
    }

    private func holdsHeading(_ index: Int) -> Bool {
        (index..<Int(page.tree.nodes[index].end)).contains { page.tree.nodes[$0].tag == .h1 }
    }

    /// Labels that lead elsewhere, and nothing else.
    private func isLinkList(_ index: Int) -> Bool {
        let nodes = page.tree.nodes
        switch nodes[index].tag {
        case .ul, .ol, .div, .section, .p, .table: break
        default: return false
        }
        guard characters(index) > 0, measure.linkDensity(index) > 0.8 else { return false }
        var (links, short) = (0, 0)
        for inner in index + 1..<Int(nodes[index].end) {
            switch nodes[inner].tag {
            case .a where measure.characters[inner] > 0:
                links += 1
                if measure.characters[inner] < 60 { short += 1 }
            case .h2, .h3, .h4: return false
            default: break
            }
        }
        return links >= 4 && short * 5 >= links * 4
    }

    /// A box whose first words say that it leads elsewhere: "Similar threads", "Customers also bought".
    private func isUnderChromeHeading(_ index: Int) -> Bool {
        let nodes = page.tree.nodes
        switch nodes[index].tag {
        case .div, .section, .ul: break
        default: return false
        }
        guard characters(index) * 10 < regionCharacters * 6 else { return false }
        var inner = index + 1
        while inner < Int(nodes[index].end) {
            if nodes[inner].tag == .text, measure.characters[inner] > 0 { return false }
            if nodes[inner].tag.is(.heading), measure.characters[inner] > 0 {
                return PageWords.leadsElsewhere(page.text(of: inner, limit: 100))
            }
            inner += 1
        }
        return false
    }

    /// Leaves of a box on somebody the name and a time; false where it has neither.
    private mutating func keepsPoster(_ index: Int) -> Bool {
        guard kind == .forum else { return false }
        let nodes = page.tree.nodes
        let range = index + 1..<Int(nodes[index].end)
        var (name, link, time): (Int?, Int?, Int?) = (nil, nil, nil)
        for inner in range where nodes[inner].tag != .text {
            guard (1...60).contains(measure.characters[inner]) else { continue }
            if nodes[inner].tag == .time, time == nil { time = inner }
            if name == nil, parts[inner].contains(.name) || page.attribute(.itemprop, of: inner) == "name" {
                name = inner
            }
            if link == nil, nodes[inner].tag == .a { link = inner }
        }
        let kept = [name ?? link, time].compactMap { $0 }
        if kept.isEmpty { return false }
        var around: Set<Int> = []
        for place in kept {
            var parent = Int(page.parents[place])
            while parent > index {
                around.insert(parent)
                parent = Int(page.parents[parent])
            }
        }
        var inner = range.lowerBound
        while inner < range.upperBound {
            if around.contains(inner) {
                inner += 1
            } else {
                if !kept.contains(inner) { isLeftOut[inner] = true }
                inner = Int(nodes[inner].end)
            }
        }
        return true
    }
}
