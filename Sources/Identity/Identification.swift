/// Finds for each entry of a document the remembered row that is the same article.
///
/// Each remembered row is claimed at most once, and stronger evidence claims first, so that an entry can never take the
/// row of another entry of the same document.
struct Identification {
    enum Match: Equatable {
        /// It was never seen in this feed.
        case none
        /// As it was in the feed's last document.
        case standing(id: Int64)
        /// Few entries of a document have one: no room is kept for those that have none.
        indirect case row(SeenRow)
    }

    /// One for each entry.
    private(set) var matches: [Match]
    /// Most of the document was new by its keys, and known by title and date: the feed moved to another platform.
    private(set) var isMassChange = false

    /// A platform may shift dates by a time zone, never by a whole day: a daily bulletin keeps its title.
    static let dateTolerance: Int64 = 14 * 3_600
    /// Below so many entries "most of the document" says nothing.
    static let massChangeMinimum = 2
    /// Below so many, a mass change needs dates equal to the second, or all texts equal.
    static let lenientMinimum = 5

    /// Until all are identified.
    private var entries: [EntryKeys]
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
            if let row = try underItsLink(entries[index], in: memory) { claim(row, for: index) }
        }
        for index in unmatched() {
            if let row = try formerSelf(of: entries[index], in: memory) { claim(row, for: index) }
        }
        try followMassChange(in: memory)
        self.entries = []
    }

    private func unmatched() -> [Int] {
        entries.indices.filter { matches[$0] == .none && !entries[$0].isRepeat }
    }

    private mutating func claim(_ row: SeenRow, for index: Int) {
        if claimed.insert(row.id).inserted || entries[index].isRepeat { matches[index] = .row(row) }
    }

    private func isFree(_ row: SeenRow) -> Bool { !claimed.contains(row.id) }

    /// An entry whose key is unknown, by its link: a row under that whose article is gone from the document.
    private func underItsLink(_ entry: EntryKeys, in memory: some SeenMemory) throws -> SeenRow? {
        guard let url = entry.ownURL else { return nil }
        let rows = try memory.rows(url: url)
        return rows.first { row in
            guard isFree(row) else { return false }
            var evidence = Evidence(row, entry)
            // A text that articles of other titles had here as well is the page's, not theirs.
            if rows.contains(where: { $0.knownText == entry.knownText && $0.title != row.title }) {
                evidence.isTextTelling = false
            }
            return evidence.isSameUnderOneLink
        }
    }

    /// An entry whose key and link are unknown, by its title and what else it may have been known by.
    private func formerSelf(of entry: EntryKeys, in memory: some SeenMemory) throws -> SeenRow? {
        let titled = try memory.rows(title: entry.title)
        guard !titled.isEmpty else { return nil }
        let rows = titled.filter { isFree($0) && $0.agrees(with: entry) }
        if let row = rows.first(where: { entry.alternates.contains($0.key) && isFormer($0, of: entry) }) { return row }
        if titled.count >= SeenRow.lookUpLimit {
            for key in entry.alternates {
                if let row = try memory.row(key: key), isFree(row), row.agrees(with: entry), isFormer(row, of: entry) {
                    return row
                }
            }
        }
        if let bare = entry.bare {
            let row = titled.first { row in
                guard isFree(row), row.bare == bare else { return false }
                return entry.isWeak
                    ? Evidence(row, entry).isSameUnderOneLink
                    : row.agrees(with: entry, tolerance: Self.dateTolerance)
            }
            if let row { return row }
        }
        return titled.first { row in
            guard isFree(row) else { return false }
            let evidence = Evidence(row, entry)
            if evidence.isComplete { return true }
            guard entry.ownURL == nil, row.url == nil else { return false }
            return entry.isWeak && entry.url == .none
                ? evidence.isSameUnderOneTitle
                : evidence.date == .agrees && evidence.isDateTelling && evidence.text != .contradicts
        }
    }

    /// Under a key that may have been another article's, also the text must not contradict where no date agrees.
    private func isFormer(_ row: SeenRow, of entry: EntryKeys) -> Bool {
        let evidence = Evidence(row, entry)
        return evidence.date == .agrees || evidence.text != .contradicts
    }

    // MARK: - Another platform

    private mutating func followMassChange(in memory: some SeenMemory) throws {
        let distinct = entries.count { !$0.isRepeat }
        let new = unmatched()
        guard distinct >= Self.massChangeMinimum, new.count * 2 > distinct else { return }
        var (taken, found) = (claimed, [(index: Int, row: SeenRow)]())
        for index in new {
            let titled = try memory.rows(title: entries[index].title)
            let candidates = titled.filter { !taken.contains($0.id) }
            guard
                let row = best(
                    candidates, for: entries[index], isLenient: distinct >= Self.lenientMinimum,
                    isRecurring: titled.count > 1)
            else { continue }
            taken.insert(row.id)
            found.append((index, row))
        }
        dropOddShifts(of: &found)
        guard found.count * 2 > new.count else { return }
        // Of a few entries without dates it takes all: two boxes of a weather service may well say the same tomorrow.
        let isDated = found.allSatisfy { entries[$0.index].date != nil && $0.row.published != nil }
        guard distinct >= Self.lenientMinimum || isDated || found.count == new.count else { return }
        isMassChange = true
        for (index, row) in found { claim(row, for: index) }
    }

    private func hasText(_ entry: EntryKeys, of row: SeenRow) -> Bool {
        let evidence = Evidence(row, entry)
        return evidence.text == .agrees && evidence.isTextTelling
    }

    /// A platform shifts all dates alike, but for summer time: what is off by a time of its own is another article of that
    /// title.
    private func dropOddShifts(of found: inout [(index: Int, row: SeenRow)]) {
        let shifts = found.map { index, row in
            entries[index].date.flatMap { date in row.published.map { ((date &- $0) &+ 450) / 900 } } ?? 0
        }
        var counts: [Int64: Int] = [:]
        for shift in shifts { counts[shift, default: 0] += 1 }
        found = zip(found, shifts).filter { pair, shift in
            shift == 0 || counts[shift, default: 0] > 1 || entries[pair.index].date.map(EntryTime.isDay) == true
        }.map(\.0)
    }

    private func best(
        _ rows: [SeenRow], for entry: EntryKeys, isLenient: Bool, isRecurring: Bool
    ) -> SeenRow? {
        guard let date = entry.date else {
            // Titles alone say little: a weekly bulletin has the same ones each week.
            guard entry.titleIsUnique else { return nil }
            return rows.first { row in
                hasText(entry, of: row)
                    || isLenient && !isRecurring && row.published == nil && Evidence(row, entry).text == .absent
            }
        }
        let tolerance = isLenient && entry.titleIsUnique && !isRecurring ? Self.dateTolerance : 0
        let dated = rows.filter { row in
            guard row.published != nil, row.agrees(with: entry, tolerance: tolerance) else { return false }
            // A day, or the date of its neighbours as well, is no more than a title.
            return entry.isDateTelling || isLenient && entry.titleIsUnique || hasText(entry, of: row)
        }
        let nearest = dated.min {
            (($0.published ?? 0) &- date).magnitude < (($1.published ?? 0) &- date).magnitude
        }
        return nearest ?? (tolerance > 0 ? rows.first { $0.published == nil } : nil)
    }
}
