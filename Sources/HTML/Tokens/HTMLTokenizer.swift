import Bytes
import Characters

/// Receives the tokens of an HTML text in order. Text comes in pieces of any size, decoded; the bytes behind a buffer
/// are valid during the call only.
protocol HTMLTokenSink {
    /// A start tag. `isClosed` tells of `<b/>`, which HTML ignores, but which people mean where they write it, and of
    /// an element that would hide all the rest, since its end tag is missing.
    mutating func startTag(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes, isClosed: Bool)
    mutating func endTag(_ tag: HTMLTag)
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>)
    /// The content of an element of raw text, as it is, before its end tag.
    mutating func rawText(of tag: HTMLTag, _ bytes: UnsafeBufferPointer<UInt8>)
    /// The attributes to read; all others are skipped as they are met.
    var attributeNames: HTMLAttributeNames { get }
    /// What an element that no one knows is taken for; nil to leave its tags out.
    static var unknownElement: HTMLTag? { get }
}

extension HTMLTokenSink {
    mutating func rawText(of tag: HTMLTag, _ bytes: UnsafeBufferPointer<UInt8>) {}
    var attributeNames: HTMLAttributeNames { .content }
    static var unknownElement: HTMLTag? { nil }
}

/// Splits HTML into tags and text as the HTML standard's tokenizer does (section 13.2.5), in one pass over the bytes.
///
/// What never means anything to a reader is gone here: comments, doctypes, processing instructions, CDATA sections of
/// HTML, unknown tags and attributes, and the content of elements that hold raw text (script, style, iframe and so on).
/// Character references are decoded; U+0000 becomes U+FFFD, CR and CRLF become LF, other controls vanish, and C1
/// controls are read as windows-1252, since that is what was meant.
struct HTMLTokenizer<Sink: HTMLTokenSink> {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var attributes: HTMLTokenAttributes
    private var decoded: [UInt8] = []
    /// Raw text elements whose end tag is not to be found in the rest, so that the rest is searched only once for each.
    private var unclosed: [HTMLTag] = []
    /// Where the next end tag is of elements that hide what is in them, as far as it was looked for; `.max` for
    /// nowhere.
    private var hidingEnds: [(tag: HTMLTag, position: Int)] = []
    private let tags = HTMLTag.vocabulary
    var sink: Sink

    /// `bytes` must be valid UTF-8.
    init(_ bytes: UnsafeBufferPointer<UInt8>, sink: consuming Sink) {
        self.bytes = bytes
        attributes = HTMLTokenAttributes(sink.attributeNames)
        self.sink = sink
    }

