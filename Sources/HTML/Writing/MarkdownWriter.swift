import Bytes

/// Writes a tree as CommonMark with GitHub's tables and strike-through, and no HTML in it: what a CommonMark renderer
/// makes of it has the tree's text in the tree's blocks.
///
/// Lines of a container begin with its prefix (`> `, spaces); its sign (`- `, `1. `) waits until something is in it, so
/// that empty containers leave no trace. It calls itself for elements in elements, which is safe since a tree's depth
/// is bounded.
struct MarkdownWriter {
    let tree: HTMLTree
    /// Of each node, whether an element within it is a block.
    private let holdsBlock: [Bool]
    var output: [UInt8] = []
    var inline = MarkdownInline()
    /// Beyond this length of the output, links around blocks and the prefixes of containers are not repeated: a few
    /// bytes of HTML could make megabytes of them.
    let plenty: Int

    /// What begins each line in the present container, and how much of it is there without the signs that wait.
    private var prefix: [UInt8] = []
    private var settled = 0
    /// The signs that wait for the first text of their containers, as wide as the prefix that they replace.
    private var lead: [UInt8] = []
    /// Whether the next block follows without an empty line, as in a list without paragraphs.
    private var isTight = false
    private var isLeadTight = false

    /// Inline elements around the present blocks, to be repeated in each of their paragraphs.
    var wrappers: [Int] = []
    var codeDepth = 0
    /// Where the last list ended in the output, and its sign: a list right after it needs another one.
    private var lastList: (end: Int, sign: UInt8) = (-1, 0)

    /// The text in UTF-8, without a line feed at its end.
    static func write(_ tree: HTMLTree) -> [UInt8] {
        var writer = MarkdownWriter(tree)
        writer.output.reserveCapacity(tree.bytes.count + tree.bytes.count / 4)
        writer.blocks(0..<tree.nodes.count)
        return writer.output
    }

    private init(_ tree: HTMLTree) {
        self.tree = tree
        plenty = 2 * (tree.bytes.count + tree.values.count) + 8 * tree.nodes.count + tree.room
        var holdsBlock = [Bool](repeating: false, count: tree.nodes.count)
        var open: [Int] = []
        for (index, node) in tree.nodes.enumerated() where node.tag != .text {
            while let last = open.last, tree.nodes[last].end <= index { open.removeLast() }
            if Self.isBlock(node.tag) {
                for ancestor in open.reversed() {
                    if holdsBlock[ancestor] { break }  // and so do those around it
                    holdsBlock[ancestor] = true
                }
            }
            open.append(index)
        }
        self.holdsBlock = holdsBlock
    }

    static func isBlock(_ tag: HTMLTag) -> Bool { tag.is([.closesParagraph, .tablePart]) }

    func contentRange(of index: Int) -> Range<Int> { (index + 1)..<Int(tree.nodes[index].end) }

    // MARK: Blocks

    /// Writes siblings: runs of text and inline elements as paragraphs, and blocks.
    private mutating func blocks(_ range: Range<Int>) {
        var index = range.lowerBound
        var run = index
        while index < range.upperBound {
            let next = Int(tree.nodes[index].end)
            if Self.isBlock(tree.nodes[index].tag) || holdsBlock[index] {
                paragraph(run..<index)
                block(index)
                run = next
            }
            index = next
        }
        paragraph(run..<range.upperBound)
    }

    private mutating func block(_ index: Int) {
        let node = tree.nodes[index]
        switch node.tag {
        case .h1: heading(index, "# ")
        case .h2: heading(index, "## ")
        case .h3: heading(index, "### ")
        case .h4: heading(index, "#### ")
        case .h5: heading(index, "##### ")
        case .h6: heading(index, "###### ")
        case .hr: write("***")
        case .pre: code(index)
        case .table: table(index)
        case .ul, .ol: list(index)
        case .li: item(index, sign: "- ")
        case .dl: definitions(contentRange(of: index))
        case .dt, .summary: paragraph(contentRange(of: index), isStrong: true)
        case .blockquote:
            contain("> ", prefix: "> ") { $0.blocks($0.contentRange(of: index)) }
        default:
            if Self.isBlock(node.tag) { return blocks(contentRange(of: index)) }
            wrappers.append(index)
            blocks(contentRange(of: index))
            wrappers.removeLast()
        }
    }

    private mutating func paragraph(_ range: Range<Int>, isStrong: Bool = false) {
        if range.isEmpty { return }
        inlineText(range, in: .paragraph, isStrong: isStrong)
        if !inline.output.isEmpty { writeLines(inline.output) }
    }

    private mutating func heading(_ index: Int, _ sign: StaticString) {
        inlineText(contentRange(of: index), in: .heading)
        if inline.output.isEmpty { return }
        beginBlock()
        output.append(sign)
        output += inline.output
    }

