import Foundation
import TestSupport
import Testing

@Suite("newspool ingest")
struct IngestTests {
    private static let letters = "[[feed]]\npush = true\nname = \"my letters\"\nbase = \"http://letters.example/a/\"\n"

    @Test("a document lands as if it had been polled: from a file, from standard input, compressed, with a type")
    func ingest() throws {
        let place = try Workplace()
        try place.configure(feeds: [], extra: Self.letters)
        try place.directory.write(rss([1, 2]), to: "one.xml")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        let first = try place.run(
            "ingest", "my letters", "one.xml", "--content-type", "application/rss+xml; charset=utf-8")
        #expect(first.status == 0 && first.text == "2 new articles\n", "\(first)")
        let piped = try Program.run(
            ["ingest", "my letters", "-"], in: place.directory.url, input: Data(rss([3, 2, 1]).utf8))
        #expect(piped.status == 0 && piped.text == "1 new article\n", "\(piped)")
        let again = try place.run("ingest", "my letters", "one.xml", "--json")
        #expect(again.status == 0 && again.text.contains(#""new":0"#), "\(again)")
        let linked = """
            <rss version="2.0"><channel><title>L</title><item><title>Relative</title><link>b</link></item></channel></rss>
            """
        _ = try Program.run(["ingest", "my letters", "-"], in: place.directory.url, input: Data(linked.utf8))
        let lines = try place.journal()
        #expect(lines.count == 4 && lines.allSatisfy { $0["feed"] as? String == "my letters" })
        #expect(lines.last?["url"] as? String == "http://letters.example/a/b")
        let status = try place.run("status", "--feed", "my letters")
        #expect(status.text.contains("never: its documents are handed over, by newspool ingest"), "\(status)")
        let table = try place.run("status").text
        #expect(table.contains("never push") && table.contains(" 0 due"), "\(table)")
        #expect(try place.run("export").text.contains("my letters") == false)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("a large document is taken whole, beyond what other requests may hold")
    func large() throws {
        let place = try Workplace()
        try place.configure(feeds: [], extra: Self.letters)
        let text = String(repeating: "A sentence of a long text. ", count: 8_000)
        let large = rss(Array(1...8)).replacing("Text of number", with: text)
        try place.directory.write(large, to: "large.xml")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        let result = try place.run("ingest", "my letters", "large.xml")
        #expect(result.status == 0 && result.text == "8 new articles\n", "\(result)")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("what is no feed, no name and no daemon ends with 65, 65 and 69")
    func faults() throws {
        let place = try Workplace()
        try place.configure(feeds: [], extra: Self.letters)
        try place.directory.write("Dear reader,\n", to: "letter.txt")
        let nobody = try place.run("ingest", "my letters", "letter.txt")
        #expect(nobody.status == 69 && nobody.errors.contains("no daemon runs"), "\(nobody)")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        let bad = try place.run("ingest", "my letters", "letter.txt")
        #expect(bad.status == 65 && bad.text.isEmpty && bad.errors.contains("letter.txt: "), "\(bad)")
        let status = try place.run("status", "--failing")
        #expect(status.status == 1 && status.text.contains("feed my letters"), "\(status)")
        let unknown = try place.run("ingest", "my leters", "letter.txt")
        #expect(unknown.status == 65 && unknown.errors.contains("did you mean 'my letters'?"), "\(unknown)")
        #expect(try place.run("ingest", "my letters", "not-there.xml").status == 65)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("mail-to-atom makes a document of a mail, whatever is in it")
    func mail() throws {
        let tree = Fixtures.directory.deletingLastPathComponent().deletingLastPathComponent()
        let script = tree.appending(path: "packaging/sources/mail-to-atom").path
        let place = try Workplace()
        for (mail, expected) in [
            (
                "From: =?utf-8?q?=C3=85da?= <a@x.example>\nSubject: One & <two>\nDate: Sat, 28 Nov 2026 09:30:00 +0100\n"
                    + "Message-ID: <1@x.example>\nArchived-At: <https://x.example/1>\nContent-Type: text/plain\n\na < b\nc\n",
                ["mid:1@x.example", "One & <two>", "2026-11-28T08:30:00Z", "https://x.example/1", "Åda", "a &lt; b"]
            ),
            (
                "Subject: x\nContent-Type: text/html; charset=nonsense\n\n<p>w\u{1}ords</p>\u{C}\n",
                ["\"title\":\"x\"", "<p>words</p>"]
            ),
        ] {
            try place.directory.write(mail, to: "mail")
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(filePath: script)
            process.standardInput = try FileHandle(forReadingFrom: place.directory.appending("mail"))
            process.standardOutput = output
            try process.run()
            let atom = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let item = try Program.run(["parse", "-"], in: place.directory.url, input: atom).text
            for words in expected { #expect(item.contains(words), "\(words): \(item)") }
        }
    }
}
