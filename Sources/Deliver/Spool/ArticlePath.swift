/// `articles/2026-11-23/134501-title-k3f7x2abq5mnd4ru` taken apart.
struct ArticlePath: Equatable {
    let day: String
    let name: String

    /// - Throws: `badPath` for any other shape; names come from a store, which could be anyone's file.
    init(_ path: String) throws(DeliverError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "articles", Day.isName(parts[1]), !parts[2].isEmpty,
            !parts[2].hasPrefix("."), !parts[2].utf8.contains(0)
        else { throw .badPath(path) }
        (day, name) = (String(parts[1]), String(parts[2]))
    }
}
