package import Model
import Parse
import ParserProcess
package import Store

// Where the errors of the stages become the failure of a poll. A source does so with its own.

extension PollFailure {
    init(_ error: ParseError) {
        let kind: Kind =
            switch error {
            case .notAFeed, .malformed: .notAFeed
            case .tooLarge: .tooLarge
            }
        self.init(kind, error.description)
    }

    init(_ failure: ParserFailure) {
        switch failure {
        case .unreadable(let error): self.init(error)
        case .died(let death): self.init(death.isOutOfTime ? .slowDocument : .parser, "\(death)")
        }
    }

    package init(_ error: StoreError) { self.init(.store, error.description) }

    static let gone = PollFailure(.gone, "410 Gone: the feed has been retired")
    /// Said for the first time, or not a day ago.
    static let goneForNow = PollFailure(.gone, "410 Gone: the feed is retired if its server still says so a day later")
    /// Of where the feed had moved to, or of another site that it redirects to.
    static let goneElsewhere = PollFailure(.gone, "410 Gone, which the feed's own address has not said")
    static let cutOff = PollFailure(.cutOff, "the document breaks off in the middle")
}
