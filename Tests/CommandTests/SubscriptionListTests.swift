import Foundation
import TestSupport
import Testing

@Suite("newspool import and export")
struct SubscriptionListTests {
    private static let opml = """
        <?xml version="1.0"?><opml version="1.1"><head><title>x</title></head><body>
        <outline text="News &amp; more"><outline title="World"><outline text="BBC" type="rss"
          xmlUrl="https://feeds.example/bbc?a=1&amp;b=2"/></outline>
        <outline text="Paper" xmlUrl="https://paper.example/rss"/></outline>
        <outline text="Ärger &quot;x&quot;" xmlUrl="https://x.example/" category="/a,b"/>
        <outline text="again" xmlUrl="HTTPS://X.example"/>
        <outline text="no address" xmlUrl="not a url"/>
        <outline text="known" xmlUrl="https://known.example/"/>
        </body></opml>
        """

    private static let start = "[[feed]]\nurl = \"https://known.example/\"\nname = \"known\"\n"

    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.directory.write(Self.start, to: "feeds.toml")
        try place.directory.write(Self.opml, to: "list.opml")
        return place
    }

    private func text(_ place: Workplace) throws -> String {
        try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
    }

    @Test("folders become tags, duplicates are skipped with a word; what is not an address exits 65, the rest is added")
    func imports() throws {
        let place = try place()
        let result = try place.run("import", "list.opml", "--tag", "new")
        #expect(result.status == 65 && result.output.isEmpty, "\(result.errors)")
        #expect(
            try text(place) == Self.start + """

                [[feed]]
                url = "https://feeds.example/bbc?a=1&b=2"
                title = "BBC"
                tags = ["News & more", "World", "new"]

                [[feed]]
                url = "https://paper.example/rss"
                title = "Paper"
                tags = ["News & more", "new"]

                [[feed]]
                url = "https://x.example/"
                title = "Ärger \\"x\\""
                tags = ["/a", "b", "new"]

                """)
        for words in [
            "skipped HTTPS://X.example", "skipped https://known.example/: it is in feeds.toml", "line 1", "not a url",
            "3 feeds added", "added https://paper.example/rss",
        ] { #expect(result.errors.contains(words), "\(words) in \(result.errors)") }
        #expect(try place.run("check").status == 0)
    }

    @Test("from standard input, without a change, without a word")
    func options() throws {
        let place = try place()
        let dry = try place.run("import", "--dry-run", "list.opml")
        #expect(dry.status == 65 && dry.errors.contains("3 feeds would be added"))
        #expect(try text(place) == Self.start)
        let input = Data("<opml><outline text='Q' xmlUrl='https://q.example/'/></opml>".utf8)
        let quiet = try Program.run(["import", "--quiet", "-"], in: place.directory.url, input: input)
        #expect(quiet.status == 0 && quiet.errors.isEmpty)
        #expect(try text(place).contains("https://q.example/"))
    }

    @Test("feed: is another word for https")
    func feedScheme() throws {
        let place = try place()
        let list = "<opml><outline xmlUrl='feed://q.example/'/><outline xmlUrl='Feed:http://r.example/'/></opml>"
        let result = try Program.run(["import", "-"], in: place.directory.url, input: Data(list.utf8))
        #expect(result.status == 0)
        for url in ["https://q.example/", "http://r.example/"] { #expect(try text(place).contains("url = \"\(url)\"")) }
    }

    @Test(
        "what is not OPML, or half of one: 65",
        arguments: [
            "", "hello", "{}", "<rss version='2.0'><channel/></rss>", "<opml", "\u{0}\u{1}",
            "<opml><body><outline xmlUrl='https://a.b/'/>",
        ])
    func bad(_ text: String) throws {
        let place = try place()
        let result = try Program.run(["import", "-"], in: place.directory.url, input: Data(text.utf8))
        #expect(result.status == 65 && !result.errors.isEmpty, "\(result.errors)")
        #expect(try self.text(place) == Self.start)
        #expect(try place.run("import", "missing.opml").status == 65)
    }

    @Test("what is exported is imported again in the same order with the same tags", arguments: ["opml", "toml"])
    func roundTrip(format: String) throws {
        let (place, other) = (try place(), try Workplace())
        try place.directory.write(
            Self.start
                + """
                tags = ["one", "two"]
                [[feed]]
                url = "https://b.example/?a=1&b=<2>"
                title = "B's \\"title\\""
                tags = ["one", "thr\\tee"]
                [[feed]]
                url = "https://c.example/"
                [[feed]]
                url = "https://d.example/"
                tags = ["with, comma", "x"]
                [[feed]]
                url = "https://e.example/"
                tags = ["one"]

                """.replacing("\\t", with: ""), to: "feeds.toml")
        let export = try place.run("export", "--format", format)
        #expect(export.status == 0 && export.errors.isEmpty)
        if format == "toml" {
            try export.output.write(to: other.directory.appending("feeds.toml"))
        } else {
            try other.directory.write("", to: "feeds.toml")
            let imported = try Program.run(["import", "-"], in: other.directory.url, input: export.output)
            #expect(imported.status == 0, "\(imported.errors)")
        }
        let again = try other.run("export", "--format", format)
        #expect(again.text == export.text)
        let lines = try text(other).split(separator: "\n")
        #expect(
            lines.filter { $0.hasPrefix("url") }.map { String($0.dropFirst(7).dropLast()) } == [
                "https://known.example/", "https://b.example/?a=1&b=<2>", "https://c.example/", "https://d.example/",
                "https://e.example/",
            ])
        #expect(
            lines.filter { $0.hasPrefix("tags") } == [
                "tags = [\"one\", \"two\"]", "tags = [\"one\", \"three\"]", "tags = [\"with, comma\", \"x\"]",
                "tags = [\"one\"]",
            ])
    }

    @Test("a bar with counts on a terminal")
    func bar() throws {
        let place = try place()
        let outlines = (1...500).map { "<outline xmlUrl='https://a.example/\($0)'/>" }.joined()
        try place.directory.write("<opml>\(outlines)</opml>", to: "long.opml")
        let script = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0: os.execve(sys.argv[1], sys.argv[1:], dict(os.environ, TERM="xterm"))
            try:
                while (data := os.read(terminal, 65536)): sys.stdout.buffer.write(data)
            except OSError: pass
            os.waitpid(pid, 0)
            """
        let result = try RunningProgram(
            ["-c", script, Program.path, "import", "long.opml"], in: place.directory.url, path: "/usr/bin/python3"
        ).wait()
        #expect(result.text.contains("[###") && result.text.contains("500/500 feeds, 500 added"), "\(result.text)")
        #expect(result.text.contains("500 feeds added to feeds.toml"))
        let lines = try place.run("import", "long.opml")
        #expect(!lines.errors.contains("[#") && lines.errors.contains("500 skipped"))
    }
}
