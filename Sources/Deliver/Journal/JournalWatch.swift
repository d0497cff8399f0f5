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
    ///   - root: the spool's directory; there need not be a journal yet.
    ///   - rescan: how long to go at most without a sign: network file systems tell nothing, and the kernel's watches may
    ///     all be taken.
    public init(root: String, rescan: Duration = .seconds(2)) {
        let (changes, signs) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.changes = changes
        let watcher = Watcher(path: root + "/journal") { signs.yield() }
        let pause = DispatchTimeInterval.milliseconds(max(10, Int(rescan / .milliseconds(1))))
        watcher.start(pause: pause)
        signs.onTermination = { _ in watcher.cancel() }
    }

    /// All that changes in it is touched on its queue alone.
    private final class Watcher: @unchecked Sendable {
        private let queue = DispatchQueue(label: "newspool.watch")
        private let path: String
        private let sign: @Sendable () -> Void
        private let timer: any DispatchSourceTimer
        private var events: (any DispatchSourceRead)?

        init(path: String, sign: @escaping @Sendable () -> Void) {
            (self.path, self.sign) = (path, sign)
            timer = DispatchSource.makeTimerSource(queue: queue)
        }

        func start(pause: DispatchTimeInterval) {
            queue.sync { listen() }
            timer.schedule(deadline: .now() + pause, repeating: pause)
            timer.setEventHandler { [self] in
                // The first article makes the directory.
                if events == nil { listen() }
                sign()
            }
            timer.activate()
        }

        func cancel() {
            queue.async { [self] in
                timer.cancel()
                events?.cancel()
                events = nil
            }
        }

        /// inotify(7) on the directory tells of lines in any of its files, and of new files; nothing where it cannot.
        private func listen() {
            let descriptor = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
            guard descriptor >= 0 else { return }
            let signs = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF
            guard inotify_add_watch(descriptor, path, UInt32(signs)) >= 0 else {
                close(descriptor)
                return
            }
            let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            source.setCancelHandler { close(descriptor) }
            source.setEventHandler { [self] in
                if Self.drain(descriptor) {
                    // The directory is gone; the timer finds the one that takes its place.
                    events?.cancel()
                    events = nil
                }
                sign()
            }
            source.activate()
            events = source
        }

        /// Takes the events off the kernel's queue; of what they say this alone matters.
        /// - Returns: whether the directory was removed or moved away.
        private static func drain(_ descriptor: CInt) -> Bool {
            withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
                var isGone = false
                while case let count = read(descriptor, buffer.baseAddress, buffer.count), count > 0 {
                    var start = 0
                    while start + MemoryLayout<inotify_event>.size <= count {
                        let event = buffer.loadUnaligned(fromByteOffset: start, as: inotify_event.self)
                        if event.mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED) != 0 { isGone = true }
                        start += MemoryLayout<inotify_event>.size + Int(event.len)
                    }
                }
                return isGone
            }
        }
    }
}
