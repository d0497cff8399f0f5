import Glibc
public import Store

/// The store in a state directory.
public struct SQLiteOpener: StoreOpener {
    private let directory: String

    public var location: String { directory + "/" + SQLiteStore.fileName }

    public init(directory: String) { self.directory = directory }

    public func open(for use: StoreUse) throws(StoreError) -> any Store {
        try SQLiteStore(directory: directory, for: use)
    }

    public func openForReading() throws(StoreError) -> (any StoreReading)? {
        var status = stat()
        if stat(location, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
        return try SQLiteReader(path: location)
    }

    public func replace() throws(StoreError) -> any StoreReplacement { try SQLiteReplacement(directory: directory) }
}
