import Config
import Files
import FlyingFox
import Foundation
import Model
import Parse
import Store

/// Answers what is asked about a running daemon, one question at a time and on a thread of its own: the store's reads block.
actor StatusHandlers {
    private let executor = QueueExecutor(label: "newspool.status")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let engine: any Engine
    private let store: any Store
    private let identity: EngineIdentity

    init(engine: any Engine) {
        self.engine = engine
        (store, identity) = (engine.store, engine.identity)
    }

    /// - Throws: `StoreError`, `UnknownFeed`.
    func report(_ query: StatusQuery = StatusQuery()) async throws -> StatusReport {
        let now = Date()
        let (configuration, loading) = await (engine.configuration, engine.loading)
        let (outbox, search, polling) = await (engine.outbox, engine.searchTrouble, engine.polling)
        // What only the daemon knows is told without a database.
        let store = outbox.isStoreAway ? nil : store
        let statuses = try store?.statuses(now: now) ?? []
        let plans = await plans(of: statuses.map(\.record.id))
        let daemon = StatusReport.DaemonPart(
            version: identity.version, pid: Int(getpid()), started: identity.started, config: identity.config,
            loaded: loading.loaded, faults: loading.faults, polling: polling,
            noNetworkSince: await engine.networkAwaySince, journal: .init(outbox.journal))
        let live = StatusReader.Live(
            daemon: daemon, outbox: outbox, location: self.store.location, search: search,
            rests: await engine.webhookRests, statuses: statuses,
            plans: plans)
        return try StatusReader(configuration, store: store, lists: await engine.lists).report(
            query, live: live, now: now)
    }

    /// Asked for in pieces: polls go on between them.
    private func plans(of feeds: [FeedID]) async -> [FeedID: PlannedPoll] {
        var plans: [FeedID: PlannedPoll] = [:]
        plans.reserveCapacity(feeds.count)
        for start in stride(from: 0, to: feeds.count, by: Self.planBatch) {
            let batch = feeds[start..<min(start + Self.planBatch, feeds.count)]
            for (feed, plan) in zip(batch, await engine.plans(of: batch)) { plans[feed] = plan }
        }
        return plans
    }

    private static let planBatch = 500

    // MARK: - For programs

    /// `/status.json`, with `?failing=1` and `?feed=NAME`.
    func statusJSON(_ request: HTTPRequest) async -> HTTPResponse {
        func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
        let query = StatusQuery(failing: value("failing").map { $0 != "0" } ?? false, feed: value("feed"))
        return await answering { .json(.ok, encoding: try await self.report(query)) }
    }

    func metrics() async -> HTTPResponse {
        await answering {
            let order = await self.engine.configuration.feeds.map(\.name)
            let text = MetricsText.document(
                try await self.report(), self.engine.figures, order: order,
                process: ProcessFigures(started: self.identity.started))
            return HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"], body: Data(text))
        }
    }

    /// Whether articles can land: the store answers, and the spool takes what it is given.
    func readiness() async -> HTTPResponse {
        if let trouble = await engine.outbox.trouble { return .words(.serviceUnavailable, trouble + "\n") }
        if await engine.networkAwaySince != nil { return .words(.serviceUnavailable, StatusReport.noNetwork + "\n") }
        do throws(StoreError) {
            _ = try store.backlog(of: .spool)
            return .words(.ok, "ready\n")
        } catch {
            return .words(.serviceUnavailable, "\(error)\n")
        }
    }

    // MARK: - For people

    nonisolated func facts(_ time: Date = Date()) -> StatusPage.Facts {
        StatusPage.Facts(version: identity.version, time: time)
    }

    /// An answer in words, as a page for a browser.
    nonisolated func page(for words: HTTPResponse, to request: HTTPRequest) async -> HTTPResponse {
        let isPlain = words.headers[.contentType]?.hasPrefix("text/plain") ?? false
        guard words.statusCode.code == 404, isPlain,
            request.headers[HTTPHeader("Accept")]?.contains("text/html") ?? false
        else { return words }
        let text = String(decoding: (try? await words.bodyData) ?? Data(), as: UTF8.self)
        let depth = max(0, request.target.path().utf8.count { $0 == UInt8(ascii: "/") } - 1)
        var page = StatusPage("Not found", depth: depth, status: .notFound, facts())
        page.raw("<h1>Not found</h1>\n<p>\(StatusPage.escaped(text))</p>\n")
        return page.response
    }

    func overview() async -> HTTPResponse {
        await answering {
            let report = try await self.report()
            let articles =
                report.isStoreAway
                ? []
                : try self.store.latestArticles(limit: OverviewPage.articleLimit, bytes: CollectedFeed.byteLimit)
            return OverviewPage.overview(
                report, articles: articles.map { StatusReport.ArticlePart($0) }, feeds: articles.map(\.feed),
                self.facts(report.time))
        }
    }

    /// `/feeds`, and `/feeds/NAME`.
    func feeds(_ request: HTTPRequest) async -> HTTPResponse {
        let segments = PathSegment.decoded(request)
        guard segments.count > 1 else {
            return await answering {
                let report = try await self.report()
                return OverviewPage.feeds(report, FeedFilter(request), self.facts(report.time))
            }
        }
        guard segments.count == 2 else { return .words(.notFound, "not found: \(request.path)\n") }
        return await answering {
            let report = try await self.report(StatusQuery(feed: segments[1]))
            return report.feeds.first.map { FeedStatusPage.page($0, self.facts(report.time)) }
                ?? .words(.notFound, "no such feed\n")
        }
    }

    /// `/articles/ID`.
    func article(_ request: HTTPRequest) async -> HTTPResponse {
        let segments = PathSegment.decoded(request)
        guard segments.count == 2, let id = ItemID(text: segments[1]) else {
            return .words(.notFound, "an article is at /articles/ and its id\n")
        }
        return await answering {
            guard let article = try self.store.article(id) else {
                return .words(.notFound, "there is no article \(id.text), or no longer (keep_articles)\n")
            }
            return ArticlePage.page(article, self.facts())
        }
    }

    // MARK: - What was collected, for other readers

    /// `/feed.json`, `/atom.xml`, `/feeds.opml`; of the feeds with a tag at `/tags/NAME/feed.json` or with `?tag=NAME`.
    func collected(_ request: HTTPRequest) async -> HTTPResponse {
        let segments = PathSegment.decoded(request)
        let isTagged = segments.first == "tags"
        guard let document = segments.last.flatMap({ CollectedDocument(rawValue: $0) }),
            segments.count == (isTagged ? 3 : 1)
        else {
            return .words(.notFound, "a tag has /tags/NAME/feed.json, /tags/NAME/atom.xml and /tags/NAME/feeds.opml\n")
        }
        let tag = isTagged ? segments[1] : request.query.first { $0.name == "tag" }?.value
        return await answering {
            let configuration = await self.engine.configuration
            let names = tag.map { tag in configuration.feeds.filter { $0.tags.contains(tag) }.map(\.name) }
            let articles =
                document == .opml ? [] : try self.latest(of: names, tagged: tag)
            if let tag, names?.isEmpty ?? false, articles.isEmpty {
                return .words(.notFound, "no feed has the tag '\(tag)', and no article of late\n")
            }
            let title = tag.map { "newspool: \($0)" } ?? "newspool"
            if document == .opml {
                let feeds = try await self.report().feeds
                let byName = Dictionary(feeds.map { ($0.name, $0) }) { first, _ in first }
                let listed = configuration.feeds.filter { feed in
                    feed.origin == .web && tag.map(feed.tags.contains) ?? true
                }.compactMap { byName[$0.name] }
                let outlines = listed.map {
                    OPML.Outline(url: $0.url, title: $0.title ?? $0.name, tags: $0.tags ?? [])
                }
                return document.response(Array(OPML.write(outlines, title: title).utf8), to: request)
            }
            let path = (tag.map { "tags/\(PathSegment.encoded($0))/" } ?? "") + document.rawValue
            let base = configuration.status.baseURL
            let feed = CollectedFeed(
                title: title, path: path, base: CollectedFeed.base(base, request),
                // A name that never changes with the way on which a reader comes.
                id: base.map { $0 + path } ?? "urn:newspool:\(path)",
                sources: document == .atom ? self.sources(try await self.report().feeds) : [:],
                articles: articles)
            return document.response(document == .json ? feed.jsonFeed : feed.atom, to: request)
        }
    }

    /// The latest articles of the feeds that have a tag in feeds.toml, and those of all feeds whose publishers gave it to them.
    /// - Parameter names: of those feeds; nil: every article is wanted.
    private func latest(of names: [String]?, tagged tag: String?) throws(StoreError) -> [StoredArticle] {
        let (limit, bytes) = (CollectedFeed.limit, CollectedFeed.byteLimit)
        guard let names, let tag else { return try store.latestArticles(limit: limit, bytes: bytes) }
        let ofFeeds = names.isEmpty ? [] : try store.latestArticles(of: names, limit: limit, bytes: bytes)
        let others = try store.latestArticles(limit: Self.lookLimit, bytes: bytes).filter {
            !names.contains($0.feed) && StoredItem($0.json).tags?.contains(tag) ?? false
        }
        return Array((ofFeeds + others).sorted { $0.seq > $1.seq }.prefix(limit))
    }

    /// Articles that are looked at for a tag of their publisher's.
    private static let lookLimit = 500

    private func sources(_ feeds: [StatusReport.FeedPart]) -> [String: CollectedFeed.Source] {
        let sources = feeds.map { ($0.name, CollectedFeed.Source(url: $0.url, title: $0.title ?? $0.name)) }
        return Dictionary(sources) { first, _ in first }
    }

    /// Turns what a page could not be made for into an answer in words.
    private func answering(_ page: () async throws -> HTTPResponse) async -> HTTPResponse {
        do {
            return try await page()
        } catch let unknown as StatusReader.UnknownFeed {
            let hint = unknown.nearest.map { " (did you mean '\($0)'?)" } ?? ""
            return .words(.notFound, "there is no feed '\(unknown.name)'\(hint)\n")
        } catch let StoreError.unreachable(location, reason) {
            return .words(.serviceUnavailable, "\(StoreError.unreachable(location: location, reason: reason))\n")
        } catch {
            return .words(.internalServerError, "\(error)\n")
        }
    }
}
