import Constructs
import Testing

/// Every construct of every reader, as often as fits: four times the document takes about four times the time, not sixteen.
/// `Fuzz/run doubling` does the same up to 1 MiB with the optimized program.
@Suite struct DoublingTests {
    @Test(arguments: [Construct.ofFeeds, Construct.ofPages, Construct.ofValues])
    func takesLinearTime(_ constructs: [Construct]) {
        for construct in constructs {
            let growth = construct.growth(from: 8 << 10, to: 32 << 10)
            #expect(growth.excess == nil, "\(construct): \(growth.times)")
        }
    }

    @Test func whatComesOfABodyIsBounded() {
        for construct in Construct.ofPages where construct.reader == .body {
            let document = construct.document(32 << 10)
            #expect(construct.read(document) <= 16 * document.count + (2 << 20), "\(construct)")
        }
    }

    /// The judge itself.
    @Test(arguments: [
        ([0.001, 0.002, 0.1], false), ([0.01, 0.02, 0.04], false), ([0.01, 0.04, 0.16], true),
        ([0.01, 0.03, 0.09], false),
        ([0.01, 0.01, 0.11], true),
    ])
    func excess(_ seconds: [Double], _ isBeyond: Bool) {
        let times = zip([1 << 10, 2 << 10, 4 << 10], seconds).map { ($0, $1) }
        #expect((Construct.Growth(times: times).excess != nil) == isBeyond)
    }

    /// A step to another way of reading is no growth; the square of a mebibyte is.
    @Test(arguments: [([0.003, 0.02, 0.041], false), ([0.003, 0.02, 0.08], true), ([0.02, 0.08, 0.32], true)])
    func stepsAreNoExcess(_ seconds: [Double], _ isBeyond: Bool) {
        let times = zip([256 << 10, 512 << 10, 1 << 20], seconds).map { ($0, $1) }
        #expect((Construct.Growth(times: times).excess != nil) == isBeyond)
    }
}
