/// Finds for each entry of a document the remembered row that is the same article: design rules 1 and 3.
///
/// Each remembered row is claimed at most once, and stronger evidence claims first, so that an entry can never take the
/// row of another entry of the same document.
struct Identification {
    enum Match: Equatable {
        /// It was never seen in this feed.
        case none
        /// As it stood in the feed's last document.
        case standing(id: Int64)
        case row(SeenRow)
    }

    /// One for each entry.
    private(set) var matches: [Match]
    /// Most of the document was new by its keys, and known by title and date: the feed moved to another platform.
    private(set) var isMassChange = false

    /// A platform may shift dates by a time zone, never by a whole day: a daily bulletin keeps its title.
    static let dateTolerance: Int64 = 14 * 3_600
    /// Below so many entries "most of the document" says nothing.
    static let massChangeMinimum = 2
    /// Below so many, a mass change needs dates equal to the second.
    static let lenientMinimum = 5

    private let entries: [EntryKeys]
    private var claimed: Set<Int64> = []

    /// - Parameter last: what the feed's last document had; entries that it has still are not looked up.
    init(_ entries: [EntryKeys], last: LastDocument = LastDocument(), in memory: some SeenMemory) throws {
        self.entries = entries
        matches = Array(repeating: .none, count: entries.count)
        for index in entries.indices {
            guard let id = last.row(of: entries[index]) else { continue }
            claimed.insert(id)
            matches[index] = .standing(id: id)
        }
        for index in entries.indices where matches[index] == .none {
            if let row = try memory.row(key: entries[index].key) { claim(row, for: index) }
        }
        for index in unmatched() {
            if let row = try formerSelf(of: entries[index], in: memory) { claim(row, for: index) }
        }
        try followMassChange(in: memory)
    }

    private func unmatched() -> [Int] {
        entries.indices.filter { matches[$0] == .none && !entries[$0].isRepeat }
    }

    private mutating func claim(_ row: SeenRow, for index: Int) {
        if claimed.insert(row.id).inserted || entries[index].isRepeat { matches[index] = .row(row) }
    }

    /// An entry whose key is unknown, by its other keys.
    private func formerSelf(of entry: EntryKeys, in memory: some SeenMemory) throws -> SeenRow? {
        for key in entry.alternates {
            if let row = try memory.row(key: key), isFree(row), row.agrees(with: entry) { return row }
        }
        if let url = entry.ownURL, let row = try memory.rows(url: url).first(where: isFree) { return row }
        guard let bare = entry.bare else { return nil }
        return try memory.rows(title: entry.title).first {
            isFree($0) && $0.bare == bare && $0.agrees(with: entry, tolerance: Self.dateTolerance)
        }
    }

    private func isFree(_ row: SeenRow) -> Bool { !claimed.contains(row.id) }

    private mutating func followMassChange(in memory: some SeenMemory) throws {
        let distinct = entries.count { !$0.isRepeat }
        let new = unmatched()
        guard distinct >= Self.massChangeMinimum, new.count * 2 > distinct else { return }
        var (taken, found) = (claimed, [(index: Int, row: SeenRow)]())
        for index in new {
            let candidates = try memory.rows(title: entries[index].title).filter { !taken.contains($0.id) }
            guard let row = best(candidates, for: entries[index], isLenient: distinct >= Self.lenientMinimum)
            else { continue }
            taken.insert(row.id)
            found.append((index, row))
        }
        guard found.count * 2 > new.count else { return }
        isMassChange = true
        for (index, row) in found { claim(row, for: index) }
    }

    private func best(_ rows: [SeenRow], for entry: EntryKeys, isLenient: Bool) -> SeenRow? {
        guard let published = entry.published else {
            // Titles alone say little: a weekly bulletin has the same ones each week.
            return isLenient && entry.titleIsUnique ? rows.first { $0.content == entry.content } : nil
        }
        let tolerance = isLenient && entry.titleIsUnique ? Self.dateTolerance : 0
        let dated = rows.filter { $0.published != nil && $0.agrees(with: entry, tolerance: tolerance) }
        let nearest = dated.min {
            (($0.published ?? 0) &- published).magnitude < (($1.published ?? 0) &- published).magnitude
        }
        return nearest ?? (tolerance > 0 ? rows.first { $0.published == nil } : nil)
    }
}
