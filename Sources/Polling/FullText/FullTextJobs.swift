import Cleaning
import Config
import Files
import Foundation
import Logging
package import Identity
import Model
import Parse
import Render
package import Store

/// An article that waits for its page; it is not in the store before that, so that nothing is lost if the daemon dies.
package struct PendingFullText: Sendable {
    /// What `PageLimiter` knows it by.
    package let claim: String
    /// Only what is to be written of it.
    package let examination: Examination
    /// Those of its poll that wait as it does.
    package let batch: LateArticles
    /// Nil where the daemon ended before there was an answer: the next start finds the entry new.
    package let task: Task<PollRecord.Article?, Never>
}

/// Completes the new articles of polls from their pages. A class, for each of them holds it.
final class FullTextJobs: Sendable {
    let fetcher: PageFetcher
    let articles: ArticleMaker
    let clock: Timekeeper
    let logger: Logger

    init(fetcher: PageFetcher, articles: ArticleMaker, clock: Timekeeper, logger: Logger) {
        (self.fetcher, self.articles, self.clock, self.logger) = (fetcher, articles, clock, logger)
    }

    /// Pages that come within this time land with their poll; later ones on their own.
    private static let grace = Duration.seconds(2)

    /// One article to complete, and what it is without its page.
    struct Job: Sendable {
        var entry: Int
        var url: String
        var item: CleanItem
        var article: NewArticle
        var fallback: PollRecord.Article
    }

    struct Outcome: Sendable {
        var articles: [PollRecord.Article] = []
        var pending: [PendingFullText] = []
        /// Entries that the store must not come to know yet.
        var leftOut: Set<Int> = []
    }

    func run(_ jobs: [Job], in feed: Feed, of polled: PolledFeed, _ examination: Examination) async -> Outcome {
        var outcome = Outcome()
        let troubles = PageTroubles(logger, of: polled, pages: jobs.count)
        var running: [(job: Job, claim: String, task: Task<PollRecord.Article?, Never>)] = []
        let (stream, done) = AsyncStream<(entry: Int, article: PollRecord.Article?)?>.makeStream()
        for job in jobs {
            outcome.leftOut.insert(job.entry)
            let claim = "\(polled.key) \(job.article.id.text) \(job.article.revision)"
            guard await fetcher.limiter.claim(claim) else {  // an earlier poll waits for it
                troubles.end(job.url, nil)
                continue
            }
            let task = Task {
                let (article, trouble) = await complete(job, in: feed, of: polled)
                troubles.end(job.url, trouble)
                done.yield((job.entry, article))
                return article
            }
            running.append((job, claim, task))
        }
        if running.isEmpty { return outcome }
        let timer = Task {
            await clock.sleep(Self.grace)  // cancelled where all came before
            done.yield(nil)
        }
        var waiting = Dictionary(uniqueKeysWithValues: running.map { ($0.job.entry, $0) })
        for await answer in stream {
            guard let answer else { break }
            if let article = answer.article, let job = waiting.removeValue(forKey: answer.entry) {
                outcome.articles.append(article)
                outcome.leftOut.remove(answer.entry)
                await fetcher.limiter.release(job.claim)
            }
            if waiting.isEmpty { break }
        }
        timer.cancel()
        let batch = LateArticles(count: waiting.count)
        outcome.pending = running.filter { waiting[$0.job.entry] != nil }.map {
            PendingFullText(
                claim: $0.claim, examination: examination.only($0.job.entry), batch: batch, task: $0.task)
        }
        return outcome
    }

    /// - Returns: the article, nil where the daemon ends; and why its page is of no use.
    private func complete(
        _ job: Job, in feed: Feed, of polled: PolledFeed
    ) async -> (article: PollRecord.Article?, trouble: String?) {
        do throws(PageFailure) {
            let full = try await fetcher.article(
                at: job.url, titled: job.item.item.title, of: polled.configuration)
            let rendered = try await fetcher.read(bytes: full.bytes) { [articles] _ in
                articles.make(job.item, in: feed, as: job.article, of: polled, page: full)
            }
            guard let rendered else {
                let isTold = polled.configuration.fullText == .yes
                return (job.fallback, isTold ? "it is shorter than what the feed has" : nil)
            }
            return (.init(entry: job.entry, item: rendered.item, webhooks: rendered.webhooks), nil)
        } catch {
            switch error {
            case .stopped: return (nil, nil)
            case .unusable(let reason): return (job.fallback, reason)
            }
        }
    }
}
