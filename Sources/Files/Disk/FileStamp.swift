import Glibc

/// What a file is known by: another value after each change of it, also within the same second and of the same size, and where
/// the change set the file's time back.
package struct FileStamp: Equatable, Sendable, CustomStringConvertible {
    private var device: UInt64 = 0
    package var inode: UInt64 = 0, size: Int64 = 0
    /// Nanoseconds since 1970, of the content and of anything about the file.
    package var modified: Int64 = 0, changed: Int64 = 0

    package init() {}

    /// Nil where there is no such file.
    package init?(of path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        (device, inode, size) = (UInt64(info.st_dev), UInt64(info.st_ino), Int64(info.st_size))
        (modified, changed) = (Self.nanoseconds(info.st_mtim), Self.nanoseconds(info.st_ctim))
    }

    package var description: String { "\(device)-\(inode)-\(size)-\(modified)-\(changed)" }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
