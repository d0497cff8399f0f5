extension Configuration {
    /// `[daemon]`: where state lies, how often and how hard feeds are polled.
    public struct Daemon: Sendable, Equatable {
        /// The directory of the store and its lock.
        public var state = "state"
        /// Where the daemon listens for commands; nil: in `state`.
        public var controlSocket: String?
        /// `minInterval <= interval`, and `minInterval <= maxInterval`; all at least a second.
        public var interval: Duration = .seconds(30 * 60)
        public var minInterval: Duration = .seconds(5 * 60)
        public var maxInterval: Duration = .seconds(24 * 3600)
        public var adaptive = true
        public var firstFetch = FirstFetch.all
        /// Polls at one time, and of one host at one time; at least 1.
        public var concurrency = 64
        public var perHost = 2
        /// Between two polls of one public host.
        public var hostDelay: Duration = .seconds(1)
        /// Between two polls of one of the operator's own hosts: none, unless the file says `host_delay`.
        public var privateHostDelay: Duration = .zero
        /// For a whole transfer, and for connecting alone.
        public var timeout: Duration = .seconds(30)
        public var connectTimeout: Duration = .seconds(10)
        /// In bytes, after decompression; at least 1.
        public var maxBody = 16 << 20
        /// New entries of a feed that come in with one poll, and on one day (UTC), after its first document; at least 1.
        public var maxNew = 1_000
        public var maxNewPerDay = 10_000
        /// Documents are read in processes of their own, which can do nothing else.
        public var parserProcesses = false

        public init() {}

        /// The path of the control socket.
        public var controlPath: String { controlSocket ?? state + "/control.sock" }
    }

    /// What becomes of the articles that a feed already holds when it is polled for the first time.
    public enum FirstFetch: Sendable, Equatable {
        /// All are delivered.
        case all
        /// The newest are delivered, at least one; the rest counts as seen.
        case latest(Int)
        /// None is delivered; all count as seen.
        case seed
    }
}
