import Fetch
import Model
import Parse
import Store

// The one place where the errors of the stages become the failure of a poll.

extension PollFailure {
    /// Nil where the transfer was stopped: the poll then never was.
    init?(_ error: FetchError) {
        guard let kind = Kind(error) else { return nil }
        self.init(kind, error.description)
    }

    init(_ error: ParseError) {
        let kind: Kind =
            switch error {
            case .notAFeed, .malformed: .notAFeed
            case .tooLarge: .tooLarge
            }
        self.init(kind, error.description)
    }

    init(_ error: StoreError) { self.init(.store, error.description) }

    /// An answer with a status that brings no document.
    init(status: Int) { self.init(.httpStatus, HTTPStatus.sentence(status)) }

    static let gone = PollFailure(.gone, "410 Gone: the feed has been retired")
    /// Said for the first time, or not a day ago.
    static let goneForNow = PollFailure(.gone, "410 Gone: the feed is retired if its server still says so a day later")
    /// Of where the feed had moved to, or of another site that it redirects to.
    static let goneElsewhere = PollFailure(.gone, "410 Gone, which the feed's own address has not said")
    static let cutOff = PollFailure(.cutOff, "the document breaks off in the middle")
}

extension PollFailure.Kind {
    fileprivate init?(_ error: FetchError) {
        switch error {
        case .badURL, .unsupportedScheme, .badHeader: self = .badRequest
        case .refusedAddress: self = .refusedAddress
        case .resolve: self = .dns
        case .connect: self = .connect
        case .tls: self = .tls
        case .timedOut, .tooSlow: self = .timeout
        case .bodyTooLarge, .headersTooLarge: self = .tooLarge
        case .tooManyRedirects, .badRedirect: self = .redirects
        case .truncated: self = .cutOff
        case .badEncoding, .emptyReply, .notHTTP, .unaskedNotModified, .curl: self = .protocolError
        case .cancelled, .stopped: return nil
        }
    }
}
