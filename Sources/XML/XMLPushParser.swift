import Bytes
import CLibxml2

/// What a reader of a dialect does with the elements that the parser finds.
public protocol XMLHandler: AnyObject {
    /// An element opens. The handler decides here whether its text is wanted (`XMLText.isCollecting`).
    func start(_ element: borrowing XMLElement, _ text: inout XMLText)
    /// The innermost open element ends.
    func end(_ localName: XMLLocalName, _ text: inout XMLText)
}

/// libxml2's SAX2 push parser for one document, without DTDs, entities beyond the five of XML, or the network.
///
/// It takes UTF-8 without an XML declaration or a DOCTYPE (`XMLProlog` takes both away), in pieces of any size. A document
/// that is not well-formed stops at its first fault: `XMLRepair` makes it well-formed, and it is parsed again.
public final class XMLPushParser {
    /// A fault that ended the parse; `line` counts from 1 within what was pushed.
    public struct Fault: Sendable, Equatable {
        public var message: String
        public var line: Int
        /// The document has more of something than is read; no repair changes that.
        public var isLimit = false
    }

    private let context: xmlParserCtxtPtr
    private let state: UnsafeMutablePointer<State>
    /// Where a start tag is longer, libxml2's check for repeated attributes, which is quadratic, could hang.
    private let longestTag: Int
    /// More than real documents declare in one place. libxml2 looks through all of them for each name with a prefix.
    static let mostNamespaces = 1000
    /// More different names than any real document has. Beyond, libxml2's table of them grows no more, and each further
    /// name takes longer to find.
    private static let mostNames = 1 << 16
    /// Bytes that libxml2 is given at once.
    private static let portion = 32 * 1024

