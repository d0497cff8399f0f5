import Bytes
import HTML

/// A page's tree made ready for weighing: what surely is not an article is gone, text that is loose in a `div` has a
/// paragraph around it, and chains of `br` are the ends of paragraphs they were meant to be.
///
/// In document order in one array, like `HTMLTree`; node 0 is the body.
struct ArticleTree {
    struct Node {
        /// `.data` for an element without any meaning of its own.
        var tag: HTMLTag
        /// The node of the page; -1 where there is none.
        let source: Int32
        var parent: Int32
        var end: Int32
        var marks: NameMarks
        /// Counts of itself, a text; and of all in it.
        var measure = TextMeasure()
    }

    let page: HTMLDocument
    private let fallback: Int?
    private(set) var nodes: [Node] = []
    /// For each node, whether it was taken out with all that is in it.
    private(set) var isGone: [Bool] = []

    /// - Parameters:
    ///   - isLeftOut: for each node of the page, whether it goes with all that is in it.
    ///   - fallback: a `noscript` whose content is shown.
    init(
        _ page: HTMLDocument, root: Range<Int>, marks: [NameMarks], isLeftOut: [Bool], fallback: Int? = nil
    ) {
        (self.page, self.fallback) = (page, fallback)
        nodes.reserveCapacity(page.tree.nodes.count)
        build(root, marks, isLeftOut)
        measure()
        unifyParagraphs()
        isGone = [Bool](repeating: false, count: nodes.count)
    }

    /// Takes elements out: they no longer count, here and in what is around them.
    mutating func takeOut(_ elements: [Int]) {
        for element in elements where !isGone[element] {
            isGone[element] = true
            let measure = nodes[element].measure
            var parent = Int(nodes[element].parent)
            while parent >= 0 {
                nodes[parent].measure.subtract(measure)
                parent = Int(nodes[parent].parent)
            }
            for index in element..<end(element) { nodes[index].measure = TextMeasure() }
        }
    }

    /// The first node that comes after a node of the page; nil where there is none.
    func first(after source: Int) -> Int? {
        guard let first = nodes.indices.first(where: { nodes[$0].source > source }) else { return nil }
        // An element that became the one paragraph in it.
        return parent(first) > 0 && nodes[parent(first)].tag == .p ? parent(first) : first
    }

    subscript(_ index: Int) -> Node { nodes[index] }
    func end(_ index: Int) -> Int { Int(nodes[index].end) }
    func parent(_ index: Int) -> Int { Int(nodes[index].parent) }

    func text(of index: Int, limit: Int = 1000) -> String {
        nodes[index].source >= 0
            ? page.text(of: Int(nodes[index].source), limit: limit)
            : children(index).map { text(of: $0, limit: limit) }.joined(separator: " ")
    }

