import Model
import Parse
import Testing

@testable import Polling

@Suite struct PollFailureTests {
    @Test func whatIsNotReadableIsNotAFeed() {
        #expect(PollFailure(ParseError.notAFeed("an HTML page")).kind == .notAFeed)
        #expect(PollFailure(ParseError.malformed("not JSON", line: 2)).kind == .notAFeed)
        #expect(PollFailure(ParseError.tooLarge(limit: 1)).kind == .tooLarge)
    }
}
