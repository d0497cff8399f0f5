import Config
import Fetch
import Foundation
import Logging
import Identity
import Model
import Parse
import Render
import Schedule
import Settings
import Store
import Web

/// One poll from the request to the rendered articles: fetch, parse, ask the store what is new, clean and render that.
///
/// Nothing is kept here and nothing is written: the report says what became of the poll. A class, for each poll holds it.
final class Poller: Sendable {
    private let configuration: Configuration
    /// What the requests of all feeds have in common.
    private let pattern: Request
    private let transfers: TransferLoop
    private let store: any Store
    private let articles: ArticleMaker
    private let folds: CanonicalURL.Folds
    private let pages: PageJobs

    init(
        configuration: Configuration, version: String, transfers: TransferLoop, store: any Store, gate: PageGate,
        logger: Logger
    ) {
        (self.configuration, pattern) = (configuration, configuration.request(version: version))
        (self.transfers, self.store) = (transfers, store)
        articles = ArticleMaker(configuration)
        folds = configuration.folds
        pages = PageJobs(
            fetcher: PageFetcher(
                transfers: transfers, gate: gate, configuration: configuration, version: version,
                wantsMarkdown: articles.wantsMarkdown),
            articles: articles, logger: logger)
    }

    /// - Parameter state: as the feed's last poll left it.
    /// - Returns: nil where the daemon stopped before there was an answer: the poll then never was.
    nonisolated(nonsending) func poll(
        _ feed: PolledFeed, _ state: FeedState, unconditional: Bool
    ) async -> PollReport? {
        let address = state.address(of: feed.configuration.url)
        var request = pattern.polling(feed.configuration, url: address.url)
        // To learn where the archive is, the document itself is needed.
        let isWhole = unconditional || feed.configuration.alwaysDownload || feed.wantsArchive(state)
        if !isWhole { request.validators = state.validators }
        var reading = Reading(feed: feed, state: state, address: address, polled: address.url)
        reading.state.lastStatus = nil
        reading.state.failure = nil
        do throws(FetchError) {
            return await read(try await transfers.fetch(request), reading)
        } catch {
            guard let failure = PollFailure(error) else { return nil }
            if error == .unaskedNotModified { reading.state.lastStatus = 304 }
            return reading.failure(failure)
        }
    }

    // MARK: - Answers

    private nonisolated(nonsending) func read(_ response: Response, _ start: Reading) async -> PollReport {
        var reading = start
        reading.state.lastStatus = response.status
        let now = Int(Date().timeIntervalSince1970)
        let freshness = Freshness.seconds(of: response.headers, now: now).map(Double.init)
        switch response.status {
        case 304:
            reading.state.validators = start.state.validators.renewed(by: response.validators)
            return reading.success(
                .unchanged(Signals(freshness: freshness)), target: response.permanentURL, evidence: .sharesItem)
        case 206:  // part of something, though nobody asked for parts
            return reading.failure(PollFailure(status: 206))
        case 200..<300:
            return await readDocument(response, reading, freshness: freshness)
        case 410 where response.hops.allSatisfy(\.isPermanent):
            return reading.gone()
        case 400...:
            // Made for 503 and 429, and sent with 403, 413, 500 and others by those who want to be left alone.
            let wait = RetryAfter.seconds(of: response.headers, now: now).map(Double.init)
            return reading.failure(
                PollFailure(status: response.status), .refused(status: response.status, retryAfter: wait))
        default:
            return reading.failure(PollFailure(status: response.status))
        }
    }

