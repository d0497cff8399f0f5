import Files
import Foundation
package import Store

/// A sink that takes batch after batch until nothing is left, and tries again, with growing pauses, what failed.
package protocol BatchSink: Sink {
    /// Seconds between attempts; the last holds for all that follow.
    static var pauses: [Double] { get }

    var surroundings: SinkSurroundings { get }
    var loop: BatchLoop { get set }

    /// - Returns: false where nothing is left.
    func takeBatch() async throws(DeliverError) -> Bool

    /// Called between two batches.
    func giveWay() async

    /// Articles that it has not taken yet.
    func articlesWaiting() throws(StoreError) -> Int

    /// Called after a failure.
    /// - Parameter isFirst: the attempt before did not fail.
    func noteFailure(_ error: DeliverError, isFirst: Bool)

    /// Called when nothing is left.
    /// - Parameter isRecovered: the attempt before failed.
    func noteEnd(isRecovered: Bool)

    /// False: the next process does it again.
    func triesAgain(after error: DeliverError) -> Bool
}

/// Where a sink is with its batches.
package struct BatchLoop: Sendable {
    package fileprivate(set) var lastError: DeliverError?
    /// Articles since the start.
    package var delivered = 0
    /// Attempts since the start that failed.
    package fileprivate(set) var failed = 0
    package fileprivate(set) var isStopped = false

    fileprivate var worker: Task<Void, Never>?
    fileprivate var isWanted = false
    /// Attempts in a row that failed.
    fileprivate var failures = 0
    /// No batch begins after that.
    fileprivate var end = Date.distantFuture
    fileprivate var retryTask: Task<Void, Never>?

    package init() {}
}

extension BatchSink {
    package func giveWay() async {}
    package func triesAgain(after error: DeliverError) -> Bool { true }

    package func kick() {
        loop.isWanted = true
        guard loop.worker == nil else { return }
        loop.worker = Task { await self.work() }
    }

    package func drain() async -> SinkCondition { await drainBatches() }

    /// What `drain` is to do, for sinks that do more.
    func drainBatches() async -> SinkCondition {
        kick()
        await loop.worker?.value
        var condition = condition
        // A store that fails here has said so before.
        if loop.lastError != nil { condition.waiting = (try? articlesWaiting()) ?? 0 }
        return condition
    }

    package func retry() throws(DeliverError) -> Int {
        loop.retryTask?.cancel()
        return try DeliverError.mapping { () throws(StoreError) in try articlesWaiting() }
    }

    package func stop() { stopBatches() }

    /// Ends the pauses between attempts. What a hostile feed filled the outbox with may take minutes: the next process goes on
    /// with it.
    func stopBatches() {
        loop.isStopped = true
        loop.end = min(loop.end, surroundings.clock.now() + SinkSurroundings.grace)
        loop.retryTask?.cancel()
    }

    private func work() async {
        defer { loop.worker = nil }
        while loop.isWanted {
            if let error = loop.lastError, !triesAgain(after: error) { return }
            loop.isWanted = false
            do throws(DeliverError) {
                while surroundings.clock.now() < loop.end, try await takeBatch() { await giveWay() }
            } catch {
                return fail(error)
            }
        }
        let isRecovered = loop.lastError != nil
        (loop.failures, loop.lastError) = (0, nil)
        noteEnd(isRecovered: isRecovered)
    }

    /// An attempt failed: the next one comes after a pause.
    func fail(_ error: DeliverError) {
        let isFirst = loop.lastError == nil
        loop.lastError = error
        loop.failed += 1
        noteFailure(error, isFirst: isFirst)
        guard triesAgain(after: error) else { return }
        let until = surroundings.clock.now() + Self.pauses[min(loop.failures, Self.pauses.count - 1)]
        loop.failures += 1
        loop.retryTask?.cancel()
        guard !loop.isStopped else { return }
        loop.retryTask = Task {
            await surroundings.clock.sleep(until: until)
            if !Task.isCancelled { self.kick() }  // cancelled at the end
        }
    }
}
