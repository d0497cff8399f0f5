public import FoundationEssentials
import Markup
import Model

/// Reads feed documents of every dialect: RSS 0.90 to 2.0, RSS 1.0, Atom 0.3 and 1.0, CDF, JSON Feed, RSS in JSON.
///
/// What is broken is repaired and noted in `Feed.warnings`. No HTML is looked at here: see `Cleaner`.
public enum FeedParser {
    /// - Parameters:
    ///   - body: the document as served, with any encoding of the transfer undone.
    ///   - url: the address that it came from, for relative links; nil where it has none.
    ///   - contentType: the HTTP header's value: its `charset` counts.
    ///   - language: the HTTP header `Content-Language`: counts where the document names none.
    ///   - now: dates more than a year later are taken for none; nil for no such rule.
    public static func parse(
        _ body: [UInt8], url: String? = nil, contentType: String? = nil, language: String? = nil, now: Date? = nil,
        limits: ParseLimits = .default
    ) throws(ParseError) -> ParsedFeed {
        guard body.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        let base = url.flatMap { try? WebURL(parsing: $0) }
        let reader = XMLFeedReader(base: base, language: language, limits: limits, now: now)
        let parser = XMLPushParser(vocabulary: .feeds, handler: reader, textLimit: limits.text)
        reader.parser = parser
        body.withUnsafeBufferPointer { _ = parser.push($0) }
        if let fault = parser.finish() { reader.warnings.add(fault.message, line: fault.line) }
        reader.finish()
        guard let format = reader.format else { throw .notAFeed(reader.foreignRoot ?? "not XML") }
        var feed = Feed(format: format)
        reader.drafts[0].fill(&feed, now: now)
        feed.encoding = "utf-8"
        feed.warnings = reader.warnings.list
        return ParsedFeed(
            feed: feed, title: reader.drafts[0].title.value, description: reader.drafts[0].summary.value,
            rights: reader.drafts[0].rights.value, items: reader.items)
    }
}
