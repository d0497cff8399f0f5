import HTML

/// Like elements side by side, each with a link: cards, teasers, rows of a list. The largest such group says how much of
/// a page is entries that lead elsewhere.
struct PageEntries {
    private(set) var count = 0
    /// Of all entries of the group.
    private(set) var characters = 0
    private(set) var linked = 0

    /// What is longer is a section, what is shorter a label.
    private static let lengths: ClosedRange<Int32> = 12...1200

    init(_ page: HTMLDocument, _ measure: PageMeasure) {
        struct Shape: Hashable {
            let parent: Int32
            let tag: HTMLTag
            let name: ArraySlice<UInt8>
        }
        let nodes = page.tree.nodes
        var groups: [Shape: (count: Int, characters: Int, linked: Int)] = [:]
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            switch node.tag {
            case .nav, .footer, .noscript:
                index = Int(node.end)
                continue
            case .div, .section, .article, .li, .a, .tr, .dl:
                guard Self.lengths.contains(measure.characters[index]), measure.linked[index] > 0 else { break }
                let name: ArraySlice<UInt8> =
                    page.tree.attribute(.classes, of: node).map { $0.prefix { $0 > 0x20 } } ?? []
                let shape = Shape(parent: page.parents[index], tag: node.tag, name: name)
                var group = groups[shape] ?? (0, 0, 0)
                group.count += 1
                group.characters += Int(measure.characters[index])
                group.linked += Int(measure.linked[index])
                groups[shape] = group
            default: break
            }
            index += 1
        }
        for group in groups.values where group.count >= 3 && group.characters > characters {
            (count, characters, linked) = group
        }
    }
}
