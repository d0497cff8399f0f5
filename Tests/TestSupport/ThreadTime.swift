import Glibc

/// CPU seconds that `work` takes on its thread: what others do on the machine meanwhile does not count, as it would by a clock.
public func threadSeconds(_ work: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)  // clock_gettime(2): fails only for a clock that is none
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    let start = now()
    try work()
    return now() - start
}
