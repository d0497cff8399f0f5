import Bytes

/// Builds a tree from tags that come in any order, keeping to the nesting that an HTML5 parser would make of the tree
/// when it reads it again (HTML standard, section 13.2.6): no block in a paragraph, no link in a link, cells in rows in
/// sections in tables. Formatting that a block's end cuts short goes on in the next block.
///
/// It differs from the standard where that moves content: text that is in a table between cells gets a cell of its
/// own, and a `</b>` across a block's border takes effect at that block's end.
struct HTMLTreeBuilder {
    struct Open {
        let tag: HTMLTag
        let node: Int32
        /// A formatting element whose end tag came within a block that is in it: it ends with that block.
        var endsWithBlock = false
    }

    /// An open formatting element, or the border of a cell, which formatting does not cross.
    private struct Format {
        let tag: HTMLTag
        let attributes: Range<Int32>
        /// Where it is in `stack`, -1 where a block's end cut it short.
        var position: Int
        var isBorder: Bool { tag == .text }
    }

    private(set) var tree = HTMLTree()
    /// Elements deeper than this are left out, and their content stays.
    private let depthLimit: Int

    private(set) var stack: [Open] = []
    private var formats: [Format] = []
    /// How many formats have been cut short.
    private var cutShort = 0
    /// How often formats may still be opened again, which bounds the output of hostile input.
    private var reopenings: Int
    /// How many of the open elements end with a block.
    private var endingWithBlock = 0
    private var openParagraphs = 0
    private var openLinks = 0
    private var openRubies = 0
    /// How many `pre` are open.
    private(set) var openCodeBlocks = 0
    /// Where the last `code` of a code block ended, if not after a line end: how much there was, and how many elements
    /// were open around it.
    private var endOfCode = (nodes: -1, bytes: -1, depth: -1)
    /// Where the open tables are in `stack`.
    private(set) var tables: [Int] = []
    /// How many start tags were refused for depth or nesting; as many end tags mean nothing. Empty until one is
    /// refused.
    private var refused: [HTMLTag: Int] = [:]
    /// Whether the last node is text of the element that is open now.
    private var endsInText = false
    private var isAtStartOfPre = false
    /// The elements without content in the tree: the one that hides it, and what is open in that.
    var hidden: [HTMLTag] = []

    /// Elements that say nothing when they are empty stay nevertheless where they have attributes.
    private let keepsEmpty: Bool

    /// - Parameter bytes: those of the HTML, where room is to be made for its text at once.
    init(depthLimit: Int, keepsEmpty: Bool = false, bytes: Int = 0, reopenings: Int = 100_000) {
        (self.depthLimit, self.keepsEmpty, self.reopenings) = (depthLimit, keepsEmpty, reopenings)
        tree.bytes.reserveCapacity(bytes)
        tree.nodes.reserveCapacity(bytes / 64)
    }

    /// The element that hides all content at the moment, if any.
    var hiding: HTMLTag? { hidden.first }
    /// The innermost open element, if any.
    var current: HTMLTag? { stack.last?.tag }

    // MARK: Attributes, gathered before the element is opened

    mutating func append(_ name: HTMLAttribute, _ value: some Collection<UInt8>) {
        let start = Int32(tree.values.count)
        tree.values.append(contentsOf: value)
        tree.attributes.append(.init(name: name, start: start, limit: Int32(tree.values.count)))
    }

    var attributeCount: Int32 { Int32(tree.attributes.count) }

    // MARK: Start tags

    /// Opens an element, or appends a void one; its attributes are those from `firstAttribute` on.
    mutating func start(_ tag: HTMLTag, firstAttribute: Int32) {
        let attributes = firstAttribute..<attributeCount
        if tag.is(.tablePart) { return startTablePart(tag, attributes) }
        leaveTableContext(for: tag)
        switch tag {
        case .h1, .h2, .h3, .h4, .h5, .h6:
            closeParagraph()
            // With the first, formatting around it may end, and that may be in a heading itself.
            while let current = stack.last, current.tag.is(.heading) { pop() }
        case .li: closeItem(.li, .li)
        case .dd, .dt: closeItem(.dd, .dt)
        case .rb, .rp, .rt, .rtc: if openRubies > 0 { closeImplied() }
        case .a:
            if !closeLink() {
                refused[tag, default: 0] += 1
                return
            }
        default: break
        }
        if tag.is(.closesParagraph) { closeParagraph() } else { reopenFormats() }
        push(tag, attributes)
    }

