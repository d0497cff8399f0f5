import Config
import Fetch
import Files
import Foundation
import Model
import Store
import StoreMemory
import Synchronization
import TestSupport
import Testing

@testable import Deliver

@Suite("A webhook's queue, over days of an injected clock") struct WebhookSinkTests {
    private static let start = Date(timeIntervalSince1970: 1_795_441_501)

    private func sink(
        _ articles: Articles, _ clock: Timekeeper, batch: Int = 1,
        receiver: @escaping @Sendable (Request) async -> FakeFetching.Reply
    ) -> WebhookSink {
        var configuration = Configuration()
        configuration.webhooks = [.init(name: "hook", url: "http://h.example/")]
        configuration.webhooks[0].batch = batch
        var surroundings = SinkSurroundings(store: articles.store)
        (surroundings.fetching, surroundings.clock) = (FakeFetching { request, _ in await receiver(request) }, clock)
        return WebhookSink("hook", configuration, surroundings)
    }

    /// Time that passes when the queue waits, and never otherwise.
    private final class Time: Sendable {
        private let moment: Mutex<Date>
        /// What happens while it passes.
        let meanwhile = Mutex<(@Sendable (Date) async -> Void)?>(nil)

        init(_ start: Date) { moment = Mutex(start) }

        var now: Date { moment.withLock { $0 } }

        var clock: Timekeeper {
            Timekeeper(
                now: { self.now }, uptime: { .seconds(self.now.timeIntervalSince1970) },
                sleep: { time in
                    let now = self.moment.withLock { moment in
                        moment += time / .seconds(1)
                        return moment
                    }
                    await self.meanwhile.withLock { $0 }?(now)
                }, makeAlarm: Timekeeper.system.makeAlarm)
        }
    }

    /// Returns when nothing waits any more; after two minutes nothing ever will.
    private func settle(_ articles: Articles, isComplete: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end {
            if isComplete(), try articles.store.webhookStatuses().isEmpty { return }
            try await Task.sleep(for: .milliseconds(5))  // the queue's own tasks tell no one of their end
        }
        Issue.record("messages still wait")
    }

    @Test("a receiver that is down for a day gets every article, each with one id, and soon after it is back")
    func downForADay() async throws {
        let (articles, time) = (try Articles(MemoryStore()), Time(Self.start))
        let back = Self.start + 86_400
        let attempts = Mutex(0)
        let told = Mutex<[String]>([])
        let receiver: @Sendable (Request) async -> FakeFetching.Reply = { request in
            attempts.withLock { $0 += 1 }
            guard time.now >= back else { return .response(.status(503)) }
            let id = request.headers.first { $0.name == "webhook-id" }?.value ?? ""
            told.withLock { $0.append(id) }
            return .response(.status(204))
        }
        let sink = self.sink(articles, time.clock, receiver: receiver)
        try articles.bring(0..<20, at: time.now)
        let brought = Mutex(20)
        time.meanwhile.withLock {
            $0 = { now in
                let new = brought.withLock { brought in
                    let first = brought
                    while brought < 60, Self.start + Double(brought - 20) * 2_000 < now { brought += 1 }
                    return first..<brought
                }
                guard !new.isEmpty else { return }
                try? articles.bring(new, at: now)  // what is missing then is missed below
                await sink.kick()
            }
        }
        await sink.kick()
        try await settle(articles) { brought.withLock { $0 } == 60 }
        await sink.stop()
        let ids = told.withLock { $0 }
        #expect(ids.count == 60 && Set(ids).count == 60)
        #expect(try articles.store.webhookStatuses().isEmpty)
        // It was asked now and then, not once for each article and attempt.
        #expect(attempts.withLock { $0 } < 60 + 250)
    }

    @Test("the next attempt that status shows is the one that comes, while the queue rests too")
    func nextAttempts() async throws {
        let (articles, time) = (try Articles(MemoryStore()), Time(Self.start))
        let wrong = Mutex<[String]>([])
        let attempts = Mutex(0)
        let receiver: @Sendable (Request) async -> FakeFetching.Reply = { _ in
            let count = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            if count == 12 { return .response(.status(503, headers: "Retry-After: 1000")) }
            return .response(.status(count < 20 ? 500 : 204))
        }
        let sink = self.sink(articles, time.clock, receiver: receiver)
        time.meanwhile.withLock {
            $0 = { now in
                // The sleep is over: this is when the next attempt is made.
                guard let due = try? articles.store.nextDue(of: "hook") else { return }  // nothing waits any more
                let told = max(due, await sink.condition.restsUntil ?? due)
                if abs(told.timeIntervalSince(now)) > 0.01 { wrong.withLock { $0.append("\(told) at \(now)") } }
            }
        }
        try articles.bring(0..<8, at: time.now)
        await sink.kick()
        try await settle(articles) { true }
        await sink.stop()
        #expect(wrong.withLock { $0 } == [] && attempts.withLock { $0 } >= 27)
        #expect(await sink.condition.restsUntil == nil)
    }

