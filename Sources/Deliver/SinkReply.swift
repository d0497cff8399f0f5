/// What came back for the message that `Sink.test` sent.
package struct SinkReply: Sendable, Equatable {
    /// The receiver has it.
    package var isSuccess: Bool
    /// HTTP's; nil: there was no answer.
    package var status: Int?
    /// Why there was none.
    package var error: String?
    /// The beginning of what came with the answer; empty where nothing did.
    package var text: String
}
