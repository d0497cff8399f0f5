import Config
import Deliver
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
        #expect(filter(rule.keep, rule.drop).passes(item, feedTags: []) == rule.passes)
    }

    @Test("an article that says nothing cannot match, and is kept only where nothing is asked")
    func empty() {
        #expect(filter(nil, "x").passes(Item(), feedTags: []))
        #expect(!filter("x", nil).passes(Item(), feedTags: []))
    }

    @Test("a table asks each of its fields, and all must match")
    func fields() {
        var item = Item()
        item.title = "Release 2.0"
        item.url = "https://example.org/release"
        item.contentText = "Now with batteries"
        var pattern = Configuration.ItemPattern()
        pattern.title = "^Release"
        pattern.content = "batteries"
        #expect(ArticleFilter(keep: pattern, drop: nil).passes(item, feedTags: []))
        pattern.url = "news"
        #expect(!ArticleFilter(keep: pattern, drop: nil).passes(item, feedTags: []))
        var drop = Configuration.ItemPattern()
        drop.title = "batteries"  // which is in the text alone
        #expect(ArticleFilter(keep: nil, drop: drop).passes(item, feedTags: []))
    }

    @Test("the feed's tags count as the article's")
    func feedTags() {
        #expect(filter("^security$", nil).passes(Item(), feedTags: ["security"]))
        #expect(!filter(nil, "^security$").passes(Item(), feedTags: ["security"]))
    }

    private func filter(_ keep: String?, _ drop: String?) -> ArticleFilter {
        ArticleFilter(
            keep: keep.map { Configuration.ItemPattern(any: $0) }, drop: drop.map { Configuration.ItemPattern(any: $0) }
        )
    }
}
