extension Examination {
    /// The same, but the store does not come to know these entries: to the next poll they are as new as now.
    /// - Parameter keepsMemory: false: the feed's memory stays as it was, so that the age of what is left out counts as it
    ///   does now.
    public func leavingOut(_ entries: Set<Int>, keepsMemory: Bool = true) -> Examination {
        with(
            verdicts: verdicts, changes: changes.filter { $0.entry.map { !entries.contains($0) } ?? true },
            memory: keepsMemory ? memory : nil)
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
