import Dispatch

/// Work that holds its thread until it is let go.
final class Hold: Sendable {
    private let begun = AsyncStream<Void>.makeStream()
    private let end = DispatchSemaphore(value: 0)

    var work: @Sendable () -> Int {
        {
            self.begun.continuation.yield()
            self.end.wait()
            return 0
        }
    }

    func waitForBegin() async { for await _ in begun.stream { return } }
    func release() { end.signal() }
}
