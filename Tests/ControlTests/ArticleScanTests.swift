import FoundationEssentials
import Model
import Store
import Testing

@testable import Control

@Suite("/articles") struct ArticleScanTests {
    @Test("its parameters are read as they are meant")
    func query() throws {
        let query = try ArticleQuery([
            ("after", "4711"), ("limit", "7"), ("feed", "a b"), ("feed", "c"), ("tag", "ü"), ("wait", "1m30s"),
        ])
        #expect(query.after == 4711 && query.limit == 7 && query.feeds == ["a b", "c"] && query.tags == ["ü"])
        #expect(query.wait == .seconds(90))
        #expect(query.path(after: 12) == "articles?after=12&limit=7&feed=a%20b&feed=c&tag=%C3%BC&wait=1m30s")
        #expect(try ArticleQuery([]) == ArticleQuery())
    }

    @Test(
        "what it does not know is refused",
        arguments: [
            ("after", "-1"), ("after", ""), ("after", "x"), ("after", "99999999999999999999"), ("limit", "0"),
            ("limit", "1001"), ("limit", "+5"), ("wait", "30"), ("wait", "11m"), ("wait", ""), ("q2", "x"),
            ("After", "1"),
        ])
    func refusals(name: String, value: String) {
        #expect(throws: ArticleQuery.Fault.self) { try ArticleQuery([(name, value)]) }
    }

    @Test func aNumberIsSaidOnce() {
        #expect(throws: ArticleQuery.Fault.self) { try ArticleQuery([("after", "1"), ("after", "2")]) }
    }

    /// An outbox of articles whose size and tags follow from their numbers.
    private struct Outbox {
        var seqs: [Int64]
        var head: Int64
        var size = 10

        func article(_ seq: Int64) -> OutboxSlice.Article {
            let tags = seq % 1_000 == 0 ? #"["rare"]"# : "[]"
            let json = #"{"id":"\#(seq)","tags":\#(tags),"x":"\#(String(repeating: "x", count: size))"}"#
            return .init(
                seq: seq, time: Date(timeIntervalSince1970: 0), id: ItemID(feed: "f", key: "\(seq)"),
                feed: seq % 2 == 0 ? "even" : "odd",
                json: Array(json.utf8))
        }

        func read(_ after: Int64, _ feeds: [String]?, _ limit: Int) throws(StoreError) -> OutboxSlice {
            let kept = seqs.filter { $0 > after }
            var slice = OutboxSlice(articles: [], nextSeq: kept.first, headSeq: head)
            var bytes = 0
            for seq in kept {
                let article = article(seq)
                guard feeds?.contains(article.feed) ?? true else { continue }
                slice.articles.append(article)
                bytes += article.json.count
                if slice.articles.count == limit || bytes >= ArticleScan.byteLimit { break }
            }
            return slice
        }

        func scan(_ after: Int64, limit: Int = 100, feeds: [String] = [], tags: [String] = [], tagged: Set<String> = [])
            throws -> ArticleScan
        {
            var query = ArticleQuery()
            (query.after, query.limit, query.feeds, query.tags) = (after, limit, feeds, tags)
            return try ArticleScan(query, tagged: tagged, read)
        }
    }

    @Test("a page ends at its limit, and says where to go on")
    func pages() throws {
        let outbox = Outbox(seqs: Array(1...250), head: 250)
        let first = try outbox.scan(0)
        #expect(first.articles.map(\.seq) == Array(1...100) && first.lastSeq == 100 && !first.isAtEnd)
        let last = try outbox.scan(200)
        #expect(last.articles.map(\.seq) == Array(201...250) && last.lastSeq == 250 && last.isAtEnd)
        #expect(try outbox.scan(250).articles.isEmpty)
        let even = try outbox.scan(248, feeds: ["even", "none"])
        #expect(even.articles.map(\.seq) == [250] && even.lastSeq == 250)
        let none = try outbox.scan(7, feeds: ["none"])
        #expect(none.articles.isEmpty && none.lastSeq == 250 && none.isAtEnd)
    }

    @Test("a rare tag takes several pages, and each goes on where the one before looked last")
    func rareTag() throws {
        let outbox = Outbox(seqs: Array(1...7_500), head: 7_500)
        var (after, found, pages) = (Int64(0), [Int64](), 0)
        while true {
            let scan = try outbox.scan(after, tags: ["rare"])
            found += scan.articles.map(\.seq)
            #expect(scan.lastSeq > after)
            after = scan.lastSeq
            pages += 1
            if scan.isAtEnd { break }
        }
        #expect(found == [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000] && pages > 2)
        // A feed's tags of feeds.toml count as well.
        #expect(try outbox.scan(0, limit: 3, tags: ["x"], tagged: ["odd"]).articles.map(\.seq) == [1, 3, 5])
    }

    @Test("a page holds no more bytes than its limit, but one article of any size")
    func bytes() throws {
        let large = Outbox(seqs: [1, 2, 3], head: 3, size: ArticleScan.byteLimit / 2)
        var (after, pages) = (Int64(0), [[Int64]]())
        while after < 3 {
            let scan = try large.scan(after)
            pages.append(scan.articles.map(\.seq))
            after = scan.lastSeq
        }
        #expect(pages == [[1], [2], [3]])
        let larger = try Outbox(seqs: [1, 2], head: 2, size: ArticleScan.byteLimit * 2).scan(0)
        #expect(larger.articles.map(\.seq) == [1] && larger.lastSeq == 1)
    }

    @Test("numbers that are gone are told, unless one begins at the oldest")
    func gone() throws {
        let outbox = Outbox(seqs: [98, 99, 105], head: 105)
        #expect(try outbox.scan(3).firstKept == 98)
        #expect(try outbox.scan(96).firstKept == 98)
        for after in [0, 97, 98] { #expect(try outbox.scan(Int64(after)).firstKept == nil, "\(after)") }
        let empty = Outbox(seqs: [], head: 40)
        #expect(try empty.scan(12).firstKept == 41)
        for after in [0, 40, 41] { #expect(try empty.scan(Int64(after)).firstKept == nil, "\(after)") }
    }

    // MARK: - Waiting

    @Test("a sign wakes all that wait, one that came before the wait too, and time ends the others")
    func news() async {
        let news = ArticleNews()
        let mark = news.mark
        async let waiters: Void = withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { await news.wait(beyond: mark, for: .seconds(3_600)) } }
            group.addTask { news.sign() }
        }
        await waiters
        await news.wait(beyond: mark, for: .seconds(3_600))
        await news.wait(beyond: news.mark, for: .milliseconds(5))
        let task = Task { await news.wait(beyond: news.mark, for: .seconds(3_600)) }
        task.cancel()
        await task.value
    }
}
