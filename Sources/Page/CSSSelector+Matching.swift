import Bytes
import HTML

extension HTMLDocument {
    /// The elements that a selector means, in document order, none within another of them.
    func elements(matching selector: CSSSelector) -> [Int] {
        var found: [Int] = []
        var index = 0
        while index < tree.nodes.count {
            if tree.nodes[index].tag != .text, selector.list.contains(where: { matches($0, index) }) {
                found.append(index)
                index = Int(tree.nodes[index].end)
            } else {
                index += 1
            }
        }
        return found
    }

    private func matches(_ complex: CSSSelector.Complex, _ index: Int) -> Bool {
        guard matches(complex.subject, index) else { return false }
        // Selectors come from the configuration, but pages do not: together they must not cost more than this.
        var steps = 10_000
        return matches(complex.around[...], around: index, &steps)
    }

    /// Whether what stands around an element is as asked. An ancestor that matches need not be the one that is meant: in
    /// `a > b c`, the `b` is the one in an `a`.
    private func matches(
        _ around: ArraySlice<(combinator: CSSSelector.Combinator, compound: CSSSelector.Compound)>, around index: Int,
        _ steps: inout Int
    ) -> Bool {
        guard let next = around.first else { return true }
        var parent = Int(parents[index])
        while parent >= 0, steps > 0 {
            steps -= 1
            if matches(next.compound, parent), matches(around.dropFirst(), around: parent, &steps) { return true }
            if next.combinator == .child { return false }
            parent = Int(parents[parent])
        }
        return false
    }

    private func matches(_ compound: CSSSelector.Compound, _ index: Int) -> Bool {
        if let element = compound.element, element != self.element(index) { return false }
        if let id = compound.id, id != attribute(.id, of: index) { return false }
        if !compound.classes.isEmpty {
            guard let classes = attribute(.classes, of: index) else { return false }
            let words = classes.utf8.split(whereSeparator: \.isHTMLSpace)
            for name in compound.classes where !words.contains(where: { $0.elementsEqual(name.utf8) }) { return false }
        }
        return compound.attributes.allSatisfy { matches($0, index) }
    }

    private func element(_ index: Int) -> String {
        attribute(.elementName, of: index) ?? String(describing: tree.nodes[index].tag.name)
    }

    private func matches(_ wanted: CSSSelector.Attribute, _ index: Int) -> Bool {
        guard var value = value(ofAttribute: wanted.name, index) else { return false }
        var text = wanted.value
        if wanted.ignoresCase { (value, text) = (value.lowercased(), text.lowercased()) }
        switch wanted.test {
        case .isThere: return true
        case .equals: return value == text
        case .hasWord: return value.split(whereSeparator: \.isWhitespace).contains { $0 == text }
        case .startsWithDash: return value == text || value.hasPrefix(text + "-")
        case .starts: return !text.isEmpty && value.hasPrefix(text)
        case .ends: return !text.isEmpty && value.hasSuffix(text)
        case .contains: return !text.isEmpty && value.firstRange(of: text) != nil
        }
    }

    private func value(ofAttribute name: String, _ index: Int) -> String? {
        let node = tree.nodes[index]
        for attribute in tree.attributes[Int(node.start)..<Int(node.limit)] {
            let bytes = tree.values[Int(attribute.start)..<Int(attribute.limit)]
            if attribute.name == .other {
                let end = bytes.firstIndex(of: 0) ?? bytes.endIndex
                if bytes[..<end].elementsEqual(name.utf8) {
                    return String(decoding: bytes[(end + 1)...], as: UTF8.self)
                }
            } else if attribute.name != .elementName, String(describing: attribute.name.text) == name {
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        return nil
    }
}