    /// Opens an element whose content stays out of the tree.
    mutating func hide(_ tag: HTMLTag) {
        if !tag.is([.void, .rawText]) { hidden.append(tag) }
    }

    /// A start tag in hidden content: only what ends it counts.
    mutating func startHidden(_ tag: HTMLTag) {
        if !tag.is([.void, .rawText]), hidden.count < depthLimit { hidden.append(tag) }
    }

    mutating func push(_ tag: HTMLTag, _ attributes: Range<Int32>) {
        let traits = tag.traits
        if traits.contains(.void) { return append(tag, attributes) }
        // A table's own parts have a little room beyond, or a table at the limit would be torn.
        if stack.count >= depthLimit, !traits.contains(.tablePart) {
            refused[tag, default: 0] += 1
            if traits.contains(.closesParagraph) { separate() }
            return
        }
        switch tag {
        case .p: openParagraphs += 1
        case .a: openLinks += 1
        case .ruby: openRubies += 1
        case .pre: openCodeBlocks += 1
        case .table: tables.append(stack.count)
        case .td, .th, .caption: formats.append(Format(tag: .text, attributes: 0..<0, position: stack.count))
        default: break
        }
        if traits.contains(.formatting) {
            formats.append(Format(tag: tag, attributes: attributes, position: stack.count))
            dropOldestAlike(tag)
        }
        stack.append(Open(tag: tag, node: Int32(tree.nodes.count)))
        append(tag, attributes)
        isAtStartOfPre = tag == .pre
    }

    private mutating func append(_ tag: HTMLTag, _ attributes: Range<Int32>) {
        let index = Int32(tree.nodes.count)
        tree.nodes.append(
            .init(tag: tag, end: index + 1, start: attributes.lowerBound, limit: attributes.upperBound))
        endsInText = false
        isAtStartOfPre = false
    }

