import CLibpq
import Glibc
import Store

/// One connection, in pipeline mode: statements go out together and their answers come back in their order.
///
/// Used by one thread at a time. It never waits longer than its deadline, whatever the network does.
final class Connection {
    private let raw: OpaquePointer
    private let haste: Haste
    private(set) var isBroken = false
    /// Names of the statements that the server knows, by their text.
    private var prepared: [String: String] = [:]
    private var names = 0
    /// A pooler (pgbouncer) is in between: the next transaction may go to another server process, which knows no statement of
    /// ours.
    private(set) var isPooled = false

    /// Seconds for an answer.
    static let patience = 60.0

    static var libpqVersion: String {
        let version = PQlibVersion()
        return "libpq/\(version / 10_000).\(version % 10_000)"
    }

    deinit { PQfinish(raw) }

    /// - Parameters:
    ///   - place: one of the target's hosts; nil: what its URL says.
    ///   - patience: seconds.
    init(
        _ target: Target, at place: Target.Place? = nil, patience: Double, haste: Haste = Haste()
    ) throws(ServerFault) {
        let raw = target.withKeywords(at: place) { keywords, values in PQconnectStartParams(keywords, values, 1) }
        guard let raw else { throw ServerFault(connectionReason: "out of memory") }
        (self.raw, self.haste) = (raw, haste)
        let wait = Wait(patience, haste)
        var state = PGRES_POLLING_WRITING
        while PQstatus(raw) != CONNECTION_BAD, state != PGRES_POLLING_OK {
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard wait.until(PQsocket(raw), for: events) else {
                throw ServerFault(connectionReason: "no answer within \(Int(patience)) seconds")
            }
            state = PQconnectPoll(raw)
            if state == PGRES_POLLING_FAILED { break }
        }
        guard PQstatus(raw) == CONNECTION_OK, PQsetnonblocking(raw, 1) == 0, PQenterPipelineMode(raw) == 1 else {
            throw ServerFault(connection: raw)
        }
        // The notices of a server are for its own log.
        PQsetNoticeProcessor(raw, { _, _ in }, nil)
        try greet(within: patience)
    }

    var serverVersion: Int { Int(PQserverVersion(raw)) }

    private func greet(within patience: Double) throws(ServerFault) {
        isPooled = true  // until it is known: no statement is prepared
        let rows = try run(
            [Query("SELECT pg_backend_pid()::bigint, current_setting('server_encoding')")], patience: patience)
        guard let row = rows.first?.first else { throw ServerFault(connection: raw) }
        isPooled = row.integer(0) != Int64(PQbackendPID(raw))
        guard row.text(1) == "UTF8" else {
            throw ServerFault(connectionReason: "the database's encoding is \(row.text(1)), and newspool needs UTF8")
        }
    }

    /// Sends the statements as one transaction of their own, or as part of one that is open, and gives what each gave.
    func run(_ queries: [Query], patience: Double = Connection.patience) throws(ServerFault) -> [Rows] {
        let wait = Wait(patience, haste)
        var waiting: [String?] = []  // for each answer the statement that it says to be prepared
        for query in queries {
            if !isPooled, prepared[query.sql] == nil {
                names += 1
                try sent(PQsendPrepare(raw, "n\(names)", query.sql, 0, nil))
                prepared[query.sql] = "n\(names)"
                waiting.append(query.sql)
            }
            try send(query)
            waiting.append(nil)
        }
        try sent(PQpipelineSync(raw))
        var (results, failure) = ([Rows](), ServerFault?.none)
        for statement in waiting {
            guard let result = try next(wait) else { throw broken(ServerFault(connection: raw)) }
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                if statement == nil { results.append(Rows(result)) } else { PQclear(result) }
            case PGRES_PIPELINE_ABORTED:
                if let statement { prepared[statement] = nil }
                PQclear(result)
            default:
                if let statement { prepared[statement] = nil }
                failure = failure ?? ServerFault(result)
                PQclear(result)
            }
            // The end of this statement's answers.
            if let more = try next(wait) { PQclear(more) }
        }
        guard let result = try next(wait) else { throw broken(ServerFault(connection: raw)) }
        let isSync = PQresultStatus(result) == PGRES_PIPELINE_SYNC
        PQclear(result)
        if let failure { throw failure.isConnection ? broken(failure) : failure }
        guard isSync else { throw broken(ServerFault(connection: raw)) }
        return results
    }

    private func send(_ query: Query) throws(ServerFault) {
        let (parameters, count) = (query.parameters, CInt(query.parameters.places.count))
        let formats = [CInt](repeating: 1, count: parameters.places.count)
        let lengths = parameters.places.map { CInt($0?.count ?? 0) }
        let result = parameters.bytes.withUnsafeBytes { bytes in
            let base = bytes.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) }
            // A value of no bytes must have an address, for none means NULL.
            let values = parameters.places.map { place -> UnsafePointer<CChar>? in
                guard let place else { return nil }
                return base.map { $0 + place.lowerBound } ?? Self.nothing
            }
            if let name = isPooled ? nil : prepared[query.sql] {
                return PQsendQueryPrepared(raw, name, count, values, lengths, formats, 1)
            }
            return PQsendQueryParams(raw, query.sql, count, nil, values, lengths, formats, 1)
        }
        try sent(result)
    }

    /// An address without bytes, for as long as the process runs.
    nonisolated(unsafe) private static let nothing = UnsafePointer(UnsafeMutablePointer<CChar>.allocate(capacity: 1))

    private func sent(_ result: CInt) throws(ServerFault) {
        guard result == 1 else { throw broken(ServerFault(connection: raw)) }
    }

    private func broken(_ fault: ServerFault) -> ServerFault {
        isBroken = true
        return fault
    }

    /// The next answer; nil between those of two statements.
    private func next(_ wait: Wait) throws(ServerFault) -> OpaquePointer? {
        while true {
            let unsent = PQflush(raw)
            guard unsent >= 0 else { throw broken(ServerFault(connection: raw)) }
            if unsent == 0, PQisBusy(raw) == 0 { return PQgetResult(raw) }
            let events = unsent == 0 ? POLLIN : POLLIN | POLLOUT
            guard wait.until(PQsocket(raw), for: events) else {
                throw broken(ServerFault(connectionReason: "no answer from the server"))
            }
            guard PQconsumeInput(raw) == 1 else { throw broken(ServerFault(connection: raw)) }
            if unsent != 0, PQisBusy(raw) == 0 { return PQgetResult(raw) }
        }
    }
}

/// For a server, until a deadline.
private struct Wait {
    private let start = ContinuousClock.now
    private let end: ContinuousClock.Instant
    private let haste: Haste

    /// - Parameter patience: seconds.
    init(_ patience: Double, _ haste: Haste) {
        end = start + .seconds(patience)
        self.haste = haste
    }

    /// - Returns: false at the deadline.
    func until(_ socket: CInt, for events: CInt) -> Bool {
        guard socket >= 0 else { return true }  // libpq says what is wrong
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        while true {
            guard let left = haste.left(since: start, until: end) else { return false }
            let count = poll(&descriptor, 1, CInt(min(left, Haste.look) / .milliseconds(1)) + 1)
            if count > 0 { return true }
            if count < 0, errno != EINTR { return true }
        }
    }
}
