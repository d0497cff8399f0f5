import CMalloc
import Glibc

/// What this process takes from the machine. glibc gives each thread a heap of its own and keeps in it what the thread
/// has freed, so that a configuration read on one thread leaves a hole that no poll on another ever fills.
public enum ProcessMemory {
    /// One heap for every two processors: to be said before threads start. With two processors and 10,000 feeds that is
    /// 15 MiB less, and nothing slower; with many, threads that parse do not wait for one another.
    public static func shareHeaps() {
        let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        mallopt(M_ARENA_MAX, Int32(max(1, min(processors / 2, 8))))  // refused only for numbers out of range
    }

    /// Returns the free pages of all heaps: after the start, which needs more than what follows.
    static func giveBack() { malloc_trim(0) }
}
