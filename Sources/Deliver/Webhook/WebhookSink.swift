package import Config
package import Fetch
package import Foundation
package import Files
import Logging
package import Model
package import Store

/// What waits for one webhook, sent one message at a time in order of `seq` while the receiver is healthy.
///
/// Attempts and due times are in the store: a message that a kill interrupted is sent again with the same id, one that
/// was answered with 2xx never. It runs on a queue of its own, because the store blocks.
package actor WebhookSink: Sink {
    package static let kind = "webhook"
    package static let replays = SinkUnit.messages
    package static func names(in configuration: Configuration) -> [String] { configuration.webhooks.map(\.name) }

    package static func subscriptions(in configuration: Configuration) -> [Subscription] {
        configuration.webhooks.filter(\.enabled).map { subscription(of: $0, in: configuration) }
    }

    private static func subscription(of webhook: Configuration.Webhook, in configuration: Configuration) -> Subscription
    {
        let isToldAll = webhook.feeds.isEmpty && webhook.tags.isEmpty
        return Subscription(
            queue: webhook.name, feeds: isToldAll ? nil : Set(configuration.feeds(of: webhook).map(\.name)),
            tags: Set(webhook.tags), filter: ArticleFilter(keep: webhook.keep, drop: webhook.drop))
    }

    package static func test(
        _ name: String, in configuration: Configuration, fetching: any Fetching, clock: Timekeeper, version: String
    ) async -> SinkReply? {
        guard let webhook = configuration.webhooks.first(where: { $0.name == name }) else { return nil }
        let receiver = WebhookReceiver(webhook, configuration.http, version: version, fetching: fetching)
        return await receiver.test(now: clock.now)
    }

    package static func drop(_ name: String, from store: any Store) throws(StoreError) -> Int {
        try store.drop(webhook: name)
    }

    package nonisolated let name: String
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let executor: QueueExecutor
    private let surroundings: SinkSurroundings
    private var store: any Store { surroundings.store }
    private var logger: Logger { surroundings.logger }
    private var clock: Timekeeper { surroundings.clock }

    private var receiver: WebhookReceiver
    private var subscription: Subscription
    private var breaker = CircuitBreaker()
    private var worker: Task<Void, Never>?
    private var pause: Task<Void, Never>?
    private var isWanted = false
    private var isStopped = false
    /// `drain` sends what is left; no one else may, or a message would go out twice.
    private var isDraining = false
    /// What waits for a later attempt has had its try: `run --once` will not be there for that.
    private var hasSentAhead = false
    /// Why the last attempt failed; nil: it did not.
    private var lastError: String?
    private var delivered = 0, failed = 0, waiting = 0
    /// The receiver answered 410; nil until the store was asked.
    private var isRefused: Bool?
    private var hasLookedBack = false

    private var isActive: Bool { !isStopped && receiver.webhook.enabled && surroundings.mayTell(name) }

    package init(_ name: String, _ configuration: Configuration, _ surroundings: SinkSurroundings) {
        guard let webhook = configuration.webhooks.first(where: { $0.name == name }) else {
            preconditionFailure("a sink is made for a table that is there")
        }
        (self.name, self.surroundings) = (name, surroundings)
        executor = QueueExecutor(label: "newspool.webhook")
        receiver = WebhookReceiver(
            webhook, configuration.http, version: surroundings.version, fetching: surroundings.fetching)
        subscription = Self.subscription(of: webhook, in: configuration)
    }

    package var claim: SinkClaim? { receiver.webhook.enabled ? .queue(name) : nil }

    package var condition: SinkCondition {
        var condition = SinkCondition(state: .ok)
        (condition.delivered, condition.failed, condition.waiting) = (delivered, failed, waiting)
        condition.restsUntil = breaker.nextProbe
        if !receiver.webhook.enabled {
            condition.state = .disabled
        } else if isRefused == true {
            condition.state = .stopped(lastError ?? "answered 410")
        } else if let lastError {
            condition.state = .failing(lastError)
        }
        return condition
    }

    /// The message in flight ends as it began, the next one goes to the new address.
    package func reload(_ configuration: Configuration) {
        guard let webhook = configuration.webhooks.first(where: { $0.name == name }) else { return }
        let before = receiver.configured
        receiver = WebhookReceiver(
            webhook, configuration.http, version: surroundings.version, fetching: surroundings.fetching)
        subscription = Self.subscription(of: webhook, in: configuration)
        isRefused = nil
        if receiver.configured != before { forgetFailures() }
        kick()
    }

    /// An edit heals: what waits for a later attempt is sent to the receiver that is meant now.
    private func forgetFailures() {
        (breaker, hasLookedBack) = (CircuitBreaker(), true)
        do throws(StoreError) {
            try store.wake(webhook: name, now: clock.now())
        } catch {
            tell(error)
        }
    }

    package func retry() throws(DeliverError) -> Int {
        let waiting = try DeliverError.mapping { () throws(StoreError) in
            try store.retry(webhook: name, now: clock.now())
            return try store.webhookStatuses().first { $0.webhook == name }?.waiting ?? 0
        }
        breaker = CircuitBreaker()
        isRefused = nil
        return waiting
    }

    package func replay(_ entries: [OutboxEntry]) throws(DeliverError) -> Int {
        let told = entries.filter { subscription.wants(StoredItem($0.json), of: $0.feed) }
        try DeliverError.mapping { () throws(StoreError) in
            try store.queue(told.map(\.seq), for: name, now: clock.now())
        }
        return told.count
    }

    package func oldestWaiting() throws(DeliverError) -> Date? {
        guard receiver.webhook.enabled else { return nil }
        return try DeliverError.mapping { () throws(StoreError) in try store.oldestWaiting(for: [name]) }
    }

    package func kick() {
        isWanted = true
        guard worker == nil, isActive, !isDraining else { return }
        pause?.cancel()
        worker = Task { await self.work() }
    }

    package func stop() async {
        isStopped = true
        pause?.cancel()
        await worker?.value
    }

    /// Returns when nothing is in flight.
    package func rest() async { await worker?.value }

    package func drain() async -> SinkCondition {
        isDraining = true
        let now = clock.now()
        await worker?.value
        while isActive, await sendNext(dueBy: now) == .sent {}
        isDraining = false
        // A store that fails here has said so before.
        let statuses = (try? store.webhookStatuses()) ?? []
        waiting = statuses.first { $0.webhook == name }?.waiting ?? 0
        if isWanted, !surroundings.isOnce { kick() }
        return condition
    }

    // MARK: - The loop

    private enum Step: Equatable {
        case sent
        /// The first message is due then; nil: there is none.
        case wait(until: Date?)
    }

    private func work() async {
        defer { worker = nil }
        if surroundings.isOnce, !hasSentAhead {
            hasSentAhead = true
            await sendAhead(now: clock.now())
        }
        while isWanted, isActive {
            isWanted = false
            var step = Step.sent
            while step == .sent, isActive { step = await sendNext() }
            if case .wait(let until?) = step, !isWanted, isActive { wake(at: until) }
        }
    }

    private func wake(at date: Date) {
        pause?.cancel()
        pause = Task {
            await clock.sleep(until: date)
            if !Task.isCancelled { self.kick() }  // cancelled by a kick
        }
    }

    private func sendNext(dueBy limit: Date? = nil) async -> Step {
        let now = limit ?? clock.now()
        do throws(StoreError) {
            guard try !wasRefused(now: now) else { return .wait(until: nil) }
            if case .none(let until) = try permit(now: now) {
                return .wait(until: try store.nextDue(of: name).map { max($0, until) })
            }
            let messages = try next(now: now)
            guard !messages.isEmpty else { return .wait(until: try store.nextDue(of: name)) }
            let receipt = await send(messages)
            // Cut off because the daemon ends, which is not a failure of the receiver: it is sent again with the same
            // id.
            if isStopped, case .failed = receipt.answer { return .wait(until: nil) }
            let isBack = breaker.note(receipt.answer, now: receipt.time)
            try settle(messages, receipt)
            FaultPoint.pass("webhook.after-record")
            if isBack { try store.wake(webhook: name, now: receipt.time) }
            return .sent
        } catch {
            tell(error)
            return .wait(until: now + 30)
        }
    }

    /// Tries what waits for a later attempt. A failure costs no attempt, or a cron job would use up those of three days
    /// in an hour; the first outage ends it.
    private func sendAhead(now: Date) async {
        var seq: Int64 = 0
        do throws(StoreError) {
            guard try !wasRefused(now: now), try permit(now: now) == .all else { return }
            while isActive, let first = try store.nextWaiting(of: name, above: seq, now: now) {
                let batch = receiver.webhook.batch
                let messages = batch > 1 ? try store.batch(of: first, now: first.due, limit: batch) : [first]
                seq = messages.last?.entry.seq ?? first.entry.seq
                let receipt = await send(messages)
                if isStopped, case .failed = receipt.answer { return }
                breaker.note(receipt.answer, now: receipt.time)
                if receipt.answer.isSuccess || receipt.verdict == .disable {
                    try settle(messages, receipt)
                } else {
                    failed += 1
                }
                if receipt.answer.isOutage || receipt.verdict == .disable { return }
            }
        } catch {
            tell(error)
        }
    }

    private func tell(_ error: StoreError) {
        logger.error("cannot read the webhook's messages", metadata: ["webhook": "\(name)", "error": "\(error)"])
    }

    /// A receiver that asked the process before this one for a pause gets it.
    private func permit(now: Date) throws(StoreError) -> CircuitBreaker.Permit {
        if !hasLookedBack {
            hasLookedBack = true
            // It was the first that goes out, and still is.
            if let first = try store.nextWaiting(of: name, above: 0, now: now), first.hasAskedToWait {
                breaker.note(.response(status: 429, retryAfter: first.due), now: now)
            }
        }
        return breaker.permit(now: now)
    }

    /// - Parameter messages: those of one body, at least one.
    private func send(_ messages: [PendingMessage]) async -> WebhookReceipt {
        FaultPoint.pass("webhook.before-send")
        let receipt = await receiver.send(
            receiver.message(of: messages.map(\.entry)), attempt: messages[0].attempts + 1,
            jitter: .random(in: 0..<1), now: clock.now)
        FaultPoint.pass("webhook.after-send")
        return receipt
    }

    private func next(now: Date) throws(StoreError) -> [PendingMessage] {
        let batch = receiver.webhook.batch
        guard batch > 1 else { return try store.dueMessages(of: name, now: now, limit: 1) }
        return try store.nextBatch(of: name, now: now, limit: batch)
    }

    /// Whether the receiver answered 410 before, and the webhook has not been edited since.
    private func wasRefused(now: Date) throws(StoreError) -> Bool {
        if let isRefused { return isRefused }
        let configured = receiver.configured
        let stopped = try store.webhookStatuses().first { $0.webhook == name }?.configurationWhenStopped
        if let stopped, stopped != configured { try store.retry(webhook: name, now: now) }
        let isRefused = stopped == configured
        self.isRefused = isRefused
        return isRefused
    }

    /// - Parameter messages: those that went out in one body, at least one.
    private func settle(_ messages: [PendingMessage], _ receipt: WebhookReceipt) throws(StoreError) {
        surroundings.onAttempt(name, receipt.answer.attempt)
        let reason = receipt.answer.reason
        var facts: Logger.Metadata = [
            "webhook": "\(name)", "seq": .stringConvertible(messages[0].entry.seq),
            "attempt": .stringConvertible(receipt.attempt),
        ]
        if messages.count > 1 { facts["articles"] = .stringConvertible(messages.count) }
        let wasFailing = lastError != nil
        if receipt.answer.isSuccess {
            lastError = nil
            delivered += messages.count
        } else {
            facts["error"] = "\(reason)"
            lastError = reason
            failed += 1
        }
        let outcome: MessageReceipt.Outcome
        switch receipt.verdict {
        case .delivered:
            outcome = .delivered
            if wasFailing { logger.notice("webhook answers again", metadata: facts) }
        case .retry(let due):
            outcome = .retry(at: due, error: reason, isAsked: receipt.answer.asksToWait)
            logger.log(level: wasFailing ? .debug : .warning, "webhook failed; it is tried again", metadata: facts)
        case .deadLetter:
            outcome = .deadLetter(error: reason)
            logger.error("webhook message given up", metadata: facts)
        case .disable:
            outcome = .deadLetter(error: reason)
            isRefused = true
            try store.stop(webhook: name, configured: receiver.configured)
            logger.error("webhook answered 410 and gets no more messages until it is edited", metadata: facts)
        }
        try store.record(messages.map { MessageReceipt(webhook: name, seq: $0.entry.seq, outcome: outcome) })
    }
}

extension WebhookAnswer {
    /// The receiver said when to come back.
    var asksToWait: Bool {
        if case .response(let status, _?) = self { status == 429 || status == 503 } else { false }
    }

    var reason: String {
        switch self {
        case .response(let status, _) where asksToWait: "answered \(status) (Retry-After)"
        case .response(let status, _): "answered \(status)"
        case .failed(let error): error.description
        }
    }
}
