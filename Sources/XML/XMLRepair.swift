import Bytes
import Characters
import Glibc

/// Makes a broken document well-formed, so that libxml2 loses nothing of it: its own recovery drops the text around a
/// naked `&` and lets an element that no one closed swallow all that follows.
///
/// In: valid UTF-8 from the root element on. Out: elements, attributes, text and CDATA that nest; no comments,
/// processing instructions, DTDs or entities beyond XML's five. Elements that a cut-off document leaves open stay open.
public struct XMLRepair {
    /// A repair, in words; `line` counts from 1 within the input.
    public struct Note: Sendable, Equatable {
        public var message: String
        public var line: Int
    }

    public struct Outcome: Sendable {
        public var bytes: [UInt8]
        /// The first of each kind, in document order.
        public var notes: [Note]
        /// The line where the document ends before its root element does; nil: the root was closed.
        public var cutOffLine: Int?
        /// Start and end tags did not match.
        public var hadOddTags = false
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0
    var out: [UInt8] = []
    private let entities: [String: [UInt8]]
    /// Others may be declared by a DTD that is elsewhere.
    private let namesDTD: Bool
    /// Bytes that the document's own entities may still add: what bombs are made of.
    private var expansion: Int
    private var notes: [Note] = []
    private var noted: Set<String> = []
    private var (lineIndex, line) = (0, 1)
    private var open: [XMLOpenElement] = []
    /// How often an element of a name, in lower case, is open.
    private var openCount: [String: Int] = [:]
    /// Indices of the open elements that have items in them.
    private var parents: [Int] = []
    /// How many namespaces the open elements declare.
    private var namespaces = 0
    private var rootHasEnded = false
    private var cutOffLine: Int?
    private var hadOddTags = false
    /// No `-->` follows: known once, so that a million `<!--` cost no million searches.
    private var hasNoCommentEnd = false
    /// The same of `>`.
    private var hasNoAngleEnd = false
    /// Bytes that may still be read in vain, in what looks like a tag and is none; then tags must be short.
    private var patience: Int

    public static func repair(
        _ bytes: UnsafeBufferPointer<UInt8>, entities: [String: [UInt8]] = [:], namesDTD: Bool = false
    ) -> Outcome {
        var repair = XMLRepair(bytes: bytes, entities: entities, namesDTD: namesDTD)
        repair.run()
        return Outcome(
            bytes: repair.out, notes: repair.notes, cutOffLine: repair.cutOffLine, hadOddTags: repair.hadOddTags)
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, entities: [String: [UInt8]], namesDTD: Bool) {
        (self.bytes, self.entities, self.namesDTD) = (bytes, entities, namesDTD)
        expansion = bytes.count + 64 * 1024
        patience = 4 * bytes.count + 64 * 1024
        out.reserveCapacity(bytes.count + bytes.count / 16 + 64)
    }

    mutating func note(_ message: String) {
        guard noted.insert(message).inserted else { return }
        while lineIndex < index {
            if bytes[lineIndex] == UInt8(ascii: "\n") { line += 1 }
            lineIndex += 1
        }
        notes.append(Note(message: message, line: line))
    }

    private mutating func noteTags(_ message: String) {
        hadOddTags = true
        note(message)
    }

    private mutating func run() {
        while index < bytes.count, !rootHasEnded {
            if bytes[index] == UInt8(ascii: "<") { readMarkup() } else { readText(until: nil) }
        }
        if rootHasEnded {
            if bytes[index...].contains(where: { $0 > 0x20 }) { noteTrailer() }
        } else {
            note("the document is cut off")
            cutOffLine = line
        }
    }

    /// Comments behind the root are allowed; all else is not.
    private mutating func noteTrailer() {
        let rest = UnsafeBufferPointer(rebasing: bytes[index...])
        let start = rest.firstIndex { $0 > 0x20 } ?? rest.count
        if !UnsafeBufferPointer(rebasing: rest[start...]).starts(with: "<!--".utf8) {
            note("what follows the root element is left out")
        }
    }

    // MARK: Text

