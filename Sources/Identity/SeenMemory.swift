/// What identification asks of the store: a table in SQLite, a dictionary in tests.
///
/// Each look-up is by one index, and brings the latest few rows: links and titles may recur without end.
package protocol SeenMemory {
    /// The feed's row with this key; the latest where there are several.
    func row(key: UInt64) throws -> SeenRow?
    /// The feed's own rows whose URL this is, latest first, at most `SeenRow.lookUpLimit`.
    func rows(url: UInt64) throws -> [SeenRow]
    /// The feed's rows with this title, latest first, at most `SeenRow.lookUpLimit`.
    func rows(title: UInt64) throws -> [SeenRow]
    /// Rows of other feeds' articles that landed under this URL, latest first, at most `SeenRow.lookUpLimit`.
    func foreign(url: UInt64) throws -> [SeenRow]
}
