import Config
import Files
import Foundation
import Identity
import Intake
import Model
import Parse
import Render
import Schedule
import Settings
import Store
import Web

/// What is done with a document on the parser's threads: it is parsed, its entries are examined, and those that the store
/// does not know are cleaned and rendered.
struct DocumentReader: Sendable {
    enum Reading: Sendable {
        case ended(PollReport)
        /// The feed's archive is to be read before the entries are examined.
        case parsed(ParsedFeed, digest: [UInt8])
        case examined(Examined)
    }

    struct Examined: Sendable {
        var findings: PollStep.Findings
        var examination: Examination
        /// Cleaned.
        var feed: Feed
        /// Oldest first: feeds begin with the newest entry, the journal with the oldest.
        var articles: [PollRecord.Article]
        /// Articles that are to be completed from their pages.
        var jobs: [FullTextJobs.Job]
    }

    let store: any Store
    let articles: ArticleMaker
    let clock: Timekeeper
    private let configuration: Configuration
    private let folds: CanonicalURL.Folds

    init(configuration: Configuration, store: any Store, articles: ArticleMaker, clock: Timekeeper) {
        (self.configuration, self.store, self.articles, self.clock) = (configuration, store, articles, clock)
        folds = configuration.folds
    }

    func open(_ document: Document, of feed: PolledFeed, _ start: PollStep, wantsArchive: Bool) -> Reading {
        var step = start
        let digest = BodyDigest.of(document.bytes)
        if !wantsArchive, let report = step.known(digest, document.facts, now: clock.now()) { return .ended(report) }
        do throws(ParseError) {
            let parsed = try FeedParser.parse(
                document.bytes, url: document.address, contentType: document.contentType,
                language: document.language, now: clock.now())
            if parsed.completeness == .damaged {
                throw ParseError.malformed("its tags do not match, and no item is left", line: nil)
            }
            if wantsArchive, parsed.completeness == .whole { return .parsed(parsed, digest: digest) }
            return examine(parsed, digest, archive: [], of: feed, step)
        } catch {
            return .ended(step.failed(PollFailure(error)))
        }
    }

    /// - Parameter archive: items of the feed's archive: they are delivered, but no webhook is notified.
    func examine(
        _ parsed: ParsedFeed, _ digest: [UInt8], archive: [RawItem], of feed: PolledFeed, _ start: PollStep
    ) -> Reading {
        do throws(StoreError) {
            let items = archive.isEmpty ? parsed.items : parsed.items + archive
            let examination = try store.examine(
                feed: feed.key, items.map { $0.fingerprint(folding: folds) },
                policy: configuration.identityPolicy(of: feed.configuration), now: clock.now())
            let cleaned = articles.clean(parsed)
            var examined = Examined(
                findings: PollStep.Findings(
                    digest: digest, completeness: parsed.completeness, title: cleaned.title, hints: parsed.feed.hints,
                    evidence: examination.evidence),
                examination: examination, feed: cleaned, articles: [], jobs: [])
            var limit = start.newEntryLimit(
                configuration.daemon, isFirstDocument: examination.isFirstDocument, now: clock.now())
            for (index, verdict) in examination.verdicts.enumerated().reversed() where verdict.isNew {
                // What the archive has is read once, and bounded by itself. Its articles must not wait for their pages
                // outside of the store.
                let isOwn = index < parsed.items.count
                let article = NewArticle(verdict)
                let page = article != nil && isOwn ? Self.page(of: items[index], in: feed) : nil
                if isOwn, !limit.admits(index, needsPage: page != nil) { continue }
                guard var article else { continue }
                if !isOwn { article.isBackfill = true }
                render(items[index], at: index, of: feed, article, page: page, &limit, &examined)
            }
            examined.leaveOut(limit)
            return .examined(examined)
        } catch {
            var step = start
            return .ended(step.failed(PollFailure(error)))
        }
    }

    /// The page that completes an entry; nil: none does.
    private static func page(of raw: RawItem, in feed: PolledFeed) -> String? {
        guard feed.configuration.fullText != .no, let url = raw.item.url, HostName.isFetched(url) else { return nil }
        return url
    }

    private func render(
        _ raw: RawItem, at index: Int, of feed: PolledFeed, _ article: NewArticle, page: String?,
        _ limit: inout NewEntryLimit, _ examined: inout Examined
    ) {
        examined.findings.published.append(raw.item.date)
        guard let rendered = articles.make(raw, in: examined.feed, as: article, of: feed) else { return }
        let plain = PollRecord.Article(entry: index, item: rendered.item, webhooks: rendered.webhooks)
        if let page {
            limit.takePage()
            examined.jobs.append(.init(entry: index, url: page, raw: raw, article: article, fallback: plain))
        } else {
            examined.articles.append(plain)
        }
    }
}

extension DocumentReader.Examined {
    /// Leaves to the next polls what was too much at once.
    fileprivate mutating func leaveOut(_ limit: NewEntryLimit) {
        (findings.admitted, findings.waiting) = (limit.admitted, limit.waiting)
        guard !limit.leftOut.isEmpty else { return }
        findings.hasPending = true
        // After a first document the feed must be known, or the next one would be its first.
        examination = examination.leavingOut(limit.leftOut, keepsMemory: examination.isFirstDocument)
    }
}

extension Verdict {
    /// A row that is to be written, and mostly an article.
    fileprivate var isNew: Bool {
        switch self {
        case .new, .updated, .duplicate: true
        case .known, .seeded: false
        }
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
