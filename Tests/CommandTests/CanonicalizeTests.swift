import Foundation
import TestSupport
import Testing

@Suite("newspool canonicalize")
struct CanonicalizeTests {
    private func run(_ arguments: String..., input: String? = nil) throws -> Program.Result {
        try Program.run(["canonicalize"] + arguments, input: input.map { Data($0.utf8) })
    }

    @Test("one line an argument, in order; a bad one is an empty line, its reason on standard error, 65")
    func arguments() throws {
        let result = try run("http://www.a.example/x/?utm_source=rss", "nothing", "HTTPS://B.example:443/")
        #expect(result.text == "https://a.example/x\n\nhttps://b.example/\n")
        #expect(result.errors == "newspool: nothing: no scheme\n")
        #expect(result.status == 65)
    }

    @Test("nothing on standard output where the only URL is none")
    func alone() throws {
        let result = try run("javascript:alert(1)")
        #expect(result.text.isEmpty && result.errors.contains("javascript") && result.status == 65)
    }

    @Test("each --fold adds to those before")
    func folds() throws {
        let result = try run("--fold", "mobile", "--fold", "amp,case", "https://m.a.example/X/amp")
        #expect(result.text == "https://a.example/x\n" && result.status == 0)
    }

    @Test("what a stranger wrote cannot move the terminal's cursor")
    func controls() throws {
        let result = try run("-", input: "\u{1B}[2Jbad\u{9B}\rworse\n")
        #expect(result.errors == "newspool:  [2Jbad  worse: no scheme\n" && result.text == "\n")
    }

    @Test("- reads lines of any length and end, and the last one without an end")
    func lines() throws {
        let long = String(repeating: "a", count: 300_000)
        let result = try run("-", input: "http://a.example/\r\nbad\n\nhttp://b.example/\(long)\nhttp://c.example")
        #expect(result.text == "https://a.example/\n\n\nhttps://b.example/\(long)\nhttps://c.example/\n")
        #expect(result.status == 65)
    }

    @Test("- answers a line before the next one comes")
    func streams() throws {
        let input = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: Program.path)
        process.arguments = ["canonicalize", "-"]
        let output = Pipe()
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        for name in ["a", "b"] {
            try input.fileHandleForWriting.write(contentsOf: Data("http://\(name).example\n".utf8))
            #expect(output.fileHandleForReading.availableData == Data("https://\(name).example/\n".utf8))
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test("--fold merges more; an unknown rule is a usage error")
    func fold() throws {
        let url = "https://m.a.example/x"
        #expect(try run("--fold", "mobile", "--", url).text == "https://a.example/x\n")
        #expect(try run(url).text == "https://m.a.example/x\n")
        let unknown = try run("--fold", "everything", url)
        #expect(unknown.status == 64 && unknown.text.isEmpty)
    }
}
