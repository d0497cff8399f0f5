import FoundationEssentials
import Markup
import Model

/// One document on its way from bytes to a feed: encoding, prolog, then the reader of its dialect.
///
/// A clean document is parsed as it stands, in one pass and without a copy. Only where that fails are its bytes mended
/// and read once more, so that the price of repair is paid by the broken ones.
struct FeedDocument {
    var base: WebURL?
    var charset: String?
    var language: String?
    var now: Date?
    var limits: ParseLimits

    func read(_ served: UnsafeBufferPointer<UInt8>) throws(ParseError) -> ParsedFeed {
        var document = DocumentBytes(served, charset: charset)
        let first = withBytes(document, served) { $0.first { $0 > 0x20 } }
        guard let first else { throw .notAFeed("empty") }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            document.proveUTF8(served)
            return try readJSON(document, served)
        }
        let reader = try attempt(document, served)
        if let reader { return try finish(reader, document) }
        document.proveUTF8(served)
        return try finish(repair(document, served), document)
    }

    /// The reader of a document without a fault; nil where it needs mending.
    private func attempt(
        _ document: DocumentBytes, _ served: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> XMLFeedReader? {
        withBytes(document, served) { bytes in
            let prolog = XMLProlog(bytes)
            let reader = XMLFeedReader(base: base, language: language, limits: limits, now: now)
            if prolog.hadJunk { reader.warnings.add("what stands before the XML is left out") }
            let fault = read(UnsafeBufferPointer(rebasing: bytes[prolog.end...]), lines: prolog.lines, reader)
            return fault == nil ? reader : nil
        }
    }

    private func repair(_ document: DocumentBytes, _ served: UnsafeBufferPointer<UInt8>) -> XMLFeedReader {
        withBytes(document, served) { bytes in
            let prolog = XMLProlog(bytes)
            let reader = XMLFeedReader(base: base, language: language, limits: limits, now: now)
            if prolog.hadJunk { reader.warnings.add("what stands before the XML is left out") }
            let mended = XMLRepair.repair(
                UnsafeBufferPointer(rebasing: bytes[prolog.end...]), entities: prolog.entities)
            for note in mended.notes { reader.warnings.add(note.message, line: note.line + prolog.lines) }
            let fault = mended.bytes.withUnsafeBufferPointer { read($0, lines: prolog.lines, reader) }
            if let fault, mended.notes.isEmpty { reader.warnings.add(fault.message, line: fault.line + prolog.lines) }
            return reader
        }
    }

    private func read(
        _ bytes: UnsafeBufferPointer<UInt8>, lines: Int, _ reader: XMLFeedReader
    ) -> XMLPushParser.Fault? {
        let parser = XMLPushParser(vocabulary: .feeds, handler: reader, textLimit: limits.text)
        reader.line = { [unowned parser] in parser.line + lines }
        defer { reader.line = nil }
        parser.push(bytes)
        let fault = parser.finish()
        reader.finish()
        if parser.textWasCut { reader.warnings.add("a text longer than \(limits.text) bytes is cut") }
        return fault
    }

    private func finish(_ reader: XMLFeedReader, _ document: DocumentBytes) throws(ParseError) -> ParsedFeed {
        guard let format = reader.format else { throw .notAFeed(reader.foreignRoot ?? "not XML") }
        var feed = Feed(format: format)
        reader.drafts[0].fill(&feed)
        feed.encoding = document.encoding
        feed.warnings = document.warnings + reader.warnings.list
        return ParsedFeed(
            feed: feed, title: reader.drafts[0].title.value, description: reader.drafts[0].summary.value,
            rights: reader.drafts[0].rights.value, items: reader.items)
    }

    private func readJSON(
        _ document: DocumentBytes, _ served: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> ParsedFeed {
        guard let (root, fault) = withBytes(document, served, { JSONReader.read($0, depth: min(limits.depth, 128)) })
        else { throw .malformed("not JSON", line: nil) }
        var json = JSONFeedReader(base: base, language: language, limits: limits, now: now)
        var rss = RSSInJSONReader(base: base, language: language, limits: limits, now: now)
        guard var parsed = json.read(root) ?? rss.read(root) else {
            if let fault { throw .malformed(fault.message, line: fault.line) }
            throw .notAFeed("a JSON document without a feed")
        }
        parsed.feed.encoding = document.encoding
        if let fault { json.warnings.add(fault.message, line: fault.line) }
        parsed.feed.warnings = document.warnings + json.warnings.list + rss.warnings.list
        return parsed
    }

    private func withBytes<Value>(
        _ document: DocumentBytes, _ served: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>) -> Value
    ) -> Value {
        if let converted = document.converted { return converted.withUnsafeBufferPointer(body) }
        return body(UnsafeBufferPointer(rebasing: served[document.start...]))
    }
}