    /// Elsewhere than its caller, who has other polls to see to.
    @concurrent private func readDocument(
        _ response: Response, _ start: Reading, freshness: Double?
    ) async -> PollReport {
        var reading = start
        let digest = BodyDigest.of(response.body)
        let wantsArchive = reading.feed.wantsArchive(reading.state)
        if digest == reading.state.bodyHash, !wantsArchive {
            reading.state.validators = response.validators
            return reading.success(
                .unchanged(Signals(freshness: freshness)), target: response.permanentURL, evidence: .sharesItem)
        }
        var parsed: ParsedFeed
        do throws(ParseError) {
            parsed = try FeedParser.parse(
                response.body, url: response.finalURL, contentType: response.headers.text("content-type"),
                language: response.headers.text("content-language"), now: Date())
        } catch {
            return reading.failure(PollFailure(error))
        }
        let own = parsed.items.count
        if wantsArchive, parsed.completeness == .whole {
            parsed.items += await readArchive(of: parsed.feed, at: response.finalURL, &reading)
        }
        do throws(StoreError) {
            let examination = try store.examine(
                feed: reading.feed.key, parsed.items.map { $0.fingerprint(folding: folds) },
                policy: configuration.identityPolicy(of: reading.feed.configuration), now: Date())
            let (published, ready, jobs) = render(parsed, examination, &reading, notifying: own)
            let full = await pages.run(jobs, in: articles.clean(parsed), of: reading.feed, examination)
            let rendered = (ready + full.articles).sorted { $0.entry > $1.entry }
            var report: PollReport
            let cutDigest = digest + [1]
            if parsed.completeness == .cutOff, !response.isVerified || reading.state.bodyHash != cutDigest {
                // What came is delivered; without validators the next poll brings the rest.
                report = reading.failure(.cutOff)
                if response.isVerified { report.state.bodyHash = cutDigest }
            } else {
                // The same half twice, each time delivered in full: that is how its publisher writes it.
                if parsed.completeness == .whole {
                    reading.state.validators = response.validators
                    reading.state.bodyHash = digest
                }
                let signals = Signals(freshness: freshness, hints: parsed.feed.hints)
                report = reading.success(
                    published.isEmpty ? .unchanged(signals) : .changed(published: published, signals),
                    target: response.permanentURL, evidence: examination.evidence)
            }
            (report.examination, report.articles) = (examination, rendered)
            if !full.leftOut.isEmpty {
                // The store must not know them before they are in it: until then each poll brings the document anew.
                (report.examination, report.held) = (examination.leavingOut(full.leftOut), full.held)
                (report.state.validators, report.state.bodyHash) = (Validators(), nil)
            }
            return report
        } catch {
            return reading.failure(PollFailure(error))
        }
    }

    /// The items of the archive's pages, from where the last poll left off; whatever happens there, the feed is not lost.
    private func readArchive(of feed: Feed, at url: String, _ reading: inout Reading) async -> [RawItem] {
        let isFirst = reading.state.archivePages == 0
        let configured = reading.feed.configuration
        let host = HostName(of: url)
        let reader = ArchiveReader(
            transfers: transfers, byteLimit: configuration.daemon.maxBody,
            pause: host.isPrivate ? configuration.daemon.privateHostDelay : configuration.daemon.hostDelay
        ) { [pattern] in
            pattern.polling(configured, url: $0)
        }
        let pages = await reader.read(
            from: isFirst ? feed.olderPage : reading.state.archiveNext, newer: url,
            after: max(1, reading.state.archivePages))
        (reading.state.archiveNext, reading.state.archivePages) = (pages.next, pages.requests)
        return pages.items
    }

    /// Only entries that the store does not know are cleaned and rendered.
    /// - Returns: when the new entries were published, and the articles to deliver, oldest first: feeds begin with the newest
    ///   entry, the journal with the oldest.
    /// - Parameter own: so many entries are the feed's own; what follows is from its archive, and nobody is notified.
    private func render(
        _ parsed: ParsedFeed, _ examination: Examination, _ reading: inout Reading, notifying own: Int
    ) -> (published: [Date?], articles: [PollRecord.Article], jobs: [PageJobs.Job]) {
        var published: [Date?] = []
        var jobs: [PageJobs.Job] = []
        var articles: [PollRecord.Article] = []
        let feed = self.articles.clean(parsed)
        reading.state.title = feed.title ?? reading.state.title
        for (index, verdict) in examination.verdicts.enumerated().reversed() {
            guard var article = NewArticle(verdict) else { continue }
            if index >= own { article.isBackfill = true }
            published.append(parsed.items[index].item.published)
            guard let rendered = self.articles.make(parsed.items[index], in: feed, as: article, of: reading.feed) else {
                continue
            }
            let plain = PollRecord.Article(entry: index, item: rendered.item, webhooks: rendered.webhooks)
            let raw = parsed.items[index]
            // The archive is read once, and its articles must not wait for their pages outside of the store.
            if reading.feed.configuration.fullText != .no, index < own, let url = raw.item.url,
                HostName.isFetched(url)
            {
                jobs.append(.init(entry: index, url: url, raw: raw, article: article, fallback: plain))
            } else {
                articles.append(plain)
            }
        }
        return (published, articles, jobs)
    }

}

extension Feed {
    /// When the document asks to be polled again.
    fileprivate var hints: FeedHints {
        FeedHints(
            ttl: ttl.map(Double.init), updateInterval: updateInterval.map(Double.init), skipHours: skipHours,
            skipDays: skipDays)
    }
}

extension Examination {
    /// Whether a moved feed shows what was known of it.
    fileprivate var evidence: FeedAddress.Evidence {
        isFirstDocument ? .nothingKnown : sharesKnownItem ? .sharesItem : .stranger
    }
}

extension Response {
    /// Whether the transfer itself said that all came: libcurl 7.88 takes a compressed stream that breaks off for its end, and
    /// a body that ends with the connection has no end of its own.
    fileprivate var isVerified: Bool { isDelimited && headers["content-encoding"] == nil }
}
