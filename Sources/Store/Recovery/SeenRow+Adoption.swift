package import FoundationEssentials
package import Identity
package import Model

extension SeenRow {
    /// The rows of articles that the spool tells of.
    package static func adopted(_ articles: [SpoolArticle], by feed: FeedID, now: Date) -> [SeenRow] {
        zip(articles, DocumentKeys(articles.map(\.fingerprint)).entries).map { article, entry in
            SeenRow(
                feed: feed, key: entry.key, url: entry.ownURL, bare: entry.bare, title: entry.title,
                published: entry.published, text: nil, shown: Instant.days(now), item: article.id,
                revision: article.revision, flags: .delivered)
        }
    }

    /// Days after which an entry that its feed has not shown for `keepSeen` seconds is forgotten: `shown` lags behind by up to
    /// `refreshDays`, so nothing goes early, and some things go that much late.
    package static func keptDays(_ keepSeen: Double) -> Int64 {
        Int64(min(max(0, keepSeen), 1e9) / 86_400) + refreshDays
    }
}
