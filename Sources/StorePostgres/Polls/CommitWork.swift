import Identity
import Model
import Store

/// What a commit is going to write, by table: one statement for each, in the same order in every transaction.
struct CommitWork {
    /// Bytes of articles in one statement.
    private static let chunk: Int64 = 8 << 20

    var inserted: [SeenRow] = []
    var rewritten: [SeenRow] = []
    var touched: [Int64] = []
    var forgotten: [Int64] = []
    var alsoIn: [(item: ItemID, feed: FeedID)] = []
    var memories: [FeedID: FeedMemory] = [:]
    var documents: [FeedID: LastDocument] = [:]
    var states: [FeedID: (state: FeedState, book: (history: [UInt8], daily: [UInt8]))] = [:]
    var daily: [FeedID: [UInt8]] = [:]
    /// Of feeds that have moved to another host.
    var shards: [FeedID: Int64] = [:]
    /// Of hosts.
    var manners: [String: [UInt8]] = [:]
    var articles: [OutboxEntry] = []
    var totals: [Int64] = []
    var messages: [(webhook: String, seq: Int64, due: Int64)] = []

    /// The head has moved.
    var hasNumbered: Bool { !inserted.isEmpty || !articles.isEmpty }

    /// - Parameters:
    ///   - today: of the entries.
    ///   - day: of the articles.
    func queries(today: Int64, day: Int64) -> [Query] {
        var queries: [Query] = []
        if !inserted.isEmpty { queries.append(SeenTable.insert(inserted)) }
        // A row may be written twice, and the last word counts.
        let last = Dictionary(rewritten.map { ($0.id, $0) }) { $1 }
        if !last.isEmpty { queries.append(SeenTable.rewrite(last.values.sorted { $0.id < $1.id })) }
        if !touched.isEmpty { queries.append(SeenTable.touch(touched.sorted(), day: today)) }
        if !forgotten.isEmpty { queries.append(SeenTable.forgetURLs(forgotten.sorted())) }
        if !alsoIn.isEmpty { queries.append(AlsoIn.note(alsoIn)) }
        let feeds = states.keys.sorted()
        if !feeds.isEmpty {
            let values = feeds.compactMap { states[$0] }
            queries.append(FeedTable.save(values.map(\.state), of: feeds, books: values.map(\.book)))
        }
        if !daily.isEmpty {
            let feeds = daily.keys.sorted()
            queries.append(FeedTable.saveDaily(feeds.compactMap { daily[$0] }, of: feeds))
        }
        if !memories.isEmpty {
            let feeds = memories.keys.sorted()
            queries.append(FeedTable.save(feeds.compactMap { memories[$0] }, of: feeds))
        }
        if !documents.isEmpty {
            let feeds = documents.keys.sorted()
            queries.append(DocumentTable.save(feeds.compactMap { documents[$0] }, of: feeds))
        }
        return queries + forNodes + outbox(day: day)
    }

    /// What the node that polls there next has to know.
    private var forNodes: [Query] {
        var queries: [Query] = []
        if !shards.isEmpty {
            let feeds = shards.keys.sorted()
            queries.append(FeedTable.save(shards: feeds.compactMap { shards[$0] }, of: feeds))
            queries.append(NodeTable.noteChange)
        }
        if !manners.isEmpty {
            let hosts = manners.keys.sorted()
            queries.append(
                Query(
                    """
                    INSERT INTO host (name, manners) SELECT * FROM unnest($1::text[], $2::bytea[])
                    ON CONFLICT (name) DO UPDATE SET manners = EXCLUDED.manners
                    """
                ) {
                    $0.add(hosts.map { Optional($0) })
                    $0.add(hosts.map { manners[$0] })
                })
        }
        return queries
    }

    private func outbox(day: Int64) -> [Query] {
        guard !articles.isEmpty else { return [] }
        var queries: [Query] = []
        var start = 0
        while start < articles.count {
            var (end, bytes) = (start, 0 as Int64)
            while end < articles.count, end == start || bytes < Self.chunk {
                bytes += articles[end].size
                end += 1
            }
            queries.append(OutboxTable.insert(articles[start..<end], totals: totals[start..<end]))
            start = end
        }
        if !messages.isEmpty { queries.append(WebhookTable.add(messages)) }
        let new = articles.count { $0.event == .new }
        queries.append(
            Query(
                """
                INSERT INTO article_day VALUES ($1::bigint, $2::bigint, $3::bigint) ON CONFLICT (day) DO UPDATE
                SET new = article_day.new + EXCLUDED.new, updated = article_day.updated + EXCLUDED.updated
                """
            ) {
                $0.add(day)
                $0.add(new)
                $0.add(articles.count - new)
            })
        return queries
    }
}
