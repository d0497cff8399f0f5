import Foundation
import Store
import StoreSQLite
import TestSupport
import Testing

@Suite("Search") struct SearchTests {
    private let directory: TestSupport.TemporaryDirectory

    init() throws { directory = try TestSupport.TemporaryDirectory() }

    private var opener: SQLiteSearchOpener { SQLiteSearchOpener(directory: directory.url.path) }
    private let month = Duration.seconds(30 * 86_400)

    private func article(
        _ seq: Int64, _ title: String, _ text: String = "", feed: String = "a", tags: [String] = [], day: Double = 1
    ) -> SearchText {
        SearchText(
            seq: seq, time: Date(timeIntervalSince1970: day * 86_400), feed: feed, tags: tags, title: title, text: text)
    }

    private func find(
        _ text: String, in index: any SearchIndex, _ change: (inout SearchQuery) -> Void = { _ in }
    ) throws -> [Int64] {
        var query = SearchQuery(try #require(SearchTerms(text)))
        change(&query)
        return try index.find(query)
    }

    @Test(
        "words, phrases, beginnings and exclusions, in many scripts",
        arguments: [
            ("ölpreis", [1]), ("olpreis FÄLLT", [1]), ("zins*", [1]), ("zins", []), ("\"interest rates\"", [2]),
            ("\"rate of interest\"", [2]), ("\"interest of\"", []), ("\"rate of int\"*", [2]),
            ("interest -opinion", []), ("interest -zinsen", [2]), ("interest -\"of opinion\"", []),
            ("interest -\"opinion of\"", [2]), ("検索", [3]), ("検索エンジン", [3]), ("索検", []), ("京", [3, 6]),
            ("東京", [3, 6]), ("東", [3, 6]), ("始まる", [3]), ("る", [3]), ("ンジ", [3]), ("\"東京都で abc\"", []),
            ("\"K-POP 東京\"", [6]), ("pop東京", [6]), ("kube*", [4]), ("1.31", [4]), ("\"AND OR NOT\"", [4]),
            ("NEAR(", [4]), ("поиск", [5]), ("НОВОСТИ", [5]), ("title : x", []), ("ελλαδα", [7]), ("Ελλάδα", [7]),
            ("हिन्दी", [7]), ("हिन्द", []), ("العربية", [7]), ("שלום", [7]), ("ภาษาไทย", [7]), ("ไทย", [7]), ("한국", [7]),
            ("한국*", [7]), ("a\"b", []), ("mark:x", []), ("*", nil), ("", nil), ("  ", nil), ("-x", nil),
            ("\"\"", nil), ("- -", nil), ("()", nil), ("\"", nil),
        ] as [(String, [Int64]?)])
    func finds(query: String, seqs: [Int64]?) throws {
        let index = try opener.open()
        try index.add(
            [
                article(1, "ÖLPREIS fällt", "Die Zinsen steigen im nächsten Monat"),
                article(2, "Interest rates", "the rate of interest, a matter of opinion"),
                article(3, "日本語の検索エンジン", "東京都で新しい検索が始まる"),
                article(4, "Kubernetes 1.31", "e<b>x</b> \"quoted\" AND OR NOT NEAR( * ^ : -"),
                article(5, "Поиск по словам", "новости"),
                article(6, "K-Pop東京"),
                article(7, "Ελλάδα हिन्दी العَرَبِيَّة שָׁלוֹם", "เรียนภาษาไทยวันนี้ 한국 소식"),
            ], keep: month)
        let terms = SearchTerms(query)
        #expect((terms == nil) == (seqs == nil))
        guard let terms, let seqs else { return }
        #expect(try index.find(SearchQuery(terms)).sorted() == seqs)
    }

    @Test("the best first: a title says more than a text, often more than once, early more than late")
    func ranks() throws {
        let index = try opener.open()
        let filler = String(repeating: "filler ", count: 200)
        try index.add(
            [
                article(1, "Once, late", filler + "snow"), article(2, "Snow in May", "it rains"),
                article(3, "Often", "snow, snow or snow and snow"), article(4, "Once, early", "snow " + filler),
                article(5, "Snow", "snow on snow"), article(6, "Rain", filler),
            ], keep: month)
        #expect(try find("snow", in: index) == [5, 3, 2, 4, 1])
    }

    @Test("filters hold together")
    func filters() throws {
        let index = try opener.open()
        try index.add(
            [
                article(1, "snow", feed: "b", tags: ["x y"], day: 1), article(2, "snow", tags: ["weather"], day: 2),
                article(3, "snow", day: 3),
            ], keep: month)
        #expect(try find("snow", in: index) { $0.feeds = ["b", "c"] } == [1])
        #expect(try find("snow", in: index) { $0.tags = ["x y"] } == [1])
        #expect(try find("snow", in: index) { ($0.tags, $0.taggedFeeds) = (["none"], ["b"]) } == [1])
        #expect(try find("snow", in: index) { ($0.tags, $0.feeds) = (["weather"], ["b"]) } == [])
        #expect(try find("snow", in: index) { $0.tags = ["y"] } == [])
        #expect(try find("snow -rain", in: index) { $0.tags = ["x y", "weather"] } == [2, 1])
        #expect(try find("snow", in: index) { $0.since = Date(timeIntervalSince1970: 2.5 * 86_400) } == [3])
        #expect(try find("snow", in: index) { $0.since = Date(timeIntervalSince1970: 9 * 86_400) } == [])
        #expect(try find("snow", in: index) { $0.firstSeq = 3 } == [3])
    }

    @Test("it goes on where it was, takes nothing twice, and forgets by stretches of time")
    func keeps() throws {
        do {
            let index = try opener.open()
            #expect(try index.lastSeq() == 0)
            try index.add([article(1, "one"), article(4, "two")], keep: month)
            #expect(try index.lastSeq() == 4)
        }
        let index = try opener.open()
        try index.add([article(4, "two"), article(5, "five", day: 9), article(6, "two", day: 9)], keep: month)
        #expect(try index.lastSeq() == 6)
        #expect(try find("two", in: index).sorted() == [4, 6])
        let reader = try #require(try opener.openForReading())
        #expect(try find("five", in: reader) == [5])
        // A stretch goes when all of it is old.
        try index.remove(before: Date(timeIntervalSince1970: 1 * 86_400))
        #expect(try find("one", in: index) == [1])
        try index.remove(before: Date(timeIntervalSince1970: 5 * 86_400))
        #expect(try find("one", in: index) == [] && find("two", in: index) == [6] && find("five", in: reader) == [5])
        #expect(try index.lastSeq() == 6)
        try index.removeAll()
        #expect(try index.lastSeq() == 0 && find("five", in: index) == [])
        try index.add([article(1, "anew", day: 10)], keep: month)
        #expect(try find("anew", in: index) == [1])
    }

    @Test("what removal leaves free is given back")
    func shrinks() throws {
        /// When it is closed, its log is in it.
        func size(_ body: (any SearchIndex) throws -> Void) throws -> Int64 {
            try body(try opener.open())
            return try FileManager.default.attributesOfItem(atPath: opener.location)[.size] as? Int64 ?? 0
        }
        let before = try size { index in
            for day in 0..<8 {
                let texts = (1...200).map { number in
                    let words = (0..<100).map { "w\((number * 31 + $0 * day) % 5_000)" }.joined(separator: " ")
                    return article(Int64(day * 200 + number), "t", words, day: Double(day * 5))
                }
                try index.add(texts, keep: month)
            }
        }
        let after = try size { index in
            try index.remove(before: Date(timeIntervalSince1970: 30 * 86_400))
            #expect(try find("t", in: index).count == 400)
        }
        #expect(after < before / 2)
    }

    @Test("only the newest matches are looked at, over all stretches")
    func bounded() throws {
        let index = try opener.open()
        let texts = (1...1_500).map { article(Int64($0), "common", day: Double($0) / 50) }
        try index.add(texts, keep: month)
        let found = try find("common", in: index)
        #expect(found == Array((501...1_500).reversed().map(Int64.init)))
        #expect(try find("common", in: index) { $0.since = Date(timeIntervalSince1970: 29 * 86_400) }.count <= 100)
    }

    @Test("a damaged file, or one of another version, is replaced by the writer and refused by a reader")
    func damaged() throws {
        try directory.write("not a database, but long enough to be looked at as one would be", to: "search.sqlite")
        #expect(throws: StoreError.self) { try opener.openForReading() }
        #expect(try opener.open().lastSeq() == 0)
        try opener.remove()
        let none = try opener.openForReading()
        #expect(none == nil)
    }
}
