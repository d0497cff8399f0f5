import FoundationEssentials
import Model
import Store

extension PostgresStore {
    func dueMessages(of webhook: String, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        try messages(
            """
            \(WebhookTable.selectMessages) WHERE m.webhook = $1::text AND m.state = 0 AND m.due <= $2::bigint
            ORDER BY m.seq LIMIT $3::bigint
            """
        ) {
            $0.add(webhook)
            $0.add(Instant.milliseconds(now))
            $0.add(limit)
        }
    }

    func nextWaiting(of webhook: String, above seq: Int64, now: Date) throws(StoreError) -> PendingMessage? {
        try messages(
            """
            \(WebhookTable.selectMessages) WHERE m.webhook = $1::text AND m.state = 0 AND m.seq > $2::bigint
            AND m.due > $3::bigint ORDER BY m.seq LIMIT 1
            """
        ) {
            $0.add(webhook)
            $0.add(seq)
            $0.add(Instant.milliseconds(now))
        }.first
    }

    func batch(of first: PendingMessage, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        try write { transaction in
            func fill(_ parameters: inout Parameters) {
                parameters.add(first.webhook)
                parameters.add(first.entry.seq)
            }
            transaction.write(
                Query(
                    """
                    UPDATE webhook_message SET batch = $2::bigint WHERE webhook = $1::text AND seq IN (
                        SELECT seq FROM webhook_message WHERE webhook = $1::text AND state = 0 AND batch IS NULL
                        AND due <= $3::bigint AND seq >= $2::bigint ORDER BY seq LIMIT $4::bigint)
                    AND EXISTS (SELECT FROM webhook_message
                        WHERE webhook = $1::text AND seq = $2::bigint AND batch IS NULL)
                    """
                ) {
                    fill(&$0)
                    $0.add(Instant.milliseconds(now))
                    $0.add(limit)
                })
            return try transaction.run(
                Query(
                    """
                    \(WebhookTable.selectMessages) WHERE m.webhook = $1::text AND m.state = 0 AND m.batch = (
                        SELECT batch FROM webhook_message WHERE webhook = $1::text AND seq = $2::bigint)
                    ORDER BY m.seq LIMIT $3::bigint
                    """
                ) {
                    fill(&$0)
                    $0.add(limit)
                }
            ).map(WebhookTable.message)
        }
    }

    func wake(webhook: String, now: Date) throws(StoreError) {
        try write {
            $0.write(
                Query(
                    """
                    UPDATE webhook_message SET due = $2::bigint
                    WHERE webhook = $1::text AND state = 0 AND due > $2::bigint
                    """
                ) {
                    $0.add(webhook)
                    $0.add(Instant.milliseconds(now))
                })
        }
    }

    func nextDue(of webhook: String) throws(StoreError) -> Date? {
        try read(
            Query(
                "SELECT due FROM webhook_message WHERE webhook = $1::text AND state = 0 ORDER BY due LIMIT 1"
            ) { $0.add(webhook) }
        ).first.map { Instant.date($0.integer(0)) }
    }

    func oldestWaiting(for webhooks: [String]) throws(StoreError) -> Date? {
        try read(
            Query(
                """
                SELECT min(o.time) FROM unnest($1::text[]) AS w (name), LATERAL (
                    SELECT seq FROM webhook_message WHERE webhook = w.name AND state = 0 ORDER BY seq LIMIT 1
                ) AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE NOT EXISTS (SELECT FROM webhook_stopped WHERE webhook = w.name)
                """
            ) { $0.add(webhooks.map { Optional($0) }) }
        ).first.flatMap { Instant.date($0.optionalInteger(0)) }
    }

    func record(_ receipts: [MessageReceipt]) throws(StoreError) {
        try write { transaction in
            for receipt in receipts {
                let (seq, webhook) = (receipt.seq, receipt.webhook)
                switch receipt.outcome {
                case .delivered: transaction.write(WebhookTable.remove(seq: seq, of: webhook))
                case .retry(let date, let error, let isAsked):
                    let due = Instant.milliseconds(date)
                    transaction.write(
                        WebhookTable.fail(seq: seq, of: webhook, error: error, due: due, isAsked: isAsked))
                case .deadLetter(let error):
                    transaction.write(
                        WebhookTable.fail(seq: seq, of: webhook, error: error, due: nil, isAsked: false))
                }
                transaction.write(WebhookTable.note(failing: receipt.outcome != .delivered, webhook))
            }
        }
    }

