import HTML

/// The sections of a page that are hidden until a reader unfolds them: questions with answers, steps, details of a product.
/// They are content, as an open section is. What names them is `aria-controls` of the button over them, or the role of a
/// region (WAI-ARIA Authoring Practices, "Accordion"); menus and dialogs are controlled so too, and have no prose.
struct FoldedSections {
    /// Nodes of the page.
    private var panels: Set<Int> = []
    /// Buttons that say what is in a panel, as headings do.
    private var headings: Set<Int> = []

    /// Shorter is a label, or a list of links.
    private static let leastProse = 60
    /// Between a button and its panel.
    private static let mostNodes = 40

    init(_ page: HTMLDocument) {
        let nodes = page.tree.nodes
        var controls: [(button: Int, id: ArraySlice<UInt8>)] = []
        var regions: [Int] = []
        for (index, node) in nodes.enumerated() where node.tag != .text && node.start < node.limit {
            for attribute in page.tree.attributes[Int(node.start)..<Int(node.limit)] {
                let value = page.tree.values[Int(attribute.start)..<Int(attribute.limit)]
                switch attribute.name {
                case .ariaControls: if !value.isEmpty { controls.append((index, value)) }
                case .role:
                    if value.elementsEqual("region".utf8) || value.elementsEqual("tabpanel".utf8) {
                        regions.append(index)
                    }
                default: break
                }
            }
        }
        guard !controls.isEmpty || !regions.isEmpty else { return }
        let sums = Sums(page)
        panels = Set(regions.filter { sums.isProse($0..<Int(nodes[$0].end)) })
        guard !controls.isEmpty else { return }
        let ids = Set(controls.map(\.id))
        var controlled: [ArraySlice<UInt8>: Int] = [:]
        for index in nodes.indices {
            guard let id = page.tree.attribute(.id, of: nodes[index]), ids.contains(id), controlled[id] == nil else {
                continue
            }
            controlled[id] = index
        }
        for (button, id) in controls {
            guard let panel = controlled[id], panel > button, sums.isProse(panel..<Int(nodes[panel].end)) else {
                continue
            }
            panels.insert(panel)
            if panel >= Int(nodes[button].end), panel - Int(nodes[button].end) < Self.mostNodes,
                !PageWords.isLabel(page.text(of: button, limit: 100))
            {
                headings.insert(button)
            }
        }
    }

    func isPanel(_ index: Int) -> Bool { panels.contains(index) }
    func isHeading(_ index: Int) -> Bool { headings.contains(index) }

    /// Bytes of text before each node.
    private struct Sums {
        private var prose: [Int32] = [0]
        private var linked: [Int32] = [0]

        init(_ page: HTMLDocument) {
            prose.reserveCapacity(page.tree.nodes.count + 1)
            linked.reserveCapacity(page.tree.nodes.count + 1)
            var end = 0
            for (index, node) in page.tree.nodes.enumerated() {
                var (own, links): (Int32, Int32) = (0, 0)
                switch node.tag {
                case .text where index < end: links = node.limit - node.start
                case .text: own = node.limit - node.start >= FoldedSections.leastText ? node.limit - node.start : 0
                case .a, .nav, .form, .dialog: end = max(end, Int(node.end))
                default: break
                }
                prose.append(prose[index] + own)
                linked.append(linked[index] + links)
            }
        }

        func isProse(_ range: Range<Int>) -> Bool {
            let count = prose[range.upperBound] - prose[range.lowerBound]
            return count >= FoldedSections.leastProse && count > linked[range.upperBound] - linked[range.lowerBound]
        }
    }

    /// Shorter texts are labels, dates, names.
    private static let leastText = 30
}
