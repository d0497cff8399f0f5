import Config
import Fetch
import Foundation
import Model
import Parse
import Schedule
import Store

/// One poll from the request to the rendered articles: fetch, parse, ask the store what is new, clean and render that.
///
/// Nothing is kept here and nothing is written: the report says what became of the poll.
struct Poller: Sendable {
    let configuration: Configuration
    let version: String
    let transfers: TransferLoop
    let store: Store
    private let renderer: ArticleRenderer
    private let folds: CanonicalURL.Folds

    init(configuration: Configuration, version: String, transfers: TransferLoop, store: Store) {
        (self.configuration, self.version) = (configuration, version)
        (self.transfers, self.store) = (transfers, store)
        renderer = ArticleRenderer(spool: configuration.spool, stripTracking: configuration.dedupe.stripTracking)
        folds = configuration.dedupe.fold.reduce(into: []) { folds, fold in
            if let rule = CanonicalURL.Folds(named: fold.rawValue) { folds.formUnion(rule) }
        }
    }

    /// - Returns: nil where the daemon stopped before there was an answer: the poll then never was.
    func poll(_ feed: PolledFeed, unconditional: Bool) async -> PollReport? {
        let record: FeedRecord
        do throws(StoreError) {
            guard let row = try store.feed(feed.key) else { return nil }
            record = row
        } catch {
            return .failure(error.description)
        }
        var request = configuration.request(
            for: feed.configuration, url: record.movedTo ?? feed.configuration.url, version: version)
        if !unconditional && !feed.configuration.alwaysDownload { request.validators = record.validators }
        do throws(FetchError) {
            let response = try await transfers.fetch(request)
            return read(response, of: feed, record)
        } catch .stopped, .cancelled {
            return nil
        } catch {
            return .failure(error.description)
        }
    }

    // MARK: - Answers

    private func read(_ response: Response, of feed: PolledFeed, _ record: FeedRecord) -> PollReport {
        let now = Int(Date().timeIntervalSince1970)
        let freshness = Freshness.seconds(of: response.headers, now: now).map(Double.init)
        switch response.status {
        case 304:
            var update = FeedUpdate()
            update.validators = record.validators.renewed(by: response.validators).stored
            return PollReport(
                outcome: .unchanged(Signals(freshness: freshness)), status: 304, update: update)
        case 200..<300:
            return readDocument(response, of: feed, record, freshness: freshness)
        case 410:
            return .failure("410 Gone: the feed has been retired", status: 410, outcome: .gone)
        case 429, 503:
            let wait = RetryAfter.seconds(of: response.headers, now: now).map(Double.init)
            return .failure(
                Self.sentence(response.status), status: response.status,
                outcome: .rateLimited(status: response.status, retryAfter: wait))
        default:
            return .failure(Self.sentence(response.status), status: response.status)
        }
    }

    private func readDocument(
        _ response: Response, of feed: PolledFeed, _ record: FeedRecord, freshness: Double?
    ) -> PollReport {
        var update = FeedUpdate()
        update.validators = response.validators.stored
        update.bodyDigest = BodyDigest.of(response.body)
        if update.bodyDigest == record.bodyDigest {
            return PollReport(
                outcome: .unchanged(Signals(freshness: freshness)), status: response.status, update: update)
        }
        let parsed: ParsedFeed
        do throws(ParseError) {
            parsed = try FeedParser.parse(
                response.body, url: response.finalURL, contentType: response.headers.text("content-type"))
        } catch {
            return .failure(error.description, status: response.status)
        }
        do throws(StoreError) {
            return try examine(
                parsed, of: feed,
                PollReport(
                    outcome: .unchanged(
                        Signals(freshness: freshness, hints: Self.hints(parsed.feed))),
                    status: response.status, update: update))
        } catch {
            return .failure(error.description, status: response.status)
        }
    }

    /// Only entries that the store does not know are cleaned and rendered.
    private func examine(
        _ parsed: ParsedFeed, of feed: PolledFeed, _ start: PollReport
    ) throws(StoreError) -> PollReport {
        var report = start
        let examination = try store.examine(
            feed: feed.key, parsed.items.map { $0.fingerprint() },
            policy: configuration.identityPolicy(of: feed.configuration), now: Date())
        var published: [Date?] = []
        for (index, verdict) in examination.verdicts.enumerated() {
            guard let article = verdict.article else { continue }
            published.append(parsed.items[index].item.published)
            guard let rendered = renderer.render(parsed.items[index], in: parsed.feed, as: article, of: feed) else {
                continue
            }
            report.articles.append(.init(index: index, rendered: rendered, webhooks: feed.webhooks))
        }
        if !published.isEmpty, case .unchanged(let signals) = report.outcome {
            report.outcome = .changed(published: published, signals)
        }
        report.examination = examination
        return report
    }

    private static func hints(_ feed: Feed) -> FeedHints {
        FeedHints(
            ttl: feed.ttl.map(Double.init), updateInterval: feed.updateInterval.map(Double.init),
            skipHours: feed.skipHours, skipDays: feed.skipDays)
    }

    private static func sentence(_ status: Int) -> String {
        "the server answered \(status)"
    }
}

extension FeedRecord {
    var validators: Validators { Validators(etag: etag, lastModified: lastModified, url: validatorsURL) }
}

extension Validators {
    var stored: FeedUpdate.Validators { .init(etag: etag, lastModified: lastModified, url: url) }
}
