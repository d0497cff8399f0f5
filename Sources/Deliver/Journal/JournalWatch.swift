import Dispatch
import Glibc

/// Tells a reader when to look at the journal again.
///
/// Begin to watch before the first read, then read to the end after each sign: nothing is missed. A sign need not mean
/// that there is something.
public struct JournalWatch: Sendable {
    /// Signs that something changed; those that come while the reader is busy are one. Ends when the task is cancelled.
    public let changes: AsyncStream<Void>

    /// - Parameters:
    ///   - root: the spool's directory.
    ///   - rescan: how long to go at most without a sign: network file systems tell nothing, and the kernel's watches may
    ///     all be taken.
    public init(root: String, rescan: Duration = .seconds(2)) {
        let queue = DispatchQueue(label: "newspool.watch")
        let (changes, signs) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.changes = changes
        let sources = Sources(
            timer: DispatchSource.makeTimerSource(queue: queue), events: Self.source(root + "/journal", queue))
        let pause = DispatchTimeInterval.milliseconds(max(10, Int(rescan / .milliseconds(1))))
        sources.timer.schedule(deadline: .now() + pause, repeating: pause)
        sources.timer.setEventHandler { signs.yield() }
        sources.timer.activate()
        sources.events?.setEventHandler { [descriptor = sources.events?.handle] in
            descriptor.map(Self.drain)
            signs.yield()
        }
        sources.events?.activate()
        signs.onTermination = { _ in sources.cancel() }
    }

    private final class Sources: @unchecked Sendable {  // nothing changes but by `cancel`, which any thread may call
        let timer: any DispatchSourceTimer
        let events: (any DispatchSourceRead)?

        init(timer: any DispatchSourceTimer, events: (any DispatchSourceRead)?) {
            (self.timer, self.events) = (timer, events)
        }

        func cancel() {
            timer.cancel()
            events?.cancel()
        }
    }

    /// inotify(7) on the directory tells of lines in any of its files, and of new files; nil where it cannot.
    private static func source(_ path: String, _ queue: DispatchQueue) -> (any DispatchSourceRead)? {
        let descriptor = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else { return nil }
        guard inotify_add_watch(descriptor, path, UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO)) >= 0 else {
            close(descriptor)
            return nil
        }
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setCancelHandler { close(descriptor) }
        return source
    }

    /// Takes the events off the kernel's queue; what they say does not matter.
    private static func drain(_ descriptor: UInt) {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
            while read(CInt(descriptor), buffer.baseAddress, buffer.count) > 0 {}
        }
    }
}
