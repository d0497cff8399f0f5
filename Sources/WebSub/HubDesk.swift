package import FoundationEssentials
package import Model

/// What a feed wants of hubs and what has come of it: the decisions of W3C WebSub's subscriber as values, without clock,
/// chance or network of its own. Who keeps it stores what has changed, and sends what `step` gives.
///
/// A hub that fails gives way to the next that the feed names; where none is left, the first is tried again later.
package struct HubDesk: Sendable, Equatable {
    /// Something to send to a hub, for a subscription as it was then.
    package struct Errand: Sendable, Equatable {
        package let request: HubRequest
        package let subscription: HubSubscription
    }

    /// What came of an errand.
    package enum Answer: Sendable, Equatable {
        case accepted
        /// - Parameters:
        ///   - reason: a sentence.
        ///   - retryAfter: seconds for which the hub wants to be left alone.
        case failed(_ reason: String, retryAfter: Double?)
    }

    package let feed: FeedID
    private var links = HubLinks.none
    /// That by which pushes come, or are to.
    package private(set) var current: HubSubscription?
    /// Those given up whose hubs are still to know. What they send is as good as ever.
    package private(set) var leaving: [HubSubscription] = []

    /// - Parameter known: the feed's, as the store has them.
    package init(feed: FeedID, known: [HubSubscription] = []) {
        self.feed = feed
        for subscription in known {
            if subscription.phase == .leaving || current != nil {
                leaving.append(subscription.left())
            } else {
                current = subscription
            }
        }
    }

    package var subscriptions: [HubSubscription] { (current.map { [$0] } ?? []) + leaving }

    /// When `step` has something to do; nil: never, as things are.
    package var nextDue: Date? { subscriptions.map(\.due).min() }

    subscript(path: String) -> HubSubscription? { subscriptions.first { $0.path == path } }

    /// For how long pushes are to be expected; nil: they are not.
    package func servedUntil(now: Date) -> Date? { current.flatMap { $0.isServing(now: now) ? $0.until : nil } }

    /// Takes over what others have made of the subscriptions.
    package mutating func refresh(_ known: [HubSubscription]) {
        let links = links
        self = HubDesk(feed: feed, known: known)
        self.links = links
    }

    // MARK: - What the feed wants

    /// - Parameter links: `.none`: no subscription.
    package mutating func want(_ links: HubLinks, now: Date, chance: inout some RandomNumberGenerator) {
        self.links = links
        if let current, current.topic == links.topic, links.hubs.contains(current.hub) { return }
        leave(now: now)
        guard let hub = links.hubs.first else { return }
        current = make(hub, due: now, chance: &chance)
    }

    private func make(
        _ hub: String, due: Date, chance: inout some RandomNumberGenerator
    ) -> HubSubscription {
        HubSubscription(
            path: Self.digits(bytes: 16, &chance), secret: Self.digits(bytes: 32, &chance), feed: feed,
            topic: links.topic, hub: hub, due: due)
    }

    /// Hexadecimal digits by chance.
    private static func digits(bytes: Int, _ chance: inout some RandomNumberGenerator) -> String {
        String(
            decoding: (0..<2 * bytes).map { _ in
                let digit = UInt8.random(in: 0..<16, using: &chance)
                return digit + (digit < 10 ? 0x30 : 0x57)
            }, as: UTF8.self)
    }

    /// Gives the current one up. A hub that never called back has none.
    private mutating func leave(now: Date) {
        if var left = current, left.until != nil {
            (left.phase, left.asked, left.due, left.failures) = (.leaving, nil, now, 0)
            leaving.append(left)
        }
        current = nil
    }

    // MARK: - Time

    /// Takes what is due: errands to run, what to give up.
    package mutating func step(now: Date, chance: inout some RandomNumberGenerator) -> [Errand] {
        var errands: [Errand] = []
        for index in leaving.indices.reversed() where leaving[index].due <= now {
            if leaving[index].asked != nil { leaving[index].fail(Self.silence, now: now, chance: &chance) }
            let isOver = leaving[index].until.map { $0 <= now } ?? true
            if isOver || leaving[index].failures >= Self.farewells {
                leaving.remove(at: index)
            } else if leaving[index].due <= now {
                errands.append(leaving[index].ask(.unsubscribe, now: now))
            }
        }
        guard var subscription = current, subscription.due <= now else { return errands }
        if let until = subscription.until, until <= now { subscription.lapse() }
        current = subscription
        if subscription.asked != nil { fail(Self.silence, now: now, chance: &chance) }
        guard var asked = current, asked.due <= now else { return errands }
        errands.append(asked.ask(.subscribe, now: now))
        current = asked
        return errands
    }

    /// Times that a hub hears of an end.
    private static let farewells = 4
    private static let silence = "the hub took the request and did not call back: can it reach the callback?"

    // MARK: - What the hub says

    package mutating func answered(
        _ path: String, _ answer: Answer, now: Date, chance: inout some RandomNumberGenerator
    ) {
        guard case .failed(let reason, let retryAfter) = answer else { return }  // now it has to call back
        if let index = leaving.firstIndex(where: { $0.path == path }) {
            leaving[index].fail(reason, now: now, retryAfter: retryAfter, chance: &chance)
        } else if current?.path == path, current?.asked != nil {  // else it has called back already
            fail(reason, now: now, retryAfter: retryAfter, chance: &chance)
        }
    }

    /// - Returns: what to answer with; nil: nothing here was meant.
    package mutating func called(
        _ path: String, _ call: HubCall, now: Date, chance: inout some RandomNumberGenerator
    ) -> String? {
        switch call {
        case .subscribe(let topic, let challenge, let seconds):
            guard var subscription = current, subscription.path == path, subscription.topic == topic,
                seconds ?? 1 > 0
            else { return nil }
            subscription.confirm(seconds: seconds ?? HubRequest.lease, now: now, chance: &chance)
            current = subscription
            return challenge
        case .unsubscribe(let topic, let challenge):
            guard let index = leaving.firstIndex(where: { $0.path == path && $0.topic == topic }) else { return nil }
            leaving.remove(at: index)
            return challenge
        case .denied(let topic, let reason):
            if let index = leaving.firstIndex(where: { $0.path == path && $0.topic == topic }) {
                leaving.remove(at: index)
                return ""
            }
            guard current?.path == path, current?.topic == topic else { return nil }
            current?.lapse()
            let words = reason.map { ": \($0.prefix(200))" } ?? ""
            fail("the hub denies the subscription\(words)", now: now, retryAfter: Self.denial, chance: &chance)
            return ""
        }
    }

    /// Seconds after which a hub that denied is asked again.
    private static let denial = 86_400.0

    /// The current one does not work: the next hub has its turn, or this one again, later.
    private mutating func fail(
        _ reason: String, now: Date, retryAfter: Double? = nil, chance: inout some RandomNumberGenerator
    ) {
        guard var failed = current else { return }
        failed.fail(reason, now: now, retryAfter: retryAfter, round: max(1, links.hubs.count), chance: &chance)
        current = failed
        guard links.hubs.count > 1 else { return }
        let place = links.hubs.firstIndex(of: failed.hub) ?? -1
        leave(now: now)
        let isLast = failed.failures.isMultiple(of: links.hubs.count)
        var next = make(links.hubs[(place + 1) % links.hubs.count], due: isLast ? failed.due : now, chance: &chance)
        (next.failures, next.trouble) = (failed.failures, "\(failed.hub): \(reason)")
        current = next
    }
}

