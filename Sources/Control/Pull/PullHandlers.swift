import Bytes
import Config
import Files
import FlyingFox
import Foundation
import Model
import Store

/// `/articles`: articles after a number, for programs that speak only HTTP. Its reads block, so it runs on a queue of its own.
actor PullHandlers {
    private let executor = QueueExecutor(label: "newspool.pull")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let engine: any Engine
    private let store: any Store

    /// Pages that were made since the last article came: those that waited for it mostly ask for the same.
    private var made: [PageKey: Page] = [:]
    private var madeAt = -1

    private struct PageKey: Hashable {
        var query: ArticleQuery
        /// Feeds that have one of the tags in feeds.toml.
        var tagged: Set<String>
        /// Of addresses, with its slash.
        var base: String
        var isCompressed: Bool
    }

    private struct Page {
        let body: Data
        let etag: String
        let isEmpty: Bool
        let isAtEnd: Bool
        let lastSeq: Int64
    }

    private enum Outcome {
        case page(Page)
        case gone(first: Int64)
    }

    init(engine: any Engine) {
        self.engine = engine
        store = engine.store
    }

    /// `/articles?after=SEQ&limit=N&feed=NAME&tag=TAG&wait=30s`
    nonisolated func page(_ request: HTTPRequest) async -> HTTPResponse {
        var query: ArticleQuery
        do throws(ArticleQuery.Fault) {
            query = try ArticleQuery(request.query.map { ($0.name, $0.value) })
        } catch {
            return .words(.badRequest, error.reason + "\n")
        }
        if let terms = query.terms { return await matches(terms, query, request) }
        let news = engine.news
        let end = ContinuousClock.now + query.wait
        let isCompressed = Self.takesGzip(request)
        while true {
            let mark = news.mark
            let configuration = await engine.configuration
            let tagged = configuration.feeds.filter { feed in query.tags.contains(where: feed.tags.contains) }
            let key = PageKey(
                query: query, tagged: Set(tagged.map(\.name)),
                base: CollectedFeed.base(configuration.status.baseURL, request), isCompressed: isCompressed)
            let outcome: Outcome
            do throws(StoreError) {
                outcome = try await read(key, mark: mark)
            } catch {
                return .words(.internalServerError, "\(error)\n")
            }
            switch outcome {
            case .gone(let first): return .json(.gone, Array("{\"first\":\(first)}\n".utf8))
            case .page(let page):
                let left = end - .now
                if page.isEmpty, query.wait > .zero, left > .zero, !Task.isCancelled {
                    // What was looked at is not looked at again.
                    query.after = page.lastSeq
                    if !page.isAtEnd { continue }
                    guard ConnectionPlaces.current?.beginWait() ?? true else {
                        return Self.response(page, to: request, isCompressed)
                    }
                    await news.wait(beyond: mark, for: left)
                    ConnectionPlaces.current?.endWait()
                    continue
                }
                return Self.response(page, to: request, isCompressed)
            }
        }
    }

    private func read(_ key: PageKey, mark: Int) throws(StoreError) -> Outcome {
        if madeAt != mark { (made, madeAt) = ([:], mark) }
        if let page = made[key] { return .page(page) }
        let scan = try ArticleScan(key.query, tagged: key.tagged) { [store] after, feeds, limit throws(StoreError) in
            try store.slice(after: after, of: feeds, limit: limit, bytes: ArticleScan.byteLimit)
        }
        if let first = scan.firstKept { return .gone(first: first) }
        let page = Self.page(scan, key)
        if made.count < 8, page.body.count <= 1 << 20 { made[key] = page }
        return .page(page)
    }

    private static func page(_ scan: ArticleScan, _ key: PageKey) -> Page {
        let address = key.base + key.query.path(after: key.query.after)
        var json = JSONWriter(capacity: scan.articles.reduce(1_024) { $0 + $1.json.count + 64 })
        json.beginObject()
        json.member("version", "https://jsonfeed.org/version/1.1")
        json.member("title", "newspool")
        json.member("home_page_url", key.base)
        json.member("feed_url", address)
        json.member("next_url", key.base + key.query.path(after: scan.lastSeq))
        json.object("_newspool", if: true) { $0.member("last_seq", Int(scan.lastSeq)) }
        json.array("items", scan.articles) { $0.raw(CollectedFeed.withOwnID($1.id, $1.json)) }
        json.endObject()
        json.endLine()
        // Articles never change: what the page says follows from where it begins and ends, and what was asked for.
        let tag = "W/\"\(scan.lastSeq)-\(scan.articles.count)-\(String(FNV1a.of(address.utf8), radix: 36))\""
        let body = key.isCompressed ? Gzip.encode(json.bytes) ?? json.bytes : json.bytes
        return Page(
            body: Data(body), etag: tag, isEmpty: scan.articles.isEmpty, isAtEnd: scan.isAtEnd, lastSeq: scan.lastSeq)
    }

    private static func response(_ page: Page, to request: HTTPRequest, _ isCompressed: Bool) -> HTTPResponse {
        var headers = HTTPHeaders()
        headers[.eTag] = page.etag
        headers[.cacheControl] = "no-cache"
        headers[HTTPHeader("Vary")] = "Accept-Encoding"
        if request.knows(page.etag) { return HTTPResponse(statusCode: .notModified, headers: headers) }
        headers[.contentType] = "application/feed+json"
        if isCompressed { headers[.contentEncoding] = "gzip" }
        return HTTPResponse(statusCode: .ok, headers: headers, body: page.body)
    }

    /// RFC 9110 section 12.5.3, but for weights other than none.
    private static func takesGzip(_ request: HTTPRequest) -> Bool {
        (request.headers[HTTPHeader("Accept-Encoding")] ?? "").split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            return (parts.first == "gzip" || parts.first == "*")
                && !parts.dropFirst().contains { $0.firstMatch(of: /^q=0(\.0*)?$/) != nil }
        }
    }

    // MARK: - Search

    /// `/articles?q=WORDS`: the best matches first, without a next page.
    private func matches(_ terms: SearchTerms, _ query: ArticleQuery, _ request: HTTPRequest) async -> HTTPResponse {
        let configuration = await engine.configuration
        guard let opener = await engine.search else {
            return .words(.notFound, "search is off: [search] enabled = true turns it on\n")
        }
        var search = SearchQuery(terms)
        (search.feeds, search.tags) = (query.feeds, query.tags)
        search.taggedFeeds = configuration.feeds.filter { $0.tags.contains(where: query.tags.contains) }.map(\.name)
        var found: [OutboxEntry] = []
        do throws(StoreError) {
            if let index = try opener.openForReading() {
                found = try store.articles(search, in: index, limit: query.limit, bytes: ArticleScan.byteLimit)
            }
        } catch {
            return .words(.internalServerError, "\(error)\n")
        }
        var json = JSONWriter(capacity: found.reduce(1_024) { $0 + $1.json.count + 64 })
        json.beginObject()
        json.member("version", "https://jsonfeed.org/version/1.1")
        json.member("title", "newspool")
        json.member("home_page_url", CollectedFeed.base(configuration.status.baseURL, request))
        json.array("items", found) { $0.raw(CollectedFeed.withOwnID($1.id, $1.json)) }
        json.endObject()
        json.endLine()
        let isCompressed = Self.takesGzip(request)
        let body = isCompressed ? Gzip.encode(json.bytes) ?? json.bytes : json.bytes
        let tag = "W/\"q-\(String(FNV1a.of(json.bytes), radix: 36))\""
        let page = Page(body: Data(body), etag: tag, isEmpty: found.isEmpty, isAtEnd: true, lastSeq: 0)
        return Self.response(page, to: request, isCompressed)
    }

    // MARK: - One article

    /// `/articles/ID.json`, `/articles/ID.md`; nil where it is another path.
    nonisolated func file(_ request: HTTPRequest) async -> HTTPResponse? {
        let segments = PathSegment.decoded(request)
        guard segments.count == 2 else { return nil }
        let name = segments[1]
        let isJSON = name.hasSuffix(".json")
        guard isJSON || name.hasSuffix(".md"), let id = ItemID(text: String(name.dropLast(isJSON ? 5 : 3))) else {
            return nil
        }
        do throws(StoreError) {
            guard let entry = try await entry(id) else {
                return .words(.notFound, "there is no article \(id.text), or no longer (keep_articles)\n")
            }
            let bytes = isJSON ? entry.json + [UInt8(ascii: "\n")] : entry.markdown
            guard !bytes.isEmpty else { return .words(.notFound, "the spool keeps no Markdown ([spool] formats)\n") }
            var headers: HTTPHeaders = [.contentType: isJSON ? "application/json" : "text/markdown; charset=utf-8"]
            headers[.eTag] = "\"\(entry.seq)\""
            headers[.cacheControl] = "no-cache"
            if request.knows("\"\(entry.seq)\"") { return HTTPResponse(statusCode: .notModified, headers: headers) }
            return HTTPResponse(statusCode: .ok, headers: headers, body: Data(bytes))
        } catch {
            return .words(.internalServerError, "\(error)\n")
        }
    }

    private func entry(_ id: ItemID) throws(StoreError) -> OutboxEntry? {
        guard let seq = try store.article(id)?.seq else { return nil }
        return try store.entries(after: seq - 1, limit: 1).first { $0.seq == seq }
    }
}
