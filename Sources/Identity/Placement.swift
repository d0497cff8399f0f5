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
        if let original = try original(scope: scope, in: seen) {
            row.becomeDuplicate(of: original)
        } else if isDelivered {
            row.flags.insert(.delivered)
        }
        return row
    }

    /// The row of another feed's article that this is a duplicate of.
    ///
    /// A feed of the URL's own host is only a duplicate of a stranger where the text agrees: else anyone who lists an address
    /// first could keep the article behind it from landing.
    func original(scope: IdentityPolicy.Scope, in seen: some SeenMemory) throws -> SeenRow? {
        guard scope == .all, let url else { return nil }
        let candidates = try seen.foreign(url: url).filter { other in
            let evidence = Evidence(self, other)
            return outranks(other) ? evidence.text == .agrees : evidence.isSameAcrossFeeds
        }
        // The feed that delivered it, ahead of those who brought it again.
        return candidates.first(where: \.isOwner) ?? candidates.first
    }

    private func outranks(_ other: SeenRow) -> Bool {
        !flags.contains(.stranger) && other.flags.contains(.stranger)
    }

    mutating func becomeDuplicate(of original: SeenRow) {
        item = original.item
        flags.formUnion([.delivered, .duplicate])
    }
}
