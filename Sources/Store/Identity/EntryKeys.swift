/// What one entry is known by, given the document that it stands in. All hashes are 64 bits (`StableHash`).
struct EntryKeys: Sendable, Equatable {
    /// How the entry's URL may be used.
    enum URLKey: Sendable, Equatable {
        case none
        /// It is the entry's own.
        case own(UInt64)
        /// Another entry of the document has it too, or it is a site's front page.
        case shared(UInt64)
    }

    /// Identifies the entry within its feed.
    var key: UInt64
    /// Keys that the same entry may have had in a document of another shape; each counts only with the same title and
    /// date.
    var alternates: [UInt64] = []
    /// There is no guid that could be trusted.
    var isWeak: Bool
    var url: URLKey
    /// `GuidKey.bare`.
    var bare: UInt64?
    /// Over the title, or over the content where there is no title.
    var title: UInt64
    /// No other entry of the document has this title.
    var titleIsUnique = true
    /// Seconds since 1970.
    var published: Int64?
    var content: UInt64
    /// The document has the same entry further up.
    var isRepeat = false

    var ownURL: UInt64? {
        if case .own(let url) = url { url } else { nil }
    }

    var sharedURL: UInt64? {
        if case .shared(let url) = url { url } else { nil }
    }
}