    /// Its text without what was left out of the page; white space folded, none at the ends.
    func shownText(of index: Int, limit: Int) -> String {
        var output: [UInt8] = []
        var isGap = false
        for node in nodes[index..<end(index)] where output.count < limit {
            guard node.tag == .text else {
                isGap = isGap || node.tag == .br || node.tag.is([.closesParagraph, .tablePart])
                continue
            }
            let source = page.tree.nodes[Int(node.source)]
            for byte in page.tree.bytes[Int(source.start)..<Int(source.limit)] {
                if byte.isHTMLSpace {
                    isGap = true
                } else {
                    if isGap, !output.isEmpty { output.append(0x20) }
                    isGap = false
                    output.append(byte)
                }
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Where the first text of an element is in the page.
    func sourceOfText(in index: Int) -> Int {
        (index..<end(index)).first { nodes[$0].tag == .text }.map { Int(nodes[$0].source) } ?? .max
    }

    func children(_ index: Int) -> [Int] {
        var children: [Int] = []
        var child = index + 1
        while child < end(index) {
            children.append(child)
            child = end(child)
        }
        return children
    }

    // MARK: Building

    private struct Open {
        var node: Int
        /// Where the element ends in the page.
        var sourceEnd: Int
        /// A paragraph made around loose text.
        var isRun = false
        var wraps = false
    }

    private mutating func build(_ root: Range<Int>, _ marks: [NameMarks], _ isLeftOut: [Bool]) {
        let (hasContent, isPhrasing) = examine(root, isLeftOut)
        nodes.append(Node(tag: .body, source: -1, parent: -1, end: 0, marks: []))
        var open = [Open(node: 0, sourceEnd: root.upperBound, wraps: true)]
        let source = page.tree.nodes
        var index = root.lowerBound
        while index < root.upperBound {
            while let last = open.last, open.count > 1, last.sourceEnd <= index { close(&open) }
            let node = source[index]
            if isLeftOut[index] || !hasContent[index] {
                index = Int(node.end)
                continue
            }
            var wraps = open[open.count - 1].wraps
            if open[open.count - 1].isRun, isOutside(index, of: open) || !isPhrasing[index] {
                close(&open)
                wraps = open[open.count - 1].wraps
            }
            let isInRun = open[open.count - 1].isRun
            if wraps || isInRun, node.tag == .br, let after = chainOfBreaks(from: index, isLeftOut) {
                if isInRun { close(&open) }
                index = after
                continue
            }
            if wraps, isPhrasing[index] {
                if node.tag == .br || isBlank(node) {
                    index = Int(node.end)
                    continue
                }
                let place = nodes.count
                let parent = open[open.count - 1]
                nodes.append(Node(tag: .p, source: -1, parent: Int32(parent.node), end: 0, marks: []))
                open.append(Open(node: place, sourceEnd: parent.sourceEnd, isRun: true))
            }
            let place = nodes.count
            let isText = node.tag == .text
            nodes.append(
                Node(
                    // What folds a section up stays as text.
                    tag: node.tag == .button || index == fallback ? .data : node.tag, source: Int32(index),
                    parent: Int32(open[open.count - 1].node),
                    end: Int32(place + 1), marks: isText ? [] : marks[index]))
            if isText {
                nodes[place].measure = TextMeasure(page.tree.bytes[Int(node.start)..<Int(node.limit)])
            } else if Int(node.end) > index + 1 {
                let wraps = Self.wrapsLooseText(node.tag) || hasBreakChain(in: index, isLeftOut)
                if wraps, node.tag == .p { nodes[place].tag = .div }
                open.append(Open(node: place, sourceEnd: Int(node.end), wraps: wraps))
            }
            index += 1
        }
        while !open.isEmpty { close(&open) }
    }

    private mutating func close(_ open: inout [Open]) {
        let last = open.removeLast()
        nodes[last.node].end = Int32(nodes.count)
    }

    /// Whether a node of the page is no longer in the element that holds the open run.
    private func isOutside(_ index: Int, of open: [Open]) -> Bool { open[open.count - 1].sourceEnd <= index }

    private static func wrapsLooseText(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .div, .body, .center, .main, .form, .fieldset: true
        default: false
        }
    }

    /// Which nodes show anything, and which are no more than a part of a line.
    private func examine(_ root: Range<Int>, _ isLeftOut: [Bool]) -> (hasContent: [Bool], isPhrasing: [Bool]) {
        let source = page.tree.nodes
        var hasContent = [Bool](repeating: false, count: source.count)
        var isPhrasing = [Bool](repeating: true, count: source.count)
        for index in root.reversed() where !isLeftOut[index] {
            let node = source[index]
            switch node.tag {
            case .text: hasContent[index] = true
            case .img, .iframe, .video, .audio, .embed, .object, .br, .hr, .td, .th, .input, .source, .track, .wbr,
                .col, .ampDailymotion, .ampIframe, .ampVimeo, .ampYoutube:
                hasContent[index] = true
            default: break
            }
            if node.tag == .text ? isBlank(node) : false {
                // It holds no element up, but it parts words.
                continue
            }
            isPhrasing[index] = isPhrasing[index] && Self.isInline(node.tag)
            let parent = Int(page.parents[index])
            guard parent >= root.lowerBound else { continue }
            if hasContent[index], node.tag != .br { hasContent[parent] = true }
            if !isPhrasing[index], hasContent[index] { isPhrasing[parent] = false }
        }
        return (hasContent, isPhrasing)
    }

    static func isInline(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .text, .a, .abbr, .acronym, .b, .bdi, .bdo, .big, .br, .button, .cite, .code, .data, .del, .dfn, .em,
            .font, .i,
            .img,
            .input, .ins, .kbd, .label, .mark, .noscript, .picture, .q, .rb, .rp, .rt, .rtc, .ruby, .s, .samp, .small,
            .source, .span, .strike, .strong, .sub, .sup, .time, .tt, .u, .variable, .wbr:
            true
        default: false
        }
    }

    private func isBlank(_ node: HTMLTree.Node) -> Bool {
        node.tag == .text && page.tree.bytes[Int(node.start)..<Int(node.limit)].allSatisfy(\.isHTMLSpace)
    }

    /// Two breaks or more with nothing between them: the index after the last.
    private func chainOfBreaks(from index: Int, _ isLeftOut: [Bool]) -> Int? {
        let source = page.tree.nodes
        let parent = page.parents[index]
        var (count, after, next) = (0, index, index)
        while next < source.count, page.parents[next] == parent {
            if source[next].tag == .br {
                count += 1
                after = next + 1
            } else if !isBlank(source[next]), !isLeftOut[next] {
                break
            }
            next = Int(source[next].end)
        }
        return count > 1 ? after : nil
    }

    private func hasBreakChain(in index: Int, _ isLeftOut: [Bool]) -> Bool {
        let source = page.tree.nodes
        if source[index].tag == .pre || Self.isInline(source[index].tag) { return false }
        var child = index + 1
        var count = 0
        while child < Int(source[index].end) {
            if source[child].tag == .br {
                count += 1
                if count > 1 { return true }
            } else if !isBlank(source[child]), !isLeftOut[child] {
                count = 0
            }
            child = Int(source[child].end)
        }
        return false
    }

    // MARK: Measures

    private mutating func measure() {
        for index in nodes.indices.dropFirst().reversed() {
            if nodes[index].tag == .a { nodes[index].measure.becomeLink(isLocal: isLocalLink(index)) }
            let parent = Int(nodes[index].parent)
            nodes[parent].measure.add(nodes[index].measure)
        }
    }

    private func isLocalLink(_ index: Int) -> Bool {
        guard nodes[index].source >= 0 else { return false }
        let node = page.tree.nodes[Int(nodes[index].source)]
        return page.tree.attribute(.href, of: node)?.first == UInt8(ascii: "#")
    }

    /// A `div` around one paragraph is that paragraph.
    private mutating func unifyParagraphs() {
        for index in nodes.indices.dropFirst().reversed() where nodes[index].tag == .div {
            let first = index + 1
            guard first < end(index), end(first) == end(index), nodes[first].tag == .p,
                nodes[index].measure.linkDensity < 0.25
            else { continue }
            nodes[index].tag = .p
            nodes[first].tag = .data
        }
    }
}

/// How much text there is, in characters with white space folded.
struct TextMeasure {
    var characters = 0
    var commas = 0
    /// Of `characters`, those in links; in links to the page itself a third.
    var linkCharacters = 0.0

    init() {}

    init(_ bytes: some Collection<UInt8>) {
        var isGap = true
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in bytes {
            if byte.isHTMLSpace {
                if !isGap { characters += 1 }
                isGap = true
            } else {
                isGap = false
                if byte & 0xC0 != 0x80 { characters += 1 }
                switch byte {
                case UInt8(ascii: ","): commas += 1
                case 0x8C where previous == (0xEF, 0xBC): commas += 1  // ，
                case 0x81 where previous == (0xE3, 0x80): commas += 1  // 、
                case 0x8C where previous.1 == 0xD8: commas += 1  // ،
                default: break
                }
            }
            previous = (previous.1, byte)
        }
        if isGap, characters > 0 { characters -= 1 }
    }

    mutating func add(_ other: TextMeasure) {
        characters += other.characters
        commas += other.commas
        linkCharacters += other.linkCharacters
    }

    mutating func subtract(_ other: TextMeasure) {
        characters -= other.characters
        commas -= other.commas
        linkCharacters -= other.linkCharacters
    }

    mutating func becomeLink(isLocal: Bool) { linkCharacters = Double(characters) * (isLocal ? 0.3 : 1) }

    var linkDensity: Double { characters == 0 ? 0 : linkCharacters / Double(characters) }
}