    /// Copies text up to the next `<`, or in an attribute up to `end`, escaping what XML does not allow there.
    mutating func readText(until attributeEnd: Int?) {
        let end = attributeEnd ?? bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        if attributeEnd == nil && open.isEmpty {
            index = end  // text outside the root is none
            return
        }
        while index < end {
            var next = index
            while next < end, !Self.needsLook[Int(bytes[next])] { next += 1 }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<next]))
            index = next
            if index < end { readSpecial(end) }
        }
    }

    private static let needsLook: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in 0..<0x20 where byte != 0x09 && byte != 0x0A && byte != 0x0D { table[byte] = true }
        for byte in ["&", "<", "]", "\""] as [Unicode.Scalar] { table[Int(byte.value)] = true }
        table[0xEF] = true
        return table
    }()

    private mutating func readSpecial(_ end: Int) {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "&"): readReference(end)
        case UInt8(ascii: "<"): replace(1, with: "&lt;")
        case UInt8(ascii: "\""): replace(1, with: "&quot;")
        case UInt8(ascii: "]"):
            if index + 2 < bytes.count, bytes[index + 1] == byte, bytes[index + 2] == UInt8(ascii: ">") {
                note("a ]]> outside CDATA")
                replace(3, with: "]]&gt;")
            } else {
                keep(1)
            }
        case 0xEF:
            // U+FFFE and U+FFFF
            if index + 2 < bytes.count, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE {
                index += 3
            } else {
                keep(1)
            }
        default:
            note("control characters are left out")
            index += 1
        }
    }

    private mutating func keep(_ count: Int) {
        out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<min(index + count, bytes.count)]))
        index += count
    }

    private mutating func replace(_ count: Int, with text: StaticString) {
        append(text)
        index += count
    }

    mutating func append(_ text: StaticString) {
        out.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// `&`: a reference that XML knows, one that HTML or the DOCTYPE knows, or a naked ampersand.
    private mutating func readReference(_ end: Int) {
        if index + 1 < end, bytes[index + 1] == UInt8(ascii: "#") {
            guard let behind = appendReference(end) else { return replaceAmpersand() }
            index = behind
            return
        }
        var nameEnd = index + 1
        while nameEnd < end, nameEnd - index <= 64, Self.isNameByte(bytes[nameEnd]) { nameEnd += 1 }
        guard nameEnd < end, bytes[nameEnd] == UInt8(ascii: ";"), nameEnd > index + 1 else { return replaceAmpersand() }
        let name = UnsafeBufferPointer(rebasing: bytes[(index + 1)..<nameEnd])
        switch String(decoding: name, as: UTF8.self) {
        case "amp", "lt", "gt", "quot", "apos": keep(nameEnd + 1 - index)
        case let name where entities[name] != nil:
            appendEntity(entities[name] ?? [])
            index = nameEnd + 1
        default:
            guard appendReference(nameEnd + 1) == nameEnd + 1 else { return replaceAmpersand() }
            if !namesDTD { note("entities of HTML that XML does not know") }
            index = nameEnd + 1
        }
    }

    private mutating func replaceAmpersand() {
        note("an & that should be &amp;")
        replace(1, with: "&amp;")
    }

    private mutating func appendEntity(_ text: [UInt8]) {
        guard text.count <= expansion else { return note("entities of the DOCTYPE grow too large: they are left out") }
        expansion -= text.count
        text.withUnsafeBufferPointer { appendEscaped($0) }
    }

    /// Writes what HTML reads the reference here as, if XML allows that, and returns the index behind it; nil, with
    /// nothing written, where it is none that ends before `end` with its semicolon or digits.
    private mutating func appendReference(_ end: Int) -> Int? {
        var text: [UInt8] = []
        let behind = CharacterReferences.decode(bytes, at: index, inAttribute: false, into: &text)
        let isNumber = bytes[index + 1] == UInt8(ascii: "#")
        guard behind > index + 1, behind <= end, isNumber || bytes[behind - 1] == UInt8(ascii: ";") else { return nil }
        // U+FFFE and U+FFFF are not characters of XML, and what means U+0000 is better left out.
        if text.starts(with: [0xEF, 0xBF]), text.count == 3, text[2] >= 0xBD { return behind }
        text.withUnsafeBufferPointer { appendEscaped($0) }
        return behind
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            if let reference = MarkupEscape.reference(for: byte) {
                append(reference)
            } else if byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                out.append(byte)
            }
        }
    }

    // MARK: Markup

    private mutating func readMarkup() {
        let rest = UnsafeBufferPointer(rebasing: bytes[index...])
        guard rest.count > 1 else {
            index += 1
            return
        }
        switch rest[1] {
        case UInt8(ascii: "!"): readDeclaration(rest)
        case UInt8(ascii: "?"): index += rest.end(of: ">") ?? rest.count
        case UInt8(ascii: "/"): readEndTag()
        case let byte where Self.isNameStart(byte) || byte == UInt8(ascii: ":"):
            let limit = patience > 0 ? bytes.count : min(bytes.count, index + Self.shortTag)
            var read = 0
            guard let tag = XMLRepairTag(bytes, at: index, limit: limit, read: &read) else {
                patience -= read
                return replaceAngle()
            }
            readStartTag(tag)
        default: replaceAngle()
        }
    }

    /// Tags of real documents that are broken are shorter.
    private static let shortTag = 1024

    private mutating func replaceAngle() {
        if open.isEmpty {
            index += 1
            return
        }
        note("a < that should be &lt;")
        replace(1, with: "&lt;")
    }

    private mutating func readDeclaration(_ rest: UnsafeBufferPointer<UInt8>) {
        if rest.count >= 9, rest[2] == UInt8(ascii: "["),
            rest[3..<9].elementsEqual("CDATA[".utf8, by: { $0 & 0xDF == $1 & 0xDF })
        {
            return readCDATA(rest)
        }
        if rest.starts(with: "<!--".utf8) {
            guard !hasNoCommentEnd, let end = rest.end(of: "-->") else {
                hasNoCommentEnd = true
                return replaceAngle()
            }
            index += end
        } else {
            guard !hasNoAngleEnd, let end = rest.end(of: ">") else {
                hasNoAngleEnd = true
                return replaceAngle()
            }
            index += end
        }
    }

    /// CDATA stays CDATA; without its end it reaches to the end of the document.
    private mutating func readCDATA(_ rest: UnsafeBufferPointer<UInt8>) {
        let end = rest.range(of: "]]>")
        if end == nil { note("a CDATA section is cut off") }
        append("<![CDATA[")
        let content = rest[9..<max(end?.lowerBound ?? rest.count, 9)]
        var start = content.startIndex
        for position in content.indices where Self.isControl(content, position) {
            out.append(contentsOf: UnsafeBufferPointer(rebasing: rest[start..<position]))
            start = position + 1
            note("control characters are left out")
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: rest[start..<content.endIndex]))
        append("]]>")
        index += end?.upperBound ?? rest.count
    }

    private static func isControl(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ index: Int) -> Bool {
        let byte = bytes[index]
        if byte < 0x20 { return byte != 0x09 && byte != 0x0A && byte != 0x0D }
        // The last byte of U+FFFE and U+FFFF: what is left of them is repaired where text is read.
        return byte == 0xEF && index + 2 < bytes.endIndex && bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE
    }

    private mutating func readStartTag(_ tag: XMLRepairTag) {
        let name = lowercased(tag.name)
        if !tag.isEmpty, isMeantAsEnd(tag, name) {
            noteTags("a start tag that should be an end tag")
            close(through: name)
            index = tag.end
            return
        }
        closeWhatEnds(before: name)
        if tag.isBroken { note("attributes that are not written as XML wants") }
        out.append(UInt8(ascii: "<"))
        appendName(tag.name)
        var declared = 0
        for attribute in tag.attributes {
            if declaresNamespace(attribute.name) {
                guard namespaces + declared < XMLPushParser.mostNamespaces else {
                    note("more namespaces than \(XMLPushParser.mostNamespaces) are declared in one place")
                    continue
                }
                declared += 1
            }
            out.append(UInt8(ascii: " "))
            appendName(attribute.name)
            append("=\"")
            index = attribute.value.lowerBound
            readText(until: attribute.value.upperBound)
            out.append(UInt8(ascii: "\""))
        }
        if !open.isEmpty { open[open.count - 1].hasChildren = true }
        if tag.isEmpty {
            append("/>")
            if open.isEmpty { rootHasEnded = true }
        } else {
            out.append(UInt8(ascii: ">"))
            let kind = XMLOpenElement.Kind(name)
            // `items` of RSS 1.0 are references.
            if kind == .parent, name != "items" || openCount["rdf:rdf"] == nil { parents.append(open.count) }
            open.append(XMLOpenElement(name: tag.name, start: out.count, namespaces: declared, kind: kind))
            namespaces += declared
            openCount[name, default: 0] += 1
        }
        index = tag.end
    }

    /// `<link>https://site.example/<link>`: the same tag once more, without attributes, behind text.
    private func isMeantAsEnd(_ tag: XMLRepairTag, _ name: String) -> Bool {
        guard let last = open.last, last.kind == .leaf, tag.attributes.isEmpty, !last.hasChildren,
            lowercased(last.name) == name
        else { return false }
        guard out[last.start...].contains(where: { $0 > 0x20 }) else { return false }
        // With an end tag of its own behind it, it is the next element, and the end tag of the one before is missing.
        let next = bytes[tag.end...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        return next + 1 >= bytes.count || bytes[next + 1] != UInt8(ascii: "/")
            || !bytes[(next + 2)...].starts(with: bytes[tag.name])
    }

    /// Elements whose end tag is missing, as the next start tag shows: an item or entry begins beneath the channel, and
    /// what holds a word, a name or an address holds no other element of a feed.
    private mutating func closeWhatEnds(before name: String) {
        if name == "item" || name == "entry" {
            if let parent = parents.last {
                guard parent < open.count - 1 else { return }
                noteTags("elements that are not closed, or not in order")
                while open.count > parent + 1 { closeInnermost() }
            } else if openCount[name] != nil {
                // Nothing around it is known to have items: but one inside another is one that was never closed.
                noteTags("elements that are not closed, or not in order")
                close(through: name)
            }
        } else if let last = open.last,
            last.ends(before: XMLOpenElement.Kind(name), isInHead: name == "title" || name == "link")
        {
            noteTags("elements that are not closed, or not in order")
            closeInnermost()
        }
    }

    /// An end tag closes the innermost element of its name, and all that is open inside. One that matches nothing is
    /// that of the innermost element, mistyped, where that holds nothing but text or has nearly this name; else it is
    /// dropped.
    private mutating func readEndTag() {
        let start = index + 2
        var end = start
        while end < bytes.count, Self.isNameByte(bytes[end]) || bytes[end] >= 0x80 { end += 1 }
        let range = start..<end
        let name = lowercased(range)
        while end < bytes.count, bytes[end] != UInt8(ascii: ">"), bytes[end] != UInt8(ascii: "<") { end += 1 }
        // At the end of the document its name may be a part of it.
        let isWhole = end < bytes.count
        if isWhole, bytes[end] == UInt8(ascii: ">") { end += 1 } else { note("an end tag without its >") }
        if openCount[name] != nil {
            if let last = open.last, lowercased(last.name) != name {
                noteTags("elements that are not closed, or not in order")
            }
            self.close(through: name)
        } else if isWhole, let last = open.last, isMistyped(name, of: last) {
            noteTags("an end tag of another name than its start tag")
            closeInnermost()
        } else {
            noteTags("an end tag without a start tag")
        }
        index = end
        if open.isEmpty && !out.isEmpty { rootHasEnded = true }
    }

    /// Whether an end tag that matches nothing is meant for the innermost element. One of HTML is what is left of a
    /// text.
    private func isMistyped(_ name: String, of element: XMLOpenElement) -> Bool {
        if XMLOpenElement.isOfHTML(name) { return false }
        if XMLOpenElement.areSimilar(name, lowercased(element.name)) { return true }
        guard !name.isEmpty, !element.hasChildren, element.kind != .parent else { return false }
        return element.kind == .leaf || !name.contains(":")
    }

    private mutating func close(through name: String) {
        while let last = open.last {
            let isLast = lowercased(last.name) == name
            closeInnermost()
            if isLast { return }
        }
    }

    private mutating func closeInnermost() {
        guard let last = open.popLast() else { return }
        if parents.last == open.count { parents.removeLast() }
        namespaces -= last.namespaces
        append("</")
        appendName(last.name)
        out.append(UInt8(ascii: ">"))
        let closed = lowercased(last.name)
        let left = (openCount[closed] ?? 1) - 1
        openCount[closed] = left > 0 ? left : nil
    }

    // MARK: Names

    private func declaresNamespace(_ name: Range<Int>) -> Bool {
        bytes[name].starts(with: "xmlns".utf8) && (name.count == 5 || bytes[name.lowerBound + 5] == UInt8(ascii: ":"))
    }

    static func isNameStart(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A || byte >= 0x30 && byte <= 0x39
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ":")
    }

    /// Writes a name; characters beyond ASCII, of which XML allows some, become `_`: no name of ours has any.
    private mutating func appendName(_ name: Range<Int>) {
        for (offset, byte) in bytes[name].enumerated() {
            let isFine = Self.isNameByte(byte) && (offset > 0 || Self.isNameStart(byte))
            out.append(isFine ? byte : UInt8(ascii: "_"))
        }
    }

    private func lowercased(_ name: Range<Int>) -> String {
        String(decoding: bytes[name].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
