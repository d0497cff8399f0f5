import Foundation
import Model
import Store

/// The articles of one page of `/articles`, and where the next one begins.
struct ArticleScan {
    /// Bytes of the items of a page; one larger item goes alone.
    static let byteLimit = 8 << 20
    /// Articles that a page looks at for a tag: a rare one takes several pages, some of which are empty.
    private static let lookLimit = 2_000

    private(set) var articles: [OutboxSlice.Article] = []
    /// All up to here was looked at, and is in `articles` where it was wanted.
    private(set) var lastSeq: Int64
    /// There is nothing beyond `lastSeq` yet.
    private(set) var isAtEnd = false
    /// The first number that is kept, where numbers after the one asked for are gone.
    private(set) var firstKept: Int64?
    private var bytes = 0

    typealias Read = (_ after: Int64, _ feeds: [String]?, _ limit: Int) throws(StoreError) -> OutboxSlice

    /// - Parameters:
    ///   - tagged: the feeds that have one of the wanted tags in feeds.toml.
    ///   - read: gives articles of `byteLimit` at most.
    init(_ query: ArticleQuery, tagged: Set<String>, _ read: Read) throws(StoreError) {
        lastSeq = query.after
        let feeds = query.feeds.isEmpty ? nil : query.feeds
        let isFiltered = !query.tags.isEmpty
        var looked = 0
        while true {
            let limit = isFiltered ? min(200, Self.lookLimit - looked) : query.limit
            let slice = try read(lastSeq, feeds, limit)
            if looked == 0, query.after > 0 { firstKept = Self.firstKept(slice, after: query.after) }
            for article in slice.articles {
                if !isFiltered || Self.has(query.tags, article, tagged) {
                    guard articles.isEmpty || bytes + article.json.count <= Self.byteLimit else { return }
                    articles.append(article)
                    bytes += article.json.count
                }
                lastSeq = article.seq
                if articles.count == query.limit { return }
            }
            looked += slice.articles.count
            // The slice ends early for its bytes, or there is no more.
            let isWhole =
                slice.articles.count < limit && slice.articles.reduce(0) { $0 + $1.json.count } < Self.byteLimit
            if isWhole {
                lastSeq = max(lastSeq, slice.headSeq)
                isAtEnd = true
                return
            }
            if !isFiltered || looked >= Self.lookLimit { return }
        }
    }

    private static func firstKept(_ slice: OutboxSlice, after seq: Int64) -> Int64? {
        let next = slice.nextSeq ?? slice.headSeq + 1
        return next > seq + 1 ? next : nil
    }

    private struct Tags: Decodable {
        struct Extension: Decodable {
            var feedTags: [String]?

            enum CodingKeys: String, CodingKey { case feedTags = "feed_tags" }
        }

        var tags: [String]?
        var ours: Extension?

        enum CodingKeys: String, CodingKey { case tags, ours = "_newspool" }
    }

    private static func has(_ tags: [String], _ article: OutboxSlice.Article, _ tagged: Set<String>) -> Bool {
        if tagged.contains(article.feed) { return true }
        // Our own bytes, perhaps of another version.
        guard let item = try? JSONDecoder().decode(Tags.self, from: Data(article.json)) else { return false }
        return !Set(tags).isDisjoint(with: (item.tags ?? []) + (item.ours?.feedTags ?? []))
    }
}
