/// What a commit came to.
public struct CommitResult: Sendable {
    public struct Poll: Sendable, Equatable {
        public var new = 0
        public var updated = 0
        /// Articles that another feed had brought, be it in the same transaction.
        public var duplicates = 0

        package init(new: Int = 0, updated: Int = 0, duplicates: Int = 0) {
            (self.new, self.updated, self.duplicates) = (new, updated, duplicates)
        }

        package static func += (sum: inout Self, more: Self) {
            sum.new += more.new
            sum.updated += more.updated
            sum.duplicates += more.duplicates
        }
    }

    /// One for each poll, in order. Of one that failed nothing was written.
    public var polls: [Result<Poll, StoreError>] = []
    /// The `seq` of the articles that came into the outbox. Their bytes are there: a large first poll would hold megabytes of
    /// them here until its transaction ends.
    public var seqs: Range<Int64> = 0..<0

    package init() {}
}
