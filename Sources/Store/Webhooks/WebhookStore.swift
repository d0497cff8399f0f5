public import FoundationEssentials

/// The queue of each webhook: messages that it has not taken yet, with their attempts.
///
/// One process sends for a webhook, and one message or batch at a time; the store does not hand out messages, it only
/// says which are due. A message stays until `record` says that it was delivered, so one that a kill interrupted goes
/// out again.
public protocol WebhookStore {
    /// Messages whose next attempt is due, by `seq`: one that failed goes ahead of those that came after it and were
    /// never tried.
    func dueMessages(of webhook: String, now: Date, limit: Int) throws(StoreError) -> [PendingMessage]

    /// The first message above `seq` whose next attempt is due after `now`; nil where there is none.
    func nextWaiting(of webhook: String, above seq: Int64, now: Date) throws(StoreError) -> PendingMessage?

    /// The messages that go out in one body next, by `seq`: those of a batch that failed before, or the first that are
    /// due, which from now on belong together. Empty where nothing is due.
    func nextBatch(of webhook: String, now: Date, limit: Int) throws(StoreError) -> [PendingMessage]

    /// What goes out in one body with `first`, by `seq`.
    func batch(of first: PendingMessage, now: Date, limit: Int) throws(StoreError) -> [PendingMessage]

    /// When the next attempt of any message is due; nil where none waits.
    func nextDue(of webhook: String) throws(StoreError) -> Date?

    /// When the oldest article was committed that one of these webhooks has yet to take; nil where nothing waits.
    /// Webhooks that a 410 stopped do not count: no one knows for how long.
    func oldestWaiting(for webhooks: [String]) throws(StoreError) -> Date?

    /// Writes what became of attempts. A message that was dropped meanwhile stays away.
    func record(_ receipts: [MessageReceipt]) throws(StoreError)

    /// The receiver is back after an outage: all that waits for it is due now, with the attempts that it has left.
    func wake(webhook: String, now: Date) throws(StoreError)

    /// 410: nothing more is to be sent until `retry`, or until the caller sees another configuration than `configured`,
    /// a text of its own choice.
    func stop(webhook: String, configured: String) throws(StoreError)

    /// Makes all that a webhook has due now, with all attempts ahead, messages that were given up among it, and starts
    /// it again where it was stopped.
    func retry(webhook: String, now: Date) throws(StoreError)

    /// Forgets what a webhook has: one message, or all.
    /// - Returns: how many there were.
    func drop(webhook: String, seq: Int64?) throws(StoreError) -> Int

    /// Queues articles for a webhook again, as `replay` asks: a message that is there starts over. Articles that are no
    /// longer in the outbox are left out.
    func queue(_ seqs: [Int64], for webhook: String, now: Date) throws(StoreError)
}

extension WebhookStore {
    public func drop(webhook: String) throws(StoreError) -> Int { try drop(webhook: webhook, seq: nil) }

    public func nextBatch(of webhook: String, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        guard let first = try dueMessages(of: webhook, now: now, limit: 1).first else { return [] }
        return try batch(of: first, now: now, limit: limit)
    }
}
