import Foundation
import Schedule
import Testing

@testable import Daemon

@Suite("Whose server is silent: by the measure of the others")
struct SilentPollDetectorTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(
        "before any server has answered, the fewer places there are the longer is the wait",
        arguments: [(1, 2.0), (10, 2.0), (20, 1.0), (64, 0.3125), (256, 0.078125)])
    func theFirstWait(places: Int, wait: Double) {
        var patience = SilentPollDetector(places: places)
        patience.begin(1, at: start)
        #expect(patience.silent(at: start + wait - 0.001) == [])
        #expect(patience.silent(at: start + wait + 0.001) == [1])
    }

    @Test("once as many were silent as there are places, an eighth of that does")
    func theNextWaits() {
        var patience = SilentPollDetector(places: 4)
        for key in 1...4 as ClosedRange<FeedKey> { patience.begin(key, at: start + (key == 4 ? 1 : 0)) }
        #expect(patience.silent(at: start + 2.01) == [1, 2, 3])
        patience.begin(5, at: start + 2.01)
        #expect(patience.silent(at: start + 2.9) == [])
        #expect(patience.silent(at: start + 3.01) == [4])
        patience.begin(6, at: start + 3.01)
        #expect(patience.silent(at: start + 3.2) == [5])
        #expect(patience.silent(at: start + 3.32) == [6])
    }

    @Test(
        "an answer is the measure of the others: eight times what it took, a tenth of a second at least",
        arguments: [(0.001, 0.1), (0.0125, 0.1), (0.4, 3.2)])
    func theMeasure(took: Double, wait: Double) {
        var patience = SilentPollDetector(places: 64)
        patience.begin(1, at: start)
        patience.end(1, hasAnswer: true, at: start + took)
        patience.begin(2, at: start + took)
        #expect(patience.silent(at: start + took + wait - 0.002) == [])
        #expect(patience.silent(at: start + took + wait + 0.002) == [2])
    }

    @Test("one that is silent is told once, and its end without an answer says nothing of the others")
    func toldOnce() {
        var patience = SilentPollDetector(places: 64)
        patience.begin(1, at: start)
        #expect(patience.silent(at: start + 1) == [1])
        #expect(patience.silent(at: start + 9) == [])
        patience.end(1, hasAnswer: false, at: start + 15)
        patience.begin(2, at: start + 15)
        #expect(patience.silent(at: start + 15.32) == [2])
    }

    @Test("where all servers are slow alike, places are given away for one round at most", arguments: [0.3, 0.7, 5])
    func slowServers(took: Double) {
        var patience = SilentPollDetector(places: 64)
        for key in 1...64 as ClosedRange<FeedKey> { patience.begin(key, at: start) }
        let isTold = took > 0.3125
        #expect(patience.silent(at: start + min(took, 0.32)).count == (isTold ? 64 : 0))
        for key in 1...64 as ClosedRange<FeedKey> { patience.end(key, hasAnswer: true, at: start + took) }
        for key in 65...128 as ClosedRange<FeedKey> { patience.begin(key, at: start + took) }
        for step in 1...7 { #expect(patience.silent(at: start + took + Double(step) * took) == []) }
    }

    @Test("a document that came gives its poll's place away after a second, and how long it waits measures no server")
    func documentsThatWait() {
        var patience = SilentPollDetector(places: 64)
        for key in 1...3 as ClosedRange<FeedKey> {
            patience.begin(key, at: start)
            patience.answered(key, bytes: 1 << 20, at: start + 0.01)
        }
        #expect(patience.silent(at: start + 1) == [])
        #expect(patience.silent(at: start + 1.02) == [1, 2, 3])
        patience.end(1, hasAnswer: true, at: start + 40)
        #expect(patience.silent(at: start + 41) == [])
        patience.begin(4, at: start + 41)
        #expect(patience.silent(at: start + 41.09) == [])
        #expect(patience.silent(at: start + 41.11) == [4])
    }

    @Test("what a poll waited for besides its server measures no server")
    func waitsForOtherThings() {
        var patience = SilentPollDetector(places: 64)
        patience.begin(1, at: start)
        patience.answered(1, bytes: 1 << 20, after: .milliseconds(10), at: start + 30)
        patience.begin(2, at: start + 30)
        #expect(patience.silent(at: start + 30.11) == [2])
    }

    @Test("one that was silent before its document came is not told again")
    func silentBefore() {
        var patience = SilentPollDetector(places: 64)
        patience.begin(1, at: start)
        #expect(patience.silent(at: start + 1) == [1])
        patience.answered(1, bytes: 1 << 20, at: start + 2)
        #expect(patience.silent(at: start + 9) == [])
    }

    @Test("documents beyond what may be held keep the places of their polls until others are read")
    func documentsBeyondTheRoom() {
        var patience = SilentPollDetector(places: 64)
        for key in 1...4 as ClosedRange<FeedKey> {
            patience.begin(key, at: start)
            patience.answered(key, bytes: key == 4 ? 100 : SilentPollDetector.room / 2 - 100, at: start)
        }
        #expect(patience.silent(at: start + 1.1) == [1, 2, 4])
        #expect(patience.silent(at: start + 2) == [])
        patience.end(4, hasAnswer: true, at: start + 2)
        #expect(patience.silent(at: start + 3) == [])
        patience.end(2, hasAnswer: true, at: start + 3)
        #expect(patience.silent(at: start + 4) == [3])
    }
}
