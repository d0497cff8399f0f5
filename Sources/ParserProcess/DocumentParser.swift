package import Bytes
package import Cleaning
package import FoundationEssentials
package import Model
package import Parse
package import Web

/// Reads strangers' documents: here, or in a process that can be ended. One thread at a time uses it.
package protocol DocumentParser: Sendable {
    /// Reads a feed's document; its entries are open until the next document is.
    func open(_ bytes: [UInt8], _ request: DocumentRequest) throws(ParserFailure) -> OpenedFeed

    /// Makes items of open entries.
    /// - Parameters:
    ///   - entries: numbers of entries, over all documents since one that continued none.
    ///   - take: called for each of them, in their order.
    func clean(_ entries: [Int], _ take: (Int, CleanItem) -> Void) throws(ParserFailure)

    /// Finds the article of a page.
    func read(page: [UInt8], _ request: PageRequest) throws(ParserFailure) -> ParsedPage

    /// Gives up what is open.
    func close()

    /// Holds something that `rest` gives back.
    var isWarm: Bool { get }
    /// Called when there was nothing to read for a while.
    func rest()

    /// Ends what the parser is doing, from any thread; it fails then. Where it cannot be ended, nothing happens.
    func abort()
}

/// Why a document was not read.
package enum ParserFailure: Error, Equatable {
    case unreadable(ParseError)
    case died(ParserDeath)
}

/// How items are made.
package struct ParserSettings: Equatable, Sendable, WireFields {
    package var stripTracking = true
    package var folds: CanonicalURL.Folds = []
    /// Bodies are wanted as CommonMark as well.
    package var markdown = false

    package init() {}
    package static var blank: ParserSettings { ParserSettings() }

    var cleaner: Cleaner { Cleaner(stripTracking: stripTracking, folding: folds) }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&stripTracking)
        var bits = folds.rawValue
        try wire.field(&bits)
        folds = CanonicalURL.Folds(rawValue: bits)
        try wire.field(&markdown)
    }
}

/// What there is to know of a feed's document beside its bytes: see `FeedParser.parse`.
package struct DocumentRequest: Equatable, Sendable, WireFields {
    package var url: String?
    package var contentType: String?
    package var language: String?
    package var now: Date?
    /// One more document of the feed that is open: its entries follow those that there are.
    package var isContinuation = false
    /// The links of its entries are wanted as they were published.
    package var wantsLinks = false
    /// Where the items of a page are that is the feed; nil: the document is a feed.
    package var items: String?
    /// Selectors of parts of items, each after the name that `PageFeedParser` has for it.
    package var parts: [String] = []
    package var mayBeEmpty = false
    package var settings = ParserSettings()

    package init() {}
    package static var blank: DocumentRequest { DocumentRequest() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&url)
        try wire.field(&contentType)
        try wire.field(&language)
        try wire.date(&now)
        try wire.field(&isContinuation)
        try wire.field(&wantsLinks)
        try wire.field(&items)
        try wire.field(&parts)
        try wire.field(&mayBeEmpty)
        try wire.field(&settings)
    }
}

/// What there is to know of a page beside its bytes: see `PageParser`.
package struct PageRequest: Equatable, Sendable, WireFields {
    package var url: String?
    package var contentType: String?
    package var now: Date?
    package var selector: String?
    package var remove: [String] = []
    package var settings = ParserSettings()

    package init() {}
    package static var blank: PageRequest { PageRequest() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&url)
        try wire.field(&contentType)
        try wire.date(&now)
        try wire.field(&selector)
        try wire.field(&remove)
        try wire.field(&settings)
    }
}

/// A document whose entries are open.
package struct OpenedFeed: Equatable, Sendable, WireFields {
    /// With its texts, clean.
    package var feed: Feed
    package var completeness = Completeness.whole
    package var entries: [Fingerprint] = []
    /// Of each entry as published, trackers and all, where that was asked for; else empty.
    package var links: [String?] = []

    package static var blank: OpenedFeed { OpenedFeed(feed: .blank) }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&feed)
        try wire.named(&completeness)
        try wire.field(&entries)
        try wire.field(&links)
    }
}
