import FoundationEssentials
import Model
import Store

/// A message that a webhook has not taken yet. Times are milliseconds since 1970.
struct MessageRow {
    var isDeadLetter = false
    var attempts = 0
    var due: Int64
    var error: String?
    var hasAskedToWait = false
    /// The `seq` of the first message that goes out in the same body; nil: not sent yet.
    var batch: Int64?

    var isWaiting: Bool { !isDeadLetter }
}

/// What one webhook has.
struct MessageRows {
    private var rows: [Int64: MessageRow] = [:]
    var configurationWhenStopped: String?
    /// From the first attempt that failed to the next that succeeds.
    private var isFailing = false

    var isEmpty: Bool { rows.isEmpty && configurationWhenStopped == nil }
    var seqs: [Int64] { rows.keys.sorted() }
    var nextDue: Int64? { rows.values.filter(\.isWaiting).map(\.due).min() }

    subscript(_ seq: Int64) -> MessageRow? {
        get { rows[seq] }
        set { rows[seq] = newValue }
    }

    /// Those that meet the condition, by `seq`.
    func seqs(where condition: (MessageRow) -> Bool) -> [Int64] {
        rows.filter { condition($0.value) }.keys.sorted()
    }

    mutating func changeAll(_ body: (inout MessageRow) -> Void) {
        rows = rows.mapValues { row in
            var row = row
            body(&row)
            return row
        }
    }

    /// - Returns: how many there were.
    mutating func drop(_ seq: Int64?) -> Int {
        guard let seq else {
            defer { (rows, isFailing) = ([:], false) }
            return rows.count
        }
        return rows.removeValue(forKey: seq) == nil ? 0 : 1
    }

    /// Those of one body with this message: a batch that was formed before, or one of what is due now.
    mutating func batch(of seq: Int64, now: Int64, limit: Int) -> [Int64] {
        if rows[seq]?.batch == nil {
            let new = seqs { $0.isWaiting && $0.batch == nil && $0.due <= now }.filter { $0 >= seq }.prefix(limit)
            for member in new { rows[member]?.batch = seq }
        }
        guard let batch = rows[seq]?.batch else { return [] }
        return Array(seqs { $0.isWaiting && $0.batch == batch }.prefix(limit))
    }

    mutating func settle(_ seq: Int64, _ outcome: MessageReceipt.Outcome) {
        switch outcome {
        case .delivered:
            rows[seq] = nil
            isFailing = false
        case .retry(let date, let error, let isAsked):
            rows[seq]?.fail(error)
            rows[seq]?.hasAskedToWait = isAsked
            rows[seq]?.due = Instant.milliseconds(date)
            isFailing = true
        case .deadLetter(let error):
            rows[seq]?.fail(error)
            rows[seq]?.isDeadLetter = true
            isFailing = true
        }
    }

    func status(of webhook: String) -> WebhookStatus {
        WebhookStatus(
            webhook: webhook, waiting: rows.values.count(where: \.isWaiting),
            deadLetters: rows.values.count(where: \.isDeadLetter), nextDue: Instant.date(nextDue),
            lastError: seqs { $0.error != nil }.last.flatMap { rows[$0]?.error },
            configurationWhenStopped: configurationWhenStopped,
            isFailing: isFailing)
    }
}

extension MessageRow {
    mutating func startOver(due: Int64) { (isDeadLetter, hasAskedToWait, attempts, self.due) = (false, false, 0, due) }

    fileprivate mutating func fail(_ error: String) {
        attempts += 1
        (isDeadLetter, hasAskedToWait) = (false, false)
        self.error = error
    }
}
