extension SeenRow {
    /// Decides at the commit what becomes of an entry that was new when it was examined: other polls may have been
    /// committed since.
    ///
    /// - Parameters:
    ///   - isDelivered: an article of it comes with this commit.
    ///   - seen: what the feed and the others are known for now, within the transaction that writes the row.
    /// - Returns: the row to write; nil where the entry is known by now.
    package func placed(
        isDelivered: Bool, scope: IdentityPolicy.Scope, in seen: some SeenMemory
    ) throws -> SeenRow? {
        if try seen.row(key: key) != nil { return nil }
        if flags.contains(.duplicate) { return self }
        var row = self
        if scope == .all, let url, let first = try seen.foreign(url: url) {
            row.becomeDuplicate(of: first)
        } else if isDelivered {
            row.flags = .delivered
        }
        return row
    }

    mutating func becomeDuplicate(of first: SeenRow) {
        item = first.item
        flags = [.delivered, .duplicate]
    }
}
