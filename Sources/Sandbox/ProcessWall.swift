import CSandbox
import Glibc

/// What a process gives up for good, or bounds.
package enum ProcessWall {
    /// No program that it starts has more rights than it has.
    package static func giveUpPrivileges() -> Bool { np_no_new_privileges() == 0 }

    /// All system calls but those that reading a document takes, in all threads (seccomp(2)).
    package static func allowParsingOnly() -> Bool { np_allow_parsing_only() == 0 }

    /// SIGKILL when the thread that started this process ends.
    package static func dieWithParent() { _ = np_die_with_parent() }  // where it fails, the end of the pipe ends it too

    /// No core files, which would hold documents, and no files that grow.
    package static func writeNothing() -> Bool { np_limit_core() == 0 && np_limit_file_size() == 0 }

    /// - Parameter bytes: of the main thread.
    package static func limit(stack bytes: Int) -> Bool { np_limit_stack(UInt64(bytes)) == 0 }

    /// - Parameter bytes: of address space.
    package static func limit(memory bytes: Int) -> Bool { np_limit_memory(UInt64(bytes)) == 0 }

    /// SIGXCPU ends the process when it has used so many seconds more than it has by now.
    package static func limit(processorSeconds: Int) -> Bool {
        np_limit_processor(np_used_processor() + UInt64(processorSeconds)) == 0
    }
}