    // MARK: Text

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        var bytes = bytes
        if !hidden.isEmpty { return }
        let dropsBlanks = dropsBlanks
        if dropsBlanks || cutShort > 0 {
            if !bytes.allSatisfy(\.isHTMLSpace) {
                leaveTableContext(for: .text)
                reopenFormats()
            } else if dropsBlanks {
                return
            }
        }
        if isAtStartOfPre {
            // The standard drops the line feed right after `<pre>`.
            isAtStartOfPre = false
            if bytes[0] == 0x0A { bytes = UnsafeBufferPointer(rebasing: bytes[1...]) }
            if bytes.isEmpty { return }
        }
        appendText(bytes)
    }

    /// White space has no place here: between the cells of a table, and in a picture.
    private var dropsBlanks: Bool { stack.last.map { $0.tag.is(.tableContext) || $0.tag == .picture } ?? false }

    private mutating func appendText(_ bytes: some Collection<UInt8>) {
        let start = Int32(tree.bytes.count)
        tree.bytes.append(contentsOf: bytes)
        let limit = Int32(tree.bytes.count)
        if endsInText {
            tree.nodes[tree.nodes.count - 1].limit = limit
        } else {
            let index = Int32(tree.nodes.count)
            tree.nodes.append(.init(tag: .text, end: index + 1, start: start, limit: limit))
            endsInText = true
        }
    }

    /// Keeps the texts of two blocks apart where the blocks themselves have to go.
    mutating func separate() {
        if hidden.isEmpty, endsInText, let byte = tree.bytes.last, !byte.isHTMLSpace {
            appendText(CollectionOfOne(0x0A))
        }
    }

    /// Whether the last node is text that does not end in white space.
    var endsInWord: Bool { endsInText && !(tree.bytes.last.map(\.isHTMLSpace) ?? true) }

    mutating func appendSpace() { if hidden.isEmpty, !dropsBlanks { appendText(CollectionOfOne(0x20)) } }

    /// Ends a line of a code block.
    mutating func endLine() { if !dropsBlanks { appendText(CollectionOfOne(0x0A)) } }

    /// How much there is so far.
    var place: (nodes: Int, bytes: Int) { (tree.nodes.count, tree.bytes.count) }

    /// Whether a `code` of a code block ended right here, with nothing between it and what comes now.
    var isRightAfterCode: Bool { endOfCode == (tree.nodes.count, tree.bytes.count, stack.count) }

    /// Whether nothing but white space came after `place`.
    func isBlank(since place: (nodes: Int, bytes: Int)) -> Bool {
        tree.nodes.dropFirst(place.nodes).allSatisfy { $0.tag == .text }
            && tree.bytes.dropFirst(place.bytes).allSatisfy(\.isHTMLSpace)
    }

    var endsInLineFeed: Bool { tree.bytes.last == 0x0A }

    /// Takes the text after `place` back where there are only digits in it and blanks around them.
    mutating func dropNumber(after place: (nodes: Int, bytes: Int)) {
        let text = tree.bytes.dropFirst(place.bytes)
        let number = text.trimmed
        guard endsInText, !number.isEmpty, number.count < 8, number.allSatisfy(\.isASCIIDigit),
            tree.nodes.count <= place.nodes + 1, Int(tree.nodes[tree.nodes.count - 1].start) <= place.bytes
        else { return }
        // A line that ends with its number ends all the same.
        let end = text.last == 0x0A && place.bytes > 0 && tree.bytes[place.bytes - 1] != 0x0A
        tree.bytes.removeSubrange(place.bytes...)
        if tree.nodes.count > place.nodes, Int(tree.nodes[tree.nodes.count - 1].start) == place.bytes {
            tree.nodes.removeLast()
            endsInText = false
        } else {
            tree.nodes[tree.nodes.count - 1].limit = Int32(place.bytes)
        }
        if end { appendText(CollectionOfOne(0x0A)) }
    }

    // MARK: End tags

    mutating func end(_ tag: HTMLTag) {
        if !hidden.isEmpty { return endHidden(tag) }
        if !refused.isEmpty, let count = refused[tag] {
            refused[tag] = count > 1 ? count - 1 : nil
            return
        }
        let traits = tag.traits
        if traits.contains(.formatting) { return endFormat(tag) }
        if traits.contains(.tablePart) || tag == .table { return endTablePart(tag) }
        let isBlock = traits.contains(.closesParagraph)
        var index = stack.count
        while index > 0 {
            index -= 1
            let open = stack[index].tag
            if open == tag || traits.contains(.heading) && open.is(.heading) { return closeAll(to: index) }
            if open.is(.barrier) { return }
            if !isBlock, open.is(.special) { return }
            if tag == .li, open == .ul || open == .ol { return }
        }
    }

    private mutating func endHidden(_ tag: HTMLTag) {
        if let index = hidden.lastIndex(of: tag) { return hidden.removeSubrange(index...) }
        // An unclosed `<button>` must not hide what follows the block that it is in.
        if tag.is(.closesParagraph) || tag.is(.tablePart) || tag == .table, stack.contains(where: { $0.tag == tag }) {
            let (depth, kept) = (stack.count, hidden)
            hidden.removeAll()
            end(tag)
            // It ended nothing: the block is outside of the table that this is in.
            if stack.count == depth { hidden = kept }
        }
    }

    /// Ends a formatting element, or lets it end with the block that begins in it.
    private mutating func endFormat(_ tag: HTMLTag) {
        guard let index = formats.lastIndex(where: { $0.tag == tag || $0.isBorder }), !formats[index].isBorder else {
            return endForgottenFormat(tag)
        }
        let position = formats[index].position
        formats.remove(at: index)
        if position < 0 {
            cutShort -= 1
            return
        }
        if stack[(position + 1)...].contains(where: { $0.tag.is(.special) }) {
            stack[position].endsWithBlock = true
            endingWithBlock += 1
        } else {
            closeAll(to: position)
        }
    }

    /// Ends one that is open and was dropped behind three alike.
    private mutating func endForgottenFormat(_ tag: HTMLTag) {
        var index = stack.count
        while index > 0, !stack[index - 1].tag.is(.special) {
            index -= 1
            if stack[index].tag == tag { return closeAll(to: index) }
        }
    }

    // MARK: Closing

    /// Ends everything; no tag may come after it.
    mutating func finish() -> HTMLTree {
        hidden.removeAll()
        closeAll(to: 0)
        return tree
    }

    mutating func closeAll(to count: Int) {
        while stack.count > count { pop() }
    }

    mutating func pop() {
        let open = stack.removeLast()
        let traits = open.tag.traits
        if open.endsWithBlock { endingWithBlock -= 1 }
        switch open.tag {
        case .p: openParagraphs -= 1
        case .a: openLinks -= 1
        case .ruby: openRubies -= 1
        case .pre: openCodeBlocks -= 1
        case .table: tables.removeLast()
        case .td, .th, .caption: dropFormats()
        default: break
        }
        if traits.contains(.formatting) { cutShortFormat(at: stack.count) }
        let node = Int(open.node)
        if traits.contains(.vanishesEmpty), tree.nodes.count == node + 1,
            !keepsEmpty || tree.nodes[node].start == tree.nodes[node].limit
        {
            tree.nodes.removeLast()
        } else {
            tree.nodes[node].end = Int32(tree.nodes.count)
        }
        endsInText = false
        isAtStartOfPre = false
        if open.tag == .code, openCodeBlocks > 0, !endsInLineFeed {
            endOfCode = (tree.nodes.count, tree.bytes.count, stack.count)
        }
        if endingWithBlock > 0, open.tag.is(.special) { endWithBlock() }
    }

    /// Ends the formatting elements whose end tags came within the block that has just ended.
    private mutating func endWithBlock() {
        var index = stack.count
        while index > 0, !stack[index - 1].tag.is(.special) {
            index -= 1
            if stack[index].endsWithBlock { return closeAll(to: index) }
        }
    }

    /// Ends an open paragraph in this scope, as the start of a block does.
    private mutating func closeParagraph() {
        if openParagraphs == 0 { return }
        var index = stack.count
        while index > 0 {
            index -= 1
            if stack[index].tag == .p { return closeAll(to: index) }
            if stack[index].tag.is(.barrier) { return }
        }
    }

    /// Ends the list item that a new one follows, and not one of an outer list.
    private mutating func closeItem(_ first: HTMLTag, _ second: HTMLTag) {
        var index = stack.count
        while index > 0 {
            index -= 1
            let tag = stack[index].tag
            if tag == first || tag == second { return closeAll(to: index) }
            if tag.is(.special), !isLookedThrough(tag) { return }
        }
    }

    /// The standard looks through the first three. To the last two it does not, but older parsers do: looking through
    /// them too, we write what both read alike.
    private func isLookedThrough(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .address, .div, .p, .figcaption, .summary: true
        default: false
        }
    }

    private mutating func closeImplied() {
        while let current = stack.last, current.tag.is(.impliedEnd) { pop() }
    }

    /// Ends an open link before a new one; false where it cannot end because a block began in it, so that the new one
    /// must go.
    private mutating func closeLink() -> Bool {
        if openLinks > 0 {
            guard let position = stack.lastIndex(where: { $0.tag == .a }) else { return true }
            if stack[(position + 1)...].contains(where: { $0.tag.is(.special) }) { return false }
            closeAll(to: position)
        }
        let border = formats.lastIndex { $0.isBorder } ?? -1
        if let index = formats.lastIndex(where: { $0.tag == .a }), index > border {
            if formats[index].position < 0 { cutShort -= 1 }
            formats.remove(at: index)
        }
        return true
    }
}

