/// What two records of an entry, found under one link or in one document, say about being the same article.
package struct Evidence: Sendable, Equatable {
    package enum Answer: Sendable, Equatable {
        case agrees, contradicts
        /// At least one of the two does not say.
        case absent
    }

    package var title: Answer
    package var date: Answer
    package var text: Answer
    /// The date is one that two articles hardly share by chance: it has a time, and is not that of its neighbours too.
    var isDateTelling = true
    /// The text is one that two articles hardly share by chance: no other entry around has it too.
    var isTextTelling = true
    /// The entry has a guid that the other one had not.
    var hasAnotherGuid = false

    /// Whether two entries of one feed that have a link of their own in common are the same article.
    ///
    /// The date or the text shows it, or the title where one of the two has no date. A publisher who uses a link again
    /// gives the next article another date and text, whatever its title: a daily programme keeps that. Where all else
    /// contradicts, a date alone or a text alone must be a telling one.
    var isSameUnderOneLink: Bool {
        if title == .agrees { return date != .contradicts || text == .agrees }
        if date == .agrees, text == .agrees { return true }
        if date == .agrees { return isDateTelling }
        return text == .agrees && isTextTelling && !(hasAnotherGuid && date == .contradicts)
    }

    /// Whether two entries of one title that have neither a guid nor a link of their own are the same article.
    var isSameUnderOneTitle: Bool {
        switch date {
        case .agrees: isDateTelling || text != .contradicts
        case .absent: text != .contradicts
        case .contradicts: text == .agrees
        }
    }

    /// Whether title, date and text agree, so that neither link nor guid is needed.
    var isComplete: Bool { title == .agrees && text == .agrees && date == .agrees && isDateTelling }

    /// Whether entries of two feeds with one link are the same article: title, date or text agree.
    var isSameAcrossFeeds: Bool {
        title == .agrees || text == .agrees || date == .agrees && isDateTelling
    }

    /// Whether two entries of one document with one guid are the same article, listed twice, and not two articles with a
    /// guid that means nothing.
    /// - Parameter isOnly: the document has no other guid.
    func isSameUnderOneGuid(urlsDiffer: Bool, isOnly: Bool) -> Bool {
        if date == .contradicts { return false }
        if title == .contradicts { return !urlsDiffer && (text == .agrees || text == .absent && !isOnly) }
        switch text {
        case .contradicts: return date == .agrees && !urlsDiffer
        case .agrees: return true
        case .absent: return date == .agrees || !urlsDiffer
        }
    }
}

extension Evidence {
    /// A remembered row beside an entry of the same feed.
    init(_ row: SeenRow, _ entry: EntryKeys) {
        self.init(
            title: row.title == entry.title ? .agrees : .contradicts, date: Self.compare(row.published, entry.date),
            text: Self.compare(row.knownText, entry.knownText), isDateTelling: entry.isDateTelling,
            isTextTelling: entry.isTextTelling, hasAnotherGuid: !entry.isWeak)
    }

    /// Two entries of one document.
    init(_ one: EntryKeys, _ other: EntryKeys) {
        self.init(
            title: one.title == other.title ? .agrees : .contradicts, date: Self.compare(one.date, other.date),
            text: Self.compare(one.knownText, other.knownText))
    }

    /// Rows of two feeds.
    init(_ one: SeenRow, _ other: SeenRow) {
        self.init(
            title: one.title == other.title ? .agrees : .contradicts,
            date: Self.compare(one.published, other.published), text: Self.compare(one.knownText, other.knownText),
            isDateTelling: other.published.map { !EntryTime.isDay($0) } ?? true)
    }

    private static func compare<Value: Equatable>(_ one: Value?, _ other: Value?) -> Answer {
        guard let one, let other else { return .absent }
        return one == other ? .agrees : .contradicts
    }
}
