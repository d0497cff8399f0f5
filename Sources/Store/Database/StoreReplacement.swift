import Glibc

/// A new store in the making beside the one that is there, which stays as it is until the new one is whole.
///
/// The lock of the state directory is held from the first to the last step.
public final class StoreReplacement {
    /// What is filled: an empty store in a hidden directory.
    public let store: Store
    private let directory: String
    private let lock: StateLock
    private var hidden: String { directory + "/" + Self.name }

    private static let name = ".rebuild"
    private static let suffixes = ["", "-wal", "-shm"]

    /// - Throws: `locked` where a daemon works there.
    public init(directory: String) throws(StoreError) {
        try StateDirectory.make(directory)
        self.directory = directory
        lock = try StateLock(path: directory + "/" + Store.lockName)
        let hidden = directory + "/" + Self.name
        // What a kill left of another rebuild.
        for suffix in Self.suffixes { unlink(hidden + "/" + Store.fileName + suffix) }
        store = try Store(directory: hidden)
    }

    /// Puts the new store in the old one's place; the old one stays beside it under another name.
    ///
    /// - Parameter mark: ends the old one's name, such as a time.
    /// - Returns: where the old one is; nil where there was none.
    public func finish(mark: String) throws(StoreError) -> String? {
        try store.close()
        let (old, new) = (directory + "/" + Store.fileName, hidden + "/" + Store.fileName)
        let kept = old + "." + mark
        let isThere = access(old, F_OK) == 0
        if isThere {
            // The log first: SQLite would read it into the new file. Whoever is killed here has the old file still.
            for suffix in Self.suffixes.dropFirst() where access(old + suffix, F_OK) == 0 {
                try check(rename(old + suffix, kept + suffix), kept + suffix)
            }
            try check(link(old, kept), kept)
        }
        try check(rename(new, old), old)
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(descriptor) }
        try check(fsync(descriptor), directory)
        for suffix in Self.suffixes.dropFirst() { unlink(new + suffix) }
        unlink(hidden + "/" + Store.lockName)
        rmdir(hidden)
        return isThere ? kept : nil
    }

    private func check(_ result: CInt, _ path: String) throws(StoreError) {
        if result != 0 { throw StoreError(errno: errno, path: path) }
    }
}
