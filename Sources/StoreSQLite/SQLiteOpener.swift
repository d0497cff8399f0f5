import Glibc
public import Store

/// The store in a state directory.
public struct SQLiteOpener: StoreOpener {
    private let directory: String
    private let onLongWait: @Sendable (Int32?) -> Void

    public var location: String { directory + "/" + SQLiteStore.fileName }

    /// - Parameter onLongWait: called where the lock of the directory is waited for, with the process that has it where that
    ///   is known.
    public init(directory: String, onLongWait: @escaping @Sendable (Int32?) -> Void = { _ in }) {
        (self.directory, self.onLongWait) = (directory, onLongWait)
    }

    public func open(for use: StoreUse) throws(StoreError) -> any Store {
        try SQLiteStore(directory: directory, for: use, onLongWait: onLongWait)
    }

    public func openForReading() throws(StoreError) -> (any StoreReading)? {
        var status = stat()
        if stat(location, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
        return try SQLiteReader(path: location)
    }

    public func replace() throws(StoreError) -> any StoreReplacement {
        try SQLiteReplacement(directory: directory, onLongWait: onLongWait)
    }
}
