import Fetch
import Files
import Foundation
import Model
import Schedule
import Store
import StoreMemory
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// Polls of one process among others: nothing is asked of a host after the lease has run out.
@Suite(.timeLimit(.minutes(1)))
struct LeaseOfPollsTests {
    private func term(_ rig: EngineRig) -> LeaseTerm {
        var term = LeaseTerm(seconds: Lease.seconds)
        term.renew(askedAt: rig.time.clock.uptime())
        return term
    }

    /// As in a process that is stopped while it connects, and goes on when another one polls the feed.
    @Test(arguments: [7.9, 8.1]) func aRequestThatComesLateDoesNotGoOut(_ seconds: Double) async throws {
        let time = Mutex(ManualClock?.none)
        let isLate = seconds > 8
        let rig = try EngineRig { _, number in
            if number == 0 { time.withLock { $0 }?.advance(by: seconds) }
            return .response(.feed(["1"]))
        }
        time.withLock { $0 = rig.time }
        await rig.conductor.note(term(rig))
        try await rig.conductor.start()
        _ = await rig.fetching.requests(count: 1)
        while await rig.conductor.underWay > 0 { await Task.yield() }
        #expect(try rig.titles() == (isLate ? [] : ["Title 1"]))
        #expect(try rig.state().failures == 0)
        guard isLate else { return }
        // It is polled again where the feed stays.
        await rig.conductor.note(term(rig))
        await rig.polls(count: 1)
        #expect(try rig.titles() == ["Title 1"])
    }

    /// The database went away before all feeds of some shards were read, and all are read again.
    @Test func feedsThatComeTwiceUnderOneLeaseStayAsTheyAre() async throws {
        let rig = try EngineRig { request, number in
            .response(.feed(["1"], at: request.url, headers: "ETag: \"\(number)\""))
        }
        await rig.conductor.note(term(rig))
        let shard = Shard.ofFeeds(at: "a.example")
        var records = try rig.store.synchronize([FeedSource(url: "https://a.example/a", name: "a")])
        records[0].shard = shard
        for (round, token) in [2, 2, 3].enumerated() {
            await rig.conductor.take([Lease(shard: shard, token: Int64(token))], records, manners: [:])
            if round > 0 { _ = await rig.conductor.poll(nil) }
            await rig.polls(count: round + 1)
        }
        // Under another lease the store knows better than this process.
        let etags = rig.fetching.requests.map { $0.validators?.etag.map { String(decoding: $0, as: UTF8.self) } }
        #expect(etags == [nil, "\"0\"", nil])
        #expect(await rig.conductor.feedCount == 1)
        await rig.conductor.lose([shard])
        #expect(await rig.conductor.feedCount == 0)
        #expect(await rig.conductor.statusText == "polling 0 feeds")
    }
}
