import Bytes
import HTML
import Selectors

/// What a page's own style sheets hide and show under a pointer: cards over a name. Answers and steps that fold up are hidden
/// in the same way, and are content: so a card must lie over the page, be shown by a rule for `:hover`, or be within a line.
struct StyledOut {
    private var hidden: Set<Int> = []

    /// Bytes of the text of a card.
    private static let most: Int32 = 800
    private static let mostSteps = 200_000

    init(_ page: HTMLDocument, _ prose: PageProse) {
        guard !page.styleRules.hiding.isEmpty else { return }
        var rules: [ArraySlice<UInt8>: [(selector: CSSSelector.Complex, isCard: Bool)]] = [:]
        let hovered = Set(page.styleRules.hovered.flatMap(Self.complexes).compactMap(Self.key))
        for rule in page.styleRules.hiding {
            for complex in Self.complexes(rule.selector) {
                guard let key = Self.key(complex) else { continue }
                rules[key, default: []].append((complex, rule.isOverlay || hovered.contains(key)))
            }
        }
        guard !rules.isEmpty else { return }
        let tree = page.tree
        var steps = Self.mostSteps
        for (index, node) in tree.nodes.enumerated() where node.tag != .text && node.start < node.limit {
            var names: [ArraySlice<UInt8>] = []
            for attribute in tree.attributes[Int(node.start)..<Int(node.limit)] {
                let value = tree.values[Int(attribute.start)..<Int(attribute.limit)]
                if attribute.name == .classes { names += value.split(whereSeparator: \.isHTMLSpace) }
                if attribute.name == .id { names.append(value) }
            }
            let isInLine = ArticleTree.isInline(node.tag)
            let isHidden = names.contains { name in
                rules[name]?.contains { ($0.isCard || isInLine) && page.matches($0.selector, index, &steps) } ?? false
            }
            if isHidden, prose.bytes(in: index) <= Self.most, !prose.isMost(in: index), !Self.waits(index, in: page) {
                hidden.insert(index)
            }
        }
    }

    /// Empty for states and the like, which are not how a page comes.
    private static func complexes(_ selector: String) -> [CSSSelector.Complex] {
        (try? CSSSelector(selector))?.list ?? []
    }

    private static func key(_ selector: CSSSelector.Complex) -> ArraySlice<UInt8>? {
        (selector.subject.classes.first ?? selector.subject.id).map { ArraySlice($0.utf8) }
    }

    /// A picture is shown once it has loaded; and a menu is told from lists in the text by what it holds.
    private static func waits(_ index: Int, in page: HTMLDocument) -> Bool {
        let range = index..<Int(page.tree.nodes[index].end)
        return range.contains { [.figure, .ul, .ol].contains(page.tree.nodes[$0].tag) }
            || page.text(of: index, limit: 20).isEmpty
    }

    func contains(_ index: Int) -> Bool { hidden.contains(index) }
}

extension HTMLDocument {
    /// - Parameter steps: how many elements around may still be asked, of all selectors: bounds what hostile pages cost.
    fileprivate func matches(_ selector: CSSSelector.Complex, _ index: Int, _ steps: inout Int) -> Bool {
        steps -= 1
        guard steps > 0, matches(selector.subject, index) else { return false }
        var parent = Int(parents[index])
        for (combinator, compound) in selector.around {
            // The root is around everything, and not in the tree.
            if compound == CSSSelector.Compound(element: "html") { continue }
            while true {
                steps -= 1
                guard parent >= 0, steps > 0 else { return false }
                let isMatch = matches(compound, parent)
                parent = Int(parents[parent])
                if isMatch { break }
                if combinator == .child { return false }
            }
        }
        return true
    }
}
