import Config
import Fetch
import Files
import Foundation
import Model
import Parse
import Store

/// Follows a feed's archive from page to page (RFC 5005): `prev-archive` of archived feeds, `next` of paged ones, `next_url`
/// of JSON Feed. One request after the other, as far apart as polls of the host are.
struct ArchiveReader: Sendable {
    /// Requests for documents of one feed, itself included, in all its polls.
    static let requestLimit = 101

    struct Pages: Sendable {
        /// In the order of the pages: the newest first, as feeds have them.
        var items: [RawItem] = []
        /// Where the next poll goes on; nil: the archive ends, or enough of it was read.
        var next: String?
        var requests: Int
    }

    private enum Page: Sendable {
        case feed(ParsedFeed)
        /// The archive ends here.
        case noFeed
        /// The daemon stops.
        case stopped
    }

    let surroundings: PollSurroundings
    /// Bytes of pages in one poll, at least one page: all items are in memory until the poll is saved.
    let byteLimit: Int
    let pause: Duration
    let request: @Sendable (String) -> Request

    /// - Parameters:
    ///   - url: of the first page; nil gives no pages.
    ///   - newer: of the document that led there: a page that names it again leads in a circle.
    ///   - requests: made for the feed's documents so far.
    func read(from url: String?, newer: String, after requests: Int) async -> Pages {
        var pages = Pages(next: url, requests: requests)
        var visited: Set<String> = [newer]
        var bytes = 0
        while let next = pages.next, bytes < byteLimit {
            guard pages.requests < Self.requestLimit, visited.insert(next).inserted else {
                pages.next = nil
                break
            }
            guard await rest() else { break }
            do throws(FetchError) {
                let response = try await surroundings.fetching.fetch(request(next))
                pages.requests += 1
                bytes += response.body.count
                // A server in trouble is asked again with the next poll; one that says no is believed.
                if Self.isPassing(response.status) { break }
                switch await parse(response) {
                case .feed(let page):
                    pages.items += page.items
                    pages.next = page.feed.olderPage
                case .noFeed: pages.next = nil
                case .stopped: return pages
                }
            } catch .stopped, .cancelled {
                break
            } catch {
                pages.requests += 1
                break
            }
        }
        if pages.requests >= Self.requestLimit { pages.next = nil }
        return pages
    }

    /// In pieces, for the daemon's stop must not wait for it.
    /// - Returns: false where the daemon stops.
    private func rest() async -> Bool {
        var left = pause
        while left > .zero {
            if await surroundings.fetching.hasStopped { return false }
            let piece = min(left, .milliseconds(500))
            await surroundings.clock.sleep(piece)
            left -= piece
        }
        return true
    }

    private static func isPassing(_ status: Int) -> Bool { status >= 500 || [408, 425, 429].contains(status) }

    /// Half a page, and one that takes too long to read, is none.
    private func parse(_ response: Response) async -> Page {
        guard (200..<300).contains(response.status), response.status != 206 else { return .noFeed }
        do throws(ParseQueue.Failure) {
            return try await surroundings.parser.run { [now = surroundings.clock.now()] in
                let page = try? FeedParser.parse(  // the archive ends here, whatever the reason
                    response.body, url: response.finalURL, contentType: response.headers.text("content-type"),
                    language: response.headers.text("content-language"), now: now)
                guard let page, page.completeness == .whole else { return .noFeed }
                return .feed(page)
            }
        } catch {
            return error == .stopped ? .stopped : .noFeed
        }
    }
}

extension Feed {
    /// The document with what came before this one.
    var olderPage: String? { archive.previous ?? nextURL }
}
