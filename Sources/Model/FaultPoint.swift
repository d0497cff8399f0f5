#if DEBUG
    import Glibc
    import Synchronization
#endif

/// Places between two steps where the crash rig ends the process, as a power cut would: no handler runs, nothing is
/// flushed. Only debug builds have them.
///
/// `NEWSPOOL_FAULT=journal.after-write:3` kills the process when it passes that point for the third time; without a
/// number, the first.
public enum FaultPoint {
    /// - Parameter name: the part of newspool and what it has just done, such as `journal.after-write`.
    @inlinable
    public static func pass(_ name: StaticString) {
        #if DEBUG
            countDown(name)
        #endif
    }

    #if DEBUG
        private static let order: [Substring] =
            unsafe getenv("NEWSPOOL_FAULT")
            .map { unsafe String(cString: $0).split(separator: ":", maxSplits: 1) } ?? []
        /// Passes that are left.
        private static let passes = Mutex(order.count > 1 ? Int(order[1]) ?? 1 : 1)

        @usableFromInline
        static func countDown(_ name: StaticString) {
            guard let armed = order.first, name.withUTF8Buffer({ unsafe $0.elementsEqual(armed.utf8) }) else { return }
            let isDue = passes.withLock { left in
                left -= 1
                return left == 0
            }
            if isDue { kill(getpid(), SIGKILL) }
        }
    #endif
}
