import Dispatch
import Files
import Testing

@Suite struct QueueExecutorTests {
    private static let key = DispatchSpecificKey<Bool>()

    /// Without the preference it is Swift's pool that goes on with it.
    @Test(arguments: [true, false]) func aTaskIsResumedWhereItPrefersToRun(isPreferred: Bool) async {
        let executor = QueueExecutor(label: "test", isPreferred: true)
        executor.queue.setSpecific(key: Self.key, value: true)
        let task = Task(executorPreference: isPreferred ? executor : nil) {
            await withCheckedContinuation { waiter in executor.queue.async { waiter.resume() } }
            return DispatchQueue.getSpecific(key: Self.key) ?? false
        }
        #expect(await task.value == isPreferred)
    }
}
