import Config
import Foundation
import Glibc
import Model
import Store
import Synchronization
import Testing

@testable import Deliver

/// What every sink promises, tried on each kind.
@Suite("The contract of sinks") struct SinkContract {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func rig(_ kind: SinkRig.Kind) throws -> SinkRig { try SinkRig(kind, root: directory.path) }

    private func isFailing(_ condition: SinkCondition) -> Bool {
        if case .failing = condition.state { true } else { false }
    }

    @Test("all that is committed arrives, in order and once", arguments: SinkRig.Kind.allCases)
    func order(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind), sink = rig.sink()
        try await sink.open()
        for range in [0..<5, 5..<9, 9..<40] {
            try rig.articles.bring(range, at: rig.time.now)
            await sink.kick()
        }
        let condition = await sink.drain()
        #expect(rig.delivered == Array(1...40))
        #expect(rig.names.count == 40 && Set(rig.names).count == 40)
        #expect(condition == SinkCondition(state: .ok, delivered: 40))
        #expect(try await sink.oldestWaiting() == nil)
    }

    @Test("a kick alone delivers, and nothing to deliver is fine", arguments: SinkRig.Kind.allCases)
    func kick(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind), sink = rig.sink()
        try await sink.open()
        #expect(await sink.drain() == SinkCondition(state: .ok))
        try rig.articles.bring(0..<3, at: rig.time.now)
        await sink.kick()
        try await eventually { rig.delivered == [1, 2, 3] }
        await sink.stop()
    }

    @Test("what fails is tried again by itself, and told until it works", arguments: SinkRig.Kind.allCases)
    func failure(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind), sink = rig.sink()
        try await sink.open()
        try rig.breakIt()
        try rig.articles.bring(0..<3, at: rig.time.now)
        await sink.kick()
        try await eventually { await isFailing(sink.condition) }
        try await rig.time.pass { await sink.condition.failed >= 3 }
        #expect(rig.delivered.isEmpty)
        #expect(try await sink.oldestWaiting() == moment())
        try rig.repair()
        try await rig.time.pass { await sink.condition.state == .ok && rig.delivered.count == 3 }
        // A message that failed has its own time; the others do not wait for it.
        #expect(rig.delivered.sorted() == [1, 2, 3] && Set(rig.names).count == 3)
        #expect(await sink.condition.delivered == 3)
        await sink.stop()
    }

    @Test("a drain says what waits where nothing can be delivered, and ends", arguments: SinkRig.Kind.allCases)
    func vainDrain(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind), sink = rig.sink()
        try await sink.open()
        try rig.breakIt()
        try rig.articles.bring(0..<4, at: rig.time.now)
        let condition = await sink.drain()
        #expect(isFailing(condition) && condition.waiting == 4 && condition.failed > 0 && condition.delivered == 0)
        await sink.stop()
    }

    @Test("a retry does not wait for its time", arguments: SinkRig.Kind.allCases)
    func retry(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind), sink = rig.sink()
        try await sink.open()
        try rig.breakIt()
        try rig.articles.bring(0..<8, at: rig.time.now)
        _ = await sink.drain()
        try rig.repair()
        let before = rig.time.now
        #expect(try await sink.retry() == 8)
        await sink.kick()
        try await eventually { rig.delivered.count == 8 }
        #expect(rig.delivered == Array(1...8) && rig.time.now == before)
        await sink.stop()
    }

    @Test(
        "after the stop only this machine's own disk is written; the next process delivers the rest",
        arguments: SinkRig.Kind.allCases)
    func stop(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind)
        do {
            let sink = rig.sink()
            try await sink.open()
            try rig.articles.bring(0..<3, at: rig.time.now)
            _ = await sink.drain()
            await sink.stop()
            try rig.articles.bring(3..<5, at: rig.time.now)
            await sink.kick()
            _ = await sink.drain()
            #expect(rig.delivered == (kind == .webhook ? [1, 2, 3] : [1, 2, 3, 4, 5]))
        }
        let sink = rig.sink()
        try await sink.open()
        try rig.articles.bring(5..<6, at: rig.time.now)
        _ = await sink.drain()
        #expect(rig.delivered == Array(1...6) && Set(rig.names).count == 6)
    }

    @Test("an edit while it delivers loses nothing and repeats nothing", arguments: SinkRig.Kind.allCases)
    func reload(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind), sink = rig.sink()
        try await sink.open()
        var edited = rig.configuration
        edited.spool.keepArticles = .seconds(5 * 86_400)
        edited.webhooks[0].url = "http://other.example/"
        rig.meanwhile.withLock { $0 = { [edited] in await sink.reload(edited) } }
        for number in 0..<20 {
            try rig.articles.bring(number..<number + 1, at: rig.time.now)
            await sink.kick()
            if number % 5 == 0 { await sink.reload(edited) }
        }
        let condition = await sink.drain()
        rig.meanwhile.withLock { $0 = nil }
        #expect(rig.delivered == Array(1...20) && Set(rig.names).count == 20)
        #expect(condition.state == .ok && condition.waiting == 0)
    }

    @Test("what was delivered before can be delivered again", arguments: SinkRig.Kind.allCases)
    func replay(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind), sink = rig.sink()
        try await sink.open()
        try rig.articles.bring(0..<3, at: rig.time.now)
        _ = await sink.drain()
        let before = rig.names
        if kind == .spool {
            try FileManager.default.removeItem(atPath: rig.root + "/spool/articles/" + before[1])
        }
        let entries = Array(try rig.articles.store.entries(after: 1, limit: 1))
        // An index has each article once, whatever is replayed.
        #expect(try await sink.replay(entries) == (kind == .search ? 0 : 1))
        _ = await sink.drain()
        // The same file, the same message: receivers know it by its id.
        #expect(Set(rig.names) == Set(before) && rig.names.count == (kind == .webhook ? 4 : 3))
        await sink.stop()
    }

    @Test("run --once tries also what waits for a later time", arguments: SinkRig.Kind.allCases)
    func once(kind: SinkRig.Kind) async throws {
        let rig = try rig(kind)
        try rig.breakIt()
        try rig.articles.bring(0..<3, at: rig.time.now)
        if kind == .webhook {
            let sink = rig.sink()
            _ = await sink.drain()
            await sink.stop()
        }
        try rig.repair()
        let sink = rig.sink(isOnce: true)
        try await sink.open()
        await sink.kick()
        let condition = await sink.drain()
        #expect(rig.delivered == [1, 2, 3] && condition.waiting == 0)
    }

    #if DEBUG
        /// The webhook's receiver may see the one message twice that was in flight; it has the same id.
        @Test(
            "a kill between any two steps loses nothing and repeats nothing",
            arguments: [
                (SinkRig.Kind.spool, "spool.after-create"), (.spool, "spool.after-rename"),
                (.spool, "spool.after-directory-sync"), (.spool, "journal.after-write"), (.spool, "journal.after-sync"),
                (.spool, "store.before-acknowledge"), (.spool, "store.after-acknowledge"),
                (.webhook, "webhook.before-send"), (.webhook, "webhook.after-send"), (.webhook, "webhook.after-record"),
                (.search, "search.before-add"), (.search, "search.after-add"),
            ], [1, 2])
        func kill(point: (kind: SinkRig.Kind, name: String), pass: Int) async throws {
            let (kind, root, order) = (point.kind.rawValue, directory.path, "\(point.name):\(pass)")
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [kind = kind as String, root = root as String, order = order as String] in
                setenv("NEWSPOOL_FAULT", order, 1)
                let rig = try SinkRig(.init(rawValue: kind) ?? .spool, root: root, isOnDisk: true)
                let sink = rig.sink()
                try await sink.open()
                for range in [0..<2, 2..<5] {
                    try rig.articles.bring(range, at: rig.time.now)
                    _ = await sink.drain()
                }
            }
            let rig = try SinkRig(point.kind, root: root, isOnDisk: true)
            try rig.articles.bring(0..<6, at: rig.time.now)
            let sink = rig.sink()
            try await sink.open()
            #expect(await sink.drain().waiting == 0)
            var seen: [Int64] = []
            for seq in rig.delivered where seen.last != seq { seen.append(seq) }
            #expect(seen == Array(1...6))
            #expect(Set(rig.names).count == 6 && rig.names.count <= (point.kind == .webhook ? 7 : 6))
        }
    #endif
}