    func stop(webhook: String, configured: String) throws(StoreError) {
        try write {
            $0.write(
                Query(
                    """
                    INSERT INTO webhook_stopped VALUES ($1::text, $2::text)
                    ON CONFLICT (webhook) DO UPDATE SET configured = EXCLUDED.configured
                    """
                ) {
                    $0.add(webhook)
                    $0.add(configured)
                })
        }
    }

    func retry(webhook: String, now: Date) throws(StoreError) {
        try write { transaction in
            transaction.write(
                Query(
                    """
                    UPDATE webhook_message SET state = 0, attempts = 0, due = $2::bigint, asked_to_wait = false
                    WHERE webhook = $1::text
                    """
                ) {
                    $0.add(webhook)
                    $0.add(Instant.milliseconds(now))
                })
            transaction.write(Query("DELETE FROM webhook_stopped WHERE webhook = $1::text") { $0.add(webhook) })
        }
    }

    func drop(webhook: String, seq: Int64?) throws(StoreError) -> Int {
        try write { transaction in
            // Nothing is left that failed.
            if seq == nil { transaction.write(WebhookTable.note(failing: false, webhook)) }
            return try transaction.run(
                Query(
                    """
                    DELETE FROM webhook_message WHERE webhook = $1::text AND ($2::bigint IS NULL OR seq = $2::bigint)
                    """
                ) {
                    $0.add(webhook)
                    $0.add(seq)
                }
            ).changed
        }
    }

    func queue(_ seqs: [Int64], for webhook: String, now: Date) throws(StoreError) {
        try write { transaction in
            let there = try transaction.run(
                Query("SELECT seq FROM outbox WHERE seq = ANY($1::bigint[]) ORDER BY seq") { $0.add(seqs) }
            ).map { (webhook: webhook, seq: $0.integer(0), due: Instant.milliseconds(now)) }
            if !there.isEmpty { transaction.write(WebhookTable.add(there)) }
        }
    }
}

extension PostgresReading {
    func messages(of webhook: String, limit: Int) throws(StoreError) -> [PendingMessage] {
        try messages("\(WebhookTable.selectMessages) WHERE m.webhook = $1::text ORDER BY m.seq LIMIT $2::bigint") {
            $0.add(webhook)
            $0.add(limit)
        }
    }

    fileprivate func messages(
        _ sql: String, _ fill: (inout Parameters) -> Void
    ) throws(StoreError) -> [PendingMessage] {
        let rows = try read(Query(sql, fill))
        return try Self.mapping(location) { try rows.map(WebhookTable.message) }
    }

    func webhookStatuses() throws(StoreError) -> [WebhookStatus] {
        try read { transaction in
            let results = try transaction.run([
                Query(
                    """
                    SELECT webhook, count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1),
                    min(due) FILTER (WHERE state = 0),
                    (SELECT error FROM webhook_message AS l WHERE l.webhook = m.webhook AND error IS NOT NULL
                     ORDER BY seq DESC LIMIT 1)
                    FROM webhook_message AS m GROUP BY webhook
                    """),
                Query("SELECT webhook, configured FROM webhook_stopped"), Query("SELECT webhook FROM webhook_failing"),
            ])
            var byName: [String: WebhookStatus] = [:]
            for index in 0..<results[0].count {
                let row = results[0][index]
                byName[row.text(0)] = WebhookStatus(
                    webhook: row.text(0), waiting: Int(row.integer(1)), deadLetters: Int(row.integer(2)),
                    nextDue: Instant.date(row.optionalInteger(3)), lastError: row.optionalText(4))
            }
            for (name, configured) in results[1].map({ ($0.text(0), $0.text(1)) }) {
                byName[name, default: WebhookStatus(webhook: name)].configurationWhenStopped = configured
            }
            for name in results[2].map({ $0.text(0) }) { byName[name]?.isFailing = true }
            return byName.values.sorted { $0.webhook < $1.webhook }
        }
    }
}
