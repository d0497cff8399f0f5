import FoundationEssentials
import GRDB
import Model
import Store

/// The table `hub_subscription` within one transaction.
struct HubTable {
    private static let columns =
        "path, secret, feed, topic, hub, phase, asked, due, until, since, failures, trouble"

    let database: Database

    func subscriptions(at path: String?) throws -> [HubSubscription] {
        let filter = path == nil ? "" : " WHERE path = ?1"
        let select = try PreparedStatement(database, "SELECT \(Self.columns) FROM hub_subscription\(filter)")
        var subscriptions: [HubSubscription] = []
        try select.each({ if let path { $0.set(1, path) } }) {
            subscriptions.append(HubSubscription($0))
            return true
        }
        return subscriptions
    }

    func save(_ subscription: HubSubscription) throws {
        try PreparedStatement(
            database, "REPLACE INTO hub_subscription (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).run {
            $0.set(1, subscription.path)
            $0.set(2, subscription.secret)
            $0.set(3, subscription.feed)
            $0.set(4, subscription.topic)
            $0.set(5, subscription.hub)
            $0.set(6, subscription.phase.rawValue)
            $0.set(7, subscription.asked.map(Instant.milliseconds))
            $0.set(8, Instant.milliseconds(subscription.due))
            $0.set(9, subscription.until.map(Instant.milliseconds))
            $0.set(10, subscription.since.map(Instant.milliseconds))
            $0.set(11, subscription.failures)
            $0.set(12, subscription.trouble)
        }
    }

    func remove(_ path: String) throws {
        try PreparedStatement(database, "DELETE FROM hub_subscription WHERE path = ?").run { $0.set(1, path) }
    }
}

extension HubSubscription {
    fileprivate init(_ row: PreparedStatement.Columns) {
        self.init(
            path: row.text(0), secret: row.text(1), feed: row.integer(2), topic: row.text(3), hub: row.text(4),
            due: Instant.date(row.integer(7)))
        phase = Phase(rawValue: row.text(5)) ?? .pending
        asked = Instant.date(row.optionalInteger(6))
        until = Instant.date(row.optionalInteger(8))
        since = Instant.date(row.optionalInteger(9))
        failures = Int(row.integer(10))
        trouble = row.optionalText(11)
    }
}

extension SQLiteStore {
    func save(_ subscriptions: [HubSubscription], removing paths: [String]) throws(StoreError) {
        guard !(subscriptions.isEmpty && paths.isEmpty) else { return }
        try write { database in
            let table = HubTable(database: database)
            for path in paths { try table.remove(path) }
            for subscription in subscriptions { try table.save(subscription) }
        }
    }
}

extension SQLiteReading {
    func hubSubscriptions(at path: String?) throws(StoreError) -> [HubSubscription] {
        try read { try HubTable(database: $0).subscriptions(at: path) }
    }
}
