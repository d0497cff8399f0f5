import FoundationEssentials
import Identity
import Model
import Store

extension PostgresStore {
    func commit(_ polls: [PollRecord], now: Date) throws(StoreError) -> CommitResult {
        // Rare enough to begin again: savepoints would cost every commit.
        if let result = try commit(polls, now: now, apart: false) { return result }
        return try commit(polls, now: now, apart: true) ?? CommitResult()
    }

    /// - Parameter apart: a poll with a value that the server refuses fails alone.
    /// - Returns: nil where it refused one and they were not written apart.
    private func commit(_ polls: [PollRecord], now: Date, apart: Bool) throws(StoreError) -> CommitResult? {
        let (location, process) = (location, process)
        do throws(StoreError) {
            return try write { transaction in
                var commit = try PostgresCommit(polls, now: now, process: process, in: transaction)
                var result = CommitResult()
                for poll in polls {
                    result.polls.append(
                        try apart ? commit.tryToWriteApart(poll, location: location) : commit.tryToWrite(poll))
                }
                result.seqs = commit.finish()
                return result
            }
        } catch {
            if case .failed(_, _, .refused) = error, !apart { return nil }
            throw error
        }
    }

    func examine(
        feed: FeedID, _ entries: [Fingerprint], policy: IdentityPolicy, now: Date
    ) throws(StoreError) -> Examination {
        try read { transaction in
            let results = try transaction.run([
                FeedTable.identity(of: feed), DocumentTable.select(feed),
                Query(
                    """
                    SELECT item FROM seen WHERE feed = $1::bigint
                    AND (SELECT first_document IS NULL FROM feed WHERE id = $1::bigint)
                    """
                ) { $0.add(feed) },
            ])
            guard let row = results[0].first else { throw StoreError.noFeed(feed) }
            let (memory, adopted) = (FeedTable.memory(row), Set(results[2].map { ItemID(bytes: $0.bytes(0)) }))
            let last = results[1].first.map { LastDocument(day: $0.integer(0), blob: $0.bytes(1)) } ?? LastDocument()
            let examiner = Examiner(
                feed: feed, feedURL: row.text(0), policy: policy, memory: memory, now: EntryTime.seconds(now),
                adopted: Set(adopted.compactMap(\.self)),
                alsoIn: { try transaction.run(AlsoIn.names(of: [$0])).map { $0.text(1) } })
            let known = try FetchedMemory(
                examiner.lookUps(entries, last: last), of: feed,
                isNew: memory.firstDocument == nil && adopted.isEmpty, in: transaction)
            return try examiner.examine(entries, last: last, in: known)
        }
    }
}
