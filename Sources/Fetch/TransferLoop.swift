import CLibcurl
import Dispatch
package import Files
import Glibc
import Web

/// Makes all of newspool's HTTP requests: one libcurl multi handle on one queue, which is also this actor's executor.
///
/// It starts whatever it is asked for at once; how many requests run, and how many to a host, is the caller's to
/// decide.
public actor TransferLoop {
    public struct Options: Sendable {
        /// How many requests the caller means to have under way; up to twice as many connections are kept open without
        /// one.
        public var concurrency = 64
        /// How many names are looked up at a time.
        public var lookups = 32
        /// Bytes of all bodies of requests with `sharesRoom`, besides half a mebibyte of each.
        public var bodies = 64 << 20

        public init(concurrency: Int = 64, lookups: Int = 32, bodies: Int = 64 << 20) {
            (self.concurrency, self.lookups, self.bodies) = (concurrency, lookups, bodies)
        }
    }

    /// An actor with many requests may share it, and its tasks prefer it: then none of them, and none of the answers, changes
    /// threads.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    package nonisolated let executor = QueueExecutor(label: "newspool.fetch", isPreferred: true)
    private let options: Options
    private let multi: MultiHandle
    private let sessions = SessionShares()
    private let gate: LookupLimiter
    private let room: FetchRoom
    /// Transfers that wait for room, the first one first.
    private(set) var line: [Int] = []
    private var isWatchingGate = false
    private var isWatchingTraffic = false
    /// What is under way or waits for the gate, by id.
    private(set) var transfers: [Int: Transfer] = [:]
    private var idle: [EasyHandle] = []
    private var lastID = 0
    private var isStopped = false

    public init(options: Options = Options()) {
        _ = Self.libcurl
        self.options = options
        (gate, room) = (LookupLimiter(limit: max(1, options.lookups)), FetchRoom(bytes: options.bodies))
        multi = MultiHandle(queue: executor.queue, idleConnections: max(4, options.concurrency))
        multi.finished = { [weak self] context, code in
            let id = Transfer.from(context).id
            self?.assumeIsolated { $0.hopEnded(id, code) }
        }
        multi.connected = { context, socket in Transfer.from(context).begin(on: socket) }
        multi.settled = { [weak self] in self?.assumeIsolated { $0.admitWaiting() } }
        room.onMore { [weak self, queue = executor.queue] in
            queue.async { [weak self] in self?.assumeIsolated { $0.admitBodies() } }
        }
    }

    /// Makes `request` and returns the answer of its last hop, whatever the status. A body that is gzip although no one
    /// said so is decoded. Cancelling the task ends the transfer at once.
    public nonisolated(nonsending) func fetch(_ request: Request) async throws(FetchError) -> Response {
        let response = try await perform(request).get()
        guard Gunzip.isGzip(response.body) else { return response }
        return try await decoded(response, limit: request.limits.body)
    }

    /// On Swift's pool, for the loop and its caller have others to serve.
    private nonisolated(nonsending) func decoded(_ response: Response, limit: Int) async throws(FetchError) -> Response
    {
        let body = response.body
        var decoded = response
        decoded.body = try await withTaskExecutorPreference(globalConcurrentExecutor) { () throws(FetchError) in
            try await Self.decoded(body, limit: limit)
        }
        decoded.share?.end(at: decoded.body.count)
        return decoded
    }

    @concurrent private static func decoded(_ body: [UInt8], limit: Int) async throws(FetchError) -> [UInt8] {
        try Gunzip.decode(body, limit: limit)
    }

    /// Ends all that is under way with `.stopped`, and whatever comes later. Waits for nothing.
    public func stop() {
        isStopped = true
        for id in Array(transfers.keys) { end(id, with: .failure(.stopped)) }
    }

    /// `stop` was called: nothing will be fetched any more.
    public var hasStopped: Bool { isStopped }

    // MARK: - A request's life

    private func perform(_ request: Request) async -> Transfer.Outcome {
        lastID += 1
        let id = lastID
        return await withTaskCancellationHandler {
            await withCheckedContinuation { begin(request, id: id, continuation: $0) }
        } onCancel: {
            // Behind the job that begins the transfer, or before it: that one then finds the task cancelled.
            executor.queue.async { self.assumeIsolated { $0.end(id, with: .failure(.cancelled)) } }
        }
    }

    private func begin(_ request: Request, id: Int, continuation: CheckedContinuation<Transfer.Outcome, Never>) {
        if isStopped { return continuation.resume(returning: .failure(.stopped)) }
        if Task.isCancelled { return continuation.resume(returning: .failure(.cancelled)) }
        do throws(FetchError) {
            let transfer = Transfer(
                id: id, request: request, chain: try RedirectChain(request),
                handle: idle.popLast() ?? EasyHandle(), gate: gate, sessions: sessions,
                share: request.sharesRoom ? FetchShare(of: room) : nil, continuation: continuation)
            transfers[id] = transfer
            startHop(of: transfer)
            watchTraffic()
        } catch {
            continuation.resume(returning: .failure(error))
        }
    }

    private func startHop(of transfer: Transfer) {
        if let host = transfer.hostToLookUp, !gate.enter(host, id: transfer.id, now: .now) { return watchGate() }
        launch(transfer)
    }

    private func launch(_ transfer: Transfer) {
        do throws(FetchError) {
            if let host = transfer.hostToCheck {
                try transfer.checkName()
                return lookUp(host, for: transfer)
            }
            try transfer.prepare()
            try multi.add(transfer.handle)
        } catch {
            end(transfer.id, with: .failure(error))
        }
    }

    /// Looks the hop's name up before a proxy gets its address.
    private func lookUp(_ host: String, for transfer: Transfer) {
        let (id, queue) = (transfer.id, executor.queue)
        NameLookup.start(host) { [self] result in
            queue.async { self.assumeIsolated { $0.lookedUp(host, for: id, result) } }
        }
        let limit = transfer.lookupTime
        queue.asyncAfter(deadline: .now() + .milliseconds(Int(max(.zero, limit) / .milliseconds(1)))) { [weak self] in
            self?.assumeIsolated {
                guard $0.transfers[id]?.hostToCheck == host else { return }
                $0.end(id, with: .failure(.timedOut(after: limit)))
            }
        }
    }

    private func lookedUp(_ host: String, for id: Int, _ result: Result<[IPAddress], FetchError>) {
        defer { admitWaiting() }
        guard let transfer = transfers[id], transfer.hostToCheck == host else { return gate.leave(host) }
        do throws(FetchError) {
            try transfer.take(try result.get())
            launch(transfer)
        } catch {
            end(id, with: .failure(error))
        }
    }

    private func hopEnded(_ id: Int, _ code: CURLcode) {
        guard let transfer = transfers[id] else { return }
        multi.remove(transfer.handle)
        if let outcome = transfer.conclude(code) {
            end(id, with: outcome)
        } else if transfer.lacksRoom {
            line.append(id)
            admitBodies()
        } else {
            startHop(of: transfer)
        }
    }

    /// Starts anew those whose bodies have room by now.
    private func admitBodies() {
        while let id = line.first {
            let transfer = transfers[id]
            if let transfer, isStopped || !transfer.takeRoom() { break }
            line.removeFirst()
            if let transfer { startHop(of: transfer) }
        }
        room.setWaitedFor(!line.isEmpty)
    }

    /// Starts those whose names may be looked up by now.
    private func admitWaiting() {
        guard gate.isWaitedFor else { return }
        let now = ContinuousClock.now
        while let (id, host) = gate.next(now: now) {
            if let transfer = transfers[id] { launch(transfer) } else { gate.leave(host) }
        }
    }

    /// Looks after those who wait for the gate, for as long as there are any, though no lookup ends.
    private func watchGate() {
        guard !isWatchingGate else { return }
        isWatchingGate = true
        executor.queue.asyncAfter(deadline: .now() + .milliseconds(250)) { [weak self] in
            self?.assumeIsolated {
                $0.isWatchingGate = false
                $0.admitWaiting()
                if $0.gate.isWaitedFor { $0.watchGate() }
            }
        }
    }

    /// Ends what receives without end and without an answer, for as long as there are transfers.
    private func watchTraffic() {
        guard !isWatchingTraffic, !transfers.isEmpty else { return }
        isWatchingTraffic = true
        executor.queue.asyncAfter(deadline: .now() + .milliseconds(500)) { [weak self] in
            self?.assumeIsolated {
                $0.isWatchingTraffic = false
                for (id, transfer) in $0.transfers {
                    if let excess = transfer.excessOfTraffic() { $0.end(id, with: .failure(excess)) }
                }
                $0.watchTraffic()
            }
        }
    }

    /// Gives the outcome to the waiting caller; does nothing for a transfer that has ended.
    private func end(_ id: Int, with outcome: Transfer.Outcome) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        multi.remove(transfer.handle)
        transfer.leaveGate()
        if idle.count < options.concurrency { idle.append(transfer.handle) }
        transfer.end(outcome)
        // Those behind it may want less.
        if line.first == id { admitBodies() }
    }

    /// libcurl's process-wide part, made once.
    private static let libcurl: Void = {
        // libidn2 reads host names in the locale's character set, and a daemon's locale is "C".
        setlocale(LC_CTYPE, "C.UTF-8")
        let code = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        precondition(code == CURLE_OK, "libcurl cannot start: \(String(cString: curl_easy_strerror(code)))")
    }()
}