    @Test("an edit heals: what rests is sent to the receiver that is meant now, at once")
    func edited() async throws {
        let directory = try TemporaryDirectory()
        let rig = try SinkRig(.webhook, root: directory.path)
        let sink = rig.sink()
        try rig.breakIt()
        try rig.articles.bring(0..<8, at: rig.time.now)
        await sink.kick()
        try await eventually { await sink.condition.restsUntil != nil }
        try rig.repair()
        var configuration = rig.configuration
        await sink.reload(configuration)  // nothing is edited
        try await Task.sleep(for: .milliseconds(20))
        #expect(rig.delivered == [])
        configuration.webhooks[0].url = "http://other.example/"
        await sink.reload(configuration)
        // No time passes.
        try await eventually { rig.delivered.count == 8 }
        #expect(rig.time.now == moment())
        await sink.stop()
    }

    @Test("a receiver that fails each message once gets each again about 5 s after")
    func secondAttempts() async throws {
        let (articles, time) = (try Articles(MemoryStore()), Time(Self.start))
        let attempts = Mutex<[String: [Date]]>([:])
        let receiver: @Sendable (Request) async -> FakeFetching.Reply = { request in
            let id = request.headers.first { $0.name == "webhook-id" }?.value ?? ""
            let count = attempts.withLock { attempts in
                attempts[id, default: []].append(time.now)
                return attempts[id]?.count
            }
            return .response(.status(count == 1 ? 500 : 200))
        }
        let sink = self.sink(articles, time.clock, receiver: receiver)
        try articles.bring(0..<12, at: time.now)
        await sink.kick()
        try await settle(articles) { true }
        await sink.stop()
        let all = attempts.withLock { Array($0.values) }
        #expect(all.count == 12 && all.allSatisfy { $0.count == 2 && (5...6).contains($0[1].timeIntervalSince($0[0])) })
    }

    @Test("what went out in one body goes out in one again, with the same id, whatever came since")
    func batches() async throws {
        let (articles, time) = (try Articles(MemoryStore()), Time(Self.start))
        let bodies = Mutex<[(id: String, body: [UInt8])]>([])
        let receiver: @Sendable (Request) async -> FakeFetching.Reply = { request in
            let id = request.headers.first { $0.name == "webhook-id" }?.value ?? ""
            let count = bodies.withLock { bodies in
                if case .post(let body) = request.method { bodies.append((id, body)) }
                return bodies.count
            }
            if count == 1 { try? articles.bring(3..<20, at: time.now) }  // what is missing then is missed below
            return .response(.status(count == 1 ? 500 : 200))
        }
        let sink = self.sink(articles, time.clock, batch: 10, receiver: receiver)
        try articles.bring(0..<3, at: time.now)
        await sink.kick()
        try await settle(articles) { bodies.withLock { $0.count } > 3 }
        await sink.stop()
        let sent = bodies.withLock { $0 }
        #expect(sent.filter { $0.id == sent[0].id }.map(\.body).count == 2)
        #expect(Set(sent.filter { $0.id == sent[0].id }.map(\.body)).count == 1)
        #expect(Set(sent.map(\.id)).count == 3)
    }

    @Test("a blip of seconds delays nothing by minutes")
    func blip() async throws {
        let (articles, time) = (try Articles(MemoryStore()), Time(Self.start))
        let attempts = Mutex(0)
        let told = Mutex<[Date]>([])
        let sink = self.sink(articles, time.clock) { _ in
            let count = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            // Down for seven seconds: the second attempts, after five, fail too. The next ones would be after five
            // minutes.
            if count == 4 { try? articles.bring(2..<3, at: time.now) }  // what is missing then is missed below
            guard count > 4 else { return .response(.status(502)) }
            told.withLock { $0.append(time.now) }
            return .response(.status(204))
        }
        try articles.bring(0..<2, at: time.now)
        await sink.kick()
        try await settle(articles) { told.withLock { $0.count } == 3 }
        await sink.stop()
        let times = told.withLock { $0 }
        #expect(times.count == 3 && times.allSatisfy { $0 < Self.start + 60 })
    }
}
