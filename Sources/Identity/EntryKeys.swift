/// What one entry is known by, given the document that it stands in. All hashes are 64 bits (`StableHash`).
package struct EntryKeys: Sendable, Equatable {
    /// How the entry's URL may be used.
    package enum URLKey: Sendable, Equatable {
        case none
        /// It is the entry's own.
        case own(UInt64)
        /// Another entry of the document has it too, or it is a site's front page.
        case shared(UInt64)
    }

    /// Identifies the entry within its feed.
    package var key: UInt64
    /// Keys that the same entry may have had in a document of another shape; each counts only with the same title and
    /// date.
    package var alternates: [UInt64] = []
    /// There is no guid that could be trusted.
    package var isWeak: Bool
    package var url: URLKey
    /// `GuidKey.bare`.
    package var bare: UInt64?
    /// Over the title, or over the content where there is no title.
    package var title: UInt64
    /// No other entry of the document has this title.
    package var titleIsUnique = true
    /// Seconds since 1970.
    package var published: Int64?
    package var content: UInt64
    /// The document has the same entry further up.
    package var isRepeat = false

    package var ownURL: UInt64? {
        if case .own(let url) = url { url } else { nil }
    }

    package var sharedURL: UInt64? {
        if case .shared(let url) = url { url } else { nil }
    }
}
