import Foundation
import Model
import Store
import TestSupport
import Testing

/// Articles on their way: numbers, cursors, retention.
@Suite struct StoreContractOutbox {
    private func articles(_ range: ClosedRange<Int>) -> [Fingerprint] { range.map { entry("\($0)", nil, "T\($0)") } }

    @Test(arguments: StoreFactory.all)
    func comesBackByteForByte(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        let record = try history.record(day: 1, articles(1...3))
        let result = try history.store.commit([record], now: Date(timeIntervalSince1970: 1_795_435_200.987_654))
        #expect(result.seqs == 1..<4)
        let time = Date(timeIntervalSince1970: 1_795_435_200.987)
        let committed = zip(result.seqs, record.articles).map { $1.item.entry(seq: $0, time: time) }
        #expect(try history.store.entries(after: 0, limit: 9) == committed)
        #expect(try history.store.entries(after: 1, limit: 1) == [committed[1]])
        #expect(try history.store.entries(after: 0, limit: 9, bytes: committed[0].json.count) == [committed[0]])
        #expect(try history.store.entries(after: 3, limit: 9) == [])
    }

    /// Whoever can try guids can make two whose ids begin with the same 80 bits.
    @Test(arguments: StoreFactory.all)
    func articlesWhoseIdsBeginAlikeHaveFilesOfTheirOwn(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        var record = try history.record(day: 1, articles(1...4))
        let bytes = ItemID(feed: "f", key: "k").bytes
        for (index, last) in [1, 2, 255].enumerated() {
            let id = try #require(ItemID(bytes: bytes.prefix(10) + [0, 0, 0, 0, 0, UInt8(last)]))
            record.articles[index].item = RenderedItem(Item(), id: id, feed: "f", markdown: [], journal: .thin)
        }
        _ = try history.store.commit([record], now: .day(1))
        let entries = try history.store.entries(after: 0, limit: 9)
        #expect(Set(entries.map(\.path)).count == 4)
        #expect(entries.map { $0.path.hasSuffix("-" + $0.id.text) } == [false, true, true, false])
        #expect(entries.allSatisfy { String(decoding: $0.journalLine, as: UTF8.self).contains($0.path) })
    }