    private mutating func code(_ index: Int) {
        var language = tree.attribute(.classes, of: tree.nodes[index])
        if language == nil, let code = contentRange(of: index).first(where: { tree.nodes[$0].tag == .code }) {
            language = tree.attribute(.classes, of: tree.nodes[code])
        }
        var text = lines(of: index)
        if text.last == 0x0A { text.removeLast() }
        if text.allSatisfy(\.isHTMLSpace) { return }
        let length = max(3, MarkdownEscape.longestRun(of: UInt8(ascii: "`"), in: text) + 1)
        let fence = [UInt8](repeating: UInt8(ascii: "`"), count: length)
        writeLines(fence + (language ?? []) + [0x0A] + text + [0x0A] + fence)
    }

    /// The text of a code block. Blocks in it, as highlighters make them, are lines of their own.
    private func lines(of index: Int) -> [UInt8] {
        var text: [UInt8] = []
        var blocks: [Int32] = []
        var endsLine = false
        for child in contentRange(of: index) {
            let node = tree.nodes[child]
            while let end = blocks.last, end <= child {
                blocks.removeLast()
                endsLine = true
            }
            switch node.tag {
            case .text:
                let bytes = tree.bytes[Int(node.start)..<Int(node.limit)]
                if endsLine, !text.isEmpty, text.last != 0x0A, bytes.first != 0x0A { text.append(0x0A) }
                endsLine = false
                text += bytes
            case .br:
                text.append(0x0A)
                endsLine = false
            case let tag where Self.isBlock(tag) && tag != .td && tag != .th:
                if !text.isEmpty { endsLine = true }
                blocks.append(node.end)
            default: break
            }
        }
        return text
    }

    // MARK: Lists

    private mutating func list(_ index: Int) {
        let node = tree.nodes[index]
        let isOrdered = node.tag == .ol
        let start = tree.string(.start, of: node).flatMap { Int($0) } ?? 1
        var number = start >= 0 ? start : 1
        var sign = isOrdered ? UInt8(ascii: ".") : UInt8(ascii: "-")
        if lastList.end == output.count, lastList.sign == sign {
            sign = isOrdered ? UInt8(ascii: ")") : UInt8(ascii: "+")
        }
        let outer = isTight
        let isListTight = self.isListTight(contentRange(of: index))
        let before = output.count
        var child = index + 1
        while child < Int(node.end) {
            var next = Int(tree.nodes[child].end)
            if tree.nodes[child].tag == .li {
                let end = Character(Unicode.Scalar(sign))
                item(child, sign: isOrdered ? "\(number)\(end) " : "\(end) ", isContentTight: isListTight)
                number = min(number + 1, 999_999_999)  // CommonMark reads nine digits
                isTight = isListTight
            } else {
                // What is right in a list is meant to be in the item before it.
                while next < Int(node.end), tree.nodes[next].tag != .li { next = Int(tree.nodes[next].end) }
                let spaces = String(repeating: " ", count: isOrdered ? "\(number)".utf8.count + 2 : 2)
                contain(output.count == before ? "- " : spaces, prefix: output.count == before ? "  " : spaces) {
                    $0.blocks(child..<next)
                }
            }
            child = next
        }
        isTight = outer
        lastList = (output.count, sign)
    }

    private mutating func item(_ index: Int, sign: String, isContentTight: Bool = false) {
        let spaces = String(repeating: " ", count: sign.utf8.count)
        contain(sign, prefix: spaces) { writer in
            let outer = writer.isTight
            writer.isTight = isContentTight
            writer.blocks(writer.contentRange(of: index))
            writer.isTight = outer
        }
    }

    /// Whether no item holds paragraphs, or more after a list in it.
    private func isListTight(_ items: Range<Int>) -> Bool {
        var item = items.lowerBound
        while item < items.upperBound {
            let tag = tree.nodes[item].tag
            if ![.li, .ul, .ol].contains(tag), !isBlankText(item) { return false }
            var hasList = false
            var child = item + 1
            while child < Int(tree.nodes[item].end) {
                let node = tree.nodes[child]
                switch node.tag {
                case .ul: hasList = true
                case .ol:
                    // Only a list that begins with 1 may follow a paragraph without an empty line.
                    if let start = tree.string(.start, of: node), start != "1" { return false }
                    hasList = true
                case .text: if hasList, !isBlankText(child) { return false }
                case .li: break
                default:
                    if hasList || Self.isBlock(node.tag) || holdsBlock[child] { return false }
                }
                child = Int(node.end)
            }
            item = Int(tree.nodes[item].end)
        }
        return true
    }

    private func isBlankText(_ index: Int) -> Bool {
        let node = tree.nodes[index]
        return node.tag == .text && tree.bytes[Int(node.start)..<Int(node.limit)].allSatisfy(\.isHTMLSpace)
    }

