import Files
import Glibc
import Store

/// The lock of the state directory is held from the first to the last step.
final class SQLiteReplacement: StoreReplacement {
    /// In a hidden directory.
    private let new: SQLiteStore
    var store: any Store { new }
    private let directory: String
    private let lock: OwnerLock
    private var hidden: String { directory + "/" + Self.name }

    private static let name = ".rebuild"
    private static let suffixes = ["", "-wal", "-shm"]

    init(directory: String, onLongWait: (Int32?) -> Void = { _ in }) throws(StoreError) {
        try StateDirectory.make(directory)
        self.directory = directory
        lock = try StateDirectory.lock(directory, for: .command, onLongWait: onLongWait)
        let hidden = directory + "/" + Self.name
        // What a kill left of another rebuild.
        for suffix in Self.suffixes { unlink(hidden + "/" + SQLiteStore.fileName + suffix) }
        new = try SQLiteStore(directory: hidden)
    }

    func finish(mark: String) throws(StoreError) -> String? {
        try new.close()
        let (old, made) = (directory + "/" + SQLiteStore.fileName, hidden + "/" + SQLiteStore.fileName)
        let kept = old + "." + mark
        let isThere = access(old, F_OK) == 0
        if isThere {
            // The log first: SQLite would read it into the new file. A kill here leaves the old file in its place.
            for suffix in Self.suffixes.dropFirst() where access(old + suffix, F_OK) == 0 {
                try check(rename(old + suffix, kept + suffix), kept + suffix)
            }
            try check(link(old, kept), kept)
        }
        try check(rename(made, old), old)
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(descriptor) }
        try check(fsync(descriptor), directory)
        for suffix in Self.suffixes.dropFirst() { unlink(made + suffix) }
        unlink(hidden + "/" + OwnerLock.stateName)
        rmdir(hidden)
        return isThere ? kept : nil
    }

    private func check(_ result: CInt, _ path: String) throws(StoreError) {
        if result != 0 { throw StoreError(errno: errno, path: path) }
    }
}
