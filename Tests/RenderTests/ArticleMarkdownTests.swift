import Foundation
import Model
import Testing

@testable import Render

@Suite("The article file as a person reads it")
struct ArticleMarkdownTests {
    let id = ItemID(feed: "f", key: "k")

    func render(_ item: Item, body: String = "", _ markdown: ArticleMarkdown = ArticleMarkdown()) -> String {
        String(decoding: markdown.render(item, body: body, id: id, feed: "site"), as: UTF8.self)
    }

    func complete() -> Item {
        var item = Item()
        item.title = "Title of the article"
        item.authors = [Person(name: "Name of the Author", url: "https://example.org/author")]
        item.published = Date(timeIntervalSince1970: 1_398_254_400)
        item.image = "https://example.org/lead (1).jpg"
        item.imageCaption = "Caption of the lead image."
        item.url = "https://example.org/2014/04/23/title-of-the-article"
        return item
    }

    @Test("all parts, in their order")
    func shape() {
        #expect(
            render(complete(), body: "First paragraph, with [links](https://example.org/).\n\n> Quote.") == """
                Title of the article

                By [Name of the Author](https://example.org/author)

                April 23, 2014

                Caption of the lead image.

                First paragraph, with [links](https://example.org/).

                > Quote.

                Original url:

                <https://example.org/2014/04/23/title-of-the-article>

                """)
    }

    @Test("parts that the article lacks are left out with their empty line")
    func parts() {
        var item = Item()
        item.title = "Only a title"
        #expect(render(item) == "Only a title\n")
        item.title = nil
        item.summary = "Only *a* summary"
        #expect(render(item) == "Only \\*a\\* summary\n")
        item.url = "https://example.org/<x>"
        #expect(render(item, body: "Text") == "Text\n\nOriginal url:\n\n<https://example.org/%3Cx%3E>\n")
    }

    @Test(
        "the by-line",
        arguments: [
            ([Person(name: "Ada")], "By [Ada](#)"),
            (
                [Person(name: "A [b] *c*", url: "https://example.org/(x)")],
                "By [A \\[b\\] \\*c\\*](https://example.org/%28x%29)"
            ),
            ([Person(name: "Ada"), Person(name: "Bo")], "By [Ada](#) and [Bo](#)"),
            ([Person(name: "Ada"), Person(name: "Bo"), Person(name: "Cy")], "By [Ada](#), [Bo](#) and [Cy](#)"),
            ([Person(email: "ada@example.org")], "By [ada@example.org](#)"),
        ])
    func byline(authors: [Person], line: String) {
        var item = Item()
        item.authors = authors
        #expect(render(item) == line + "\n")
    }

    @Test func leadImage() {
        let text = render(complete(), ArticleMarkdown(leadImage: true))
        #expect(text.contains("\n\n![](https://example.org/lead%20%281%29.jpg)\n\nCaption of the lead image.\n\n"))
    }

    @Test("front matter is YAML whose strings no rule of YAML can bite")
    func frontMatter() {
        var item = complete()
        item.title = "yes: \"no\" # \u{2028}\u{85}."
        item.tags = ["a", "- b"]
        let text = render(item, ArticleMarkdown(frontMatter: true))
        #expect(
            text.hasPrefix("---\nid: \"\(id.text)\"\nfeed: \"site\"\ntitle: \"yes: \\\"no\\\" # \\u2028\\u0085.\"\n"))
        #expect(text.contains("\ndate: \"2014-04-23T12:00:00Z\"\n"))
        #expect(text.contains("\ntags: [\"a\", \"- b\"]\n"))
        #expect(text.contains("\n---\n\nyes"))
    }
}
