import Foundation
import Identity
import Model
import Store
import TestSupport
import Testing

/// All stores say the same of the same history, whatever it is: polls, sinks, webhooks, retention and edits of feeds.toml in
/// random order.
@Suite struct StoreContractAgreement {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func storesAgreeOnRandomHistories(seed: UInt64) throws {
        let temporary = try StoreFactory.all.map { try $0.make() }
        var script = RandomScript(seed: seed)
        for step in 1...150 {
            let action = script.next()
            let seen = try temporary.map { try Observation(of: action, on: $0.store, at: script.now) }
            let same = seen.allSatisfy { $0 == seen[0] }
            #expect(same, "step \(step), \(action.name): \(Observation.difference(seen))")
            if !same { return }
        }
    }
}

/// One call that writes. It returns what the call gave, in words.
private struct Action {
    var name: String
    var run: (any Store) throws -> String
}

/// What a store says after an action.
private struct Observation: Equatable {
    var facts: [String]

    init(of action: Action, on store: any Store, at now: Date) throws {
        let result = try action.run(store)
        let statuses = try store.statuses(now: now).map { status in
            "\(status.record.id) \(status.record.name) \(status.record.state) \(status.itemsPerDay) \(status.alsoIn) "
                + "\(status.polls)"
        }
        let messages = try ["w", "v"].map { webhook in
            try store.messages(of: webhook).map {
                "\($0.entry.seq) \($0.attempts) \($0.due) \($0.error ?? "") \($0.isDeadLetter) \($0.hasAskedToWait)"
            }
        }
        facts = [
            result, "\(statuses)", "\(messages)", "\(try store.entries(after: 0, limit: 999).map(Self.words))",
            "\(try store.entries(after: 3, limit: 4, bytes: 2_000).map(\.seq))", "\(try store.outboxStatus(now: now))",
            "\(try store.webhookStatuses())",
            "\(try store.latestArticles(limit: 9).map { "\($0.seq) \($0.alsoIn)" })",
            "\(try store.latestArticles(of: ["a", "c"], limit: 3, bytes: 1_500).map(\.seq))",
            "\(try store.backlog(of: .spool)) \(try store.articlesWaiting(for: .spool))",
            "\(try store.oldestWaiting(for: ["w", "v"]) as Any)", "\(try store.nextDue(of: "w") as Any)",
            "\(try store.dueMessages(of: "w", now: now, limit: 5).map(\.entry.seq))",
            "\(try store.nextWaiting(of: "w", above: 2, now: now)?.entry.seq as Any)", "\(try store.faults())",
        ]
    }

    private static func words(_ entry: OutboxEntry) -> String {
        let texts = [entry.json, entry.journalLine].map { String(decoding: $0, as: UTF8.self) }
        return "\(entry.seq) \(entry.time) \(entry.feed) \(entry.revision) \(entry.isBackfill) \(texts)"
    }

    /// The first fact that is not the same.
    static func difference(_ all: [Observation]) -> String {
        let place = all[0].facts.indices.first { index in all.contains { $0.facts[index] != all[0].facts[index] } }
        guard let place else { return "" }
        return all.map { $0.facts[place] }.joined(separator: "\n  ")
    }
}

/// Random actions that make sense: the same for the same seed.
private struct RandomScript {
    private(set) var now = Date.day(0)
    private var generator: Generator
    private var sources = ["a", "b", "c"].map { FeedSource(url: "https://\($0).example/feed", name: $0) }
    private var hasBegun = false

    init(seed: UInt64) { generator = Generator(state: seed) }

