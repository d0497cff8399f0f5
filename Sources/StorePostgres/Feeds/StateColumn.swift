import FoundationEssentials
import Model
import Store

/// A column of `feed` that holds a part of a `FeedState`.
struct StateColumn: Sendable {
    enum Value {
        case integer(Int64?), text(String?), bytes([UInt8]?)
    }

    let name: String
    /// As SQL calls it.
    let type: String
    let value: @Sendable (FeedState) -> Value

    private static func integer(_ name: String, _ value: @escaping @Sendable (FeedState) -> Int64?) -> StateColumn {
        StateColumn(name: name, type: "bigint") { .integer(value($0)) }
    }

    private static func date(_ name: String, _ value: @escaping @Sendable (FeedState) -> Date?) -> StateColumn {
        integer(name) { value($0).map(Instant.milliseconds) }
    }

    private static func text(_ name: String, _ value: @escaping @Sendable (FeedState) -> String?) -> StateColumn {
        StateColumn(name: name, type: "text") { .text(value($0)) }
    }

    private static func bytes(_ name: String, _ value: @escaping @Sendable (FeedState) -> [UInt8]?) -> StateColumn {
        StateColumn(name: name, type: "bytea") { .bytes(value($0)) }
    }

    /// In the order in which `FeedState.init(_:from:)` reads them.
    static let all: [StateColumn] = [
        text("title") { $0.title }, bytes("etag") { $0.etag }, bytes("last_modified") { $0.lastModified },
        text("validators_url") { $0.validatorsURL }, bytes("body_hash") { $0.bodyHash },
        text("moved_to") { $0.movedTo }, text("move_target") { $0.moveTarget }, date("move_since") { $0.moveSince },
        integer("move_failures") { Int64($0.moveFailures) }, bytes("timing") { $0.timing },
        date("next_poll") { $0.nextPoll }, text("why") { $0.why }, bytes("retired_as") { $0.configurationWhenRetired },
        text("archive_next") { $0.archiveNext }, integer("archive_pages") { Int64($0.archivePages) },
        integer("new_day") { $0.newDay }, integer("new_on_day") { Int64($0.newOnDay) },
        integer("waiting") { Int64($0.waiting) }, date("gone_since") { $0.goneSince },
        text("hubs") { $0.hubs?.text },
        integer("failures") { Int64($0.failures) }, integer("last_status") { $0.lastStatus.map { Int64($0) } },
        text("failure_kind") { $0.failure?.kind.rawValue }, text("last_error") { $0.failure?.sentence },
        date("last_success") { $0.lastSuccess }, date("last_poll") { $0.lastPoll }, date("since") { $0.since },
    ]

    static let names = all.map(\.name).joined(separator: ", ")

    /// Their values in many states, each column as one array.
    func add(_ states: [FeedState], to parameters: inout Parameters) {
        switch value(FeedState()) {
        case .integer: parameters.add(states.map { if case .integer(let value) = value($0) { value } else { nil } })
        case .text: parameters.add(states.map { if case .text(let value) = value($0) { value } else { nil } })
        case .bytes: parameters.add(states.map { if case .bytes(let value) = value($0) { value } else { nil } })
        }
    }
}

extension FeedState {
    /// - Parameter first: the number of the column that holds the first of `StateColumn.all`.
    init(_ row: Rows.Row, from first: Int) {
        var (fields, column) = (Fields(), first - 1)
        func next() -> Int {
            column += 1
            return column
        }
        fields.title = row.optionalText(next())
        fields.etag = row.optionalBytes(next())
        fields.lastModified = row.optionalBytes(next())
        fields.validatorsURL = row.optionalText(next())
        fields.bodyHash = row.optionalBytes(next())
        fields.movedTo = row.optionalText(next())
        fields.moveTarget = row.optionalText(next())
        fields.moveSince = Instant.date(row.optionalInteger(next()))
        fields.moveFailures = Int(row.integer(next()))
        let timing = row.optionalBytes(next())
        fields.nextPoll = Instant.date(row.optionalInteger(next()))
        fields.why = row.optionalText(next())
        fields.configurationWhenRetired = row.optionalBytes(next())
        fields.archiveNext = row.optionalText(next())
        fields.archivePages = Int(row.integer(next()))
        fields.newDay = row.integer(next())
        fields.newOnDay = Int(row.integer(next()))
        fields.waiting = Int(row.integer(next()))
        fields.goneSince = Instant.date(row.optionalInteger(next()))
        fields.hubs = row.optionalText(next()).map { HubLinks(text: $0) }
        fields.failures = Int(row.integer(next()))
        fields.lastStatus = row.optionalInteger(next()).map { Int($0) }
        let kind = row.optionalText(next()).flatMap(PollFailure.Kind.init)
        fields.failure = row.optionalText(next()).map { PollFailure(kind ?? .unknown, $0) }
        fields.lastSuccess = Instant.date(row.optionalInteger(next()))
        fields.lastPoll = Instant.date(row.optionalInteger(next()))
        fields.since = Instant.date(row.optionalInteger(next()))
        self.init(fields)
        self.timing = timing
    }
}
