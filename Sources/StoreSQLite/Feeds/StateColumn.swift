import FoundationEssentials
import Model
import Store

/// The columns of `feed` that hold a `FeedState`, in the order in which statements name them.
enum StateColumn: CInt, CaseIterable {
    case title, etag, lastModified, validatorsUrl, bodyHash
    case movedTo, moveTarget, moveSince, moveFailures
    case timing, nextPoll, why, retiredAs
    case archiveNext, archivePages
    case newDay, newOnDay, waiting, goneSince, hubs
    case failures, lastStatus, failureKind, lastError, lastSuccess, lastPoll, since

    /// As in the schema: `last_modified`.
    static let names = allCases.map { column in
        "\(column)".reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }

    /// `title = ?4, …`, the first parameter having this number.
    static func assignments(from first: Int) -> String {
        zip(first..., names).map { "\($1) = ?\($0)" }.joined(separator: ", ")
    }
}

extension FeedState {
    /// - Parameter first: the number of the parameter for the first of `StateColumn`.
    func bind(to bindings: inout PreparedStatement.Bindings, from first: CInt) {
        fields.bind(to: &bindings, from: first)
        bindings.set(first + StateColumn.timing.rawValue, timing)
    }

    /// - Parameter first: the number of the column that holds the first of `StateColumn`.
    init(_ columns: PreparedStatement.Columns, from first: CInt) {
        self.init(Fields(columns, from: first))
        timing = columns.optionalBytes(first + StateColumn.timing.rawValue)
    }
}

extension FeedState.Fields {
    fileprivate func bind(to bindings: inout PreparedStatement.Bindings, from first: CInt) {
        func at(_ column: StateColumn) -> CInt { first + column.rawValue }
        bindings.set(at(.title), title)
        bindings.set(at(.etag), etag)
        bindings.set(at(.lastModified), lastModified)
        bindings.set(at(.validatorsUrl), validatorsURL)
        bindings.set(at(.bodyHash), bodyHash)
        bindings.set(at(.movedTo), movedTo)
        bindings.set(at(.moveTarget), moveTarget)
        bindings.set(at(.moveSince), moveSince.map(Instant.milliseconds))
        bindings.set(at(.moveFailures), moveFailures)
        bindings.set(at(.nextPoll), nextPoll.map(Instant.milliseconds))
        bindings.set(at(.why), why)
        bindings.set(at(.retiredAs), configurationWhenRetired)
        bindings.set(at(.archiveNext), archiveNext)
        bindings.set(at(.archivePages), archivePages)
        bindings.set(at(.newDay), newDay)
        bindings.set(at(.newOnDay), newOnDay)
        bindings.set(at(.waiting), waiting)
        bindings.set(at(.goneSince), goneSince.map(Instant.milliseconds))
        bindings.set(at(.hubs), hubs?.text)
        bindings.set(at(.failures), failures)
        bindings.set(at(.lastStatus), lastStatus.map { Int64($0) })
        bindings.set(at(.failureKind), failure?.kind.rawValue)
        bindings.set(at(.lastError), failure?.sentence)
        bindings.set(at(.lastSuccess), lastSuccess.map(Instant.milliseconds))
        bindings.set(at(.lastPoll), lastPoll.map(Instant.milliseconds))
        bindings.set(at(.since), since.map(Instant.milliseconds))
    }

    fileprivate init(_ columns: PreparedStatement.Columns, from first: CInt) {
        func at(_ column: StateColumn) -> CInt { first + column.rawValue }
        self.init()
        title = columns.optionalText(at(.title))
        etag = columns.optionalBytes(at(.etag))
        lastModified = columns.optionalBytes(at(.lastModified))
        validatorsURL = columns.optionalText(at(.validatorsUrl))
        bodyHash = columns.optionalBytes(at(.bodyHash))
        movedTo = columns.optionalText(at(.movedTo))
        moveTarget = columns.optionalText(at(.moveTarget))
        moveSince = Instant.date(columns.optionalInteger(at(.moveSince)))
        moveFailures = Int(columns.integer(at(.moveFailures)))
        nextPoll = Instant.date(columns.optionalInteger(at(.nextPoll)))
        why = columns.optionalText(at(.why))
        configurationWhenRetired = columns.optionalBytes(at(.retiredAs))
        archiveNext = columns.optionalText(at(.archiveNext))
        archivePages = Int(columns.integer(at(.archivePages)))
        newDay = columns.integer(at(.newDay))
        newOnDay = Int(columns.integer(at(.newOnDay)))
        waiting = Int(columns.integer(at(.waiting)))
        goneSince = Instant.date(columns.optionalInteger(at(.goneSince)))
        hubs = columns.optionalText(at(.hubs)).map { HubLinks(text: $0) }
        failures = Int(columns.integer(at(.failures)))
        lastStatus = columns.optionalInteger(at(.lastStatus)).map { Int($0) }
        failure = columns.optionalText(at(.lastError)).map { sentence in
            let kind = columns.optionalText(at(.failureKind)).flatMap(PollFailure.Kind.init)
            return PollFailure(kind ?? .unknown, sentence)
        }
        lastSuccess = Instant.date(columns.optionalInteger(at(.lastSuccess)))
        lastPoll = Instant.date(columns.optionalInteger(at(.lastPoll)))
        since = Instant.date(columns.optionalInteger(at(.since)))
    }
}