@Suite("Search beside the spool") struct SearchSinkTests {
    @Test("articles on their way into the spool go first, for two seconds a batch; a drain waits for nothing")
    func givesWay() async throws {
        let directory = try TemporaryDirectory()
        let rig = try SinkRig(.search, root: directory.path), sink = rig.sink()
        try await sink.open()
        for start in stride(from: 0, to: 5_000, by: 1_000) {
            try rig.articles.bring(start..<start + 1_000, at: rig.time.now)
        }
        // The spool has none of them.
        await sink.kick()
        let began = rig.time.now
        try await rig.time.pass { await sink.condition.delivered == 4_000 }
        #expect(rig.time.now.timeIntervalSince(began) >= 2)
        async let drained = sink.drain()
        try await rig.time.pass { await sink.condition.delivered == 5_000 }
        #expect(await drained.delivered == 5_000 && rig.time.now.timeIntervalSince(began) < 3)
    }

    @Test("an index that is ahead of the store begins anew")
    func ahead() async throws {
        let directory = try TemporaryDirectory()
        let first = try SinkRig(.search, root: directory.path), sink = first.sink()
        try first.articles.bring(0..<9, at: first.time.now)
        #expect(await sink.drain().delivered == 9)
        let second = try SinkRig(.search, root: directory.path), other = second.sink()
        try second.articles.bring(0..<3, at: second.time.now)
        #expect(await other.drain().delivered == 3 && second.delivered == [1, 2, 3])
    }

