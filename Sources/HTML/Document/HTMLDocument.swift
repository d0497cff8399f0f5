import Bytes

/// A web page as a tree with everything in it, for code that looks for the article; nothing here is safe to show.
///
/// The tree has the nesting of HTML (`HTMLTreeBuilder`), in document order in flat arrays: a walk is a loop, and
/// leaving an element out is a jump to its `end`.
public struct HTMLDocument: Sendable {
    package let tree: HTMLTree
    /// Of each node the element around it, -1 at the top.
    package let parents: [Int32]

    /// `title`, as text.
    public internal(set) var title: String?
    /// Name (in lower case) and content of each `meta`, in order; of a `property` or `itemprop` too.
    public internal(set) var metas: [(name: String, content: String)] = []
    /// `link` and `a` elements that say what they are to the page.
    public internal(set) var links: [Link] = []
    /// The texts of scripts of type `application/ld+json`.
    public internal(set) var linkedData: [String] = []
    package internal(set) var styleRules = StyleRules()
    /// `lang` and `dir` of the root, else of the body.
    public internal(set) var language: String?
    public internal(set) var direction: String?
    /// `base href` as written.
    public internal(set) var base: String?

    public struct Link: Sendable {
        /// In lower case, words apart.
        public var relations: [String]
        public var href: String
        public var type: String?
        public var text: String
    }

    init(tree: HTMLTree) {
        self.tree = tree
        var parents = [Int32](repeating: -1, count: tree.nodes.count)
        var open: [Int32] = []
        for index in tree.nodes.indices {
            while let last = open.last, tree.nodes[Int(last)].end <= index { open.removeLast() }
            parents[index] = open.last ?? -1
            if tree.nodes[index].tag != .text { open.append(Int32(index)) }
        }
        self.parents = parents
    }
}

extension HTMLDocument {
    /// Reads a page. Time and memory are linear in its size.
    /// - Parameters:
    ///   - bytes: valid UTF-8.
    ///   - others: the names of attributes to keep besides those that newspool knows.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, limits: HTMLLimits, keepingAttributes others: [String]) {
        let names = HTMLAttributeNames.page(others: others)
        let read = UnsafeBufferPointer(rebasing: bytes.prefix(limits.bytes))
        var tokenizer = HTMLTokenizer(read, sink: HTMLDocumentReader(attributeNames: names))
        tokenizer.run()
        self = tokenizer.sink.finish()
    }

    /// The text of an element or a run of text, white space folded, none at the ends.
    package func text(of index: Int, limit: Int = .max) -> String {
        var output: [UInt8] = []
        var isGap = false
        var node = index
        let end = Int(tree.nodes[index].end)
        while node < end, output.count < limit {
            let current = tree.nodes[node]
            if current.tag == .text {
                for byte in tree.bytes[Int(current.start)..<Int(current.limit)] {
                    if byte.isHTMLSpace {
                        isGap = true
                    } else {
                        if isGap, !output.isEmpty { output.append(0x20) }
                        isGap = false
                        output.append(byte)
                    }
                }
            } else if current.tag == .noscript {
                node = Int(current.end)
                continue
            } else if current.tag == .br || current.tag.is([.closesParagraph, .tablePart]) {
                isGap = true
            }
            node += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Whether there is a field for a password.
    public var asksPassword: Bool {
        tree.nodes.indices.contains { index in
            tree.nodes[index].tag == .input && attribute(.type, of: index)?.lowercased() == "password"
        }
    }

    package func attribute(_ name: HTMLAttribute, of index: Int) -> String? { tree.string(name, of: tree.nodes[index]) }

    package func has(_ name: HTMLAttribute, _ index: Int) -> Bool {
        let node = tree.nodes[index]
        return node.tag != .text
            && tree.attributes[Int(node.start)..<Int(node.limit)].contains { $0.name == name }
    }
}
