import Foundation
import Logging
import Model
import Store

/// What waits for one webhook, sent one message at a time in order of `seq` while the receiver is healthy.
///
/// Attempts and due times are in the store: a message that a kill interrupted is sent again with the same id, one that was
/// answered with 2xx never.
actor WebhookQueue {
    /// Where messages go, and in what form.
    struct Target: Sendable {
        var sink: WebhookSink
        var content: WebhookMessage.Content
        var template: MessageTemplate?
        /// Articles in one message, at most.
        var batch = 1
        /// What an edit of the webhook changes: a receiver's 410 holds until then.
        var configured: String
    }

    private var target: Target
    private var sink: WebhookSink { target.sink }
    private let store: any Store
    private let logger: Logger
    private let clock: QueueClock
    private var breaker = CircuitBreaker()
    private var worker: Task<Void, Never>?
    private var pause: Task<Void, Never>?
    private var isWanted = false
    private var isStopped = false
    /// `finish` sends what is left; nobody else may, or a message would go out twice.
    private var isFinishing = false
    private var isFailing = false
    /// Attempts since the start that were no success.
    private var failures = 0
    /// nil until the store was asked.
    private var isRefused: Bool?
    private var hasLookedBack = false

    init(_ target: Target, store: any Store, logger: Logger, clock: QueueClock = .system) {
        (self.target, self.store, self.logger, self.clock) = (target, store, logger, clock)
    }

    /// After a reload: the message in flight ends as it began, the next one goes to the new target.
    func update(_ target: Target) {
        self.target = target
        isRefused = nil
        kick()
    }

    /// Someone asked for another try: whatever the receiver did before is forgotten.
    func retry() throws(StoreError) {
        try store.retry(webhook: sink.name, now: clock.now())
        breaker = CircuitBreaker()
        isRefused = nil
        kick()
    }

    /// Something may be waiting.
    func kick() {
        isWanted = true
        guard worker == nil, !isStopped, !isFinishing else { return }
        pause?.cancel()
        worker = Task { await self.work() }
    }

    /// `kick`, but begins with what waits for a later attempt: `run --once` will not be there for that.
    func beginWithAll() {
        isWanted = true
        guard worker == nil, !isStopped else { return }
        worker = Task {
            await self.sendAhead(now: clock.now())
            await self.work()
        }
    }

    /// Sends no more messages. Does not wait for the one in flight.
    func retire() {
        isStopped = true
        pause?.cancel()
    }

    /// Waits for the message in flight, if there is one.
    func stop() async {
        retire()
        await worker?.value
    }

    /// Sends what is due now, each message once at most.
    /// - Returns: how many messages still wait, and how many attempts failed in all.
    func finish() async -> (waiting: Int, failed: Int) {
        isFinishing = true
        let now = clock.now()
        await worker?.value
        while !isStopped, await sendNext(dueBy: now) == .sent {}
        retire()
        let statuses = (try? store.webhookStatuses()) ?? []  // a store that fails here has said so before
        return (statuses.first { $0.webhook == sink.name }?.waiting ?? 0, failures)
    }

    /// Tries what waits for a later attempt. A failure costs no attempt, or a cron job would use up those of three days in an
    /// hour; the first outage ends it.
    private func sendAhead(now: Date) async {
        var seq: Int64 = 0
        do throws(StoreError) {
            guard try !wasRefused(now: now), try permit(now: now) == .all else { return }
            while !isStopped, let first = try store.nextWaiting(of: sink.name, above: seq, now: now) {
                let messages =
                    target.batch > 1 ? try store.batch(of: first, now: first.due, limit: target.batch) : [first]
                seq = messages.last?.entry.seq ?? first.entry.seq
                let receipt = await send(messages)
                if isStopped, case .failed = receipt.answer { return }
                breaker.note(receipt.answer, now: receipt.time)
                if receipt.answer.isSuccess || receipt.verdict == .disable {
                    try settle(messages, receipt)
                } else {
                    failures += 1
                }
                if receipt.answer.isOutage || receipt.verdict == .disable { return }
            }
        } catch {
            logger.error(
                "cannot read the webhook's messages", metadata: ["webhook": "\(sink.name)", "error": "\(error)"])
        }
    }

    /// A receiver that asked the process before this one for a pause gets it.
    private func permit(now: Date) throws(StoreError) -> CircuitBreaker.Permit {
        if !hasLookedBack {
            hasLookedBack = true
            // It was the first that goes out, and still is.
            if let first = try store.nextWaiting(of: sink.name, above: 0, now: now),
                first.error?.hasSuffix(WebhookAnswer.pauseMark) == true
            {
                breaker.note(.response(status: 429, retryAfter: first.due), now: now)
            }
        }
        return breaker.permit(now: now)
    }

    private enum Step: Equatable {
        case sent
        /// The first message is due then; nil: there is none.
        case wait(until: Date?)
    }

    private func work() async {
        defer { worker = nil }
        while isWanted, !isStopped {
            isWanted = false
            var step = Step.sent
            while step == .sent, !isStopped { step = await sendNext() }
            if case .wait(let until?) = step, !isWanted, !isStopped { wake(at: until) }
        }
    }

    private func wake(at date: Date) {
        pause?.cancel()
        pause = Task {
            await clock.wait(date)
            if !Task.isCancelled { self.kick() }  // cancelled by a kick
        }
    }

    private func sendNext(dueBy limit: Date? = nil) async -> Step {
        let now = limit ?? clock.now()
        do throws(StoreError) {
            guard try !wasRefused(now: now) else { return .wait(until: nil) }
            if case .none(let until) = try permit(now: now) {
                return .wait(until: try store.nextDue(of: sink.name).map { max($0, until) })
            }
            let messages = try next(now: now)
            guard !messages.isEmpty else { return .wait(until: try store.nextDue(of: sink.name)) }
            let receipt = await send(messages)
            // Cut off because the daemon ends, which is no failure of the receiver: it is sent again with the same id.
            if isStopped, case .failed = receipt.answer { return .wait(until: nil) }
            let isBack = breaker.note(receipt.answer, now: receipt.time)
            try settle(messages, receipt)
            FaultPoint.pass("webhook.after-record")
            if isBack { try store.wake(webhook: sink.name, now: receipt.time) }
            return .sent
        } catch {
            logger.error(
                "cannot read the webhook's messages", metadata: ["webhook": "\(sink.name)", "error": "\(error)"])
            return .wait(until: now + 30)
        }
    }

    /// - Parameter messages: those of one body, at least one.
    private func send(_ messages: [PendingMessage]) async -> WebhookReceipt {
        FaultPoint.pass("webhook.before-send")
        let receipt = await sink.send(
            WebhookMessage(
                messages.map(\.entry), content: target.content, template: target.template,
                isBatch: target.batch > 1), attempt: messages[0].attempts + 1, jitter: .random(in: 0..<1),
            now: clock.now)
        FaultPoint.pass("webhook.after-send")
        return receipt
    }

    private func next(now: Date) throws(StoreError) -> [PendingMessage] {
        guard target.batch > 1 else { return try store.dueMessages(of: sink.name, now: now, limit: 1) }
        return try store.nextBatch(of: sink.name, now: now, limit: target.batch)
    }

    /// Whether the receiver answered 410 before, and the webhook has not been edited since.
    private func wasRefused(now: Date) throws(StoreError) -> Bool {
        if let isRefused { return isRefused }
        let stopped = try store.webhookStatuses().first { $0.webhook == sink.name }?.stoppedAs
        if let stopped, stopped != target.configured { try store.retry(webhook: sink.name, now: now) }
        let isRefused = stopped == target.configured
        self.isRefused = isRefused
        return isRefused
    }

    /// - Parameter messages: those that went out in one body, at least one.
    private func settle(_ messages: [PendingMessage], _ receipt: WebhookReceipt) throws(StoreError) {
        let reason = receipt.answer.reason
        var facts: Logger.Metadata = [
            "webhook": "\(sink.name)", "seq": "\(messages[0].entry.seq)", "attempt": "\(receipt.attempt)",
        ]
        if messages.count > 1 { facts["articles"] = "\(messages.count)" }
        if !receipt.answer.isSuccess {
            facts["error"] = "\(reason)"
            failures += 1
        }
        let outcome: MessageReceipt.Outcome
        switch receipt.verdict {
        case .delivered:
            outcome = .delivered
            if isFailing { logger.notice("webhook answers again", metadata: facts) }
            isFailing = false
        case .retry(let due):
            outcome = .retry(at: due, error: reason)
            logger.log(level: isFailing ? .debug : .warning, "webhook failed; it is tried again", metadata: facts)
            isFailing = true
        case .deadLetter:
            outcome = .deadLetter(error: reason)
            logger.error("webhook message given up", metadata: facts)
        case .disable:
            outcome = .deadLetter(error: reason)
            isRefused = true
            try store.stop(webhook: sink.name, configured: target.configured)
            logger.error("webhook answered 410 and gets no more messages until it is edited", metadata: facts)
        }
        try store.record(messages.map { MessageReceipt(webhook: sink.name, seq: $0.entry.seq, outcome: outcome) })
    }
}

extension WebhookAnswer {
    /// Ends the reason of an answer that said when to come back.
    static let pauseMark = "(Retry-After)"

    var reason: String {
        switch self {
        case .response(let status, _?) where status == 429 || status == 503: "answered \(status) \(Self.pauseMark)"
        case .response(let status, _): "answered \(status)"
        case .failed(let reason): reason
        }
    }
}
