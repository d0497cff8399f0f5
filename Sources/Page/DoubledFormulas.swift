import HTML

extension HTMLDocument {
    /// What scripts for formulas leave beside a formula that they have set: its source, and the same for readers of screens.
    func doubledFormulas() -> [Int] {
        tree.nodes.indices.filter { index in
            guard tree.nodes[index].tag == .span || tree.nodes[index].tag == .div,
                let names = tree.attribute(.classes, of: tree.nodes[index]), names.first == UInt8(ascii: "M")
            else { return false }
            if names.starts(with: "MJX_Assistive_MathML".utf8) { return true }
            return names.starts(with: "MathJax_Preview".utf8) && isSetFormula(after: index)
        }
    }

    private func isSetFormula(after index: Int) -> Bool {
        var next = Int(tree.nodes[index].end)
        while next < tree.nodes.count, parents[next] == parents[index] {
            if tree.nodes[next].tag != .text {
                return tree.attribute(.classes, of: tree.nodes[next])?.starts(with: "MathJax".utf8) ?? false
                    && !text(of: next, limit: 20).isEmpty
            }
            next += 1
        }
        return false
    }
}
