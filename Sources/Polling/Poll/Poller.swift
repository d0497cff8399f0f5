package import Config
import Fetch
import Files
import Foundation
import Identity
import Intake
import Logging
package import Model
import Parse
import ParserProcess
import Schedule
import Settings
package import Store
import Web

/// One poll from the request to the rendered articles: it asks the source, reads and examines the document on the parser's
/// threads, and completes articles from their pages. What follows from each answer is `PollStep`'s to decide.
///
/// Nothing is kept here and nothing is written: the report says what became of the poll. A class, for each poll holds it.
package final class Poller: Sendable {
    private let configuration: Configuration
    /// What the requests of all feeds have in common.
    private let pattern: Request
    private let proxies: ProxyChoice
    private let surroundings: PollSurroundings
    private let sources: any FeedSources
    private let reader: DocumentReader
    private let fullText: FullTextJobs

    package init(_ configuration: Configuration, _ surroundings: PollSurroundings) {
        (self.configuration, self.surroundings) = (configuration, surroundings)
        (pattern, proxies) = (configuration.request(version: surroundings.version), configuration.proxies)
        sources = surroundings.sources(configuration)
        let articles = ArticleMaker(configuration)
        reader = DocumentReader(
            configuration: configuration, store: surroundings.store, articles: articles, clock: surroundings.clock)
        fullText = FullTextJobs(
            fetcher: PageFetcher(configuration: configuration, surroundings: surroundings), articles: articles,
            clock: surroundings.clock, logger: surroundings.logger)
    }

    /// - Parameters:
    ///   - state: as the feed's last poll left it.
    ///   - maySend: asked before each request goes out.
    ///   - onDocument: called when a document has come that is to be read, with the time that its server took.
    /// - Returns: nil where the daemon stopped before there was an answer: the poll then never was.
    package nonisolated(nonsending) func poll(
        _ feed: PolledFeed, _ state: FeedState, unconditional: Bool, maySend: @escaping @Sendable () -> Bool,
        onDocument: @Sendable (_ bytes: Int, _ took: Duration?) -> Void
    ) async -> PollReport? {
        var step = PollStep(
            state, of: feed.configuration.url, wantsHubs: configuration.subscribes(to: feed.configuration))
        // To learn where the archive is, the document itself is needed.
        let wantsArchive = feed.configuration.history && step.isArchiveUnread
        let isWhole = unconditional || feed.configuration.alwaysDownload || wantsArchive
        let source = sources.source(of: feed.configuration, at: step.url, maySend: maySend)
        let answer = await source.read(step.conditions(isWhole: isWhole))
        switch next(&step, answer) {
        case nil: return nil
        case .ended(let report): return report
        case .read(let document):
            let digest = step.knowsDocument ? shortDigest(of: document) : nil
            if !wantsArchive, let digest, let report = known(document, digest, &step) { return report }
            onDocument(document.bytes.count, document.took)
            return await readNew(document, digest, of: feed, step, wantsArchive: wantsArchive)
        }
    }

    /// Reads a document that came by itself as `poll` reads one that it asked for.
    /// - Returns: nil where the daemon stopped before it was read.
    package nonisolated(nonsending) func read(
        _ pushed: PushedDocument, of feed: PolledFeed, _ state: FeedState
    ) async -> PollReport? {
        let configured = feed.configuration
        var step = PollStep(state, of: configured.url, isPushed: true)
        let limit = configured.maxBody ?? configuration.daemon.maxBody
        guard pushed.bytes.count <= limit else {
            let sentence = "the document has \(pushed.bytes.count) bytes, more than 'max_body' allows (\(limit))"
            return step.failed(PollFailure(.tooLarge, sentence))
        }
        // What its own address gave last is still what the next poll compares with.
        let document = Document(
            bytes: pushed.bytes, contentType: pushed.contentType,
            address: pushed.address ?? configured.base ?? step.url, isVerified: true,
            facts: SourceFacts(validators: state.validators))
        guard case .read(let document) = step.take(.document(document), now: surroundings.clock.now()) else {
            return nil  // `take` gives a document back
        }
        return await readNew(document, nil, of: feed, step, wantsArchive: false)
    }

    // MARK: - The document

    /// The digest of a document that is hashed in a tenth of a millisecond: mostly it is the last poll's, and then no
    /// parser has to look at it. A change of threads would cost more.
    private func shortDigest(of document: Document) -> [UInt8]? {
        document.bytes.count <= 256 << 10 ? BodyDigest.of(document.bytes) : nil
    }

    @inline(never)  // so are the next two: the frames of all polls would hold room for what they work on
    private func next(_ step: inout PollStep, _ answer: SourceAnswer) -> PollStep.Next? {
        step.take(answer, now: surroundings.clock.now())
    }

    /// The report of a document that is the last poll's; nil: it is another.
    @inline(never)
    private func known(_ document: Document, _ digest: [UInt8], _ step: inout PollStep) -> PollReport? {
        var report = step.known(digest, document.facts, now: surroundings.clock.now())
        report?.note(document)
        return report
    }

    /// - Parameter digest: of the document, where it is known already.
    @inline(never)
    private nonisolated(nonsending) func readNew(
        _ document: Document, _ digest: [UInt8]?, of feed: PolledFeed, _ step: PollStep, wantsArchive: Bool
    ) async -> PollReport? {
        var report = await read(document, digest, of: feed, step, wantsArchive: wantsArchive)
        report?.note(document)
        return report
    }

    /// What rarely happens has a function of its own: a poll that waits for the parser keeps the frame of this one.
    private nonisolated(nonsending) func read(
        _ document: Document, _ digest: [UInt8]?, of feed: PolledFeed, _ step: PollStep, wantsArchive: Bool
    ) async -> PollReport? {
        do throws(ParseQueue.Failure) {
            let reading = try await surroundings.parser.read(bytes: document.bytes.count) { [reader] parser in
                reader.open(document, digest, of: feed, step, wantsArchive: wantsArchive, with: parser)
            }
            switch reading {
            case .ended(let report): return report
            case .examined(let examined): return await complete(examined, document, of: feed, step)
            case .parsed(let parsed): return try await readWithArchive(document, parsed, of: feed, step)
            case .index(let children): return try await readSitemaps(children, document, of: feed, step)
            }
        } catch {
            return step.failed(error)
        }
    }

    private nonisolated(nonsending) func readWithArchive(
        _ document: Document, _ parsed: Feed, of feed: PolledFeed, _ start: PollStep
    ) async throws(ParseQueue.Failure) -> PollReport? {
        var step = start
        document.share?.end(at: 0)  // its pages take minutes, and others wait for the room
        let archive = await readArchive(of: parsed, at: document.address, feed, &step)
        let bytes = archive.reduce(document.bytes.count) { $0 + $1.bytes.count }
        let reading = try await surroundings.parser.read(bytes: bytes) { [reader, step] parser in
            reader.read(document, archive: archive, of: feed, step, with: parser)
        }
        return await end(reading, document, of: feed, step)
    }

    private nonisolated(nonsending) func readSitemaps(
        _ children: [SitemapIndex.Child], _ document: Document, of feed: PolledFeed, _ step: PollStep
    ) async throws(ParseQueue.Failure) -> PollReport? {
        let index = SitemapIndex(children, since: step.lastSuccess)
        if index.left > 0 {
            surroundings.logger.notice(
                "an index has more sitemaps with news than a poll reads; the older ones are left out",
                metadata: [
                    "feed": "\(feed.configuration.name)", "read": "\(index.children.count)", "left": "\(index.left)",
                ])
        }
        document.share?.end(at: 0)  // as above
        switch await fetch(index, feed) {
        case .stopped: return nil
        case .failed(let failure):
            var step = step
            return step.failed(failure)
        case .documents(let documents):
            let bytes = documents.reduce(0) { $0 + $1.bytes.count }
            let reading = try await surroundings.parser.read(bytes: bytes) { [reader] parser in
                reader.read(
                    documents, of: document, asked: index.children.count, isOpen: index.isOpen, feed: feed, step,
                    with: parser)
            }
            return await end(reading, document, of: feed, step)
        }
    }

    private nonisolated(nonsending) func end(
        _ reading: DocumentReader.Reading, _ document: Document, of feed: PolledFeed, _ step: PollStep
    ) async -> PollReport? {
        switch reading {
        case .ended(let report): report
        case .parsed, .index: nil  // `read` gives none
        case .examined(let examined): await complete(examined, document, of: feed, step)
        }
    }

    private nonisolated(nonsending) func complete(
        _ examined: DocumentReader.Examined, _ document: Document, of feed: PolledFeed, _ step: PollStep
    ) async -> PollReport {
        guard !examined.jobs.isEmpty else { return report(of: examined, document, step) }
        // Not on the queue that a poll's task prefers: it looks at all entries for each page.
        let full = await withTaskExecutorPreference(globalConcurrentExecutor) {
            await fullText.run(examined.jobs, in: examined.feed, of: feed, examined.examination)
        }
        return report(of: examined.completed(by: full), pending: full.pending, document, step)
    }

    @inline(never)
    private func report(
        of examined: DocumentReader.Examined, pending: [PendingFullText] = [], _ document: Document, _ start: PollStep
    ) -> PollReport {
        var step = start
        var report = step.examined(
            examined.findings, document.facts, isVerified: document.isVerified, now: surroundings.clock.now())
        (report.examination, report.articles, report.pending) = (examined.examination, examined.articles, pending)
        return report
    }

    private nonisolated(nonsending) func fetch(_ index: SitemapIndex, _ polled: PolledFeed) async -> SitemapIndex.Answer
    {
        let configured = polled.configuration
        let daemon = configuration.daemon
        return await index.fetch(
            surroundings, byteLimit: configured.maxBody ?? daemon.maxBody,
            pause: { HostName(of: $0).isPrivate ? daemon.privateHostDelay : daemon.hostDelay }
        ) { [pattern, proxies] in
            pattern.polling(configured, url: $0, proxies: proxies)
        }
    }

    /// The archive's pages, from where the last poll left off; whatever happens there, the feed is not lost.
    private nonisolated(nonsending) func readArchive(
        of feed: Feed, at url: String, _ polled: PolledFeed, _ step: inout PollStep
    ) async -> [Document] {
        let configured = polled.configuration
        let host = HostName(of: url)
        let reader = ArchiveReader(
            surroundings: surroundings, byteLimit: configuration.daemon.maxBody,
            pause: host.isPrivate ? configuration.daemon.privateHostDelay : configuration.daemon.hostDelay
        ) { [pattern, proxies] in
            pattern.polling(configured, url: $0, proxies: proxies)
        }
        let pages = await reader.read(
            from: step.archive?.next ?? (step.archive == nil ? feed.olderPage : nil), newer: url,
            after: max(1, step.archive?.requests ?? 0))
        step.noteArchive(next: pages.next, requests: pages.requests)
        return pages.documents
    }
}

extension DocumentReader.Examined {
    /// With the articles that have their pages' texts, and without those that wait for theirs.
    fileprivate func completed(by full: FullTextJobs.Outcome) -> Self {
        var completed = self
        completed.articles = (articles + full.articles).sorted { $0.entry > $1.entry }
        guard !full.leftOut.isEmpty else { return completed }
        completed.findings.hasPending = true
        completed.findings.admitted = max(0, findings.admitted - full.leftOut.count)
        completed.examination = examination.leavingOut(full.leftOut)
        return completed
    }
}

extension PollStep {
    /// - Returns: nil where the daemon stops: the poll then never was.
    fileprivate func failed(_ failure: ParseQueue.Failure) -> PollReport? {
        switch failure {
        case .stopped: return nil
        case .overdue(let time):
            var step = self
            return step.failed(PollFailure(.slowDocument, "the document could not be read within \(time)"))
        }
    }
}
