import Foundation
import TestSupport
import Testing

@Suite("a page as a feed")
struct PageFeedCommandTests {
    private static let page = """
        <html><head><title>Board</title></head><body>
        <article class="post"><h2>One</h2><a href="/1">more</a><time datetime="2026-11-20">x</time></article>
        <article class="post"><h2>Two</h2><a href="/2">more</a><time datetime="2026-11-21">x</time></article></body></html>
        """

    @Test("parse tries selectors, add writes them, and the daemon lands what they find")
    func page() throws {
        let server = try LoopbackServer { _ in .ok(Self.page) }
        let place = try Workplace()
        try place.configure(feeds: [])
        try place.directory.write(Self.page, to: "page.html")
        let parsed = try place.run(
            "parse", "--url", server.url("/"), "--items", "article.post", "--item-title", "h2", "--item-date",
            "time@datetime", "page.html")
        #expect(parsed.status == 0 && parsed.text.contains("\"title\":\"Two\""), "\(parsed)")
        #expect(parsed.text.contains("\"date_published\":\"2026-11-21T00:00:00Z\""), "\(parsed)")
        let nothing = try place.run("parse", "--items", ".posts", "--item-title", "h2", "page.html")
        #expect(nothing.status == 65 && nothing.errors.contains("items = \".posts\" found 0"), "\(nothing)")
        #expect(try place.run("parse", "--items", "a + b", "page.html").status == 64)
        #expect(try place.run("parse", "--item-title", "h2", "page.html").status == 64)

        #expect(try place.run("add", server.url("/board"), "--items", ".posts").status == 65)
        let added = try place.run(
            "add", server.url("/board"), "--items", "article.post", "--item-title", "h2", "--item-date", "time",
            "--name", "board")
        #expect(added.status == 0 && added.errors.contains("(Board, 2 items)"), "\(added)")
        #expect(try place.run("check").status == 0)
        #expect(try place.run("run", "--once").status == 0)
        let lines = try place.journal()
        #expect(
            lines.compactMap { $0["title"] as? String } == ["Two", "One"], "as of any feed, the newest is first there")
        #expect(lines.last?["url"] as? String == server.url("/1"))
    }

    @Test("a page that has no items any more is a failure, unless it may be empty", arguments: [false, true])
    func empty(mayBeEmpty: Bool) throws {
        let server = try LoopbackServer { _ in .ok("<html><title>Board</title><p>Nothing</p></html>") }
        let place = try Workplace()
        try place.configure(
            feeds: [],
            extra: """
                [[feed]]
                url = "\(server.url("/board"))"
                name = "board"
                items = "article"
                item_title = "h2"
                may_be_empty = \(mayBeEmpty)

                """)
        #expect(try place.run("run", "--once").status == (mayBeEmpty ? 0 : 1))
        let status = try place.run("status", "--json").text
        #expect(status.contains("found 0, item_title = \\\"h2\\\" found 0") == !mayBeEmpty, "\(status)")
    }
}
