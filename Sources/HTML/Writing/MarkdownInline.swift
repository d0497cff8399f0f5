import Bytes

/// Writes the text of one paragraph, heading or cell as CommonMark's inline syntax.
///
/// White space, line breaks and the signs that open emphasis wait until text comes, so that none of them ends up where
/// CommonMark does not read it: `<b> x </b>` becomes ` **x** `, and an empty `<i></i>` nothing.
struct MarkdownInline {
    enum Place { case paragraph, heading, cell }

    enum Mark {
        case emphasis, strong, strike
        case link(url: ArraySlice<UInt8>, title: ArraySlice<UInt8>?)
    }

    private struct OpenMark {
        let mark: Mark
        /// What opens and closes it; empty for a mark within its like, which adds nothing.
        var sign: StaticString
        var isWritten = false
    }

    /// The lines so far, parted by line feeds, without any container's prefix. An empty line parts two paragraphs.
    private(set) var output: [UInt8] = []
    private var place = Place.paragraph
    private var marks: [OpenMark] = []
    private var unwritten = 0
    /// White space owed before the next text.
    private var gap: [UInt8] = []
    /// Line breaks owed before the next text.
    private var breaks = 0
    /// A closing sign was written that a letter must not follow as it is.
    private var needsBoundary = false
    /// Code that is owed; spans that touch become one.
    private var code: [UInt8] = []
    private var linkDepth = 0

    mutating func begin(_ place: Place) {
        self.place = place
        output.removeAll(keepingCapacity: true)
        gap.removeAll(keepingCapacity: true)
        breaks = 0
        needsBoundary = false
    }

    /// Ends the paragraph, its marks closed by the caller.
    mutating func finish() {
        flushCode()
        if place == .heading { escapeClosingSigns() }
    }

    private var isAtLineStart: Bool { output.isEmpty || output.last == 0x0A }

    // MARK: Marks

    mutating func open(_ mark: Mark) {
        if case .link = mark { linkDepth += 1 }
        if marks.contains(where: { isAlike($0.mark, mark) }) {
            return marks.append(OpenMark(mark: mark, sign: "", isWritten: true))
        }
        flushCode()
        let sign: StaticString =
            switch mark {
            case .emphasis: "*"
            case .strong: "**"
            case .strike: "~~"
            case .link: "["
            }
        marks.append(OpenMark(mark: mark, sign: sign))
        unwritten += 1
    }

    private func isAlike(_ first: Mark, _ second: Mark) -> Bool {
        switch (first, second) {
        case (.emphasis, .emphasis), (.strong, .strong), (.strike, .strike), (.link, .link): true
        default: false
        }
    }

    mutating func close() {
        if let last = marks.last, last.sign.utf8CodeUnitCount > 0 { flushCode() }
        guard let open = marks.popLast() else { return }
        if case .link = open.mark { linkDepth -= 1 }
        if !open.isWritten {
            unwritten -= 1
            return
        }
        if open.sign.utf8CodeUnitCount == 0 { return }
        if case .link(let url, let title) = open.mark {
            output.append("](")
            MarkdownAddress.append(url, title: title, isInCell: place == .cell, to: &output)
            output.append(UInt8(ascii: ")"))
            needsBoundary = false
            return
        }
        let isPunctuation = lastScalar.map { Self.isPunctuation($0.scalar) } ?? true
        output.append(open.sign)
        needsBoundary = isPunctuation || open.sign.utf8Start[0] == UInt8(ascii: "_")
    }

    /// Writes what is owed before content that begins with `scalar`. Returns whether that scalar must be written as a
    /// reference, because a sign right before it would not close otherwise (CommonMark 6.2, flanking).
    private mutating func settle(before scalar: Unicode.Scalar) -> Bool {
        writeGap()
        var isBound = needsBoundary
        needsBoundary = false
        if unwritten > 0 {
            isBound = false  // an opening sign is punctuation, and parts them
            for index in marks.indices where !marks[index].isWritten { writeMark(at: index, before: scalar) }
            unwritten = 0
        }
        return isBound && !Self.parts(scalar)
    }

