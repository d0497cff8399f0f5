public import Model

/// Why the store could not do what it was asked; its description is a sentence for people.
public enum StoreError: Error, Equatable, Sendable {
    /// Another process works on this state directory; `pid` is nil where it is not known.
    case locked(location: String, pid: Int32?)
    /// Made by a later version of newspool.
    case newerVersion(location: String)
    /// What it had is in another store now, and goes on there.
    case moved(location: String, to: String)
    /// Not a store, or a damaged one. It is left as it is.
    case corrupt(location: String, reason: String)
    /// Opened for reading only, or the file system is.
    case readOnly(location: String)
    /// No space, or a quota: nothing of the transaction was kept.
    case diskFull(location: String)
    /// The place for it is missing and cannot be made.
    case cannotCreate(location: String, reason: String)
    /// It cannot be looked at: the path leads nowhere, or this user may not follow it.
    case cannotRead(location: String, reason: String)
    /// The database does not answer, or cannot be connected to. It may by itself, later.
    case unreachable(location: String, reason: String)
    /// Another process has the feed by now; nothing was written.
    case lost(FeedID)
    /// The store has no feed of this number.
    case noFeed(FeedID)
    /// Any other failure.
    case failed(location: String, reason: String, Cause)

    /// Whose number a failure has; the number is for the log.
    public enum Cause: Equatable, Sendable {
        /// A read, write or sync of an open store failed: nothing more may be asked of it, because the kernel may show what
        /// is not on the disk. A new start finds what is. The code is the database's own.
        case disk(code: Int32)
        /// A value that the database does not take.
        case refused
        /// The database's own code for anything else.
        case database(code: Int32)
        /// A system call's errno.
        case system(errno: Int32)
    }
}

extension StoreError {
    /// `Cause.disk`.
    public var isBrokenDisk: Bool {
        if case .failed(_, _, .disk) = self { true } else { false }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .locked(let location, let pid?): "\(location) is in use by another newspool (process \(pid))"
        case .locked(let location, nil): "\(location) is in use by another process"
        case .newerVersion(let location):
            "\(location) was made by a newer version of newspool, and this one cannot read it"
        case .moved(let location, let place):
            "\(location) was moved to \(place): set [store] url in feeds.toml, or take it out; `newspool store copy` moves it back"
        case .corrupt(let location, let reason):
            "\(location) is damaged (\(reason)); it was left as it is, `newspool doctor` says what can be done"
        case .readOnly(let location): "\(location) cannot be written: it is read-only"
        case .diskFull(let location): "\(location) cannot grow: the disk is full"
        case .cannotCreate(let location, let reason): "cannot make the state directory \(location): \(reason)"
        case .cannotRead(let location, let reason): "cannot read \(location): \(reason)"
        case .unreachable(let location, let reason): "the database \(location) cannot be reached: \(reason)"
        case .lost(let feed): "another node has the feed \(feed) by now"
        case .noFeed(let feed): "the store has no feed \(feed)"
        case .failed(let location, let reason, _): "\(location): \(reason)"
        }
    }
}
