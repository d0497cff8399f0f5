import HTML

extension HTMLDocument {
    /// What the class names and the id of each element say, each name read once.
    /// - Returns: for each node of the page, nothing outside of `range`.
    func marks<Marks: OptionSet>(in range: Range<Int>, _ read: (ArraySlice<UInt8>) -> Marks) -> [Marks] {
        var marks = [Marks](repeating: [], count: tree.nodes.count)
        var known: [ArraySlice<UInt8>: Marks] = [:]
        for index in range where tree.nodes[index].tag != .text {
            let node = tree.nodes[index]
            for attribute in tree.attributes[Int(node.start)..<Int(node.limit)] {
                guard attribute.name == .classes || attribute.name == .id else { continue }
                let name = tree.values[Int(attribute.start)..<Int(attribute.limit)].prefix(400)
                if let found = known[name] {
                    marks[index].formUnion(found)
                } else {
                    let found = read(name)
                    known[name] = found
                    marks[index].formUnion(found)
                }
            }
        }
        return marks
    }

    /// Whether the element's own attributes hide it.
    func isHidden(_ index: Int) -> Bool {
        if has(.hidden, index) { return true }
        guard let style = attribute(.style, of: index), style.utf8.count < 2000 else { return false }
        let folded = style.lowercased().filter { !$0.isWhitespace }
        return folded.firstRange(of: "display:none") != nil || folded.firstRange(of: "visibility:hidden") != nil
    }

    /// Headings of sections that fold up are buttons.
    func isOfHeading(_ index: Int) -> Bool {
        let parent = Int(parents[index])
        return parent >= 0 && (tree.nodes[parent].tag.is(.heading) || tree.nodes[parent].tag == .summary)
    }
}