    /// CommonMark has no definitions: a list of terms, each with what it means below.
    private mutating func definitions(_ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            var next = Int(tree.nodes[index].end)
            if tree.nodes[index].tag == .div {
                definitions(contentRange(of: index))
            } else {
                // A group goes on to the next term, or to where the grouping changes.
                while next < range.upperBound, ![.dt, .div].contains(tree.nodes[next].tag) {
                    next = Int(tree.nodes[next].end)
                }
                contain("- ", prefix: "  ") { $0.blocks(index..<next) }
            }
            index = next
        }
        lastList = (output.count, UInt8(ascii: "-"))
    }

    // MARK: Tables

    private mutating func table(_ index: Int) {
        let shape = TableShape(tree, table: index)
        if !shape.isData { return blocks(contentRange(of: index)) }
        if let caption = shape.caption { blocks(contentRange(of: caption)) }
        var lines: [UInt8] = []
        // A header there must be, so a table without one gets an empty one.
        if shape.hasHeader {
            row(shape.rows[0], shape.columns, to: &lines)
        } else {
            lines.append(UInt8(ascii: "|"))
            for _ in 0..<shape.columns { lines.append("  |") }
        }
        lines.append("\n|")
        let alignments = (shape.rows.first ?? []).flatMap { cell in
            [HTMLTree.Node](repeating: tree.nodes[cell.node], count: cell.columns)
        }
        for node in alignments.prefix(shape.columns) { lines.append(delimiter(of: node)) }
        for _ in alignments.count..<max(alignments.count, shape.columns) { lines.append(" --- |") }
        for cells in shape.hasHeader ? shape.rows.dropFirst() : shape.rows[...] {
            lines.append(0x0A)
            row(cells, shape.columns, to: &lines)
        }
        writeLines(lines)
    }

    private func delimiter(of node: HTMLTree.Node) -> StaticString {
        switch tree.attribute(.align, of: node)?.first {
        case UInt8(ascii: "l"): " :-- |"
        case UInt8(ascii: "c"): " :-: |"
        case UInt8(ascii: "r"): " --: |"
        default: " --- |"
        }
    }

    private mutating func row(_ cells: [TableShape.Cell], _ columns: Int, to lines: inout [UInt8]) {
        lines.append(UInt8(ascii: "|"))
        var column = 0
        for cell in cells {
            inlineText(contentRange(of: cell.node), in: .cell)
            lines.append(0x20)
            lines += inline.output
            lines.append(" |")
            for _ in 1..<max(1, cell.columns) { lines.append("  |") }
            column += cell.columns
        }
        while column < columns {
            lines.append("  |")
            column += 1
        }
    }

    // MARK: Lines

    /// Writes the content of a container that begins with `sign` and whose further lines begin with `more`.
    private mutating func contain(_ sign: String, prefix more: String, _ content: (inout MarkdownWriter) -> Void) {
        let (outerCount, outerLead) = (prefix.count, lead.count)
        if lead.isEmpty {
            settled = prefix.count
            isLeadTight = isTight
        }
        lead += Array(sign.utf8)
        prefix += Array(more.utf8)
        content(&self)
        prefix.removeSubrange(outerCount...)
        // The sign is gone from the lead once something was written.
        if lead.count > outerLead { lead.removeSubrange(outerLead...) }
    }

    /// Goes to the start of a new block's first line.
    private mutating func beginBlock() {
        let outer = lead.isEmpty ? prefix[...] : prefix[..<settled]
        if !output.isEmpty {
            output.append(0x0A)
            if !(lead.isEmpty ? isTight : isLeadTight) {
                appendPrefix(outer, isBlank: true)
                output.append(0x0A)
            }
        }
        output += outer
        output += lead
        lead.removeAll(keepingCapacity: true)
    }

    private mutating func write(_ line: StaticString) {
        beginBlock()
        output.append(line)
    }

    private mutating func writeLines(_ lines: [UInt8]) {
        let repeated = prefix.count > 0 ? lines.count(where: { $0 == 0x0A }) * prefix.count : 0
        guard output.count + lines.count + repeated <= plenty + tree.bytes.count || prefix.isEmpty else {
            return writeLinesOutside(lines)
        }
        beginBlock()
        var start = 0
        while let end = lines[start...].firstIndex(of: 0x0A) {
            output += lines[start..<end]
            output.append(0x0A)
            start = end + 1
            appendPrefix(prefix[...], isBlank: start < lines.count && lines[start] == 0x0A)
        }
        output += lines[start...]
    }

    /// The same outside of all containers.
    private mutating func writeLinesOutside(_ lines: [UInt8]) {
        let outer = prefix
        (prefix, settled) = ([], 0)
        lead.removeAll()
        beginBlock()
        output += lines
        prefix = outer
    }

    private mutating func appendPrefix(_ prefix: ArraySlice<UInt8>, isBlank: Bool) {
        let end = isBlank ? (prefix.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? prefix.startIndex) : prefix.endIndex
        output += prefix[prefix.startIndex..<end]
    }
}
