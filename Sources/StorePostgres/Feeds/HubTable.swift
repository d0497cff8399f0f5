import FoundationEssentials
import Model
import Store

/// The table `hub_subscription`: statements and rows.
private enum HubTable {
    static let columns = "path, secret, feed, topic, hub, phase, asked, due, until, since, failures, trouble"

    static func save(_ subscription: HubSubscription) -> Query {
        let changed = columns.split(separator: ", ").dropFirst().map { "\($0) = EXCLUDED.\($0)" }
        return Query(
            """
            INSERT INTO hub_subscription (\(columns))
            VALUES ($1::text, $2::text, $3::bigint, $4::text, $5::text, $6::text, $7::bigint, $8::bigint, $9::bigint,
            $10::bigint, $11::bigint, $12::text)
            ON CONFLICT (path) DO UPDATE SET \(changed.joined(separator: ", "))
            """
        ) {
            $0.add(subscription.path)
            $0.add(subscription.secret)
            $0.add(subscription.feed)
            $0.add(subscription.topic)
            $0.add(subscription.hub)
            $0.add(subscription.phase.rawValue)
            $0.add(subscription.asked.map(Instant.milliseconds))
            $0.add(Instant.milliseconds(subscription.due))
            $0.add(subscription.until.map(Instant.milliseconds))
            $0.add(subscription.since.map(Instant.milliseconds))
            $0.add(subscription.failures)
            $0.add(subscription.trouble)
        }
    }

    static func subscription(_ row: Rows.Row) -> HubSubscription {
        var subscription = HubSubscription(
            path: row.text(0), secret: row.text(1), feed: row.integer(2), topic: row.text(3), hub: row.text(4),
            due: Instant.date(row.integer(7)))
        subscription.phase = HubSubscription.Phase(rawValue: row.text(5)) ?? .pending
        subscription.asked = Instant.date(row.optionalInteger(6))
        subscription.until = Instant.date(row.optionalInteger(8))
        subscription.since = Instant.date(row.optionalInteger(9))
        subscription.failures = Int(row.integer(10))
        subscription.trouble = row.optionalText(11)
        return subscription
    }
}

extension PostgresStore {
    func save(_ subscriptions: [HubSubscription], removing paths: [String]) throws(StoreError) {
        guard !(subscriptions.isEmpty && paths.isEmpty) else { return }
        try write { transaction in
            transaction.write(
                Query("DELETE FROM hub_subscription WHERE path = ANY($1::text[])") {
                    $0.add(paths.map { Optional($0) })
                })
            // In one order, so that two nodes cannot wait for each other.
            for subscription in subscriptions.sorted(by: { $0.path < $1.path }) {
                transaction.write(HubTable.save(subscription))
            }
        }
    }
}

extension PostgresReading {
    func hubSubscriptions(at path: String?) throws(StoreError) -> [HubSubscription] {
        try read(
            Query(
                "SELECT \(HubTable.columns) FROM hub_subscription WHERE $1::text IS NULL OR path = $1::text"
            ) { $0.add(path) }
        ).map(HubTable.subscription)
    }
}
