import Characters
import Dates
import JSON
import FoundationEssentials
import XML
import Model
import Web

/// One document on its way from bytes to a feed: its encoding is settled, then the reader of its dialect takes it.
struct FeedDocument {
    var base: WebURL?
    var charset: String?
    var language: String?
    var now: Date?
    var limits: ParseLimits

    func read(_ served: UnsafeBufferPointer<UInt8>) throws(ParseError) -> ParsedFeed {
        var document = DocumentBytes(served, charset: charset, language: language)
        guard let first = document.withBytes(of: served, { $0.first { $0 > 0x20 } }) else { throw .notAFeed("empty") }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            document.proveUTF8(served)
            return try readJSON(document, served)
        }
        if document.withBytes(of: served, { SitemapReader.isSitemap($0) }) { return readSitemap(document, served) }
        var xml = XMLDocument(served, bytes: document, vocabulary: .feeds, textLimit: limits.text, chunk: limits.chunk)
        let dates = DateReader(now: now)
        var reader = xml.read { XMLFeedReader(scope: scope(of: served), limits: limits, dates: dates) }
        if reader.dates.sawAmbiguous,
            let order = reader.dates.provenOrder ?? NumericOrder(language: reader.drafts[0].language)
        {
            // Some dates can be read in two ways, and the document tells elsewhere which one is its own.
            let dates = DateReader(now: now, order: order)
            reader = xml.read { XMLFeedReader(scope: scope(of: served), limits: limits, dates: dates) }
        }
        var completeness = xml.cutOffLine == nil ? Completeness.whole : .cutOff
        if completeness == .whole, reader.items.isEmpty, xml.hadOddTags || reader.strangeName != nil {
            completeness = .damaged
        }
        if reader.items.isEmpty, let name = reader.strangeName {
            reader.warn("no item was found; <\(name.prefix(40))> is not known")
        }
        return try finish(reader, xml.bytes, completeness)
    }

    /// What holds where the document says nothing else.
    private func scope(of served: UnsafeBufferPointer<UInt8>) -> Scope {
        Scope(base: base, language: LanguageTag.normalized(language), room: AddressRoom(document: served.count))
    }

    private func readSitemap(_ document: DocumentBytes, _ served: UnsafeBufferPointer<UInt8>) -> ParsedFeed {
        var xml = XMLDocument(
            served, bytes: document, vocabulary: .sitemaps, textLimit: limits.text, chunk: limits.chunk)
        let reader = xml.read { SitemapReader(scope: scope(of: served), limits: limits, now: now) }
        var feed = Feed(format: reader.isIndex ? .sitemapIndex : reader.isNews ? .newsSitemap : .sitemap)
        (feed.encoding, feed.warnings) = (xml.bytes.encoding, xml.bytes.warnings + reader.warnings.list)
        let items = reader.items()
        let isDamaged = items.isEmpty && xml.hadOddTags
        return ParsedFeed(
            feed: feed, title: nil, description: nil, rights: nil, items: items,
            completeness: xml.cutOffLine != nil ? .cutOff : isDamaged ? .damaged : .whole)
    }

    private func finish(
        _ reader: XMLFeedReader, _ document: DocumentBytes, _ completeness: Completeness
    ) throws(ParseError) -> ParsedFeed {
        guard let format = reader.format else { throw .notAFeed(reader.foreignRoot ?? "not XML") }
        var feed = Feed(format: format)
        reader.drafts[0].fill(&feed)
        feed.encoding = document.encoding
        feed.warnings = document.warnings + reader.warnings.list
        return ParsedFeed(
            feed: feed, title: reader.drafts[0].title.value, description: reader.drafts[0].summary.value,
            rights: reader.drafts[0].rights.value, items: RawItems(reader.items), completeness: completeness)
    }

    private func readJSON(
        _ document: DocumentBytes, _ served: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> ParsedFeed {
        let scope = scope(of: served)
        var json = JSONFeedReader(scope: scope, limits: limits, now: now)
        var rss = RSSInJSONReader(scope: scope, limits: limits, now: now)
        // Items are taken as they are read: the tree of all of them would be several times as large as the document.
        let read = document.withBytes(of: served) { bytes in
            JSONReader.read(
                bytes, depth: min(limits.depth, 128), handingOn: [JSONFeedReader.path, RSSInJSONReader.path]
            ) { path, element in
                if path == 0 { json.take(element) } else { rss.take(element) }
            }
        }
        guard let (root, fault, notes) = read else { throw .malformed("not JSON", line: nil) }
        guard var parsed = json.read(root) ?? rss.read(root) else {
            if let fault { throw .malformed(fault.message, line: fault.line) }
            throw .notAFeed("a JSON document without a feed")
        }
        parsed.feed.encoding = document.encoding
        for (note, line) in notes { json.warnings.add(note.rawValue, line: line) }
        if let fault {
            json.warnings.add(fault.message, line: fault.line)
            if fault.reason == .cutOff {
                parsed.completeness = .cutOff
            } else if parsed.items.isEmpty {
                parsed.completeness = .damaged
            }
        }
        parsed.feed.warnings = document.warnings + json.warnings.list + rss.warnings.list
        return parsed
    }
}
