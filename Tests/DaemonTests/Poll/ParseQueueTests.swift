import TestSupport
import Testing

@testable import Daemon

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