    mutating func next() -> Action {
        now += Double(number(1...40)) * 3_600
        guard hasBegun else {
            hasBegun = true
            return synchronize()
        }
        switch number(0...19) {
        case 0: return reconfigure()
        case 1...8: return poll()
        case 9, 10: return settle()
        case 11: return acknowledge()
        case 12: return removeDelivered()
        case 13: return prune()
        case 14: return plan()
        case 15: return webhook()
        case 16: return queueAgain()
        case 17: return batch()
        case 18: return raise()
        default: return adopt()
        }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

    private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    private func synchronize() -> Action {
        let sources = sources
        return Action(name: "synchronize") { "\(try $0.synchronize(sources))" }
    }

    private mutating func reconfigure() -> Action {
        let all = ["a", "b", "c", "d"]
        sources = all.filter { _ in chance(75) }.map { name in
            FeedSource(url: "https://\(chance(80) ? name : all[number(0...3)]).example/feed", name: name)
        }
        return synchronize()
    }

    private mutating func document() -> [Fingerprint] {
        let first = number(1...30)
        return (first..<first + number(0...6)).map { number in
            let isShared = chance(15)
            return entry(
                chance(80) ? "g\(number)" : nil,
                chance(80) ? "https://\(isShared ? "x" : "s\(self.number(1...3))").example/\(number)" : nil,
                "T\(number)", day: chance(70) ? Double(number) / 3 : nil, content: "\(number) \(chance(20))")
        }
    }

    private mutating func poll() -> Action {
        let (now, count) = (now, number(1...3))
        let documents = (0..<count).map { _ in document() }
        let feeds = (0..<count).map { _ in FeedID(number(1...6)) }
        let policy = IdentityPolicy(
            scope: chance(80) ? .all : .feed, updates: chance(50) ? .emit : .ignore,
            firstFetch: chance(30) ? .latest(2) : .all)
        let (drops, hooks, fails, near) = (chance(20), number(0...3), chance(30), chance(50))
        let webhooks = [[], ["w"], ["v"], ["w", "v"]][hooks]
        return Action(name: "poll") { store in
            var answers: [String] = []
            var records: [PollRecord] = []
            for (feed, document) in zip(feeds, documents) {
                guard try store.statuses(now: now).contains(where: { $0.record.id == feed }) else { continue }
                let examination = try store.examine(feed: feed, document, policy: policy, now: now)
                answers.append("\(examination.verdicts)")
                let articles = examination.verdicts.enumerated().compactMap { index, verdict -> PollRecord.Article? in
                    guard !drops || index.isMultiple(of: 2) else { return nil }
                    var item = Item()
                    (item.title, item.published) = (document[index].title, document[index].published)
                    let hash = near ? SimHash(bits: UInt64(document[index].contentHash % 7)) : nil
                    switch verdict {
                    case .new(let id, let isBackfill):
                        let rendered = RenderedItem(
                            item, id: id, feed: FeedLabel(name: "f\(feed)"), isBackfill: isBackfill, markdown: [1, 2],
                            journal: .thin,
                            simHash: hash)
                        return PollRecord.Article(entry: index, item: rendered, webhooks: webhooks)
                    case .updated(let id, let revision, let alsoIn):
                        let rendered = RenderedItem(
                            item, id: id, feed: FeedLabel(name: "f\(feed)"), alsoIn: alsoIn, revision: revision,
                            markdown: [],
                            journal: .thin, simHash: hash)
                        return PollRecord.Article(entry: index, item: rendered, webhooks: webhooks)
                    case .known, .duplicate, .seeded: return nil
                    }
                }
                var state = FeedState()
                (state.title, state.lastPoll, state.failures) = ("T", now, fails ? 1 : 0)
                state.failure = fails ? PollFailure(.timeout, "timed out") : nil
                records.append(
                    PollRecord(
                        feed: feed, state: state,
                        outcome: PollOutcome(time: now, status: 200, milliseconds: 3, failure: state.failure),
                        examination: examination, articles: articles))
            }
            let result = try store.commit(records, now: now)
            return "\(answers) \(result.polls) \(result.seqs)"
        }
    }

    private mutating func settle() -> Action {
        let (now, webhook) = (now, chance(70) ? "w" : "v")
        let receipts = (0..<number(1...4)).map { _ in
            let outcomes: [MessageReceipt.Outcome] = [
                .delivered, .retry(at: now + Double(number(0...90)) * 3_600, error: "500", isAsked: chance(30)),
                .deadLetter(error: "404"),
            ]
            return MessageReceipt(webhook: webhook, seq: Int64(number(1...30)), outcome: outcomes[number(0...2)])
        }
        return Action(name: "record") { store in
            try store.record(receipts)
            return ""
        }
    }

    private mutating func acknowledge() -> Action {
        let seq = Int64(number(0...40))
        return Action(name: "acknowledge") { store in
            // No sink has what was not given out.
            try store.acknowledge(.spool, through: min(seq, try store.outboxStatus(now: .day(0)).lastSeq))
            return ""
        }
    }

    private mutating func removeDelivered() -> Action {
        let (date, limit) = (now - Double(number(0...10)) * 86_400, number(1...20))
        return Action(name: "remove") {
            "\(try $0.removeDelivered(before: date, cursors: [.spool], webhooks: ["w"], limit: limit))"
        }
    }

    private mutating func prune() -> Action {
        let (now, keep, limit) = (now, Double(number(0...20)) * 86_400, number(1...40))
        return Action(name: "prune") { store in
            let isDue = try store.pruneIsDue(now: now)
            let step = try store.prune(keepSeen: keep, now: now, from: 0, limit: limit)
            return "\(isDue) \(step) \(try store.pruneNear(now: now, limit: 3))"
        }
    }

    private mutating func plan() -> Action {
        let plans = (0..<number(0...3)).map { _ in
            PollPlan(feed: FeedID(number(1...6)), nextPoll: chance(80) ? now + 60 : nil, why: "interval")
        }
        let feed = FeedID(number(1...6))
        return Action(name: "plan") { store in
            try store.save(plans)
            try store.readmit(feed)
            return ""
        }
    }

    private mutating func webhook() -> Action {
        let (now, webhook, kind, seq) = (now, chance(60) ? "w" : "v", number(0...4), Int64(number(1...30)))
        return Action(name: "webhook \(kind)") { store in
            switch kind {
            case 0: try store.stop(webhook: webhook, configured: "c")
            case 1: try store.wake(webhook: webhook, now: now)
            case 2: return "\(try store.drop(webhook: webhook, seq: seq))"
            default: try store.retry(webhook: webhook, now: now)
            }
            return ""
        }
    }

    private mutating func queueAgain() -> Action {
        let (now, seqs) = (now, (0..<number(1...5)).map { _ in Int64(number(1...40)) })
        return Action(name: "queue") { store in
            try store.queue(seqs, for: "w", now: now)
            return ""
        }
    }

    private mutating func batch() -> Action {
        let (now, limit) = (now, number(1...4))
        return Action(name: "batch") {
            "\(try $0.nextBatch(of: "w", now: now, limit: limit).map(\.entry.seq))"
        }
    }

    private mutating func raise() -> Action {
        let seq = Int64(number(0...30))
        return Action(name: "raise") { store in
            try store.raiseSeq(above: seq)
            return ""
        }
    }

    private mutating func adopt() -> Action {
        let (now, feed, fingerprints) = (now, FeedID(number(1...4)), document())
        let told = chance(20)
        return Action(name: "adopt") { store in
            let articles = fingerprints.filter { $0.guid != nil }.map {
                SpoolArticle(id: ItemID(feed: "\(feed)", key: $0.guid ?? ""), revision: 1, fingerprint: $0)
            }
            guard try store.statuses(now: now).contains(where: { $0.record.id == feed && !$0.record.hasItems }) else {
                return "not empty"
            }
            try store.adopt(articles, of: feed, now: now)
            if told { try store.remember(toldBefore: now) }
            return "adopted"
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
