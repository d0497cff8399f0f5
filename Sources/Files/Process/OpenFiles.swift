package import Glibc

/// How many files the process may have open: sockets, above all.
package enum OpenFiles {
    /// What `concurrency` polls need at most. Silent servers have three times as many beside them (decision 0015), each may
    /// try two addresses at once, and one and a half times as many connections wait for their next request.
    package static func needed(concurrency: Int) -> UInt64 { UInt64(10 * max(1, concurrency) + 128) }

    /// The limits of this process; nil where they cannot be read.
    package static var limit: rlimit? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? limit : nil
    }

    /// Takes all that the process may have (getrlimit(2)): the usual soft limit of 1,024 is there for programs that use
    /// select(2).
    package static func raiseLimit() {
        guard var limit, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)  // refused: it stays as it is
    }
}
