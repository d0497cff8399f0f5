import CMemory
import Glibc

/// A file without a name, in memory: what a program reads as its standard input, from the first byte on.
package final class MemoryFile: Sendable {
    package let descriptor: CInt

    package init(_ bytes: [UInt8]) throws(SystemError) {
        descriptor = np_memory_file("newspool", NP_MEMORY_FILE_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError() }
        if let error = bytes.withUnsafeBytes({ WriteLoop.write($0, to: descriptor) }).error {
            close(descriptor)
            throw error
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit { close(descriptor) }
}
