import Foundation
import TestSupport
import Testing

@testable import HTML

/// Each `Fixtures/html/NAME.html` is written as HTML, text and Markdown, and held against `NAME.clean.html`, `NAME.txt` and
/// `NAME.md`. With `NEWSPOOL_GOLDEN=1` in the environment those are written anew instead, for people to read the diff.
struct HTMLGoldenTests {
    private static let folder = Fixtures.directory.appending(path: "html")

    @Test(arguments: ["article", "lists", "code", "nesting", "tables", "images"])
    func isWrittenAsBefore(name: String) throws {
        let html = try String(contentsOf: Self.folder.appending(path: name + ".html"), encoding: .utf8)
        let content = HTMLContent(html, resolve: resolved)
        for (suffix, output) in [(".clean.html", content.html), (".txt", content.text), (".md", content.markdown)] {
            let file = Self.folder.appending(path: name + suffix)
            if ProcessInfo.processInfo.environment["NEWSPOOL_GOLDEN"] != nil {
                try (output + "\n").write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(try String(contentsOf: file, encoding: .utf8) == output + "\n")
        }
        #expect(HTMLContent(content.html, resolve: resolved).html == content.html)
        #expect(SafeHTML.fault(in: content.html) == nil)
    }
}
