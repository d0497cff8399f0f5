/// For how long a process has the store.
public enum StoreUse: String, Sendable {
    /// `run`: for as long as it runs.
    case daemon
    /// Moments.
    case command
    /// As `command`; also one that was moved away.
    case filling
}

/// Where the store of a configuration is, and how it is opened. The program chooses one; no one else names a kind of store.
public protocol StoreOpener: Sendable {
    /// For people, as `StoreReading.location`.
    var location: String { get }

    /// Opens the store for this process alone, or makes it, and brings what an earlier version made up to date.
    ///
    /// Waits up to ten seconds for a command that has it open. A database that does not answer yet is no fault for a daemon:
    /// the store's calls throw `unreachable` until it does.
    ///
    /// - Throws: `locked` at once where a daemon has it open, and where a command still has it; `newerVersion`, `corrupt` (it
    ///   stays as it is), and the rest of `StoreError`.
    func open(for use: StoreUse) throws(StoreError) -> any Store

    /// Opens it beside the process that owns it, to look only.
    /// - Returns: nil where nothing was ever kept.
    func openForReading() throws(StoreError) -> (any StoreReading)?

    /// Begins a new store in the place of the one that is there, whatever state that is in.
    /// - Throws: `locked` where another process has it open.
    func replace() throws(StoreError) -> any StoreReplacement

    /// The server that keeps it; nil where it is a file.
    func server() throws(StoreError) -> StoreServer?
}

extension StoreOpener {
    public func server() throws(StoreError) -> StoreServer? { nil }
}