extension HubSubscription {
    /// Seconds that a hub has to call back.
    private static let patience = 600.0
    /// Seconds of the longest lease that is believed.
    private static let longestLease = 14 * 86_400
    /// Seconds after the first failure and, doubling, at most.
    private static let (firstWait, longestWait) = (60.0, 3_600.0)

    fileprivate mutating func ask(_ request: HubRequest, now: Date) -> HubDesk.Errand {
        asked = now
        due = soonest(now + Self.patience)
        return HubDesk.Errand(request: request, subscription: self)
    }

    fileprivate mutating func confirm(seconds: Int, now: Date, chance: inout some RandomNumberGenerator) {
        let lease = Double(min(seconds, Self.longestLease))
        (phase, asked, failures, trouble) = (.active, nil, 0, nil)
        (since, until) = (since ?? now, now + lease)
        due = now + lease * Double.random(in: 0.5...0.55, using: &chance)
    }

    /// There is no lease any more.
    fileprivate mutating func lapse() {
        (phase, until, since) = (.pending, nil, nil)
    }

    /// - Parameter round: how many failures make one for the wait.
    fileprivate mutating func fail(
        _ reason: String, now: Date, retryAfter: Double? = nil, round: Int = 1,
        chance: inout some RandomNumberGenerator
    ) {
        asked = nil
        failures += 1
        trouble = reason
        let doublings = min(max(0, (failures - 1) / round), 20)
        let wait = min(Self.firstWait * Double(1 << doublings), Self.longestWait)
        let asked = min(retryAfter ?? 0, 7 * 86_400)
        due = soonest(now + max(wait, asked) * Double.random(in: 1...1.1, using: &chance))
    }

    /// The end of a lease is never slept through.
    private func soonest(_ date: Date) -> Date { min(date, until ?? date) }

    fileprivate func left() -> HubSubscription {
        var left = self
        left.phase = .leaving
        return left
    }
}
