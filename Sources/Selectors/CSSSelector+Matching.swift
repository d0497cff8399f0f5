import Bytes
package import HTML

extension HTMLDocument {
    /// The elements that a selector means, in document order. Each element is asked once for each part of a selector,
    /// whatever is around it.
    /// - Parameter isNested: also those within another of them.
    package func elements(matching selector: CSSSelector, isNested: Bool = false) -> [Int] {
        var found: [Int] = []
        let searches = selector.list.map(SelectorSearch.init)
        var matched = searches.map { _ in [SelectorSearch.Parts]() }
        var open: [Int] = []
        var index = 0
        while index < tree.nodes.count {
            while let last = open.last, Int(tree.nodes[last].end) <= index {
                open.removeLast()
                for search in matched.indices { matched[search].removeLast() }
            }
            guard tree.nodes[index].tag != .text else {
                index += 1
                continue
            }
            var isFound = false
            for (number, search) in searches.enumerated() {
                let parts = search.parts(of: matched[number].last) { matches($0, index) }
                matched[number].append(parts)
                if search.isComplete(parts) { isFound = true }
            }
            if isFound { found.append(index) }
            if isFound, !isNested {
                for search in matched.indices { matched[search].removeLast() }
                index = Int(tree.nodes[index].end)
            } else {
                open.append(index)
                index += 1
            }
        }
        return found
    }

    package func matches(_ compound: CSSSelector.Compound, _ index: Int) -> Bool {
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

    func value(ofAttribute name: String, _ index: Int) -> String? {
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
