extension Examination {
    /// The same, but the store does not come to know these entries: to the next poll they are as new as now.
    /// - Parameter keepsMemory: false: the feed's memory stays as it was, so that the age of what is left out counts as it
    ///   does now.
    public func leavingOut(_ entries: Set<Int>, keepsMemory: Bool = true) -> Examination {
        with(
            verdicts: verdicts, changes: changes.filter { $0.entry.map { !entries.contains($0) } ?? true },
            memory: keepsMemory ? memory : nil)
    }

    /// The same as parts that are written one after the other, the feed's memory and its document with the last of them. Until
    /// then an examination of the document finds known what is there already, and the rest as new as now.
    /// - Parameters:
    ///   - limit: changes of a part, at least 1.
    ///   - articles: entries that have an article, in the order in which they are numbered: so many of them are in a part, the
    ///     first parts ones without any.
    package func parts(of limit: Int, articles: [Int]) -> [Examination] {
        let places = Dictionary(zip(articles, 0...)) { first, _ in first }
        var others: [Change] = []
        var groups = Array(repeating: [Change](), count: (articles.count + limit - 1) / limit)
        for change in changes {
            if let place = change.entry.flatMap({ places[$0] }) {
                groups[place / limit].append(change)
            } else {
                others.append(change)
            }
        }
        groups = stride(from: 0, to: others.count, by: limit).map { Array(others[$0...].prefix(limit)) } + groups
        return groups.indices.map { index in
            let isLast = index == groups.count - 1
            return with(verdicts: isLast ? verdicts : [], changes: groups[index], memory: isLast ? memory : nil)
        }
    }

    /// Only what is to be written of one entry; the feed's memory is left as it is.
    public func only(_ entry: Int) -> Examination {
        with(verdicts: [], changes: changes.filter { $0.entry == entry }, memory: nil)
    }

    private func with(verdicts: [Verdict], changes: [Change], memory: FeedMemory?) -> Examination {
        Examination(
            feed: feed, verdicts: verdicts, isFirstDocument: isFirstDocument, sharesKnownItem: sharesKnownItem,
            isMassChange: isMassChange, scope: scope, changes: changes, memory: memory, document: document,
            previousDocument: previousDocument)
    }
}

extension Examination.Change {
    fileprivate var entry: Int? {
        switch self {
        case .insert(_, let entry, _), .rewrite(_, let entry): entry
        case .touch, .forgetURL: nil
        }
    }
}