    @Test("removes what is older than it is kept, and holds up no retention")
    func tidy() async throws {
        let directory = try TemporaryDirectory()
        let rig = try SinkRig(.search, root: directory.path), sink = rig.sink()
        try rig.articles.bring(0..<3, at: rig.time.now)
        _ = await sink.drain()
        let later = rig.time.now.addingTimeInterval(40 * 86_400)
        try rig.articles.bring(3..<5, at: later)
        _ = await sink.drain()
        #expect(await sink.claim == nil)
        #expect(try await sink.tidy(now: later, oldestWaiting: nil) == false)
        #expect(rig.delivered == [4, 5])
    }
}

@Suite("All sinks of a configuration") struct SinksTests {
    @Test("a sink that fails holds up no other; sinks come and go with feeds.toml")
    func together() async throws {
        let directory = try TemporaryDirectory()
        let rig = try SinkRig(.webhook, root: directory.path), spool = try SinkRig(.spool, root: directory.path)
        let sinks = Sinks(rig.configuration, rig.surroundings)
        try spool.breakIt()
        await #expect(throws: DeliverError.self) { try await sinks.open() }
        try spool.repair()
        try await sinks.open()
        try spool.breakIt()
        try rig.articles.bring(0..<3, at: rig.time.now)
        var conditions = await sinks.drain()
        #expect(conditions.count == 2 && rig.delivered == [1, 2, 3] && spool.delivered.isEmpty)
        #expect(try await sinks.oldestWaiting() == moment())
        var claims = await sinks.claims()
        #expect(claims.cursors == [.spool] && claims.queues == ["hook"])

        var edited = rig.configuration
        edited.webhooks[0].enabled = false
        await sinks.reload(edited)
        try rig.articles.bring(3..<4, at: rig.time.now)
        conditions = await sinks.drain()
        #expect(conditions.contains { $0.condition.state == .disabled } && rig.delivered == [1, 2, 3])
        claims = await sinks.claims()
        #expect(claims.queues.isEmpty)

        edited.webhooks = []
        await sinks.reload(edited)
        #expect(await sinks.drain().count == 1)
        try spool.repair()
        await sinks.reload(rig.configuration)
        _ = await sinks.drain()
        #expect(rig.delivered == [1, 2, 3, 4] && spool.delivered == [1, 2, 3, 4])
        await sinks.stop()
    }

    @Test(
        "a webhook is told about its feeds, of those with its tags, or of all",
        arguments: [
            ([], [], ["a", "b", "c"]), (["a"], [], ["a"]), ([], ["x"], ["b"]), (["a"], ["x"], ["a", "b"]),
            (["nosuch"], [], []),
        ] as [([String], [String], [String])])
    func subscriptions(feeds: [String], tags: [String], told: [String]) {
        var configuration = Configuration()
        configuration.feeds = ["a", "b", "c"].map { .init(name: $0, url: "http://\($0).example/") }
        configuration.feeds[1].tags = ["x", "y"]
        configuration.webhooks = [
            .init(name: "hook", url: "http://h.example/"), .init(name: "off", url: "http://h.example/"),
        ]
        (configuration.webhooks[0].feeds, configuration.webhooks[0].tags) = (feeds, tags)
        configuration.webhooks[1].enabled = false
        let subscriptions = SinkKinds.standard.subscriptions(in: configuration)
        #expect(subscriptions.map(\.queue) == ["hook"])
        func wanted(_ tags: [String]) -> [String] {
            var item = Item()
            item.tags = tags
            return ["a", "b", "c"].filter {
                subscriptions[0].mayWant(feed: $0) && subscriptions[0].wants(item, of: $0, feedTags: [])
            }
        }
        #expect(wanted([]) == told && wanted(["z"]) == told)
        // The publisher's tag counts as the feed's does.
        #expect(wanted(["x"]) == (tags.contains("x") ? ["a", "b", "c"] : told))
        let stored = ["a", "b", "c"].filter {
            subscriptions[0].wants(StoredItem(Array(#"{"tags":["x"]}"#.utf8)), of: $0)
        }
        #expect(stored == wanted(["x"]))
    }
}
