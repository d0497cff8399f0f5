/// Why a poll failed: a kind, which decisions, metrics and status share, and a sentence for people.
public struct PollFailure: Error, Equatable, Sendable {
    /// The raw values are part of the contract with users (`status --json`, metrics, log): they only ever gain.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// The request cannot be made: the address, its scheme or a header is at fault.
        case badRequest = "bad_request"
        /// The address is private, and not allowed.
        case refusedAddress = "refused_address"
        case dns, connect, tls, timeout
        /// Too many redirects, or one that is not to be followed.
        case redirects
        /// What came is not HTTP as it should be: no answer, a body that cannot be decoded.
        case protocolError = "protocol"
        case httpStatus = "http_status"
        /// 410: the feed has been retired.
        case gone
        case tooLarge = "too_large"
        /// The connection or the document ended too early.
        case cutOff = "cut_off"
        case notAFeed = "not_a_feed"
        /// The document could not be read within its deadline.
        case slowDocument = "slow_document"
        /// The process that read the document died of it.
        case parser
        /// The feed's command failed.
        case command
        /// The feed's file could not be read.
        case file
        /// The store could not be read or written.
        case store
        /// Of a version of newspool that kept no kinds.
        case unknown
    }

    public var kind: Kind
    /// Without a full stop. No decision reads it.
    public var sentence: String

    public init(_ kind: Kind, _ sentence: String) { (self.kind, self.sentence) = (kind, sentence) }
}
