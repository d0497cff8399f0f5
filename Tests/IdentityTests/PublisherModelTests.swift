import Foundation
import Model
import TestSupport
import Testing

@testable import Identity

/// Publishers of all habits, polled for months: no article is lost, and none comes twice where its publisher gives
/// anything to hold on to (docs/decisions/0045).
///
/// `NEWSPOOL_MODEL_PUBLISHERS=500 NEWSPOOL_MODEL_POLLS=200 swift test -c release --filter PublisherModelTests` is the
/// large run.
@Suite struct PublisherModelTests {
    private struct Outcome {
        var shown = 0
        var lost: [Int] = []
        var repeated: [Int] = []
    }

    private static func setting(_ name: String, _ normal: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? normal
    }

    private func run(_ habits: Habits, seed: UInt64, polls: Int) throws -> Outcome {
        let store = SeenDictionary()
        var publisher = Publisher(habits, name: "p\(seed)", seed: seed)
        var (shown, landed) = (Set<Int>(), [Int: Int]())
        for poll in 0..<polls {
            let day = 100 + Double(poll) / 3
            let document = publisher.document(day: day)
            let answer = try store.poll(
                1, url: publisher.feedURL, document.map(\.fingerprint), now: .day(day))
            shown.formUnion(document.map(\.article))
            for index in answer.landed { landed[document[index].article, default: 0] += 1 }
        }
        var outcome = Outcome(shown: shown.count)
        outcome.lost = shown.filter { landed[$0] == nil }.sorted()
        outcome.repeated = landed.filter { $0.value > 1 }.keys.sorted()
        return outcome
    }

    @Test func losesNothingAndRepeatsNothingThatCanBeKnown() throws {
        let publishers = Self.setting("NEWSPOOL_MODEL_PUBLISHERS", 120)
        let polls = Self.setting("NEWSPOOL_MODEL_POLLS", 60)
        var dice = Dice(seed: UInt64(Self.setting("NEWSPOOL_MODEL_SEED", 1)))
        var (articles, lost, repeated, unknowable) = (0, 0, 0, 0)
        for number in 0..<publishers {
            var habits = Habits(&dice)
            while !habits.tellsArticlesApart { habits = Habits(&dice) }
            let outcome = try run(habits, seed: UInt64(number), polls: polls)
            articles += outcome.shown
            lost += outcome.lost.count
            #expect(outcome.lost.isEmpty, "\(number): \(habits): \(outcome.lost.prefix(5)) of \(outcome.shown)")
            if habits.keepsArticlesTogether {
                repeated += outcome.repeated.count
                #expect(
                    outcome.repeated.isEmpty, "\(number): \(habits): \(outcome.repeated.prefix(5)) of \(outcome.shown)")
            } else {
                unknowable += outcome.repeated.count
            }
        }
        print(
            "\(publishers) publishers, \(publishers * polls) polls, \(articles) articles: \(lost) lost, \(repeated) repeated,"
                + " \(unknowable) repeated by publishers that give nothing to hold on to")
    }
}
