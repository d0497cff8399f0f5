/// What one entry is known by, given the document that it is in. All hashes are 64 bits (`StableHash`).
package struct EntryKeys: Sendable, Equatable {
    /// How the entry's URL may be used.
    package enum URLKey: Sendable, Equatable {
        case none
        /// It is the entry's own.
        case own(UInt64)
        /// Another entry of the document has it too, or it is a site's front page.
        case shared(UInt64)
    }

    /// Identifies the entry within its feed: its guid, else URL, title and date (or text) together.
    package var key: UInt64
    /// Keys that the same entry may have had in a document of another shape; each counts only with the same title and
    /// where neither date nor text contradicts.
    var alternates: [UInt64] = []
    /// There is no guid that could be trusted.
    var isWeak: Bool
    package var url: URLKey
    /// With a guid: `GuidKey.bare`. Else over the URL without its host and without the parameters that all entries of
    /// the document share; nil where nothing is left.
    package var bare: UInt64?
    /// Over the title, or over the content where there is no title.
    package var title: UInt64
    /// No other entry of the document has this title.
    var titleIsUnique = true
    /// Seconds since 1970.
    package var published: Int64?
    /// The date as evidence: nil also where all entries of the document have the same one, which then says when the
    /// document was made.
    package var date: Int64?
    /// `Evidence.isDateTelling` and `isTextTelling`, as far as the document shows.
    var isDateTelling = true
    var isTextTelling = true
    /// Over content and attachments; `SeenRow.noText` where there are none.
    package var text: UInt64
    /// Over title and text.
    package var content: UInt64
    /// The document has the same entry further up.
    var isRepeat = false

    package var ownURL: UInt64? {
        if case .own(let url) = url { url } else { nil }
    }

    var sharedURL: UInt64? {
        if case .shared(let url) = url { url } else { nil }
    }

    var knownText: UInt64? { text == SeenRow.noText ? nil : text }
}
