import Foundation
import TestSupport
import Testing

@Suite("parse with many files")
struct ParseManyFilesTests {
    @Test("each gives its line, in order, options before, between and behind them", arguments: [1, 3, 100])
    func order(count: Int) throws {
        let folder = try TemporaryDirectory()
        let files = try (0..<count).map { number in
            let file = folder.url.appending(path: "\(number).xml")
            let text =
                "<rss version='2.0'><channel><item><title>\(number)</title><link>/x</link></item></channel></rss>"
            try Data(text.utf8).write(to: file)
            return file.path
        }
        let half = count / 2
        let arguments =
            ["parse", "--url", "https://example.org/a"] + files[..<half] + ["--raw"] + files[half...]
            + ["--content-type=text/xml"]
        let result = try Program.run(arguments)
        #expect(result.status == 0)
        let lines = result.text.split(separator: "\n")
        #expect(lines.count == count)
        for (number, line) in lines.enumerated() {
            #expect(line.contains("\"title\":\"\(number)\""))
            #expect(line.contains("https://example.org/x"))
        }
    }

    @Test("a bad one does not stop the rest")
    func badOne() throws {
        let folder = try TemporaryDirectory()
        let good = folder.url.appending(path: "good.xml")
        try Data("<rss><channel><item><title>a</title></item></channel></rss>".utf8).write(to: good)
        let bad = folder.url.appending(path: "bad.xml")
        try Data("nothing".utf8).write(to: bad)
        let files = (0..<80).flatMap { _ in [good.path, bad.path, "/nowhere.xml"] }
        let result = try Program.run(["parse", "--"] + files)
        #expect(result.status == 65)
        let lines = result.text.split(separator: "\n")
        #expect(lines.count == files.count)
        #expect(lines.filter { $0.hasPrefix("{\"error\":") }.count == 160)
    }

    @Test("a compressed file is read as what it holds, and one that is damaged is told")
    func compressed() throws {
        let folder = try TemporaryDirectory()
        let packed = folder.url.appending(path: "feed.xml.gz").path
        let feed = "H4sIAAAAAAACA7MpKi62s0nOSMzLS82xs8ksSc21synJLMlJtQtITM5OTbHRh/Bs9CFy+nC1+iCtAAqOLMdAAAAA"
        var bytes = [UInt8](try #require(Data(base64Encoded: feed)))
        try Data(bytes).write(to: URL(filePath: packed))
        let result = try Program.run(["parse", packed])
        #expect(result.text.contains("\"title\":\"Packed\""))
        #expect(try Program.run(["parse", "-"], input: Data(bytes)).text.contains("Packed"))
        bytes[15] ^= 0xFF
        try Data(bytes).write(to: URL(filePath: packed))
        #expect(try Program.run(["parse", packed]).status == 65)
    }
}