    private mutating func writeMark(at index: Int, before scalar: Unicode.Scalar) {
        marks[index].isWritten = true
        if case .link = marks[index].mark {
            if output.last == UInt8(ascii: "!") { output.insert(UInt8(ascii: "\\"), at: output.count - 1) }
            return output.append("[")
        }
        // `***` could be read either way round.
        if output.last == UInt8(ascii: "*") {
            if case .emphasis = marks[index].mark { marks[index].sign = "_" }
            if case .strong = marks[index].mark { marks[index].sign = "__" }
        }
        let isBeforeMark = marks[(index + 1)...].contains { !$0.isWritten }
        if isBeforeMark || Self.isPunctuation(scalar), let last = lastScalar, !Self.parts(last.scalar) {
            output.removeSubrange(last.start...)
            // A backslash that stood before a letter would escape the reference.
            if !output.reversed().prefix(while: { $0 == UInt8(ascii: "\\") }).count.isMultiple(of: 2) {
                output.append(UInt8(ascii: "\\"))
            }
            appendReference(last.scalar)
        }
        output.append(marks[index].sign)
    }

    private mutating func writeGap() {
        if breaks > 0 {
            if !isAtLineStart {
                if place != .paragraph {
                    output.append(0x20)
                } else if breaks > 1, marks.allSatisfy({ !$0.isWritten }) {
                    output.append("\n\n")
                } else {
                    for _ in 0..<breaks { output.append("\\\n") }
                }
            }
            breaks = 0
            needsBoundary = false
        } else if !gap.isEmpty {
            if !isAtLineStart {
                output += gap
                needsBoundary = false
            }
        } else {
            return
        }
        gap.removeAll(keepingCapacity: true)
    }

    // MARK: Text

    mutating func lineBreak() {
        flushCode()
        breaks = min(breaks + 1, 2)
    }

