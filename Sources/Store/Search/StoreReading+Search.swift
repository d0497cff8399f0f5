public import Model

extension StoreReading {
    /// The articles that an index finds and the outbox still has, the best first; each in its last revision, once.
    public func articles(
        _ query: SearchQuery, in index: any SearchIndex, limit: Int, bytes: Int = .max
    ) throws(StoreError) -> [OutboxEntry] {
        // What retention removed is at the beginning; an index lets go of it later.
        guard let firstSeq = try slice(after: 0, of: nil, limit: 1, bytes: 1).nextSeq else { return [] }
        var query = query
        query.firstSeq = max(query.firstSeq, firstSeq)
        var (articles, total) = ([OutboxEntry](), 0)
        for seq in try index.find(query) {
            guard articles.count < limit, total < bytes else { break }
            guard let entry = try entries(after: seq - 1, limit: 1).first, entry.seq == seq,
                query.since.map({ entry.time >= $0 }) ?? true, try article(entry.id)?.seq == seq
            else { continue }
            articles.append(entry)
            total += entry.json.count
        }
        return articles
    }
}
