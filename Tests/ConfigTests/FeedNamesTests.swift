import Config
import Testing

@Suite struct FeedNamesTests {
    @Test func aNameThatIsTakenGetsANumber() throws {
        var names = FeedNames(["e-example", "e-example-3"])
        let address = try WebAddress(feed: "https://e.example/")
        #expect(names.take(for: address) == "e-example-2")
        #expect(names.takeNeeded(for: address) == "e-example-4")
        let other = try WebAddress(feed: "https://o.example/?1")
        #expect(names.takeNeeded(for: other) == nil && names.takeNeeded(for: other) == "o-example-2")
    }

    /// Thousands of addresses may differ in their queries alone: each is given its number without asking for all before it.
    @Test func manyOfOneNameAreNumbered() throws {
        var names = FeedNames([])
        let address = try WebAddress(feed: "https://e.example/feed")
        let given = (1...20_000).map { _ in names.take(for: address) }
        #expect(given.first == "e-example-feed" && given.last == "e-example-feed-20000")
    }
}
