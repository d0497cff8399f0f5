/// A tree of HTML in three flat arrays: nodes in document order, each with the index where its subtree ends, so that a walk
/// is one loop without recursion; attributes; and the bytes of both.
///
/// A tree that `HTMLTreeBuilder` made can be written as HTML and read again by any HTML5 parser without changing.
package struct HTMLTree: Sendable {
    /// An element, or a run of text (`tag == .text`).
    package struct Node: Sendable {
        package var tag: HTMLTag
        /// Of an element, the index after its last descendant; of a text, the next index.
        package var end: Int32
        /// Of an element, its slice of `attributes`; of a text, its slice of `bytes`.
        package let start: Int32
        package var limit: Int32
    }

    /// The value is a slice of `values`.
    package struct Attribute: Sendable {
        package let name: HTMLAttribute
        package let start: Int32
        package let limit: Int32
    }

    package var nodes: [Node] = []
    package var attributes: [Attribute] = []
    /// Text, in UTF-8, decoded.
    package var bytes: [UInt8] = []
    package var values: [UInt8] = []
    /// See `HTMLLimits`.
    var room = HTMLLimits.default.room

    /// Nil where the element lacks it; a text has none.
    package func attribute(_ name: HTMLAttribute, of node: Node) -> ArraySlice<UInt8>? {
        guard node.tag != .text else { return nil }
        for attribute in attributes[Int(node.start)..<Int(node.limit)] where attribute.name == name {
            return values[Int(attribute.start)..<Int(attribute.limit)]
        }
        return nil
    }

    package func string(_ name: HTMLAttribute, of node: Node) -> String? {
        attribute(name, of: node).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension HTMLTree {
    /// Whether an `rt` has text, and no `rp` before it that brings parentheses.
    func isBareReading(_ index: Int) -> Bool {
        let end = Int(nodes[index].end)
        guard (index..<end).contains(where: { nodes[$0].tag == .text }) else { return false }
        let isLed = index > 0 && nodes[index - 1].tag == .text && index > 1 && nodes[index - 2].tag == .rp
        return !isLed && !(index > 0 && nodes[index - 1].tag == .rp)
    }

    /// The tree without the nodes at these indices, which rise and of which none is within another, and all in them.
    func removing(_ roots: [Int]) -> HTMLTree {
        var tree = self
        tree.nodes.removeAll(keepingCapacity: true)
        // How many nodes have gone before each index.
        var gone = [Int32](repeating: 0, count: nodes.count + 1)
        var (root, until) = (0, 0)
        for index in nodes.indices {
            if root < roots.count, roots[root] == index {
                until = Int(nodes[index].end)
                root += 1
            }
            gone[index + 1] = gone[index] + (index < until ? 1 : 0)
        }
        for index in nodes.indices where gone[index + 1] == gone[index] {
            var node = nodes[index]
            node.end -= gone[Int(node.end)]
            tree.nodes.append(node)
        }
        return tree
    }
}
