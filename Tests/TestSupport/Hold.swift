import Dispatch

/// Work that holds its thread until it is let go.
package final class Hold: Sendable {
    private let begun = AsyncStream<Void>.makeStream()
    private let gate = DispatchSemaphore(value: 0)

    package init() {}

    package var work: @Sendable () -> Int {
        {
            self.begun.continuation.yield()
            self.gate.wait()
            return 0
        }
    }

    package func waitForBegin() async { for await _ in begun.stream { return } }
    package func release() { gate.signal() }
    /// Lets all go, also what comes later.
    package func end() { for _ in 0..<100 { release() } }
}
