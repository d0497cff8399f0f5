package import Fetch
package import Model

/// Where a feed's documents come from: a URL, and whatever else can give a document. All that follows is the same for all.
///
/// A new kind of source is one type here, its keys in Config and its line in `ConfiguredSources`. A source keeps nothing from
/// one document to the next: what it needs again is in the validators, which the store keeps with the feed.
package protocol Source: Sendable {
    /// - Parameter validators: of the last document, so that an unchanged one need not come again; nil: it must come.
    nonisolated(nonsending) func read(_ validators: Validators?) async -> SourceAnswer
}

package enum SourceAnswer: Sendable {
    case document(Document)
    /// What the validators stand for is still the document.
    case unchanged(SourceFacts)
    /// - Parameters:
    ///   - status: the HTTP status, where there was an answer.
    ///   - retryAfter: seconds for which the server wants to be left alone.
    case failed(PollFailure, status: Int?, retryAfter: Double?)
    /// There is no feed any more, for good; `address` says so.
    case gone(status: Int?, address: String)
    /// The daemon stops: the poll never was.
    case stopped
}

/// What a source says beside the document.
package struct SourceFacts: Equatable, Sendable {
    /// The HTTP status; nil for sources that have none.
    package var status: Int?
    package var validators = Validators()
    /// Seconds for which the document is fresh.
    package var freshness: Double?
    /// Where the source has moved to for good.
    package var permanentTarget: String?
    /// The values of its `Link` fields.
    package var links: [String] = []
    /// It was refused with validators and given without: they are better left out for a while.
    package var spurnsConditions = false
    /// The transfer ended before its framing did; whether the document is whole only the document can say.
    package var isCutShort = false

    package init(
        status: Int? = nil, validators: Validators = Validators(), freshness: Double? = nil,
        permanentTarget: String? = nil
    ) {
        (self.status, self.validators) = (status, validators)
        (self.freshness, self.permanentTarget) = (freshness, permanentTarget)
    }
}

/// One document as its source gave it, any encoding of the transfer undone.
package struct Document: Sendable {
    package var bytes: [UInt8]
    /// The media type with its parameters, as served.
    package var contentType: String?
    /// The language as served, for documents that name none.
    package var language: String?
    /// Where it is: the base of its relative links.
    package var address: String
    /// The transfer itself said that all of it came.
    package var isVerified: Bool
    package var facts: SourceFacts
    /// From the request to the last byte, without what else was waited for; nil: no server was asked.
    package var took: Duration?
    /// Held as long as the bytes are.
    package var share: FetchShare?

    package init(
        bytes: [UInt8], contentType: String? = nil, language: String? = nil, address: String, isVerified: Bool,
        facts: SourceFacts = SourceFacts()
    ) {
        (self.bytes, self.contentType, self.language) = (bytes, contentType, language)
        (self.address, self.isVerified, self.facts) = (address, isVerified, facts)
    }
}
