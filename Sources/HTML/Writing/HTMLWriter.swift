import Bytes

/// Writes a tree as HTML that every parser reads as that same tree: all attributes quoted, void elements without a
/// slash, each `&`, `<`, `>` and no-break space as a reference.
struct HTMLWriter: ~Copyable {
    private let tree: HTMLTree
    private var output: ByteBuffer

    static func write(_ tree: HTMLTree) -> String {
        var writer = HTMLWriter(tree)
        writer.write()
        // White space around it says nothing, and later readers trim it.
        return String(valid: writer.output.bytes.withoutOuterSpace)
    }

    private init(_ tree: HTMLTree) {
        self.tree = tree
        output = ByteBuffer(capacity: tree.bytes.count + tree.values.count + tree.nodes.count * 8)
    }

    private mutating func write() {
        var open: [HTMLTree.Node] = []
        for (index, node) in tree.nodes.enumerated() {
            while let last = open.last, last.end <= index {
                end(last)
                open.removeLast()
            }
            if node.tag == .text {
                text(node)
                continue
            }
            start(node)
            if node.tag.is(.void) { continue }
            if node.tag == .pre, beginsWithLineFeed(at: index + 1) { output.append(0x0A) }  // parsers drop the first
            open.append(node)
        }
        while let last = open.popLast() { end(last) }
    }

    private func beginsWithLineFeed(at index: Int) -> Bool {
        guard index < tree.nodes.count, case let node = tree.nodes[index], node.tag == .text else { return false }
        return tree.bytes[Int(node.start)] == 0x0A
    }

    private mutating func start(_ node: HTMLTree.Node) {
        output.append(UInt8(ascii: "<"))
        output.append(node.tag.name)
        for attribute in tree.attributes[Int(node.start)..<Int(node.limit)] where attribute.name != .classes {
            output.append(0x20)
            output.append(attribute.name.text)
            output.append("=\"")
            escape(tree.values, Int(attribute.start), Int(attribute.limit), quote: UInt8(ascii: "\""))
            output.append(UInt8(ascii: "\""))
        }
        output.append(UInt8(ascii: ">"))
    }

    private mutating func end(_ node: HTMLTree.Node) {
        output.append("</")
        output.append(node.tag.name)
        output.append(UInt8(ascii: ">"))
    }

    private mutating func text(_ node: HTMLTree.Node) {
        escape(tree.bytes, Int(node.start), Int(node.limit), quote: UInt8(ascii: "&"))
    }

    /// `quote` is escaped too where it is not `&`.
    private mutating func escape(_ bytes: [UInt8], _ start: Int, _ limit: Int, quote: UInt8) {
        bytes.withUnsafeBufferPointer { all in
            let bytes = UnsafeBufferPointer(rebasing: all[start..<limit])
            var first = 0
            var index = 0
            while true {
                index = bytes.endOfUnescaped(from: index, quote: quote)
                if index == bytes.count { break }
                let reference = MarkupEscape.reference(for: bytes[index])
                if reference == nil, index + 1 == bytes.count || bytes[index + 1] != 0xA0 {
                    index += 1
                    continue
                }
                output.append(UnsafeBufferPointer(rebasing: bytes[first..<index]))
                output.append(reference ?? "&nbsp;")
                index += reference == nil ? 2 : 1
                first = index
            }
            output.append(UnsafeBufferPointer(rebasing: bytes[first...]))
        }
    }
}
