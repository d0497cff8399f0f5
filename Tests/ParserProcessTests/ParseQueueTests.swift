import Cleaning
import Model
import Parse
import ParserProcess
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ParseQueueTests {
    private let time = ManualClock()

    private func queue(threads: Int = 1, mostLost: Int = 2) -> ParseQueue {
        ParseQueue(.init(threads: threads, deadline: .seconds(30), mostLost: mostLost), clock: time.clock)
    }

    @Test func workRunsInOrderAndUrgentWorkFirst() async throws {
        let queue = queue()
        defer { queue.stop() }
        let hold = Hold()
        let order = Shared<[Int]>([])
        async let held = queue.run(hold.work)
        await hold.waitForBegin()
        let tasks = [(1, false), (2, false), (3, true)].map { number, isUrgent in
            Task.immediate {
                try await queue.run(isUrgent: isUrgent) { order.withLock { $0.append(number) } }
            }
        }
        hold.release()
        _ = try await held
        for task in tasks { try await task.value }
        #expect(order.withLock { $0 } == [3, 1, 2])
    }

    @Test func smallDocumentsGoBeforeLargeOnes() async throws {
        let queue = queue()
        defer { queue.stop() }
        let hold = Hold()
        let order = Shared<[Int]>([])
        async let held = queue.run(hold.work)
        await hold.waitForBegin()
        let tasks = [2 << 20, 1 << 20, 16 << 20, 20_000, 200_000].map { bytes in
            Task.immediate {
                try await queue.run(bytes: bytes) { order.withLock { $0.append(bytes) } }
            }
        }
        hold.release()
        _ = try await held
        for task in tasks { try await task.value }
        #expect(order.withLock { $0 } == [20_000, 200_000, 2 << 20, 1 << 20, 16 << 20])
    }

    @Test("while large documents hold all threads, small ones are read by one more, and no other large one is")
    func aSpareThread() async throws {
        let queue = queue(threads: 2)
        defer { queue.stop() }
        let holds = [Hold(), Hold()]
        var held: [Task<Int, any Error>] = []
        for (number, hold) in holds.enumerated() {
            held.append(Task.immediate { try await queue.run(bytes: 1 << 20, hold.work) })
            if number == 0 { await hold.waitForBegin() }
        }
        await holds[1].waitForBegin()
        let isRead = Shared(false)
        let large = Task.immediate { try await queue.run(bytes: 1 << 20) { isRead.withLock { $0 = true } } }
        for number in 0..<10 { #expect(try await queue.run(bytes: 256 << 10) { number } == number) }
        #expect(!isRead.withLock { $0 })
        holds[0].release()
        try await large.value
        holds[1].release()
        for task in held { _ = try await task.value }
    }

    @Test("the spare thread does nothing while one of the others reads a small document")
    func theSpareThreadWaits() async throws {
        let queue = queue(threads: 2)
        defer { queue.stop() }
        let (large, small) = (Hold(), Hold())
        let first = Task.immediate { try await queue.run(bytes: 1 << 20, large.work) }
        await large.waitForBegin()
        let second = Task.immediate { try await queue.run(bytes: 100, small.work) }
        await small.waitForBegin()
        let isRead = Shared(false)
        let third = Task.immediate { try await queue.run { isRead.withLock { $0 = true } } }
        #expect(!isRead.withLock { $0 })
        small.release()
        try await third.value
        large.release()
        for task in [first, second] { _ = try await task.value }
    }

    @Test func workBeyondItsDeadlineIsLeftAndTheNextIsDone() async throws {
        let queue = queue()
        defer { queue.stop() }
        let hold = Hold()
        let stuck = Task.immediate { try await queue.run(hold.work) }
        await hold.waitForBegin()
        let next = Task.immediate { try await queue.run { 7 } }
        time.advance(by: 29)
        time.advance(by: 1)
        await #expect(throws: ParseQueue.Failure.overdue(after: .seconds(30))) { try await stuck.value }
        #expect(try await next.value == 7)
        hold.release()
        #expect(try await queue.run { 8 } == 8)
    }

    @Test func notMoreThreadsAreLostThanAllowed() async throws {
        let queue = queue(mostLost: 1)
        defer { queue.stop() }
        let (first, second) = (Hold(), Hold())
        let stuck = Task.immediate { try await queue.run(first.work) }
        await first.waitForBegin()
        time.advance(by: 30)
        await #expect(throws: ParseQueue.Failure.self) { try await stuck.value }
        let slow = Task.immediate { try await queue.run(second.work) }
        await second.waitForBegin()
        time.advance(by: 40)
        second.release()  // it keeps its thread, late as it is
        #expect(try await slow.value == 0)
        first.release()
    }

    @Test func aParserBeyondItsDeadlineIsEndedAndTheNextThreadHasAnother() async throws {
        let made = Shared<[FakeParser]>([])
        let queue = ParseQueue(.init(threads: 1, deadline: .seconds(30)), clock: time.clock) {
            let parser = FakeParser()
            made.withLock { $0.append(parser) }
            return parser
        }
        let hold = Hold()
        let stuck = Task.immediate { try await queue.read { _ in hold.work() } }
        await hold.waitForBegin()
        time.advance(by: 30)
        await #expect(throws: ParseQueue.Failure.overdue(after: .seconds(30))) { try await stuck.value }
        #expect(try await queue.read { ($0 as? FakeParser)?.isAborted } == false)
        #expect(made.withLock { $0.count(where: \.isAborted) } == 1)
        let last = Hold()
        let stopped = Task.immediate { try await queue.read { _ in last.work() } }
        await last.waitForBegin()
        queue.stop()
        await #expect(throws: ParseQueue.Failure.stopped) { try await stopped.value }
        #expect(made.withLock { $0.count(where: \.isAborted) } == 2)
        for hold in [hold, last] { hold.release() }
    }

    @Test func aStopWaitsForNothing() async throws {
        let (queue, hold) = (queue(), Hold())
        let stuck = Task.immediate { try await queue.run(hold.work) }
        await hold.waitForBegin()
        let waiting = Task.immediate { try await queue.run { 1 } }
        queue.stop()
        for task in [stuck, waiting] { await #expect(throws: ParseQueue.Failure.stopped) { try await task.value } }
        await #expect(throws: ParseQueue.Failure.stopped) { try await queue.run { 1 } }
        hold.release()
    }
}

/// Reads nothing; it knows whether it was ended.
private final class FakeParser: DocumentParser {
    private let aborted = Shared(false)
    var isAborted: Bool { aborted.withLock { $0 } }

    func open(_: [UInt8], _: DocumentRequest) throws(ParserFailure) -> OpenedFeed { throw .died(.aborted) }
    func clean(_: [Int], _: (Int, CleanItem) -> Void) throws(ParserFailure) {}
    func read(page _: [UInt8], _: PageRequest) throws(ParserFailure) -> ParsedPage { throw .died(.aborted) }
    func close() {}
    var isWarm: Bool { false }
    func rest() {}
    func abort() { aborted.withLock { $0 = true } }
}
