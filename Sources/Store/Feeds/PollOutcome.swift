public import FoundationEssentials

/// What one poll came to, for people.
public struct PollOutcome: Sendable, Equatable {
    /// A feed's last polls that the store keeps.
    package static let kept = 10
    /// Bytes of `error` that the store keeps.
    private static let errorLimit = 160

    public var time: Date
    /// HTTP status; nil where no answer came.
    public var status: Int?
    public var milliseconds: Int
    /// Nil: it went well.
    public var error: String?
    /// Articles that it brought, new and updated; filled in by `commit`.
    public package(set) var articles = 0

    public init(time: Date, status: Int?, milliseconds: Int, error: String? = nil) {
        (self.time, self.status, self.milliseconds, self.error) = (time, status, milliseconds, error)
    }

    /// As much of `error` as is kept, cut between characters of Unicode.
    package var keptError: String? {
        guard let error, error.utf8.count > Self.errorLimit else { return error }
        var scalars = String.UnicodeScalarView()
        var bytes = 0
        for scalar in error.unicodeScalars {
            bytes += UTF8.width(scalar)
            if bytes > Self.errorLimit { break }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