// MARK: - Formatting that blocks cut short

extension HTMLTreeBuilder {
    private mutating func cutShortFormat(at position: Int) {
        if let index = formats.lastIndex(where: { $0.position == position && !$0.isBorder }) {
            formats[index].position = -1
            cutShort += 1
        }
    }

    /// Opens again what was cut short, in the order in which it was open.
    private mutating func reopenFormats() {
        if cutShort == 0 { return }
        var index = (formats.lastIndex { $0.isBorder } ?? -1) + 1
        while index < formats.count {
            if formats[index].position < 0 {
                // Its attributes are written again as well.
                let cost = formats[index].attributes.reduce(1) { cost, attribute in
                    let attribute = tree.attributes[Int(attribute)]
                    return cost + Int(attribute.limit - attribute.start) / 16
                }
                if reopenings < cost || stack.count >= depthLimit { return dropFormats(keepingBorder: true) }
                reopenings -= cost
                cutShort -= 1
                // A block of the code ended here, and what is behind it is another line.
                if formats[index].tag == .code, openCodeBlocks > 0, isRightAfterCode { endLine() }
                formats[index].position = stack.count
                if formats[index].tag == .a { openLinks += 1 }
                stack.append(Open(tag: formats[index].tag, node: Int32(tree.nodes.count)))
                append(formats[index].tag, formats[index].attributes)
            }
            index += 1
        }
    }

    /// Forgets the formats of the innermost cell, when it ends.
    private mutating func dropFormats(keepingBorder: Bool = false) {
        while let format = formats.last {
            if format.isBorder {
                if !keepingBorder { formats.removeLast() }
                return
            }
            if format.position < 0 { cutShort -= 1 }
            formats.removeLast()
        }
    }

    /// Three elements of a kind are enough to open again, as the standard has it.
    private mutating func dropOldestAlike(_ tag: HTMLTag) {
        var alike = 0
        for index in formats.indices.reversed() {
            if formats[index].isBorder { return }
            if formats[index].tag == tag { alike += 1 }
            if alike > 3 {
                if formats[index].position < 0 { cutShort -= 1 }
                formats.remove(at: index)
                return
            }
        }
    }
}
