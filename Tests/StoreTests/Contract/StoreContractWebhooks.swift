import Foundation
import Model
import Store
import TestSupport
import Testing

/// The queue of each webhook.
@Suite struct StoreContractWebhooks {
    /// Three articles for `w`, the second also for `v`, committed on day 1.
    private func history(on stores: StoreFactory) throws -> History {
        let history = try History(on: stores)
        var record = try history.record(day: 1, (1...3).map { entry("\($0)", nil, "T\($0)") })
        for index in record.articles.indices { record.articles[index].webhooks = index == 1 ? ["w", "v"] : ["w"] }
        _ = try history.store.commit([record], now: .day(1))
        return history
    }

    @Test(arguments: StoreFactory.all)
    func messagesAreDueAtOnceInOrder(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        #expect(try store.dueMessages(of: "w", now: .day(1), limit: 2).map(\.entry.seq) == [1, 2])
        #expect(try store.dueMessages(of: "v", now: .day(1), limit: 9).map(\.entry.seq) == [2])
        #expect(try store.dueMessages(of: "w", now: .day(0.9), limit: 9).isEmpty)
        #expect(
            try store.dueMessages(of: "w", now: .day(1), limit: 1).map(\.entry) == store.entries(after: 0, limit: 1))
    }

    @Test(arguments: StoreFactory.all)
    func failedOnesWaitAndDeliveredOnesGo(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        try store.record([
            MessageReceipt(webhook: "w", seq: 1, outcome: .retry(at: .day(2), error: "timed out")),
            MessageReceipt(webhook: "w", seq: 2, outcome: .delivered),
            MessageReceipt(webhook: "w", seq: 3, outcome: .deadLetter(error: "500")),
            MessageReceipt(webhook: "none", seq: 3, outcome: .delivered),
        ])
        #expect(try store.dueMessages(of: "w", now: .day(1.5), limit: 9).isEmpty)
        #expect(try store.nextDue(of: "w") == .day(2))
        #expect(try store.nextDue(of: "none") == nil)
        let waiting = try store.dueMessages(of: "w", now: .day(2), limit: 9)
        #expect(waiting.map(\.attempts) == [1] && waiting.map(\.error) == ["timed out"])
        #expect(try store.messages(of: "w").map(\.isDeadLetter) == [false, true])
        let statuses = try store.webhookStatuses()
        #expect(statuses.map(\.webhook) == ["v", "w"])
        #expect(
            statuses[1]
                == WebhookStatus(
                    webhook: "w", waiting: 1, deadLetters: 1, nextDue: .day(2), lastError: "500",
                    isFailing: true))
    }

    /// One that failed does not fall behind those that were never tried.
    @Test(arguments: StoreFactory.all)
    func whatIsDueGoesInOrder(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        try store.record([MessageReceipt(webhook: "w", seq: 1, outcome: .retry(at: .day(2), error: "500"))])
        #expect(try store.dueMessages(of: "w", now: .day(1.5), limit: 9).map(\.entry.seq) == [2, 3])
        #expect(try store.dueMessages(of: "w", now: .day(2), limit: 9).map(\.entry.seq) == [1, 2, 3])
    }

    @Test(arguments: StoreFactory.all)
    func retryStartsOverAndDropForgets(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        try store.record((1...3).map { MessageReceipt(webhook: "w", seq: $0, outcome: .deadLetter(error: "x")) })
        try store.stop(webhook: "w", configured: "v1")
        #expect(try store.webhookStatuses().last?.configurationWhenStopped == "v1")
        try store.retry(webhook: "w", now: .day(3))
        #expect(try store.dueMessages(of: "w", now: .day(3), limit: 9).map(\.attempts) == [0, 0, 0])
        #expect(try store.webhookStatuses().last?.configurationWhenStopped == nil)
        #expect(try store.drop(webhook: "w", seq: 2) == 1)
        #expect(try store.drop(webhook: "w") == 2)
        #expect(try store.drop(webhook: "w") == 0)
        #expect(try store.dueMessages(of: "v", now: .day(3), limit: 9).count == 1)
    }

    @Test(arguments: StoreFactory.all)
    func replayQueuesAgain(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        try store.record((1...3).map { MessageReceipt(webhook: "w", seq: $0, outcome: .delivered) })
        try store.queue([2], for: "w", now: .day(4))
        try store.queue([1, 2, 3, 4], for: "u", now: .day(4))
        #expect(try store.dueMessages(of: "w", now: .day(4), limit: 9).map(\.entry.seq) == [2])
    }

    @Test(arguments: StoreFactory.all)
    func backlogOfAWebhookHoldsUpNoSink(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        try store.acknowledge(.other, through: 3)
        #expect(try store.backlog(of: .other).isEmpty)
        #expect(
            try store.removeDelivered(before: .day(9), cursors: [.other], webhooks: ["w", "v"]) == 0)
    }

    /// A receiver that said 410, or whose table is gone: no one may ever come for its messages.
    @Test(arguments: StoreFactory.all)
    func whatNobodyWaitsForGoesWithItsArticle(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        try store.acknowledge(.spool, through: 3)
        try store.record([2, 3].map { MessageReceipt(webhook: "w", seq: $0, outcome: .delivered) })
        #expect(try store.oldestWaiting(for: ["w", "v"]) == .day(1))
        #expect(try store.removeDelivered(before: .day(9), cursors: [.spool], webhooks: ["w"]) == 2)
        #expect(try store.messages(of: "v").isEmpty && store.messages(of: "w").count == 1)
        try store.stop(webhook: "w", configured: "")
        #expect(try store.oldestWaiting(for: ["w", "v"]) == nil)
        #expect(try store.removeDelivered(before: .day(0.5), cursors: [.spool], webhooks: ["w"]) == 0)
        #expect(try store.removeDelivered(before: .day(9), cursors: [.spool], webhooks: ["w"]) == 1)
        #expect(try store.messages(of: "w").isEmpty)
    }

    /// What went out in one body goes out in one again.
    @Test(arguments: StoreFactory.all)
    func batchesStayTogether(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        let first = try store.nextBatch(of: "w", now: .day(1), limit: 2)
        #expect(first.map(\.entry.seq) == [1, 2])
        try store.record(
            first.map { MessageReceipt(webhook: "w", seq: $0.entry.seq, outcome: .retry(at: .day(2), error: "x")) })
        #expect(try store.nextBatch(of: "w", now: .day(1.5), limit: 9).map(\.entry.seq) == [3])
        #expect(try store.nextBatch(of: "w", now: .day(2), limit: 9).map(\.entry.seq) == [1, 2])
        #expect(try store.batch(of: first[1], now: .day(9), limit: 9).map(\.entry.seq) == [1, 2])
        #expect(try store.nextBatch(of: "none", now: .day(2), limit: 9).isEmpty)
    }

    @Test(arguments: StoreFactory.all)
    func whatWaitsIsKnownWithItsReason(on stores: StoreFactory) throws {
        let history = try history(on: stores)
        let store = history.store
        try store.record([
            MessageReceipt(webhook: "w", seq: 1, outcome: .retry(at: .day(3), error: "500")),
            MessageReceipt(webhook: "w", seq: 2, outcome: .retry(at: .day(2), error: "429", isAsked: true)),
        ])
        #expect(try store.messages(of: "w").map(\.hasAskedToWait) == [false, true, false])
        let waiting = try #require(try store.nextWaiting(of: "w", above: 0, now: .day(1)))
        #expect(waiting.entry.seq == 1 && waiting.due == .day(3) && !waiting.hasAskedToWait)
        #expect(try store.nextWaiting(of: "w", above: 1, now: .day(1))?.hasAskedToWait == true)
        #expect(try store.nextWaiting(of: "w", above: 0, now: .day(3)) == nil)
        // It is back: all is due, and the attempts stay as they are.
        try store.wake(webhook: "w", now: .day(1.5))
        let due = try store.dueMessages(of: "w", now: .day(1.5), limit: 9)
        #expect(due.map(\.entry.seq) == [1, 2, 3] && due.map(\.attempts) == [1, 1, 0])
        try store.record([MessageReceipt(webhook: "w", seq: 2, outcome: .retry(at: .day(2), error: "500"))])
        #expect(try store.messages(of: "w").map(\.hasAskedToWait) == [false, false, false])
    }
}
