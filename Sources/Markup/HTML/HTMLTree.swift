/// A tree of HTML in three flat arrays: nodes in document order, each with the index where its subtree ends, so that a walk
/// is one loop without recursion; attributes; and the bytes of both.
///
/// A tree that `HTMLTreeBuilder` made can be written as HTML and read again by any HTML5 parser without changing.
struct HTMLTree: Sendable {
    /// An element, or a run of text (`tag == .text`).
    struct Node: Sendable {
        let tag: HTMLTag
        /// Of an element, the index after its last descendant; of a text, the next index.
        var end: Int32
        /// Of an element, its slice of `attributes`; of a text, its slice of `bytes`.
        let start: Int32
        var limit: Int32
    }

    /// The value is a slice of `values`.
    struct Attribute: Sendable {
        let name: HTMLAttribute
        let start: Int32
        let limit: Int32
    }

    var nodes: [Node] = []
    var attributes: [Attribute] = []
    /// Text, in UTF-8, decoded.
    var bytes: [UInt8] = []
    var values: [UInt8] = []

    /// Nil where the element lacks it; a text has none.
    func attribute(_ name: HTMLAttribute, of node: Node) -> ArraySlice<UInt8>? {
        guard node.tag != .text else { return nil }
        for attribute in attributes[Int(node.start)..<Int(node.limit)] where attribute.name == name {
            return values[Int(attribute.start)..<Int(attribute.limit)]
        }
        return nil
    }

    func string(_ name: HTMLAttribute, of node: Node) -> String? {
        attribute(name, of: node).map { String(decoding: $0, as: UTF8.self) }
    }
}