    mutating func run() {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<") { markup() } else { text() }
        }
    }

    // MARK: Text

    private mutating func text() {
        var start = position
        while true {
            position = bytes.endOfPlain(from: position)
            if position == bytes.count || bytes[position] == UInt8(ascii: "<") { break }
            if bytes[position] == 0xC2, position + 1 < bytes.count, bytes[position + 1] >= 0xA0 {
                position += 2
                continue
            }
            emit(from: start)
            decoded.removeAll(keepingCapacity: true)
            decodeSpecial()
            start = position
            decoded.withUnsafeBufferPointer { if !$0.isEmpty { sink.text($0) } }
        }
        emit(from: start)
    }

    @inline(__always)
    private mutating func emit(from start: Int) {
        if start < position { sink.text(UnsafeBufferPointer(rebasing: bytes[start..<position])) }
    }

    /// Decodes a byte that is not plain into `decoded` and goes past it.
    private mutating func decodeSpecial() {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "&"):
            position = CharacterReferences.decode(bytes, at: position, inAttribute: false, into: &decoded)
            return
        case 0: decoded.append(scalar: 0xFFFD)
        case 0x0C: decoded.append(0x20)
        case 0x0D where position + 1 < bytes.count && bytes[position + 1] == 0x0A: break  // the LF follows
        case 0x0D: decoded.append(0x0A)
        case 0xC2 where position + 1 < bytes.count:
            position += 1
            let second = bytes[position]
            decoded.append(scalar: Windows1252.scalar(second))
        case ..<0x20, 0x7F: break
        default: decoded.append(byte)
        }
        position += 1
    }

    // MARK: Markup

    /// At a `<`.
    private mutating func markup() {
        guard position + 1 < bytes.count else { return literal() }
        let next = bytes[position + 1]
        if next.isASCIILetter {
            startTag()
        } else if next == UInt8(ascii: "/") {
            guard position + 2 < bytes.count else { return literal() }
            if bytes[position + 2].isASCIILetter {
                endTag()
            } else {
                skip(past: UInt8(ascii: ">"), from: position + 2)
            }
        } else if next == UInt8(ascii: "!") {
            if isAt(position + 2, "--") { comment() } else { skip(past: UInt8(ascii: ">"), from: position + 2) }
        } else if next == UInt8(ascii: "?") {
            skip(past: UInt8(ascii: ">"), from: position + 2)
        } else {
            literal()
        }
    }

    /// A `<` that begins no tag is text.
    private mutating func literal() {
        let start = position
        position += 1
        emit(from: start)
    }

    private mutating func skip(past byte: UInt8, from start: Int) {
        position = min(bytes.index(of: byte, from: start) + 1, bytes.count)
    }

    /// `<!-->` and `<!--->` are comments too, and `--!>` ends one.
    private mutating func comment() {
        position += 4
        if isAt(position, ">") {
            position += 1
            return
        }
        if isAt(position, "->") {
            position += 2
            return
        }
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "-"), isAt(position + 1, "->") {
                position += 3
                return
            }
            if bytes[position] == UInt8(ascii: "-"), isAt(position + 1, "-!>") {
                position += 4
                return
            }
            position += 1
        }
    }

    @inline(__always)
    private func isAt(_ start: Int, _ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        if start + count > bytes.count { return false }
        return (0..<count).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
    }

    /// Reads a tag's name, and is at the byte after it.
    @inline(__always)
    private mutating func name(from start: Int) -> PackedName {
        position = start
        var name = PackedName()
        while position < bytes.count {
            let byte = bytes[position]
            if byte.isHTMLSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { break }
            name.append(byte)
            position += 1
        }
        return name
    }

    private mutating func endTag() {
        let tag = HTMLTag(name(from: position + 2), in: tags) ?? Sink.unknownElement
        // Attributes of an end tag mean nothing, but a `>` in their quotes does not end it.
        guard attributes.read(bytes, &position, keeping: false) != nil else { return }
        if let tag { sink.endTag(tag) }
    }

    private mutating func startTag() {
        let start = position + 1
        let known = HTMLTag(name(from: start), in: tags)
        let nameEnd = position
        let tag = known ?? Sink.unknownElement
        guard var isClosed = attributes.read(bytes, &position, keeping: tag != nil), let tag else { return }
        if known == nil { attributes.addElementName(bytes[start..<nameEnd]) }
        if tag.hidesUntilEnd, !isClosed { isClosed = !hasEnd(tag) }
        sink.startTag(tag, attributes, isClosed: isClosed)
        if tag.traits.contains(.rawText), !(isClosed && tag != .script && tag != .style) { rawText(of: tag) }
    }

    /// Whether an end tag of the element is anywhere in the rest. Each element's are looked for once along the text.
    private mutating func hasEnd(_ tag: HTMLTag) -> Bool {
        let known = hidingEnds.firstIndex { $0.tag == tag }
        if let known, hidingEnds[known].position >= position { return hidingEnds[known].position < .max }
        let end = endTag(of: tag, from: position) ?? .max
        if let known { hidingEnds[known].position = end } else { hidingEnds.append((tag, end)) }
        return end < .max
    }

    private func endTag(of tag: HTMLTag, from start: Int) -> Int? {
        let name = tag.name
        let count = name.utf8CodeUnitCount
        var index = bytes.index(of: UInt8(ascii: "<"), from: start)
        while index + count + 2 < bytes.count {
            if bytes[index + 1] == UInt8(ascii: "/"), bytes[(index + 2)...].prefix(count).equalsIgnoringCase(name) {
                let next = bytes[index + 2 + count]
                if next.isHTMLSpace || next == UInt8(ascii: "/") || next == UInt8(ascii: ">") { return index }
            }
            index = bytes.index(of: UInt8(ascii: "<"), from: index + 1)
        }
        return nil
    }

    /// Skips to the end tag of a raw text element. Where there is none, the standard drops all the rest; a feed's text
    /// is cut off often enough that only scripts and styles are dropped so, and other content is read as if it were
    /// closed.
    private mutating func rawText(of tag: HTMLTag) {
        if unclosed.contains(tag) { return sink.endTag(tag) }
        let start = position
        let name = tag.name
        let count = name.utf8CodeUnitCount
        while position + count + 2 <= bytes.count {
            if bytes[position] == UInt8(ascii: "<"), bytes[position + 1] == UInt8(ascii: "/"),
                bytes[(position + 2)...].prefix(count).equalsIgnoringCase(name)
            {
                let after = position + 2 + count
                if after == bytes.count { break }
                if bytes[after].isHTMLSpace || bytes[after] == UInt8(ascii: "/") || bytes[after] == UInt8(ascii: ">") {
                    sink.rawText(of: tag, UnsafeBufferPointer(rebasing: bytes[start..<position]))
                    return endTag()
                }
            }
            position += 1
        }
        unclosed.append(tag)
        position = tag == .script || tag == .style || tag == .plaintext ? bytes.count : start
        sink.endTag(tag)
    }
}
