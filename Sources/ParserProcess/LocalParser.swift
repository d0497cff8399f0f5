package import Cleaning
import Foundation
import Model
import Parse
import Selectors
import Synchronization

/// Reads documents in this process.
package final class LocalParser: DocumentParser {
    private struct Open {
        var feed = Feed.blank
        /// Of one document after the other.
        var items: [RawItems] = []
        var settings = ParserSettings()

        func item(_ entry: Int) -> RawItem? {
            var index = entry
            for document in items {
                if document.indices.contains(index) { return document[index] }
                index -= document.count
            }
            return nil
        }
    }

    private let state = Mutex(Open())

    package init() {}

    package func open(_ bytes: [UInt8], _ request: DocumentRequest) throws(ParserFailure) -> OpenedFeed {
        if !request.isContinuation { close() }
        let parsed: ParsedFeed
        do throws(ParseError) {
            parsed = try Self.parse(bytes, request)
        } catch {
            throw .unreadable(error)
        }
        let feed = request.settings.cleaner.clean(parsed)
        let entries = parsed.items.fingerprints(folding: request.settings.folds)
        state.withLock { open in
            if !request.isContinuation { open.feed = feed }
            open.items.append(parsed.items)
            open.settings = request.settings
        }
        return OpenedFeed(
            feed: feed, completeness: parsed.completeness, entries: entries,
            links: request.wantsLinks || parsed.feed.format == .sitemapIndex ? parsed.items.urls : [])
    }

    private static func parse(_ bytes: [UInt8], _ request: DocumentRequest) throws(ParseError) -> ParsedFeed {
        // Selectors were checked when feeds.toml was read.
        if let items = request.items {
            let parts = stride(from: 0, to: request.parts.count - 1, by: 2).map {
                (request.parts[$0], request.parts[$0 + 1])
            }
            let parser = try? PageFeedParser(
                items: items, parts: Dictionary(parts) { first, _ in first }, mayBeEmpty: request.mayBeEmpty)
            if let parser {
                return try parser.parse(bytes, url: request.url, contentType: request.contentType, now: request.now)
            }
        }
        return try FeedParser.parse(
            bytes, url: request.url, contentType: request.contentType, language: request.language, now: request.now)
    }

    package func clean(_ entries: [Int], _ take: (Int, CleanItem) -> Void) throws(ParserFailure) {
        let open = state.withLock { $0 }
        let cleaner = open.settings.cleaner.among(open.items.reduce(0) { $0 + $1.count })
        for entry in entries {
            guard let item = open.item(entry) else { throw .died(.badAnswer) }
            take(entry, cleaner.clean(item, feed: open.feed, markdown: open.settings.markdown))
        }
    }

    package func read(page: [UInt8], _ request: PageRequest) throws(ParserFailure) -> ParsedPage {
        var parser = PageParser(cleaner: request.settings.cleaner)
        parser.markdown = request.settings.markdown
        // Selectors were checked when feeds.toml was read.
        parser.selector = request.selector.flatMap { try? CSSSelector($0) }
        parser.remove = request.remove.compactMap { try? CSSSelector($0) }
        return parser.parse(page, url: request.url, contentType: request.contentType, now: request.now)
    }

    package func close() { state.withLock { $0 = Open() } }

    package var isWarm: Bool { false }
    package func rest() {}
    package func abort() {}
}
