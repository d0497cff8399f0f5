import Files
import Testing

@Suite("What is small goes before what is large, and nothing waits for ever")
struct TurnLineTests {
    private func line(_ weights: Int...) -> TurnLine<Int> {
        var line = TurnLine<Int>()
        for weight in weights { line.append(weight, weight: weight) }
        return line
    }

    private func all(_ line: TurnLine<Int>) -> [Int] {
        var line = line
        return (0..<line.count).compactMap { _ in line.popFirst() }
    }

    @Test(
        arguments: [
            ([], []), ([5], [5]), ([0, 0], [0, 0]), ([9, 8], [9, 8]), ([1_000, 10, 100], [10, 100, 1_000]),
            ([1_000, 1_001, 1_002, 1], [1, 1_000, 1_001, 1_002]), ([40, 1_000, 40], [40, 40, 1_000]),
            ([1 << 40, 1], [1, 1 << 40]),
        ])
    func theOrder(weights: [Int], order: [Int]) {
        var line = TurnLine<Int>()
        for weight in weights { line.append(weight, weight: weight) }
        #expect(all(line) == order)
        #expect(line.isEmpty == weights.isEmpty)
    }

    @Test("what comes while large ones wait passes all of them")
    func aNewcomer() {
        var line = TurnLine<Int>()
        for number in 0..<100 { line.append(number, weight: 1_000) }
        for number in 0..<50 { #expect(line.popFirst() == number) }
        line.append(-1, weight: 10)
        #expect(line.popFirst() == -1)
        #expect(line.popFirst() == 50)
    }

    @Test("small ones that come and come hold a large one up until they weigh as much together")
    func aLargeOneHasItsTurn() {
        var line = TurnLine<Int>()
        line.append(-1, weight: 1_000)
        var before = 0
        while true {
            line.append(before, weight: 10)
            guard let next = line.popFirst(), next >= 0 else { break }
            before += 1
        }
        #expect((99...101).contains(before))
    }

    @Test func oneThatMayNotWeighMore() {
        var line = line(1_000, 10, 30_000)
        #expect(line.popFirst(weighingAtMost: 9) == nil)
        #expect(line.popFirst(weighingAtMost: 10) == 10)
        #expect(line.popFirst(weighingAtMost: 999) == nil)
        #expect(line.popFirst(weighingAtMost: 1_000) == 1_000)
        #expect(line.count == 1)
        #expect(line.removeAll() == [30_000] && line.isEmpty)
    }

    @Test func whatWentIsHeldNoLonger() {
        final class Document {}
        var line = TurnLine<Document>()
        weak var first: Document?
        do {
            let document = Document()
            first = document
            line.append(document, weight: 1)
        }
        line.append(Document(), weight: 1)
        #expect(first != nil)
        _ = line.popFirst()
        #expect(first == nil)
    }
}
