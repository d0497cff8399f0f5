import Config
import Fetch
import Files
import Foundation
import Intake
import Model
import ParserProcess
import Store

/// Follows a feed's archive from page to page (RFC 5005): `prev-archive` of archived feeds, `next` of paged ones, `next_url`
/// of JSON Feed. One request after the other, as far apart as polls of the host are.
struct ArchiveReader: Sendable {
    /// Requests for documents of one feed, itself included, in all its polls.
    static let requestLimit = 101

    struct Pages: Sendable {
        /// The newest first, as feeds have their entries. Each was read once, to learn what is before it.
        var documents: [Document] = []
        /// Where the next poll goes on; nil: the archive ends, or enough of it was read.
        var next: String?
        var requests: Int
    }

    private enum Page: Sendable {
        case feed(Document, older: String?)
        /// The archive ends here.
        case noFeed
        /// The daemon stops.
        case stopped
    }

    let surroundings: PollSurroundings
    /// Bytes of pages in one poll, at least one page: they are in memory until the poll is saved.
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
            guard await Self.rest(pause, surroundings) else { break }
            do throws(FetchError) {
                let response = try await surroundings.fetching.fetch(request(next))
                pages.requests += 1
                bytes += response.body.count
                // A server in trouble is asked again with the next poll; one that says no is believed.
                if Self.isPassing(response.status) { break }
                switch await parse(response) {
                case .feed(let page, let older):
                    pages.documents.append(page)
                    pages.next = older
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
    static func rest(_ pause: Duration, _ surroundings: PollSurroundings) async -> Bool {
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
        let document = Document(
            bytes: response.body, contentType: response.headers.text("content-type"),
            language: response.headers.text("content-language"), address: response.finalURL, isVerified: false)
        do throws(ParseQueue.Failure) {
            let now = surroundings.clock.now()
            return try await surroundings.parser.read(bytes: document.bytes.count) { parser in
                let page = try? parser.open(  // the archive ends here, whatever the reason
                    document.bytes, document.request(now: now, ParserSettings()))
                guard let page, page.completeness == .whole else { return .noFeed }
                return .feed(document, older: page.feed.olderPage)
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
