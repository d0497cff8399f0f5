import Glibc
public import Store

/// The search index in a state directory: `search.sqlite`.
public struct SQLiteSearchOpener: SearchOpener {
    private let directory: String

    public var location: String { directory + "/search.sqlite" }

    public init(directory: String) { self.directory = directory }

    public func open() throws(StoreError) -> any SearchIndex {
        try StateDirectory.make(directory)
        do throws(StoreError) {
            return try SQLiteSearch(path: location)
        } catch {
            switch error {
            case .corrupt, .newerVersion:
                // Nothing is in it that the outbox does not have.
                try remove()
                return try SQLiteSearch(path: location)
            default: throw error
            }
        }
    }

    public func openForReading() throws(StoreError) -> (any SearchIndex)? {
        var status = stat()
        if stat(location, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
        return try SQLiteSearch(reading: location)
    }

    public func remove() throws(StoreError) {
        for name in [location, location + "-wal", location + "-shm"] where unlink(name) != 0 && errno != ENOENT {
            throw StoreError(errno: errno, path: name)
        }
    }
}
