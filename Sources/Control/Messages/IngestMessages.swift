public import Model

/// What came of a document that was brought.
public struct IngestAnswer: Codable, Sendable {
    public private(set) var new = 0, updated = 0, duplicates = 0
    /// Why it could not be read, or not to its end.
    public private(set) var failure: PollFailure.Kind?
    public private(set) var error: String?
    /// There is no feed of that name.
    public private(set) var unknown: PollAnswer.Unknown?
    /// Why no document is taken now; a sentence.
    public private(set) var refused: String?

    package init(new: Int = 0, updated: Int = 0, duplicates: Int = 0, failure: PollFailure? = nil) {
        (self.new, self.updated, self.duplicates) = (new, updated, duplicates)
        (self.failure, error) = (failure?.kind, failure?.sentence)
    }

    package init(unknown: PollAnswer.Unknown) { self.unknown = unknown }
    package init(refused: String) { self.refused = refused }
}
