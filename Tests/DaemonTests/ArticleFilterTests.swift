import Model
import Testing

@testable import Daemon

@Suite("keep and drop")
struct ArticleFilterTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let keep: String?
        let drop: String?
        let passes: Bool
        var testDescription: String { "keep \(keep ?? "-"), drop \(drop ?? "-")" }
    }

    @Test(arguments: [
        Case(keep: nil, drop: nil, passes: true),
        Case(keep: "(?i)SWIFT", drop: nil, passes: true),
        Case(keep: "kotlin", drop: nil, passes: false),
        Case(keep: nil, drop: "sponsored", passes: false),
        Case(keep: "Swift", drop: "sponsored", passes: false),
        Case(keep: "example\\.org", drop: nil, passes: true),
        Case(keep: "^Ada$", drop: nil, passes: true),
    ])
    func matchesTitleURLAuthorsAndTags(rule: Case) {
        var item = Item()
        item.title = "Swift on servers"
        item.url = "https://example.org/a"
        item.authors = [Person(name: "Ada")]
        item.tags = ["sponsored"]
        #expect(ArticleFilter(keep: rule.keep, drop: rule.drop).passes(item) == rule.passes)
    }

    @Test("an article that says nothing cannot match, and is kept only where nothing is asked")
    func empty() {
        #expect(ArticleFilter(keep: nil, drop: "x").passes(Item()))
        #expect(!ArticleFilter(keep: "x", drop: nil).passes(Item()))
    }
}
