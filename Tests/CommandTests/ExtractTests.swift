import Foundation
import TestSupport
import Testing

@Suite("extract, as users call it")
struct ExtractTests {
    private static let folder = Fixtures.directory.appending(path: "page")
    private static let address = "https://news.example/2014/04/23/old-ferry-stops"

    private func extract(_ arguments: String..., page: String) throws -> Program.Result {
        let place = try TemporaryDirectory()
        try place.write(page, to: "page.html")
        return try Program.run(["extract"] + arguments + ["page.html"], in: place.url)
    }

    private func item(_ arguments: String..., page: String) throws -> [String: Any] {
        let place = try TemporaryDirectory()
        try place.write(page, to: "page.html")
        let result = try Program.run(["extract"] + arguments + ["page.html"], in: place.url)
        return try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    }

    @Test("a news page comes out as the lines of the article file")
    func newsPage() throws {
        let page = try String(contentsOf: Self.folder.appending(path: "news.html"), encoding: .utf8)
        let wanted = try String(contentsOf: Self.folder.appending(path: "news.md"), encoding: .utf8)
        #expect(try extract("--url", Self.address, "--format", "markdown", page: page).text == wanted)
    }

    @Test("each format says the same")
    func formats() throws {
        let page = try String(contentsOf: Self.folder.appending(path: "news.html"), encoding: .utf8)
        let item = try item("--url", Self.address, page: page)
        #expect(
            try extract("--url", Self.address, "--format", "html", page: page).text
                == (item["content_html"] as? String ?? "") + "\n")
        #expect(
            try extract("--url", Self.address, "--format", "text", page: page).text
                == (item["content_text"] as? String ?? "") + "\n")
        #expect(item["title"] as? String == "Old ferry stops in the week of the fair")
        #expect(item["date_published"] as? String == "2014-04-23T18:30:00Z")
        #expect(item["image"] as? String == "https://news.example/images/ferry-1200x630.jpg")
        #expect(item["language"] as? String == "en")
        let fields = try #require(item["_newspool"] as? [String: Any])
        #expect(fields["image_caption"] as? String == "The ferry on Wednesday, at the quay where it will stay for now.")
        #expect(fields["site_name"] as? String == "The Harbour Times")
        #expect(fields["direction"] as? String == "ltr")
    }

    private static let long = String(repeating: "A sentence of the article, with a comma in it. ", count: 20)

    @Test(
        "65 where there is no article",
        arguments: [
            "", "<html><body></body></html>", "<nav><ul><li><a href=/a>Home</a><li><a href=/b>News</a></ul></nav>",
            "{\"json\":1}", "\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR" + String(repeating: "picture of bytes ", count: 40),
        ])
    func none(page: String) throws {
        let result = try extract(page: page)
        #expect(result.status == 65 && result.text.isEmpty)
        #expect(result.errors.contains("no article"))
    }

    @Test("a canonical link names the item, and is not a base for others")
    func canonical() throws {
        let page = """
            <link rel=canonical href="https://a.example/story"><p>\(Self.long)<a href="/next">next</a></p>
            """
        let unnamed = try item(page: page)
        #expect(unnamed["url"] as? String == "https://a.example/story")
        #expect((unnamed["content_html"] as? String)?.contains("href=\"/next\"") == true)
        let named = try item("--url", "https://b.example/x/", page: page)
        #expect(named["url"] as? String == "https://b.example/x/")
        #expect((named["content_html"] as? String)?.contains("href=\"https://b.example/next\"") == true)
    }

    @Test(
        "a page without an article is 65, a wrong selector 64",
        arguments: [
            ([], "", 65),
            ([], "<ul><li><a href=/a>One of many links</a><li><a href=/b>Another of many links</a></ul>", 65),
            (["--selector", "p:first"], "<p>x", 64), (["--format", "pdf"], "<p>x", 64),
        ] as [([String], String, Int32)])
    func exits(arguments: [String], page: String, status: Int32) throws {
        let place = try TemporaryDirectory()
        try place.write(page, to: "page.html")
        let result = try Program.run(["extract"] + arguments + ["page.html"], in: place.url)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
    }

    @Test("selectors overrule the search")
    func selectors() throws {
        let page = "<p>\(Self.long)</p><div class=me><b>Chosen.</b><i>Cut.</i></div><div class=me>Too.</div>"
        let item = try item("--selector", ".me", "--remove", "i", page: page)
        #expect(item["content_text"] as? String == "Chosen.\n\nToo.")
    }
}

@Suite(
    "Articles of saved pages",
    .enabled(if: Fixtures.corpus != nil, "the corpora are not beside this tree"))
struct ExtractionScoreTests {
    @Test("content, titles, by-lines and dates are found as often as before")
    func scores() throws {
        let folder = try #require(Fixtures.corpus).appending(path: "readability")
        let script = Fixtures.directory.appending(path: "../../scripts/score-extraction").standardizedFileURL
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", script.path, Program.path, folder.path, "15", "--require", "0.98", "97", "90", "90",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }

    @Test("a --selector that matches nothing is told; one that matches is not")
    func unmatchedSelector() throws {
        let place = try TemporaryDirectory()
        let words = String(repeating: "Some words of an article that is long enough. ", count: 20)
        try place.write("<html><body><div class=a><p>\(words)</p></div></body></html>", to: "page.html")
        let found = try Program.run(["extract", "--selector", ".a", "page.html"], in: place.url)
        #expect(found.status == 0 && found.errors.isEmpty, "\(found.errors)")
        let other = try Program.run(["extract", "--selector", ".b", "page.html"], in: place.url)
        #expect(other.status == 0 && other.errors.contains("--selector “.b” matches nothing"), "\(other.errors)")
    }
}
