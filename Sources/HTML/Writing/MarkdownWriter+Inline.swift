import Bytes

/// Inline elements.
extension MarkdownWriter {
    /// Renders siblings into `inline`, within the inline elements around them.
    mutating func inlineText(_ range: Range<Int>, in place: MarkdownInline.Place, isStrong: Bool = false) {
        inline.begin(place)
        if isStrong { inline.open(.strong) }
        var depth = isStrong ? 1 : 0
        let codeOutside = codeDepth
        for wrapper in wrappers {
            let node = tree.nodes[wrapper]
            if node.tag == .a, output.count > plenty { continue }
            if let mark = mark(of: node) {
                inline.open(mark)
                depth += 1
            } else if Self.isCode(node.tag) {
                codeDepth += 1
            }
        }
        inlines(range)
        for _ in 0..<depth { inline.close() }
        codeDepth = codeOutside
        inline.finish()
    }

    private mutating func inlines(_ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            inlineNode(index)
            index = Int(tree.nodes[index].end)
        }
    }

    private static func isCode(_ tag: HTMLTag) -> Bool { tag == .code || tag == .kbd || tag == .samp }

    private func mark(of node: HTMLTree.Node) -> MarkdownInline.Mark? {
        switch node.tag {
        case .em, .i, .cite, .dfn, .variable: .emphasis
        case .strong, .b: .strong
        case .del, .s: .strike
        case .a: .link(url: tree.attribute(.href, of: node) ?? [], title: tree.attribute(.title, of: node))
        default: nil
        }
    }

    private mutating func inlineNode(_ index: Int) {
        let node = tree.nodes[index]
        switch node.tag {
        case .text:
            tree.bytes.withUnsafeBufferPointer { bytes in
                let text = UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.limit)])
                if codeDepth > 0 { inline.code(text) } else { inline.text(text) }
            }
        case .br: inline.lineBreak()
        case .img:
            inline.image(
                url: tree.attribute(.src, of: node) ?? [], alt: tree.attribute(.alt, of: node),
                title: tree.attribute(.title, of: node))
        case .video, .audio: player(index)
        case .code, .kbd, .samp:
            codeDepth += 1
            inlines(contentRange(of: index))
            codeDepth -= 1
        case .q:
            word("\u{201C}")
            inlines(contentRange(of: index))
            word("\u{201D}")
        case .rt: reading(index)
        case .a where isAutolink(index): inline.autolink(tree.attribute(.href, of: node) ?? [])
        default:
            // Blocks come here in headings and cells only, where there is one line for all.
            let isBlock = Self.isBlock(node.tag)
            let mark = isPunctuation(index) ? nil : mark(of: node)
            if isBlock { inline.space() }
            if let mark { inline.open(mark) }
            inlines(contentRange(of: index))
            if mark != nil { inline.close() }
            if isBlock { inline.space() }
        }
    }

    /// How a word of a `ruby` is read, in parentheses, unless it has some.
    private mutating func reading(_ index: Int) {
        let isBare = tree.isBareReading(index)
        if isBare { word("(") }
        inlines(contentRange(of: index))
        if isBare { word(")") }
    }

    private mutating func word(_ text: StaticString) { text.withUTF8Buffer { inline.text($0) } }

    /// Whether an element has no more than a sign or two in it, whose emphasis no one sees, and which is where
    /// CommonMark reads none: `word<i>.</i>`.
    private func isPunctuation(_ index: Int) -> Bool {
        let node = tree.nodes[index]
        guard node.tag != .a, Int(node.end) == index + 2, tree.nodes[index + 1].tag == .text else { return false }
        let text = tree.nodes[index + 1]
        return text.limit - text.start <= 3
            && tree.bytes[Int(text.start)..<Int(text.limit)].allSatisfy(MarkdownEscape.isPunctuation)
    }

    /// Whether a link is an address that is its own text.
    private func isAutolink(_ index: Int) -> Bool {
        let range = contentRange(of: index)
        guard range.count == 1, codeDepth == 0, tree.nodes[range.lowerBound].tag == .text,
            tree.attribute(.title, of: tree.nodes[index]) == nil, let url = tree.attribute(.href, of: tree.nodes[index])
        else { return false }
        let text = tree.nodes[range.lowerBound]
        return tree.bytes[Int(text.start)..<Int(text.limit)].elementsEqual(url)
            && (url.startsIgnoringCase("http://") || url.startsIgnoringCase("https://"))
            && !url.contains {
                $0 <= 0x20 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "|")
            }
    }

    /// A player is the address of what it plays.
    private mutating func player(_ index: Int) {
        for child in index..<Int(tree.nodes[index].end) {
            if let url = tree.attribute(.src, of: tree.nodes[child]) { return inline.autolink(url) }
        }
    }
}
