import Bytes

/// Writes a tree as text for indexes and terminals: a line a block, an empty line between paragraphs, `- ` and `1. `
/// before list items, the cells of a row with tabs between. Pictures and players are left out; links are their text.
///
/// It calls itself for elements in elements, which is safe since a tree's depth is bounded.
struct PlainTextWriter: ~Copyable {
    private let tree: HTMLTree
    private let leavesCaptionsOut: Bool
    private var output: ByteBuffer
    /// Line feeds owed before the next text: 2 make an empty line.
    private var breaks = 0
    /// What is owed before the next text of the same line: 0, a space or a tab.
    private var gap: UInt8 = 0
    /// Spaces at the start of each line, `widestIndent` at most.
    private var indent = 0
    /// Lines of lists in lists in lists would be spaces alone, a hundred times as many as the list has bytes.
    private static let widestIndent = 24
    /// A list item's sign, until its first text comes; it is in the indent.
    private var marker: [UInt8] = []
    private var isPreformatted = false
    /// Within a row of a table, where blocks begin no line.
    private var isInRow = false

    /// The text, without white space at either end.
    static func write(_ tree: HTMLTree, leavingCaptionsOut: Bool = false) -> String {
        var writer = PlainTextWriter(tree, leavingCaptionsOut)
        writer.nodes(0..<tree.nodes.count)
        return String(valid: writer.output.bytes)
    }

    private init(_ tree: HTMLTree, _ leavesCaptionsOut: Bool) {
        (self.tree, self.leavesCaptionsOut) = (tree, leavesCaptionsOut)
        output = ByteBuffer(capacity: tree.bytes.count)
    }

    private mutating func nodes(_ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            node(index)
            index = Int(tree.nodes[index].end)
        }
    }

    private mutating func content(of index: Int) { nodes((index + 1)..<Int(tree.nodes[index].end)) }

    private mutating func node(_ index: Int) {
        let node = tree.nodes[index]
        switch node.tag {
        case .text: text(node)
        case .br: lineBreak()
        case .figcaption where leavesCaptionsOut: break
        case .img, .picture, .video, .audio, .wbr: break
        case .hr: breakLine(2)
        case .q:
            word("\u{201C}")
            content(of: index)
            word("\u{201D}")
        case .rt where tree.isBareReading(index):
            word("(")
            content(of: index)
            word(")")
        case .p, .h1, .h2, .h3, .h4, .h5, .h6, .blockquote, .dl, .figure: block(index, breaks: 2)
        case .pre:
            let outer = isPreformatted
            breakLine(2)
            isPreformatted = true
            content(of: index)
            isPreformatted = outer
            breakLine(2)
        case .ul, .ol: list(index)
        case .li: item(index, sign: "- ")
        case .table: table(index)
        default: if node.tag.is([.closesParagraph, .tablePart]) { block(index, breaks: 1) } else { content(of: index) }
        }
    }

    // MARK: Blocks

    private mutating func block(_ index: Int, breaks: Int) {
        breakLine(breaks)
        content(of: index)
        breakLine(breaks)
    }

    /// A list is apart from paragraphs, but not from the item that it is in.
    private mutating func list(_ index: Int) {
        let distance = indent == 0 ? 2 : 1
        breakLine(distance)
        let node = tree.nodes[index]
        var number = tree.string(.start, of: node).flatMap { Int($0) } ?? 1
        var child = index + 1
        while child < Int(node.end) {
            if tree.nodes[child].tag == .li {
                number = tree.string(.value, of: tree.nodes[child]).flatMap { Int($0) } ?? number
                item(child, sign: node.tag == .ol ? "\(number). " : "- ")
                number += 1
            } else {
                self.node(child)
            }
            child = Int(tree.nodes[child].end)
        }
        breakLine(distance)
    }

    private mutating func item(_ index: Int, sign: String) {
        breakLine(1)
        let outer = indent
        // An item that begins with a list has both signs on one line.
        marker.append(contentsOf: sign.utf8)
        indent += sign.utf8.count
        content(of: index)
        indent = outer
        marker.removeAll(keepingCapacity: true)
        breakLine(1)
    }

    private mutating func table(_ index: Int) {
        let shape = TableShape(tree, table: index)
        if !shape.isData || isInRow { return block(index, breaks: 1) }
        breakLine(2)
        if let caption = shape.caption { block(caption, breaks: 1) }
        for row in shape.rows {
            breakLine(1)
            isInRow = true
            for (column, cell) in row.enumerated() {
                if column > 0, breaks == 0 { gap = 0x09 }
                content(of: cell.node)
            }
            isInRow = false
            breakLine(1)
        }
        breakLine(2)
    }

    // MARK: Text

    private mutating func breakLine(_ count: Int) {
        if isInRow {
            if gap == 0 { gap = 0x20 }
        } else if marker.isEmpty {
            breaks = max(breaks, count)
            gap = 0
        }
    }

    private mutating func lineBreak() {
        if isInRow { return breakLine(1) }
        breaks = min(breaks + 1, 2)
        gap = 0
    }

    private mutating func text(_ node: HTMLTree.Node) {
        tree.bytes.withUnsafeBufferPointer { bytes in
            let slice = UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.limit)])
            if isPreformatted && !isInRow { lines(slice) } else { words(slice) }
        }
    }

    /// Runs of white space are one space, and so are no-break spaces: no one searches for them.
    private mutating func words(_ bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var index = 0
        while index < bytes.count {
            if bytes.count - index > 16, isWordByte(bytes[index]) { index = bytes.endOfWords(from: index) }
            let byte = bytes[index]
            let isNoBreak = byte == 0xC2 && index + 1 < bytes.count && bytes[index + 1] == 0xA0
            // One space between words stays in the run, which saves a copy for each word.
            let isWithinRun = byte == 0x20 && index > start && index + 1 < bytes.count && isWordByte(bytes[index + 1])
            if !byte.isHTMLSpace && !isNoBreak || isWithinRun {
                index += 1
                continue
            }
            if start < index { word(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
            if gap == 0 { gap = 0x20 }
            index += isNoBreak ? 2 : 1
            start = index
        }
        if start < bytes.count { word(UnsafeBufferPointer(rebasing: bytes[start...])) }
    }

    /// Surely neither white space nor the first byte of a no-break space.
    private func isWordByte(_ byte: UInt8) -> Bool { byte > 0x20 && byte != 0xC2 }

    private mutating func lines(_ bytes: UnsafeBufferPointer<UInt8>) {
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if number > 0 { breaks += 1 }
            if !line.isEmpty { word(UnsafeBufferPointer(rebasing: line)) }
        }
    }

    private mutating func word(_ text: StaticString) { text.withUTF8Buffer { word($0) } }

    private mutating func word(_ bytes: UnsafeBufferPointer<UInt8>) {
        if output.isEmpty || breaks > 0 || !marker.isEmpty {
            startLine()
        } else if gap != 0 {
            output.append(gap)
        }
        gap = 0
        output.append(bytes)
    }

    private mutating func startLine() {
        if !output.isEmpty { output.append(0x0A, times: max(breaks, 1)) }
        breaks = 0
        output.append(0x20, times: max(0, min(indent, Self.widestIndent) - marker.count))
        if marker.isEmpty { return }
        marker.withUnsafeBufferPointer { output.append($0) }
        marker.removeAll(keepingCapacity: true)
    }
}
