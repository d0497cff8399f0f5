import Foundation
import Store
import Testing

@testable import Daemon

/// Told once each: that a feed broke, that it has been broken for a day, that it is gone, that it is back.
@Suite struct PollLogTests {
    @Test func aStoryOfOneFeed() {
        let start = Date(timeIntervalSince1970: 1_795_000_000)
        var state: FeedState?
        func poll(hour: Double, fails: Bool, why: String = "backoff") -> PollLog.Event? {
            let now = start + hour * 3_600
            var after = state ?? FeedState()
            let goesOn = after.since != nil && (after.failures > 0) == fails
            if !goesOn { after.since = now }
            after.failures = fails ? after.failures + 1 : 0
            after.why = fails ? why : "interval"
            after.lastPoll = now
            defer { state = after }
            return PollLog.event(before: state, after: after, now: now)
        }
        #expect(poll(hour: 0, fails: false) == nil)
        #expect(poll(hour: 1, fails: true) == .broke)
        #expect(poll(hour: 2, fails: true) == nil)
        #expect(poll(hour: 24.5, fails: true) == nil)
        #expect(poll(hour: 26, fails: true) == .stillBroken)
        #expect(poll(hour: 30, fails: true) == nil)
        #expect(poll(hour: 60, fails: true) == nil)
        #expect(poll(hour: 61, fails: false) == .back)
        #expect(poll(hour: 62, fails: false) == nil)
        #expect(poll(hour: 63, fails: true) == .broke)
        #expect(poll(hour: 64, fails: true, why: "gone") == .gone)
        #expect(poll(hour: 65, fails: true, why: "gone") == nil)
    }
}
