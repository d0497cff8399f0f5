import Identity

extension PollRecord {
    /// Rows that it writes, about: of what was seen, most of them with an article.
    package var rows: Int { max(articles.count, examination?.changes.count ?? 0) }

    /// The same poll as parts that are committed one after the other, so that no transaction writes very many rows of one
    /// poll. Articles keep their order, and the feed is left as it is until the last part is written: where that does not
    /// come to pass, the next poll finds known what is there, and new what is not.
    ///
    /// - Parameter limit: rows of a part, at least 1. A feed that changed all its guids is recognized by all of its entries
    ///   together, and stays whole.
    package func parts(of limit: Int) -> [PollRecord] {
        guard rows > limit, let examination, !examination.isMassChange else { return [self] }
        let examinations = examination.parts(of: limit, articles: articles.map(\.entry))
        // Those ahead of it bring no articles.
        let first = examinations.count - (articles.count + limit - 1) / limit
        return examinations.indices.map { index in
            var part = self
            part.examination = examinations[index]
            part.articles = Array(articles.dropFirst(max(0, index - first) * limit).prefix(index < first ? 0 : limit))
            if index < examinations.count - 1 { (part.isPart, part.shard, part.manners) = (true, nil, nil) }
            return part
        }
    }
}
