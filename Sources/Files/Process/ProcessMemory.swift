import CMemory
import Glibc

/// What this process takes from the machine. glibc gives each thread a heap of its own and keeps in it what the thread
/// has freed, so that a configuration read on one thread leaves a hole that no poll on another ever fills.
package enum ProcessMemory {
    /// Few heaps: the first, which the start uses, and one more for every two processors. To be said before anything is
    /// allocated. With one heap alone on two processors that have nothing else to do, the threads wait for one another: a first
    /// poll of 2,000 feeds then changes threads four times as often, and takes 1.4 times the CPU.
    package static func shareHeaps() {
        let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        // All three are refused only for numbers out of range.
        mallopt(M_ARENA_MAX, Int32(1 + max(1, min(processors / 2, 8))))
        // Else a heap is cut back as soon as 128 KiB at its end are free, and its pages are asked for again by the next poll.
        mallopt(M_TRIM_THRESHOLD, 2 << 20)
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }

    /// Returns what the start needed and what follows does not: the free pages of all heaps, and the program's own pages
    /// that were only read on the way.
    package static func giveBack() {
        malloc_trim(0)
        unmapFiles()
    }

    /// Takes the code and the constants of the program and its libraries out of the page table: what is used again is
    /// mapped again from the kernel's cache of the file, and the rest is not counted as ours. The linker's tables and what
    /// Swift's runtime looks through once are two thirds of it.
    private static func unmapFiles() {
        let unmapObject: @convention(c) (UnsafePointer<np_object>?, Int, UnsafeMutableRawPointer?) -> CInt = {
            object, _, _ in
            guard let object = object?.pointee else { return 0 }
            let pageMask = UInt(getpagesize()) - 1
            // Nothing is ever written to these, unlike to the other segments, where a page given up would be one lost. (Old
            // libraries with relocations in their code are another matter; x86-64 and arm64 have none.)
            for segment in UnsafeBufferPointer(start: object.segments, count: Int(object.segment_count))
            where segment.p_type == PT_LOAD && segment.p_flags & UInt32(PF_W) == 0 {
                let start = UInt(object.address) &+ UInt(segment.p_vaddr)
                let page = start & ~pageMask
                // Where the kernel will not, the pages stay.
                let length = Int(start - page + UInt(segment.p_memsz))
                madvise(UnsafeMutableRawPointer(bitPattern: page), length, MADV_DONTNEED)
            }
            return 0
        }
        np_each_object(unmapObject, nil)
    }
}
