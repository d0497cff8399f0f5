import Config
import Logging
import Polling
import Store

/// Articles that come after their polls, because their pages were late.
extension Conductor {
    /// Commits an article when its page has come, or when it is known that none will.
    func complete(_ feed: PolledFeed, _ article: PendingFullText) {
        pending += 1
        Task {
            let finished = await article.task.value
            guard let finished, let state = feeds[feed.key]?.state else {
                tell(of: feed, article, landed: 0)
                return await release(article)
            }
            var record = PollRecord(
                feed: feed.key, state: state, outcome: PollOutcome(time: now, status: nil, milliseconds: 0),
                examination: article.examination, articles: [finished])
            (record.isPart, record.lease) = (true, feed.lease)
            committer.commit(record) { outcome in
                self.assumeIsolated { $0.committed(feed, article, outcome) }
            }
        }
    }

    private func committed(_ feed: PolledFeed, _ article: PendingFullText, _ outcome: GroupCommitter.Outcome) {
        let name = feed.configuration.name
        switch outcome {
        case .success(let brought):
            tally.countLate(brought)
            meter.countLate(feed, brought)
            tell(of: feed, article, landed: brought.new + brought.updated)
        case .failure(.stopped): tell(of: feed, article, landed: 0)
        case .failure(.store(let error)):
            // The store does not know the entry either, so the next poll finds it new.
            tally.storeError = error
            tell(of: feed, article, landed: 0)
            logger.error("cannot save an article", metadata: ["feed": "\(name)", "error": "\(error)"])
        }
        Task { await release(article) }
    }

    /// One line for all that came late of one poll.
    private func tell(of feed: PolledFeed, _ article: PendingFullText, landed: Int) {
        guard let landed = article.batch.end(landed: landed), landed > 0 else { return }
        logger.info(
            "new articles", metadata: ["feed": "\(feed.configuration.name)", "articles": .stringConvertible(landed)])
    }

    private func release(_ article: PendingFullText) async {
        await surroundings.pages.release(article.claim)
        pending -= 1
        onProgress?(tally)
        pump()
    }

    func drop(_ article: PendingFullText) {
        article.task.cancel()
        Task { await surroundings.pages.release(article.claim) }
    }
}