    /// White space, as a block's border within a heading or a cell is.
    mutating func space() {
        flushCode()
        if gap.isEmpty { gap.append(0x20) }
    }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if !code.isEmpty { flushCode() }
        var index = 0
        while index < bytes.count {
            let length = Self.spaceLength(bytes, index)
            if length == 0 {
                var end = index + 1
                while end < bytes.count, Self.spaceLength(bytes, end) == 0 { end += 1 }
                word(bytes, index, end)
                index = end
            } else {
                if bytes[index] > 0x20 {
                    gap.append(contentsOf: bytes[index..<(index + length)])
                } else if gap.isEmpty {
                    gap.append(0x20)
                }
                index += length
            }
        }
    }

    private mutating func word(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
        let isFree = unwritten == 0
        var position = start
        if needsBoundary || unwritten > 0 || breaks > 0 || !gap.isEmpty || output.isEmpty {
            let first = Self.scalar(bytes, start)
            if settle(before: first.scalar) {
                appendReference(first.scalar)
                position += first.length
            } else if !isFree, "*_~".utf8.contains(bytes[start]) {
                output.append(UInt8(ascii: "\\"))  // or it would lengthen the sign before it
                output.append(bytes[start])
                position += 1
            } else if isAtLineStart {
                position = MarkdownEscape.appendLineStart(bytes, start, end, to: &output)
            }
        }
        MarkdownEscape.append(bytes, position, end, isInLink: linkDepth > 0, isInCell: place == .cell, to: &output)
    }

    mutating func image(
        url: ArraySlice<UInt8>, alt: ArraySlice<UInt8>?, title: ArraySlice<UInt8>?
    ) {
        flushCode()
        _ = settle(before: "!")
        output.append("![")
        if let alt {
            let words = alt.split(whereSeparator: \.isHTMLSpace)
            for (index, word) in words.enumerated() {
                if index > 0 { output.append(0x20) }
                word.withUnsafeBufferPointer {
                    MarkdownEscape.append($0, 0, $0.count, isInLink: true, isInCell: place == .cell, to: &output)
                }
            }
        }
        output.append("](")
        MarkdownAddress.append(url, title: title, isInCell: place == .cell, to: &output)
        output.append(UInt8(ascii: ")"))
    }

    /// An address that is its own text.
    mutating func autolink(_ url: ArraySlice<UInt8>) {
        flushCode()
        _ = settle(before: "<")
        output.append(UInt8(ascii: "<"))
        output += url
        output.append(UInt8(ascii: ">"))
    }

    // MARK: Code

    mutating func code(_ bytes: UnsafeBufferPointer<UInt8>) { code.append(contentsOf: bytes) }

    private mutating func flushCode() {
        if code.isEmpty { return }
        let words = code.split(whereSeparator: \.isHTMLSpace)
        let (isLedBySpace, isEndedBySpace) = (code[0].isHTMLSpace, code[code.count - 1].isHTMLSpace)
        if isLedBySpace, gap.isEmpty { gap.append(0x20) }
        if !words.isEmpty {
            _ = settle(before: "`")
            var content = Array(words.joined(separator: [0x20]))
            if endsInAddress { return codeAsText(content, isEndedBySpace: isEndedBySpace) }
            if place == .cell {
                let parts = content.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
                content = Array(parts.joined(separator: "\\|".utf8))
            }
            let longest = MarkdownEscape.longestRun(of: UInt8(ascii: "`"), in: content)
            let fence = repeatElement(UInt8(ascii: "`"), count: longest + 1)
            let isPadded = content.first == UInt8(ascii: "`") || content.last == UInt8(ascii: "`")
            output += fence
            if isPadded { output.append(0x20) }
            output += content
            if isPadded { output.append(0x20) }
            output += fence
            if isEndedBySpace { gap.append(0x20) }
        }
        code.removeAll(keepingCapacity: true)
    }

    /// Whether an address without brackets would go on with what comes next: GitHub's renderers take in all up to white space or
    /// a `<`, back-ticks too, and what stood in those is markup then.
    private var endsInAddress: Bool {
        let word = output.suffix(2048).reversed().prefix { $0 > 0x20 }.reversed()
        if word.count == 2048 { return true }
        var colon = 0
        return word.indices.contains { index in
            if word[index] == UInt8(ascii: ":") {
                colon = 1
            } else {
                colon = word[index] == .slash && colon > 0 ? colon + 1 : 0
            }
            return colon == 3
        } || String(decoding: word, as: UTF8.self).lowercased().contains("www.")
    }

    private mutating func codeAsText(_ content: [UInt8], isEndedBySpace: Bool) {
        content.withUnsafeBufferPointer {
            MarkdownEscape.append($0, 0, $0.count, isInLink: linkDepth > 0, isInCell: place == .cell, to: &output)
        }
        if isEndedBySpace { gap.append(0x20) }
        code.removeAll(keepingCapacity: true)
    }

    // MARK: Scalars

    private var lastScalar: (scalar: Unicode.Scalar, start: Int)? {
        guard !output.isEmpty else { return nil }
        var start = output.count - 1
        while start > 0, output[start] & 0xC0 == 0x80 { start -= 1 }
        return output.withUnsafeBufferPointer { (Self.scalar($0, start).scalar, start) }
    }

    private mutating func appendReference(_ scalar: Unicode.Scalar) {
        output.append("&#")
        output += Array(String(scalar.value).utf8)
        output.append(UInt8(ascii: ";"))
    }

    /// A `#` at a heading's end would be read as its closing sign.
    private mutating func escapeClosingSigns() {
        guard output.last == UInt8(ascii: "#") else { return }
        let signs = output.reversed().prefix { $0 == UInt8(ascii: "#") }.count
        let before = output.count - signs
        if before == 0 || output[before - 1] == 0x20 { output.insert(UInt8(ascii: "\\"), at: before) }
    }

    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> (
        scalar: Unicode.Scalar, length: Int
    ) {
        let first = bytes[start]
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = length == 1 ? UInt32(first) : UInt32(first & (0x7F >> UInt8(length)))
        for index in (start + 1)..<max(start + 1, min(start + length, bytes.count)) {
            value = value << 6 | UInt32(bytes[index] & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// White space or punctuation, which an opening sign may follow whatever comes after it.
    private static func parts(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value <= 0x20 || isPunctuation(scalar) }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    /// Punctuation, and symbols, which count as such since CommonMark 0.31.
    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return MarkdownEscape.isPunctuation(UInt8(scalar.value)) }
        switch scalar.properties.generalCategory {
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return true
        case .spaceSeparator: return false
        default: return parts(scalar)
        }
    }

    /// The length of the white space at `index`, 0 where there is none: of HTML, or a Unicode space, next to which CommonMark
    /// reads no emphasis.
    @inline(__always)
    private static func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        let byte = bytes[index]
        if byte <= 0x20 { return byte.isHTMLSpace ? 1 : 0 }
        if byte < 0xC2 || byte > 0xE3 { return 0 }
        if byte == 0xC2 { return index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 0 }
        if byte < 0xE1 || index + 2 >= bytes.count { return 0 }
        switch (byte, bytes[index + 1], bytes[index + 2]) {
        case (0xE3, 0x80, 0x80), (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F):
            return 3
        default: return 0
        }
    }
}
