import Bytes
import HTML

/// Writes a candidate as HTML, for the sanitizer to read.
struct ArticleWriter {
    private let candidate: ArticleFinder.Candidate
    private let page: HTMLDocument
    private var output: [UInt8] = []

    static func write(_ candidate: ArticleFinder.Candidate) -> String {
        var writer = ArticleWriter(candidate)
        for root in candidate.roots where !candidate.isCut[root] { writer.write(root) }
        return String(decoding: writer.output, as: UTF8.self)
    }

    private init(_ candidate: ArticleFinder.Candidate) {
        (self.candidate, page) = (candidate, candidate.tree.page)
        output.reserveCapacity(candidate.measure.characters * 2)
    }

    private mutating func write(_ root: Int) {
        let tree = candidate.tree
        var open: [(end: Int, tag: HTMLTag)] = []
        var index = root
        while index < tree.end(root) {
            while let last = open.last, last.end <= index {
                end(last.tag)
                open.removeLast()
            }
            if candidate.isCut[index] {
                index = tree.end(index)
                continue
            }
            let node = tree[index]
            if node.tag == .text {
                let text = page.tree.nodes[Int(node.source)]
                escape(page.tree.bytes[Int(text.start)..<Int(text.limit)])
            } else if node.tag != .body, node.tag != .data {
                start(node)
                if !node.tag.is(.void) { open.append((tree.end(index), node.tag)) }
            }
            index += 1
        }
        while let last = open.popLast() { end(last.tag) }
    }

    private mutating func start(_ node: ArticleTree.Node) {
        output.append(UInt8(ascii: "<"))
        output.append(node.tag.name)
        if node.source >= 0 {
            let source = page.tree.nodes[Int(node.source)]
            for attribute in page.tree.attributes[Int(source.start)..<Int(source.limit)]
            where attribute.name.isOfContent {
                output.append(0x20)
                output.append(attribute.name.text)
                output.append("=\"")
                escape(page.tree.values[Int(attribute.start)..<Int(attribute.limit)])
                output.append(UInt8(ascii: "\""))
            }
        }
        output.append(UInt8(ascii: ">"))
    }

    private mutating func end(_ tag: HTMLTag) {
        output.append("</")
        output.append(tag.name)
        output.append(UInt8(ascii: ">"))
    }

    private mutating func escape(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            if let reference = MarkupEscape.reference(for: byte) {
                output.append(reference)
            } else {
                output.append(byte)
            }
        }
    }
}