    @Test(arguments: StoreFactory.all)
    func numbersRiseAndAreNeverUsedAgain(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        try history.poll(day: 1, articles(1...2))
        try history.store.raiseSeq(above: 100)
        try history.store.raiseSeq(above: 50)
        try history.poll(day: 2, articles(3...4))
        #expect(try history.store.entries(after: 0, limit: 9).map(\.seq) == [1, 2, 101, 102])
        try history.store.acknowledge(.other, through: 102)
        #expect(
            try history.store.removeDelivered(
                before: .day(9), cursors: [.other], webhooks: ["w", "v"]) == 4)
        try history.poll(day: 3, articles(5...5))
        #expect(try history.store.entries(after: 0, limit: 9).map(\.seq) == [103])
    }

    @Test(arguments: StoreFactory.all)
    func timeNeverGoesBack(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        try history.poll(day: 5, articles(1...1))
        try history.poll(day: 3, articles(2...2))
        try history.poll(day: 6, articles(3...3))
        #expect(try history.store.entries(after: 0, limit: 9).map(\.time) == [.day(5), .day(5), .day(6)])
    }

    @Test(arguments: StoreFactory.all)
    func eachSinkHasItsPlace(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        try history.poll(day: 1, articles(1...3))
        let sizes = try history.store.entries(after: 0, limit: 9).map { Int64($0.json.count + $0.journalLine.count) }
        #expect(try history.store.backlog(of: .spool) == Backlog(seq: 0, bytes: sizes.reduce(0, +)))
        try history.store.acknowledge(.spool, through: 2)
        try history.store.acknowledge(.spool, through: 1)
        #expect(try history.store.backlog(of: .spool) == Backlog(seq: 2, bytes: sizes[2]))
        try history.store.acknowledge(.spool, through: 3)
        #expect(try history.store.backlog(of: .spool).isEmpty)
        #expect(try history.store.backlog(of: .other).seq == 0)
        let status = try history.store.outboxStatus(now: .day(1))
        #expect(status.bytes == sizes.reduce(0, +) && status.lastSeq == 3 && status.newToday == 3)
        #expect(try history.store.outboxStatus(now: .day(2)).newToday == 0)
    }

    @Test(arguments: StoreFactory.all)
    func whoPullsGetsSlices(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        let store = history.store
        #expect(
            try store.slice(after: 0, of: nil, limit: 9, bytes: 9)
                == OutboxSlice(articles: [], nextSeq: nil, headSeq: 0))
        try history.poll(day: 1, articles(1...6))
        let entries = try store.entries(after: 0, limit: 9)
        let all = entries.map {
            OutboxSlice.Article(seq: $0.seq, time: $0.time, id: $0.id, feed: $0.feed, json: $0.json)
        }
        #expect(
            try store.slice(after: 0, of: nil, limit: 9, bytes: .max)
                == OutboxSlice(articles: all, nextSeq: 1, headSeq: 6))
        #expect(try store.slice(after: 2, of: nil, limit: 2, bytes: .max).articles == Array(all[2...3]))
        #expect(try store.slice(after: 2, of: nil, limit: 9, bytes: 1).articles == [all[2]])
        let two = all[0].json.count + 1
        #expect(try store.slice(after: 0, of: nil, limit: 9, bytes: two).articles == Array(all[...1]))
        let feed = all[0].feed
        #expect(try store.slice(after: 1, of: ["none", feed], limit: 3, bytes: .max).articles == Array(all[1...3]))
        let none = try store.slice(after: 1, of: ["none"], limit: 3, bytes: .max)
        #expect(none == OutboxSlice(articles: [], nextSeq: 2, headSeq: 6))
        #expect(try store.slice(after: 6, of: nil, limit: 3, bytes: .max).nextSeq == nil)
        try store.acknowledge(.spool, through: 4)
        #expect(try store.removeDelivered(before: .day(2), cursors: [.spool], webhooks: []) == 4)
        #expect(
            try store.slice(after: 1, of: nil, limit: 1, bytes: .max)
                == OutboxSlice(articles: [all[4]], nextSeq: 5, headSeq: 6))
    }

    @Test(arguments: StoreFactory.all)
    func onlyWhatAllHaveIsRemoved(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        for day in 1...6 {
            var record = try history.record(day: Double(day), articles(1...day))
            if day == 2 { record.articles[0].webhooks = ["w"] }
            _ = try history.store.commit([record], now: .day(Double(day)))
        }
        let store = history.store
        #expect(
            try store.removeDelivered(
                before: .day(9), cursors: [.spool, .other], webhooks: ["w", "v"]) == 0)
        try store.acknowledge(.spool, through: 5)
        try store.acknowledge(.other, through: 4)
        #expect(
            try store.removeDelivered(
                before: .day(3.5), cursors: [.spool, .other], webhooks: ["w", "v"], limit: 1) == 1
        )
        #expect(
            try store.removeDelivered(
                before: .day(3.5), cursors: [.spool, .other], webhooks: ["w", "v"]) == 1)
        // 2 waits for a webhook, 4 is too young.
        #expect(try store.entries(after: 0, limit: 9).map(\.seq) == [2, 4, 5, 6])
        try store.record([MessageReceipt(webhook: "w", seq: 2, outcome: .deadLetter(error: "404"))])
        #expect(
            try store.removeDelivered(
                before: .day(9), cursors: [.spool, .other], webhooks: ["w", "v"]) == 2)
        #expect(try store.entries(after: 0, limit: 9).map(\.seq) == [5, 6])
        #expect(try store.webhookStatuses() == [])
        #expect(try store.outboxStatus(now: .day(9)).bytes > 0)
    }
}
