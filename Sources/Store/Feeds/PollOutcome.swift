public import FoundationEssentials
public import Model

/// What one poll came to.
public struct PollOutcome: Sendable, Equatable {
    /// A feed's last polls that the store keeps.
    package static let kept = 10
    /// Bytes of a failure's sentence that the store keeps.
    private static let sentenceLimit = 160

    public var time: Date
    /// HTTP status; nil where no answer came.
    public var status: Int?
    public var milliseconds: Int
    /// Nil: it went well.
    public var failure: PollFailure?
    /// Articles that it brought, new and updated; filled in by `commit`.
    public package(set) var articles = 0

    public init(time: Date, status: Int?, milliseconds: Int, failure: PollFailure? = nil) {
        (self.time, self.status, self.milliseconds, self.failure) = (time, status, milliseconds, failure)
    }

    /// As much of `failure` as is kept, cut between characters of Unicode.
    package var keptFailure: PollFailure? {
        guard let failure, failure.sentence.utf8.count > Self.sentenceLimit else { return failure }
        var scalars = String.UnicodeScalarView()
        var bytes = 0
        for scalar in failure.sentence.unicodeScalars {
            bytes += UTF8.width(scalar)
            if bytes > Self.sentenceLimit { break }
            scalars.append(scalar)
        }
        return PollFailure(failure.kind, String(scalars))
    }
}
