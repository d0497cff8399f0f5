import Foundation
import Schedule
import Testing

@testable import Daemon

@Suite("Whose server is silent: by the measure of the others")
struct PatienceTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func keys(_ numbers: ClosedRange<FeedKey>) -> [FeedKey] { Array(numbers) }

    @Test(
        "before any poll has ended, the fewer places there are the longer is the wait",
        arguments: [(1, 2.0), (5, 2.0), (10, 1.0), (64, 0.15625), (256, 0.0390625)])
    func theFirstWait(places: Int, wait: Double) {
        var patience = Patience(places: places)
        patience.begin(keys(1...1)[0], at: start)
        #expect(patience.silent(at: start + wait - 0.001) == [])
        #expect(patience.silent(at: start + wait + 0.001) == keys(1...1))
    }

    @Test("after silent ones an eighth of that does, until a poll ends")
    func theNextWaits() {
        var patience = Patience(places: 64)
        for key in keys(1...64) { patience.begin(key, at: start) }
        #expect(patience.silent(at: start + 0.16) == keys(1...64))
        let later = start + 0.16
        for key in keys(65...128) { patience.begin(key, at: later) }
        #expect(patience.silent(at: later + 0.019) == [])
        #expect(patience.silent(at: later + 0.02) == keys(65...128))
    }

    @Test("a poll that ended is the measure of the others: eight times what it took, a tenth of a second at least")
    func theMeasure() {
        for (took, wait) in [(0.001, 0.1), (0.0125, 0.1), (0.5, 4.0)] {
            var patience = Patience(places: 64)
            let all = keys(1...2)
            patience.begin(all[0], at: start)
            patience.end(all[0], at: start + took)
            patience.begin(all[1], at: start + took)
            #expect(patience.silent(at: start + took + wait - 0.002) == [])
            #expect(patience.silent(at: start + took + wait + 0.001) == [all[1]])
        }
    }

    @Test("one that is silent is told once, and its end says nothing of the others")
    func toldOnce() {
        var patience = Patience(places: 64)
        let all = keys(1...2)
        patience.begin(all[0], at: start)
        #expect(patience.silent(at: start + 1) == [all[0]])
        #expect(patience.silent(at: start + 9) == [])
        patience.end(all[0], at: start + 15)
        patience.begin(all[1], at: start + 15)
        #expect(patience.silent(at: start + 15.5) == [all[1]])
    }
}
