import Config
import Files
import Foundation
import Identity
import Intake
import Model
import Parse
import ParserProcess
import Render
import Schedule
import Settings
import Store
import Web
import WebSub

/// What is done with a document on the parser's threads: it is parsed, its entries are examined, and those that the store
/// does not know are cleaned and rendered. Parsing and cleaning are the parser's, in a process of its own mostly. A class, for
/// each poll holds it.
final class DocumentReader: Sendable {
    /// Indirect, for polls that wait would hold room for the largest.
    indirect enum Reading: Sendable {
        case ended(PollReport)
        /// The feed's archive is to be read before the entries are examined.
        case parsed(Feed)
        /// The document names sitemaps, which are to be read in its place.
        case index([SitemapIndex.Child])
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
    private let settings: ParserSettings

    init(configuration: Configuration, store: any Store, articles: ArticleMaker, clock: Timekeeper) {
        (self.configuration, self.store, self.articles, self.clock) = (configuration, store, articles, clock)
        settings = configuration.parserSettings
    }

    /// - Parameters:
    ///   - digest: of the document, where it is known already.
    ///   - wantsArchive: the feed's archive is to be read where the document is whole.
    func open(
        _ document: Document, _ digest: [UInt8]?, of feed: PolledFeed, _ start: PollStep, wantsArchive: Bool,
        with parser: any DocumentParser
    ) -> Reading {
        var step = start
        let digest = digest ?? BodyDigest.of(document.bytes)
        if !wantsArchive, let report = step.known(digest, document.facts, now: clock.now()) { return .ended(report) }
        do throws(PollFailure) {
            let opened = try open(document, of: feed, with: parser)
            if opened.feed.format == .sitemapIndex {
                return .index(
                    zip(opened.links, opened.entries).compactMap { link, entry in
                        link.map { SitemapIndex.Child(url: $0, modified: entry.published) }
                    })
            }
            if wantsArchive, opened.completeness == .whole { return .parsed(opened.feed) }
            return .examined(try examine(opened, document, digest, archive: [], of: feed, start, with: parser))
        } catch {
            return .ended(step.failed(error))
        }
    }

    /// - Parameter archive: pages of the feed's archive: their items are delivered, but no webhook is notified.
    func read(
        _ document: Document, archive: [Document], of feed: PolledFeed, _ start: PollStep,
        with parser: any DocumentParser
    ) -> Reading {
        var step = start
        do throws(PollFailure) {
            let opened = try open(document, of: feed, with: parser)
            var entries: [Fingerprint] = []
            for page in archive { entries += try open(page, of: feed, with: parser, isContinuation: true).entries }
            let digest = BodyDigest.of(document.bytes)
            return .examined(
                try examine(opened, document, digest, archive: entries, of: feed, start, with: parser))
        } catch {
            return .ended(step.failed(error))
        }
    }

    /// Reads what an index names in place of it.
    /// - Parameter asked: how many sitemaps were asked for, of which some are not there.
    func read(
        _ children: [Document], of index: Document, asked: Int, isOpen: Bool, feed: PolledFeed, _ start: PollStep,
        with parser: any DocumentParser
    ) -> Reading {
        var step = start
        do throws(PollFailure) {
            var all: OpenedFeed?
            for child in children {
                guard var opened = try? open(child, of: feed, with: parser, isContinuation: all != nil) else {
                    continue
                }
                // Its entries would be sitemaps again, and are passed over; but the parser counts them.
                if opened.feed.format == .sitemapIndex {
                    throw PollFailure(.notAFeed, "the index names another index: \(LoggedURL(child.address))")
                }
                if let before = all {
                    opened.entries = before.entries + opened.entries
                    opened.links = before.links + opened.links
                }
                all = opened
            }
            guard var opened = all else {
                guard asked == 0 else {
                    throw PollFailure(.notAFeed, "none of the \(asked) sitemaps that the index names can be read")
                }
                var findings = PollStep.Findings(digest: BodyDigest.of(index.bytes))
                findings.hasPending = isOpen
                return .ended(step.examined(findings, index.facts, isVerified: true, now: clock.now()))
            }
            opened.feed.format = .sitemapIndex
            var examined = try examine(
                opened, index, BodyDigest.of(index.bytes), archive: [], of: feed, start, with: parser)
            if isOpen { examined.findings.hasPending = true }
            return .examined(examined)
        } catch {
            return .ended(step.failed(error))
        }
    }

    private func open(
        _ document: Document, of feed: PolledFeed, with parser: any DocumentParser, isContinuation: Bool = false
    ) throws(PollFailure) -> OpenedFeed {
        var request = document.request(now: clock.now(), settings)
        request.isContinuation = isContinuation
        request.wantsLinks = feed.configuration.fullText != .no
        let page = feed.configuration.page
        if !page.isEmpty, !isContinuation {
            request.items = page.first { $0.key == .items }?.text
            request.parts = page.filter { $0.key != .items }.flatMap { [$0.key.rawValue, $0.text] }
            request.mayBeEmpty = feed.configuration.mayBeEmpty
        }
        // Beside a large document it is worth giving back what the start took, and then what the reading did.
        let isLarge = document.bytes.count > Self.large
        do throws(ParserFailure) {
            if isLarge { ProcessMemory.giveBack() }
            let opened = try parser.open(document.bytes, request)
            if isLarge { ProcessMemory.giveBack() }
            if opened.completeness == .damaged {
                throw .unreadable(.malformed("its tags do not match or are not known, and no item is left", line: nil))
            }
            return opened
        } catch {
            throw Self.failure(error, of: document)
        }
    }

    /// Bytes of a document.
    private static let large = 4 << 20

    /// A page in place of the feed says what it is.
    private static func failure(_ error: ParserFailure, of document: Document) -> PollFailure {
        var failure = PollFailure(error)
        guard failure.kind == .notAFeed, let title = RefusalPage.title(of: document.bytes) else { return failure }
        failure.sentence += ", but the page “\(title)”"
        if RefusalPage.isChallenge(title: title, body: document.bytes) {
            failure.sentence += "; \(RefusalPage.advice)"
        }
        return failure
    }

    private func examine(
        _ opened: OpenedFeed, _ document: Document, _ digest: [UInt8], archive: [Fingerprint], of feed: PolledFeed,
        _ start: PollStep, with parser: any DocumentParser
    ) throws(PollFailure) -> Examined {
        let entries = archive.isEmpty ? opened.entries : opened.entries + archive
        let examination: Examination
        do throws(StoreError) {
            examination = try store.examine(
                feed: feed.key, entries,
                policy: configuration.identityPolicy(
                    of: feed.configuration, isSitemap: opened.feed.format.isSitemap), now: clock.now())
        } catch {
            throw PollFailure(error)
        }
        var examined = Examined(
            findings: PollStep.Findings(
                digest: digest, completeness: opened.completeness, title: opened.feed.title, hints: opened.feed.hints,
                newest: opened.entries.compactMap(\.published).filter { $0 <= clock.now() }.max(),
                evidence: examination.evidence, hubs: HubLinks(of: opened.feed, document)),
            examination: examination, feed: opened.feed, articles: [], jobs: [])
        var limit = start.newEntryLimit(
            configuration.daemon, isFirstDocument: examination.isFirstDocument, now: clock.now())
        let pages = opened.pages
        var batch = Batch()
        for (index, verdict) in examination.verdicts.enumerated().reversed() where verdict.isNew {
            // What the archive has is read once, and bounded by itself. Its articles must not wait for their pages
            // outside of the store.
            let isOwn = index < opened.entries.count
            let article = NewArticle(verdict)
            let page = article != nil && isOwn ? pages[index] : nil
            // Whether one more may ask for its page depends on what the filters let through before.
            if page != nil, batch.pages == limit.pagesLeft { try make(&batch, of: feed, &limit, &examined, parser) }
            if isOwn, !limit.admits(index, needsPage: page != nil) { continue }
            guard var article else { continue }
            if !isOwn { article.isBackfill = true }
            batch.append(index, article, page: page)
            examined.findings.published.append(entries[index].published)
        }
        try make(&batch, of: feed, &limit, &examined, parser)
        examined.leaveOut(limit)
        return examined
    }

    /// Entries that were admitted, and are to be made articles of.
    private struct Batch {
        var entries: [Int] = []
        var articles: [Int: (article: NewArticle, page: String?)] = [:]
        /// How many may ask for theirs.
        var pages = 0

        mutating func append(_ entry: Int, _ article: NewArticle, page: String?) {
            entries.append(entry)
            articles[entry] = (article, page)
            if page != nil { pages += 1 }
        }
    }

    /// Makes the articles of a batch, which is empty then.
    private func make(
        _ batch: inout Batch, of feed: PolledFeed, _ limit: inout NewEntryLimit, _ examined: inout Examined,
        _ parser: any DocumentParser
    ) throws(PollFailure) {
        defer { batch = Batch() }
        do throws(ParserFailure) {
            try parser.clean(batch.entries) { index, item in
                guard let (article, page) = batch.articles[index],
                    let rendered = articles.make(item, in: examined.feed, as: article, of: feed)
                else { return }
                let plain = PollRecord.Article(entry: index, item: rendered.item, webhooks: rendered.webhooks)
                if let page {
                    limit.takePage()
                    examined.jobs.append(.init(entry: index, url: page, item: item, article: article, fallback: plain))
                } else {
                    examined.articles.append(plain)
                }
            }
        } catch {
            throw PollFailure(error)
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

extension OpenedFeed {
    /// Where an entry's page is, for those that have one that can be fetched.
    fileprivate var pages: [Int: String] {
        var pages: [Int: String] = [:]
        for (index, link) in links.enumerated() { if let link, HostName.isFetched(link) { pages[index] = link } }
        return pages
    }
}

extension Document {
    func request(now: Date, _ settings: ParserSettings) -> DocumentRequest {
        var request = DocumentRequest()
        (request.url, request.contentType, request.language) = (address, contentType, language)
        (request.now, request.settings) = (now, settings)
        return request
    }
}

extension HubLinks {
    fileprivate init(of feed: Feed, _ document: Document) {
        let hubs = feed.hubs.filter { ["websub", "pubsubhubbub"].contains($0.type.lowercased()) }.map(\.url)
        self.init(
            headers: document.facts.links, hubs: hubs,
            topic: feed.links.first { $0.rel == "self" }?.href ?? feed.feedURL, address: document.address)
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
