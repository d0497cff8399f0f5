import Fetch
import Model

/// Where a feed's documents come from: a URL, and whatever else can give a document. All that follows is the same for all.
protocol Source: Sendable {
    /// - Parameter validators: of the last document, so that an unchanged one need not come again; nil: it must come.
    nonisolated(nonsending) func read(_ validators: Validators?) async -> SourceAnswer
}

enum SourceAnswer: Sendable {
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
struct SourceFacts: Equatable, Sendable {
    /// The HTTP status; nil for sources that have none.
    var status: Int?
    var validators = Validators()
    /// Seconds for which the document is fresh.
    var freshness: Double?
    /// Where the source has moved to for good.
    var permanentTarget: String?
}

/// One document as its source gave it, any encoding of the transfer undone.
struct Document: Sendable {
    var bytes: [UInt8]
    /// The media type with its parameters, as served.
    var contentType: String?
    /// The language as served, for documents that name none.
    var language: String?
    /// Where it is: the base of its relative links.
    var address: String
    /// The transfer itself said that all of it came.
    var isVerified: Bool
    var facts: SourceFacts
}