    /// - Parameters:
    ///   - handler: is kept alive by the parser.
    ///   - textLimit: bytes that the text of the open elements may have together; more is dropped.
    ///   - isRepaired: what is pushed was written by `XMLRepair`: its start tags have few attributes, and may be long.
    public init(
        vocabulary: XMLVocabulary, handler: any XMLHandler, textLimit: Int = 64 << 20, isRepaired: Bool = false
    ) {
        longestTag = isRepaired ? .max : 128 << 10
        var sax = xmlSAXHandler()
        sax.initialized = UInt32(XML_SAX2_MAGIC)
        sax.startElementNs = { me, local, prefix, uri, namespaces, _, count, _, attributes in
            guard let local else { return }
            guard State.of(me).pointee.declare(namespaces) else { return }
            State.of(me).pointee.start(local, prefix, uri, XMLAttributes(attributes, count: Int(count)))
        }
        sax.endElementNs = { me, local, _, _ in
            guard let local, State.of(me).pointee.undeclare() else { return }
            State.of(me).pointee.end(local)
        }
        let characters: charactersSAXFunc = { me, bytes, count in
            let state = State.of(me)
            guard state.pointee.text.isCollecting else { return }
            state.pointee.text.collect(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        sax.characters = characters
        sax.ignorableWhitespace = characters  // the same function: libxml2 then does not look whether text is blank
        sax.cdataBlock = characters
        sax.serror = { me, error in State.of(me).pointee.note(error) }
        state = .allocate(capacity: 1)
        state.initialize(
            to: State(handler: handler, names: XMLNameCache(vocabulary: vocabulary), text: XMLText(limit: textLimit)))
        // libxml2 returns nil only where memory is out. It copies `sax`; `state` outlives the context (see deinit).
        context = xmlCreatePushParserCtxt(&sax, state, nil, 0, nil)!
        xmlCtxtUseOptions(context, CInt(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue))
    }

    deinit {
        np_free(context)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Pushes bytes, best the whole document; any split of it gives the same calls. Returns false once the document is at
    /// fault.
    @discardableResult
    public func push(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (given, index) = (0, 0)
        while let run = XMLRun.next(in: bytes, from: index) {
            index = run.range.upperBound
            guard give(bytes, given..<run.range.lowerBound) else { return false }
            given = run.range.lowerBound
            guard awaitsText(isCDATA: run.isCDATA),
                let lines = state.pointee.text.collect(
                    source: UnsafeBufferPointer(rebasing: bytes[run.range]), isCDATA: run.isCDATA)
            else { continue }
            np_add_lines(context, CInt(lines))
            given = index
        }
        return give(bytes, given..<bytes.count)
    }

    /// Gives bytes to libxml2, which must not get too many at once: see `holdsBackTooMuch`.
    private func give(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard let start = UnsafeRawPointer(bytes.baseAddress) else { return isFine }
        var index = range.lowerBound
        while index < range.upperBound, isFine {
            let count = portion(of: UnsafeBufferPointer(rebasing: bytes[index..<range.upperBound]))
            xmlParseChunk(context, (start + index).assumingMemoryBound(to: CChar.self), CInt(count), 0)
            if state.pointee.fault != nil || holdsBackTooMuch || hasTooManyNames { return false }
            index += count
        }
        return isFine
    }

    /// How many of the bytes libxml2 is given next: of a CDATA section all, with its end. Without, it takes 300 bytes of
    /// the section, holds back the rest, and looks through all of that for the end the next time.
    private func portion(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        // The end may have begun.
        guard np_is_in_cdata(context) != 0, np_last_byte(context) > 0, np_last_byte(context) != CInt(UInt8(ascii: "]"))
        else {
            return min(Self.portion, bytes.count)
        }
        return bytes.end(of: "]]>") ?? bytes.count
    }

    /// libxml2 has read all that it was given, and what comes next is text inside an element.
    private func awaitsText(isCDATA: Bool) -> Bool {
        guard isFine, np_has_read_all(context) != 0 else { return false }
        return isCDATA ? np_is_in_cdata(context) != 0 : np_is_in_content(context) != 0
    }

    /// Ends the document. Returns nil where it was well-formed.
    public func finish() -> Fault? {
        if isFine && !holdsBackTooMuch { xmlParseChunk(context, nil, 0, 1) }
        if state.pointee.fault == nil, !isFine {
            state.pointee.fault = Fault(message: "a start tag is too long", line: line)
        }
        if state.pointee.fault?.line == 0 { state.pointee.fault?.line = line }
        return state.pointee.fault
    }

    /// The text of elements that a cut-off document left open was longer than `textLimit`, or some element's was.
    public var textWasCut: Bool { state.pointee.text.isOverflowing }

    /// The line that the parser has reached, from 1.
    public var line: Int { Int(np_line(context)) }

    private var isFine: Bool { np_is_well_formed(context) != 0 && state.pointee.fault == nil }

    /// Only a start tag or a CDATA section without its end makes the push parser hold back input.
    private var holdsBackTooMuch: Bool {
        guard np_held_back_tag(context) > longestTag else { return false }
        state.pointee.fault = Fault(message: "a start tag is too long", line: line)
        return true
    }

    private var hasTooManyNames: Bool {
        guard np_names(context) > Self.mostNames else { return false }
        state.pointee.fault = Fault(message: "too many different names", line: line, isLimit: true)
        return true
    }

    /// What the callbacks work on, at an address that never changes: no object is retained for a piece of text.
    private struct State: ~Copyable {
        let handler: any XMLHandler
        var names: XMLNameCache
        var text: XMLText
        var fault: Fault?
        /// How many namespaces each open element declares, from the innermost that declares any: how many elements are open
        /// within it, and how many it declares.
        private var declarations: [(within: Int, count: Int)] = []
        private var declared = 0

        init(handler: any XMLHandler, names: XMLNameCache, text: consuming XMLText) {
            self.handler = handler
            self.names = names
            self.text = text
        }

        /// Takes in the namespaces of an element that opens; false where the document is at fault, and nothing counts.
        mutating func declare(_ count: CInt) -> Bool {
            if fault != nil { return false }
            if count > 0 {
                declarations.append((0, Int(count)))
                declared += Int(count)
                if declared > XMLPushParser.mostNamespaces {
                    fault = Fault(message: "too many namespaces are declared", line: 0)
                    return false
                }
            } else if !declarations.isEmpty {
                declarations[declarations.count - 1].within += 1
            }
            return true
        }

        mutating func undeclare() -> Bool {
            if fault != nil { return false }
            guard let last = declarations.last else { return true }
            if last.within == 0 {
                declarations.removeLast()
                declared -= last.count
            } else {
                declarations[declarations.count - 1].within -= 1
            }
            return true
        }

        static func of(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<State> {
            pointer!.assumingMemoryBound(to: State.self)
        }

        mutating func start(
            _ local: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?,
            _ attributes: XMLAttributes
        ) {
            let name = names.name(local: local, prefix: prefix, uri: uri)
            handler.start(XMLElement(name: name, localName: XMLLocalName(start: local), attributes: attributes), &text)
        }

        mutating func end(_ local: UnsafePointer<UInt8>) { handler.end(XMLLocalName(start: local), &text) }

        /// Namespace errors (an undeclared prefix) are not fatal; the first fatal one ends the parse.
        mutating func note(_ error: UnsafeMutablePointer<xmlError>?) {
            guard fault == nil, let error, error.pointee.level == XML_ERR_FATAL else { return }
            var message = error.pointee.message.map { String(cString: $0) } ?? "not well-formed"
            while message.last?.isNewline == true { message.removeLast() }
            fault = Fault(message: message, line: Int(error.pointee.line))
        }
    }
}
