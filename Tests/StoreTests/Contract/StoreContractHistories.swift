import Foundation
import Identity
import Model
import Store
import TestSupport
import Testing

/// Feeds as they are in the wild, over several polls, with exactly the articles that must come out.
@Suite struct StoreContractHistories {
    /// One feed's script: the documents of each day, and what comes out of each.
    struct Script: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var policy = IdentityPolicy()
        let polls: [(document: [Fingerprint], articles: [String])]
    }

    static let url = "https://a.example/"
    static let three = (1...3).map { entry("g\($0)", "\(url)\($0)", "T\($0)", day: Double($0)) }

    /// `count` entries whose guids, URLs and titles are made by the closures.
    static func entries(
        _ range: ClosedRange<Int>, guid: (Int) -> String? = { "g\($0)" },
        url: (Int) -> String? = { "\(Self.url)\($0)" },
        title: (Int) -> String = { "T\($0)" }, dated: Bool = true
    ) -> [Fingerprint] {
        range.map { entry(guid($0), url($0), title($0), day: dated ? Double($0) / 10 : nil) }
    }

    static let plain = [
        Script(
            testDescription: "the same document again brings nothing",
            polls: [(three, ["T1", "T2", "T3"]), (three, []), (three.reversed(), [])]),
        Script(
            testDescription: "entries that drop out and come back are known; an empty document clears nothing",
            polls: [
                (three, ["T1", "T2", "T3"]), ([three[0]], []), ([], []), (three, []),
                (three + [entry("g4", "\(url)4", "T4", day: 4)], ["T4"]), ([], []), (three, []),
            ]),
        Script(
            testDescription: "a known guid with a new URL is the same article, also once the guid changes with it",
            polls: [
                ([entry("g1", "\(url)old", "T1")], ["T1"]), ([entry("g1", "\(url)new", "T1")], []),
                ([entry("other", "\(url)new", "T1")], []),
            ]),
        Script(
            testDescription:
                "a new guid with a known URL of its own and the same date is the same article, whatever its title",
            polls: [
                ([entry("g1", "\(url)1", "Headline", day: 1.1), three[1]], ["Headline", "T2"]),
                ([entry("headline-2", "\(url)1", "Better headline", day: 1.1), three[1]], []),
                ([entry("headline-3", "\(url)1", "Best headline", day: 1.1), three[1]], []),
            ]),
        Script(
            testDescription: "guids that flip between http and https, hosts and www",
            polls: [
                ([entry("http://a.example/?p=1", "\(url)1", "T1", day: 0)], ["T1"]),
                ([entry("https://www.A.example/?p=1", "\(url)x", "T1", day: 0)], []),
                ([entry("https://b.example/?p=1", "https://b.example/1", "T1", day: 0)], []),
            ]),
        Script(
            testDescription: "a planet's guids may be alike but for the host",
            polls: [
                ([entry("https://a.example/?p=1", "\(url)1", "One", day: 0)], ["One"]),
                ([entry("https://b.example/?p=1", "https://b.example/1", "Two", day: 0)], ["Two"]),
                (
                    [
                        entry("https://a.example/?p=2", "\(url)2", "Same", day: 1),
                        entry("https://b.example/?p=2", "https://b.example/2", "Same", day: 1),
                    ], ["Same", "Same"]
                ),
            ]),
        Script(
            testDescription:
                "the same entry twice in a document is one article, and does not share its URL with itself",
            polls: [
                ([three[0], three[0], three[1]], ["T1", "T2"]), ([three[0], three[0], three[1]], []),
                ([entry("new", "\(url)1", "T1"), three[1]], []),
            ]),
    ]

    static let badKeys = [
        Script(
            testDescription: "one link for all entries",
            polls: [
                (entries(1...3, url: { _ in url + "list" }), ["T1", "T2", "T3"]),
                (entries(2...5, url: { _ in url + "list" }), ["T4", "T5"]),
                (entries(6...6, url: { _ in url + "list" }), ["T6"]),
                (entries(7...7, url: { _ in url + "list" }), ["T7"]),
                (entries(1...7, url: { _ in url + "list" }), []),
            ]),
        Script(
            testDescription: "a link that is shared only later",
            polls: [
                ([entry("g1", "\(url)list", "T1")], ["T1"]),
                ([entry("g1", "\(url)list", "T1"), entry("g2", "\(url)list", "T2")], ["T2"]),
                ([entry("g3", "\(url)list", "T3")], ["T3"]), ([entry("g1", "\(url)list", "T1")], []),
            ]),
        Script(
            testDescription: "a link that is shared by new entries while its first owner is gone",
            polls: [
                ([entry("g1", "\(url)list", "T1")], ["T1"]),
                ([entry("g2", "\(url)list", "T2"), entry("g3", "\(url)list", "T3")], ["T2", "T3"]),
                ([entry("g4", "\(url)list", "T4")], ["T4"]),
            ]),
        Script(
            testDescription: "a site's front page is no one's link",
            polls: [
                ([entry("g1", url, "T1", root: true)], ["T1"]), ([entry("g2", url, "T2", root: true)], ["T2"]),
                ([entry("g1", url, "T1", root: true)], []),
            ]),
        Script(
            testDescription: "one guid for all entries",
            polls: [
                (entries(1...3, guid: { _ in "x" }), ["T1", "T2", "T3"]), (entries(1...4, guid: { _ in "x" }), ["T4"]),
                (entries(5...5, guid: { _ in "x" }), ["T5"]), (entries(6...6, guid: { _ in "x" }), ["T6"]),
                (entries(1...6, guid: { _ in "x" }), []),
            ]),
        Script(
            testDescription: "one guid for all entries, which a first document with one entry cannot show",
            polls: [
                (entries(1...1, guid: { _ in "x" }), ["T1"]), (entries(1...2, guid: { _ in "x" }), ["T2"]),
                (entries(3...3, guid: { _ in "x" }), ["T3"]),
            ]),
        Script(
            testDescription: "one guid and one link for all entries",
            polls: [
                (entries(1...1, guid: { _ in "x" }, url: { _ in url + "l" }), ["T1"]),
                (entries(1...3, guid: { _ in "x" }, url: { _ in url + "l" }), ["T2", "T3"]),
                (entries(2...4, guid: { _ in "x" }, url: { _ in url + "l" }), ["T4"]),
            ]),
        Script(
            testDescription: "a few entries with a guid that says nothing",
            polls: [
                (entries(1...6, guid: { $0 < 3 ? "none" : "g\($0)" }), (1...6).map { "T\($0)" }),
                (entries(1...6, guid: { $0 < 3 ? "none" : "g\($0)" }), []),
            ]),
        Script(
            testDescription: "no guids: the URL, while it is an entry's own, else URL and title",
            polls: [
                (entries(1...2, guid: { _ in nil }), ["T1", "T2"]),
                (entries(1...2, guid: { _ in nil }, title: { "edited \($0)" }), []),
                (entries(1...2, guid: { _ in nil }, url: { _ in url + "l" }), ["T1", "T2"]),
                (entries(1...3, guid: { _ in nil }, url: { _ in url + "l" }), ["T3"]),
            ]),
        Script(
            testDescription: "neither guid nor URL: title and content",
            polls: [
                (
                    [
                        entry(nil, nil, "T", content: "a"), entry(nil, nil, "T", content: "b"),
                        entry(nil, nil, "", content: "c"),
                    ],
                    ["T", "T", ""]
                ), ([entry(nil, nil, "T", content: "b"), entry(nil, nil, "T", content: "d")], ["T"]),
                ([entry(nil, nil, "", content: "c"), entry(nil, nil, "", content: "e")], [""]),
            ]),
        Script(
            testDescription: "guids that come later do not announce the entries again",
            polls: [(entries(1...3, guid: { _ in nil }), ["T1", "T2", "T3"]), (entries(1...3), [])]),
        Script(
            testDescription: "guids that go do not announce the entries again",
            polls: [(entries(1...3), ["T1", "T2", "T3"]), (entries(1...3, guid: { _ in nil }), [])]),
    ]

    static let moves = [
        Script(
            testDescription: "a move to another platform: all guids and URLs are new",
            polls: [
                (entries(1...6), (1...6).map { "T\($0)" }),
                (entries(2...7, guid: { "urn:\($0)" }, url: { "https://b.example/p/\($0)" }), ["T7"]),
                (entries(2...7, guid: { "urn:\($0)" }, url: { "https://b.example/p/\($0)" }), []),
            ]),
        Script(
            testDescription: "two entries move where both titles and dates are known; one alone says nothing",
            polls: [
                (entries(1...2), ["T1", "T2"]),
                (entries(1...2, guid: { "n\($0)" }, url: { "https://b.example/\($0)" }), []),
                (entries(1...2, guid: { "o\($0)" }, url: { _ in "https://b.example/all" }), []),
                (entries(2...2, guid: { "p\($0)" }, url: { "https://c.example/\($0)" }), ["T2"]),
                (
                    [
                        entry("q", "\(url)q", "T1", day: 0.25), entry("r", "\(url)r", "T2", day: 0.5),
                    ], ["T1", "T2"]
                ),
            ]),
        Script(
            testDescription: "a move is not a revision of each article either; later edits are",
            policy: IdentityPolicy(updates: .emit),
            polls: [
                (entries(1...4), (1...4).map { "T\($0)" }),
                (
                    (1...4).map { entry("n\($0)", nil, "T\($0)", day: Double($0) / 10, content: "new HTML \($0)") }, []
                ),
                ([entry("n1", nil, "T1", day: 0.1, content: "edited")], ["T1+2"]),
            ]),
        Script(
            testDescription: "a move that shifts dates by a time zone",
            polls: [
                (entries(1...6), (1...6).map { "T\($0)" }),
                (
                    (1...6).map { entry("n\($0)", "https://b.example/\($0)", "T\($0)", day: Double($0) / 10 + 0.25) },
                    []
                ),
            ]),
        Script(
            testDescription: "a move of a feed without dates",
            polls: [
                (entries(1...6, dated: false), (1...6).map { "T\($0)" }),
                (entries(1...6, guid: { "n\($0)" }, url: { "\(url)n/\($0)" }, dated: false), []),
            ]),
        Script(
            testDescription: "all entries new at once is not a move where titles are not known",
            polls: [
                (entries(1...6), (1...6).map { "T\($0)" }), (entries(21...26), (21...26).map { "T\($0)" }),
            ]),
        Script(
            testDescription: "bulletins that repeat their titles daily are not a move",
            polls: [
                (
                    (0..<6).map { entry("a\($0)", "\(url)a\($0)", "At \($0)", day: Double($0) / 6) },
                    (0..<6).map { "At \($0)" }
                ),
                (
                    (0..<6).map { entry("b\($0)", "\(url)b\($0)", "At \($0)", day: 1 + Double($0) / 6) },
                    (0..<6).map { "At \($0)" }
                ),
                (
                    (0..<6).map { entry("c\($0)", "\(url)c\($0)", "Untitled", day: 202 + Double($0) / 6) },
                    Array(repeating: "Untitled", count: 6)
                ),
                (
                    (0..<6).map { entry("d\($0)", "\(url)d\($0)", "Untitled", day: 202.1 + Double($0) / 6) },
                    Array(repeating: "Untitled", count: 6)
                ),
            ]),
    ]

    static let options = [
        Script(
            testDescription: "seed delivers nothing at first, and all that comes later",
            policy: IdentityPolicy(firstFetch: .seed),
            polls: [([], []), (three, []), (three + entries(48...49), ["T48", "T49"])]),
        Script(
            testDescription: "what comes into an empty feed is news, but for what is dated back",
            policy: IdentityPolicy(firstFetch: .seed),
            polls: [
                ([], []), ([], []), (three + [entry("m", nil, "M", day: 210), entry("n", nil, "N")], ["M", "N"]),
                (three + [entry("o", nil, "O")], ["O"]),
            ]),
        Script(
            testDescription: "latest by date, whatever the document's order",
            policy: IdentityPolicy(firstFetch: .latest(2)),
            polls: [([three[2], three[0], three[1]], ["T3", "T2"]), (three, [])]),
        Script(
            testDescription: "latest by the document's order where a date lacks",
            policy: IdentityPolicy(firstFetch: .latest(2)),
            polls: [([entry("x", nil, "X"), three[0], three[1]], ["X", "T1"]), (three, ["T3"])]),
        Script(
            testDescription: "a changed entry is a revision, each change one",
            policy: IdentityPolicy(updates: .emit),
            polls: [
                ([entry("g", nil, "T", content: "1")], ["T"]), ([entry("g", nil, "T", content: "2")], ["T+2"]),
                ([entry("g", nil, "T", content: "2")], []), ([entry("g", nil, "U", content: "1")], ["U+3"]),
            ]),
        Script(
            testDescription: "changes are ignored by default",
            polls: [
                ([entry("g", nil, "T", content: "1")], ["T"]), ([entry("g", nil, "T", content: "2")], []),
            ]),
        Script(
            testDescription: "what was only seeded is not updated",
            policy: IdentityPolicy(updates: .emit, firstFetch: .seed),
            polls: [
                ([entry("g", nil, "T", content: "1")], []), ([entry("g", nil, "T", content: "2")], []),
            ]),
        Script(
            testDescription: "an archive that shows up late is backfill; news and entries without a date are not",
            polls: [
                ((101...110).map { entry("g\($0)", nil, "T\($0)", day: Double($0)) }, (101...110).map { "T\($0)" }),
                (
                    [
                        entry("old", nil, "Old", day: -400), entry("late", nil, "Late", day: 106),
                        entry("new", nil, "New", day: 111), entry("bare", nil, "Bare"),
                    ], ["~Old", "Late", "New", "Bare"]
                ),
            ]),
        Script(
            testDescription: "a pinned post of long ago does not make the archive news",
            polls: [
                (
                    [entry("pin", nil, "Pin", day: -3000)]
                        + (101...110).map { entry("g\($0)", nil, "T\($0)", day: Double($0)) },
                    ["Pin"] + (101...110).map { "T\($0)" }
                ), ([entry("old", nil, "Old", day: -400)], ["~Old"]),
            ]),
        Script(
            testDescription: "an hour's window, and an article that comes a few hours late, is not a backfill",
            polls: [
                (
                    (0..<4).map { entry("g\($0)", nil, "T\($0)", day: 199.9 + Double($0) / 100) },
                    (0..<4).map { "T\($0)" }
                ),
                ([entry("late", nil, "Late", day: 199.5)], ["Late"]),
            ]),
    ]

    @Test(arguments: StoreFactory.all, plain + badKeys + moves + options)
    func bringsExactlyTheseArticles(on stores: StoreFactory, _ script: Script) throws {
        let history = try History(on: stores, policy: script.policy)
        for (index, poll) in script.polls.enumerated() {
            let articles = try history.poll(day: 200 + Double(index), poll.document)
            #expect(articles == poll.articles, "poll \(index + 1)")
        }
    }

    /// All scripts as feeds of one store, polled in turns and committed together.
    @Test(arguments: StoreFactory.all)
    func feedsDoNotDisturbEachOther(on stores: StoreFactory) throws {
        let scripts = Self.plain + Self.badKeys + Self.moves + Self.options
        let history = try History(on: stores, feeds: scripts.indices.map { "\($0)" })
        for round in 0..<(scripts.map(\.polls.count).max() ?? 0) {
            var (records, expected) = ([PollRecord](), [String]())
            for (index, script) in scripts.enumerated() where round < script.polls.count {
                history.policy = script.policy
                history.policy.scope = .feed
                records.append(try history.record("\(index)", day: 200 + Double(round), script.polls[round].document))
                expected += script.polls[round].articles
            }
            #expect(try history.commit(records, day: 200 + Double(round)) == expected, "round \(round + 1)")
        }
    }

    @Test(arguments: StoreFactory.all, plain + badKeys + moves + options)
    func quietPollsInBetweenChangeNothing(on stores: StoreFactory, _ script: Script) throws {
        let history = try History(on: stores, policy: script.policy)
        for (index, poll) in script.polls.enumerated() {
            // Twenty days apart, so that rows are looked at anew.
            try history.poll(day: 200 + 20 * Double(index), poll.document)
            #expect(try history.poll(day: 210 + 20 * Double(index), poll.document) == [])
        }
        let all = script.polls.flatMap(\.articles).map { $0.replacing("~", with: "") }
        #expect(history.articles.map { $0.replacing("~", with: "") } == all)
    }
}
