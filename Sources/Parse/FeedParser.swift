import Bytes
import Characters
public import FoundationEssentials
import XML
import Model
import Web

/// Reads feed documents of every dialect: RSS 0.90 to 2.0, RSS 1.0, Atom 0.3 and 1.0, CDF, JSON Feed, RSS in JSON, sitemaps.
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
        let document = FeedDocument(
            base: url.flatMap { try? WebURL(parsing: $0) },  // an address that is none is not a base
            charset: Charset.parameter(of: contentType), language: language.nonEmpty, now: now, limits: limits)
        // Typed throws do not pass through the closure of `withUnsafeBufferPointer`.
        return try body.withUnsafeBufferPointer { bytes in
            Result { () throws(ParseError) in try document.read(bytes) }
        }.get()
    }
}
