/// Where the store of a configuration is, and how it is opened. The program chooses one; no one else names a kind of store.
public protocol StoreOpener: Sendable {
    /// For people, as `StoreReading.location`.
    var location: String { get }

    /// Opens the store for this process alone, or makes it, and brings what an earlier version made up to date.
    ///
    /// - Throws: `locked` where another process has it open, `newerVersion`, `corrupt` (it stays as it is), and the rest of
    ///   `StoreError`.
    func open() throws(StoreError) -> any Store

    /// Opens it beside the process that owns it, to look only.
    /// - Returns: nil where nothing was ever kept.
    func openForReading() throws(StoreError) -> (any StoreReading)?

    /// Begins a new store in the place of the one that is there, whatever state that is in.
    /// - Throws: `locked` where another process has it open.
    func replace() throws(StoreError) -> any StoreReplacement
}
