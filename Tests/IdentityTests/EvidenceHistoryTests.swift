import Foundation
import Model
import TestSupport
import Testing

@testable import Identity

/// Histories of polls, both ways: what is another article lands, what is the same one does not.
@Suite struct EvidenceHistoryTests {
    struct Script: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let polls: [(document: [Fingerprint], lands: [String])]

        init(_ description: String, _ polls: [(document: [Fingerprint], lands: [String])]) {
            (testDescription, self.polls) = (description, polls)
        }
    }

    static let page = "https://a.example/page"

    /// A time of day, so that days are told from times.
    static func at(_ day: Int) -> Double { Double(day) + 0.123 }

    /// Midnight.
    static func on(_ day: Int) -> Double { Double(day) + 0.5 }

    static let linksUsedAgain = [
        Script(
            "a link that is used again, with a guid, a title, a date and a text of its own",
            [
                ([entry("1", page, "A", day: at(1), content: "a")], ["A"]),
                ([entry("2", page, "B", day: at(2), content: "b")], ["B"]),
                ([entry("3", page, "C", day: at(3), content: "c")], ["C"]),
                ([entry("2", page, "B", day: at(2), content: "b")], []),
            ]),
        Script(
            "the same without guids",
            [
                ([entry(nil, page, "A", day: at(1), content: "a")], ["A"]),
                ([entry(nil, page, "B", day: at(2), content: "b")], ["B"]),
                ([entry(nil, page, "A", day: at(1), content: "a")], []),
                ([entry(nil, page, "B", day: at(2), content: "b, edited")], []),
            ]),
        Script(
            "a broadcast with one title, one link and no text, an hour apart, with and without guids",
            [
                ([entry("1", page, "News", day: at(1))], ["News"]), ([entry("2", page, "News", day: at(2))], ["News"]),
                ([entry(nil, page, "News", day: at(3))], ["News"]), ([entry(nil, page, "News", day: at(4))], ["News"]),
                ([entry(nil, page, "News", day: at(4))], []),
            ]),
        Script(
            "titles, dates and guids of their own beside one text for all",
            [
                ([entry("1", page, "A", day: at(1), content: "Read more")], ["A"]),
                ([entry("2", page, "B", day: at(2), content: "Read more")], ["B"]),
            ]),
        Script(
            "two notices of one day, whose dates have no time",
            [
                ([entry("1", page, "A", day: on(1), content: "a")], ["A"]),
                ([entry("2", page, "B", day: on(1), content: "b")], ["B"]),
            ]),
        Script(
            "without dates: another title and another text",
            [
                ([entry("1", page, "A", content: "a")], ["A"]), ([entry("2", page, "B", content: "b")], ["B"]),
                ([entry(nil, page, "C", content: "c")], ["C"]), ([entry(nil, page, "B", content: "b")], []),
            ]),
    ]

    static let articlesThatStay = [
        Script(
            "a guid made anew: the date stays, or the text, or a title without a date",
            [
                ([entry("1", page, "A", day: at(1), content: "a")], ["A"]),
                ([entry("2", page, "A!", day: at(1), content: "a, edited")], []),
                ([entry("3", page, "A!", day: at(2), content: "a, edited")], []),
                ([entry("4", page, "A!", content: "a, edited again")], []), ([entry("5", page, "A!")], []),
            ]),
        Script(
            "without a guid: the date stays, or the text, or a title without a date",
            [
                ([entry(nil, page, "A", day: at(1), content: "a")], ["A"]),
                ([entry(nil, page, "A!", day: at(1), content: "a, edited")], []),
                ([entry(nil, page, "A!", day: at(2), content: "a, edited")], []),
                ([entry(nil, page, "A!", content: "a, edited again")], []),
            ]),
        Script(
            "neither date nor text nor title: the link alone",
            [([entry(nil, page, "")], [""]), ([entry(nil, page, "")], []), ([entry("1", page, "")], [])]),
        Script(
            "dates that are the time of the fetch",
            [
                ([entry(nil, page, "A", day: at(1)), entry(nil, page + "2", "B", day: at(1))], ["A", "B"]),
                ([entry(nil, page, "A", day: at(2)), entry(nil, page + "2", "B", day: at(2))], []),
                ([entry(nil, page, "A!", day: at(3), content: "a"), entry(nil, page + "2", "B", day: at(3))], ["A!"]),
            ]),
        Script(
            "a session in each link, without guids and dates, in documents of two and three",
            [
                ([entry(nil, page + "/1?s=x", "A"), entry(nil, page + "/2?s=x", "B")], ["A", "B"]),
                ([entry(nil, page + "/1?s=y", "A"), entry(nil, page + "/2?s=y", "B")], []),
                (
                    [
                        entry(nil, page + "/3?s=z", "C"), entry(nil, page + "/1?s=z", "A"),
                        entry(nil, page + "/2?s=z", "B"),
                    ],
                    ["C"]
                ),
            ]),
        Script(
            "addresses that differ tell entries of one title apart",
            [
                ([entry(nil, page + "?id=1", "Photo"), entry(nil, page + "?id=2", "Photo")], ["Photo", "Photo"]),
                ([entry(nil, page + "?id=3", "Photo"), entry(nil, page + "?id=2", "Photo")], ["Photo"]),
            ]),
        Script(
            "another host, without guids, in a document of one entry",
            [
                ([entry(nil, "https://a.example/1", "A", day: at(1))], ["A"]),
                ([entry(nil, "https://b.example/1", "A", day: at(1))], []),
            ]),
    ]

    static let guids = [
        Script(
            "one guid on two entries with links, dates and texts of their own",
            [
                (
                    [
                        entry("s", page + "1", "Concert", day: at(1), content: "a"),
                        entry("s", page + "2", "Concert", day: at(8), content: "b"),
                        entry("t", page + "3", "Tickets", day: at(0), content: "c"),
                    ], ["Concert", "Concert", "Tickets"]
                ),
                (
                    [
                        entry("s", page + "2", "Concert", day: at(8), content: "b"),
                        entry("s", page + "1", "Concert", day: at(1), content: "a"),
                    ], []
                ),
                ([entry("s", page + "4", "Concert", day: at(15), content: "d")], ["Concert"]),
            ]),
        Script(
            "an entry listed twice is one article, also with its text cut in one place",
            [
                (
                    [
                        entry("1", page, "A", day: at(1), content: "a"),
                        entry("1", page, "A", day: at(1), content: "a…"),
                        entry("2", page + "2", "B", day: at(2), content: "b"),
                    ], ["A", "B"]
                )
            ]),
        Script(
            "guids that are categories",
            [
                ((1...6).map { entry("c\($0 % 2)", page + "\($0)", "T\($0)", day: at($0)) }, (1...6).map { "T\($0)" }),
                ((6...7).map { entry("c\($0 % 2)", page + "\($0)", "T\($0)", day: at($0)) }, ["T7"]),
                ((8...8).map { entry("c\($0 % 2)", page + "\($0)", "T\($0)", day: at($0)) }, ["T8"]),
            ]),
        Script(
            "a known guid is the same article, whatever else changes",
            [
                ([entry("1", page, "A", day: at(1), content: "a")], ["A"]),
                ([entry("1", page + "2", "B", day: at(2), content: "b")], []),
            ]),
        Script(
            "boxes of a weather service, made anew each day, of which one says the same",
            [
                (
                    [
                        entry("1a", page + "/1a", "Today", content: "Sun"),
                        entry("1b", page + "/1b", "Tomorrow", content: "Rain"),
                    ],
                    ["Today", "Tomorrow"]
                ),
                (
                    [
                        entry("2a", page + "/2a", "Today", content: "Snow"),
                        entry("2b", page + "/2b", "Tomorrow", content: "Rain"),
                    ],
                    ["Today", "Tomorrow"]
                ),
            ]),
    ]

    @Test(arguments: linksUsedAgain + articlesThatStay + guids)
    func landsExactlyThese(_ script: Script) throws {
        let store = SeenDictionary()
        for (index, poll) in script.polls.enumerated() {
            let answer = try store.poll(
                1, url: "https://a.example/feed", poll.document, now: .day(20 + Double(index)))
            #expect(answer.landed.map { poll.document[$0].title } == poll.lands, "poll \(index + 1)")
        }
    }

    /// Of two feeds: the first poll's document of one, then that of the other.
    struct Pair: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let first: Fingerprint, second: Fingerprint
        var secondFeed = "https://planet.example/feed"
        let lands: Bool
    }

    static let pairs = [
        Pair(
            testDescription: "nothing agrees", first: entry("1", page, "A", day: at(1), content: "a"),
            second: entry("2", page, "B", day: at(2), content: "b"), lands: true),
        Pair(
            testDescription: "the title agrees", first: entry("1", page, "A", day: at(1), content: "a"),
            second: entry("2", page, "A", day: at(2), content: "b"), lands: false),
        Pair(
            testDescription: "the date agrees", first: entry("1", page, "A", day: at(1), content: "a"),
            second: entry("2", page, "B", day: at(1), content: "b"), lands: false),
        Pair(
            testDescription: "a day is not a date", first: entry("1", page, "A", day: on(1), content: "a"),
            second: entry("2", page, "B", day: on(1), content: "b"), lands: true),
        Pair(
            testDescription: "the text agrees", first: entry("1", page, "A", day: at(1), content: "a"),
            second: entry("2", page, "B", day: at(2), content: "a"), lands: false),
        Pair(
            testDescription: "neither says anything", first: entry(nil, page, ""), second: entry(nil, page, ""),
            lands: false),
        Pair(
            testDescription: "the site's own article after a stranger's words under its title and date",
            first: entry("1", page, "A", day: at(1), content: "forged"),
            second: entry("2", page, "A", day: at(1), content: "a"), secondFeed: "https://feeds.a.example/rss",
            lands: true),
        Pair(
            testDescription: "the site's own article after a stranger's copy",
            first: entry("1", page, "A", day: at(1), content: "a"),
            second: entry("2", page, "A", day: at(1), content: "a"), secondFeed: "https://www.a.example/rss",
            lands: false),
    ]

    @Test(arguments: pairs)
    func acrossFeeds(_ pair: Pair) throws {
        let store = SeenDictionary()
        let first = try store.poll(1, url: "https://stranger.example/feed", [pair.first], now: .day(20))
        #expect(first.landed == [0])
        let second = try store.poll(2, url: pair.secondFeed, [pair.second], now: .day(20))
        #expect(second.landed == (pair.lands ? [0] : []))
    }

    @Test func aStrangerAfterTheSiteIsADuplicateByItsTitle() throws {
        let store = SeenDictionary()
        let own = entry("1", Self.page, "A", day: Self.at(1), content: "a")
        #expect(try store.poll(1, url: "https://a.example/feed", [own], now: .day(20)).landed == [0])
        let other = entry("2", Self.page, "A", day: Self.at(2), content: "12 comments")
        #expect(try store.poll(2, url: "https://stranger.example/feed", [other], now: .day(20)).landed == [])
    }

    @Test func aFragmentThatAllEntriesShareIsNoPartOfTheirLinks() throws {
        let store = SeenDictionary()
        let plain = (1...3).map { entry("\($0)", Self.page + "\($0)", "T\($0)") }
        #expect(try store.poll(1, url: "https://a.example/feed", plain, now: .day(20)).landed.count == 3)
        let marked = (1...3).map { entry("m\($0)", Self.page + "\($0)#from", "T\($0)") }
        #expect(try store.poll(2, url: "https://b.example/feed", marked, now: .day(20)).landed == [])
        // Two do not show it, and different ones on one page are places.
        #expect(
            try store.poll(3, url: "https://c.example/feed", Array(marked.dropLast()), now: .day(20)).landed.count == 2)
        let places = (1...3).map { entry("p\($0)", Self.page + "#v\($0)", "V\($0)") }
        #expect(try store.poll(4, url: "https://d.example/feed", places, now: .day(20)).landed.count == 3)
    }

    /// However often a link and a title were used, a new entry reads a few rows.
    @Test func lookUpsStaySmall() throws {
        let store = SeenDictionary()
        var most = 0
        for number in 0..<2_000 {
            let before = store.rowsRead
            let document = [entry("\(number)", Self.page, "News", day: Self.at(number), content: "\(number)")]
            _ = try store.poll(Int64(number % 3), url: "https://a.example/feed", document, now: .day(Double(number)))
            most = max(most, store.rowsRead - before)
        }
        #expect(store.count == 2_000)
        #expect(most <= 10 * SeenRow.lookUpLimit, "\(most) rows")
    }
}
