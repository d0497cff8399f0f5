/// What identification asks of the store: a table in SQLite, a dictionary in tests.
package protocol SeenMemory {
    /// The feed's row with this key; the latest where there are several.
    func row(key: UInt64) throws -> SeenRow?
    /// The feed's own rows whose URL this is, latest first, at most `SeenRow.urlLimit`.
    func rows(url: UInt64) throws -> [SeenRow]
    /// The feed's rows with this title, latest first, at most `SeenRow.titleLimit`.
    func rows(title: UInt64) throws -> [SeenRow]
    /// The row of another feed's article that landed under this URL; the first come where there are several.
    func foreign(url: UInt64) throws -> SeenRow?
}
