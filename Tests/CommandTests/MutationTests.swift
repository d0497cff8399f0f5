import Foundation
import TestSupport
import Testing

/// What the sanitizer writes, read by an HTML5 parser that is not ours.
@Suite(
    "Sanitized HTML does not change when it is read",
    .enabled(if: HTML5Parser.isInstalled, "python3-html5lib is not installed"))
struct MutationTests {
    @Test("the attack table, the fixtures and the saved pages")
    func unchanged() throws {
        let fixtures = Fixtures.directory
        var files = [
            "html/attacks.txt", "html/article.html", "html/nesting.html", "html/tables.html", "page/news.html",
        ]
        .map { fixtures.appending(path: $0).path }
        if let corpus = Fixtures.corpus?.appending(path: "readability") {
            let names = try FileManager.default.contentsOfDirectory(atPath: corpus.path).sorted()
            files += names.filter { !$0.contains(".") }.prefix(12).map {
                corpus.appending(path: $0 + "/source.html").path
            }
        }
        let result = try HTML5Parser.run(files)
        #expect(result.status == 0, "\(result.text)")
    }
}

/// html5lib, by way of scripts/check-mutation.
private enum HTML5Parser {
    static let isInstalled: Bool = (try? run([]))?.status == 0

    static func run(_ files: [String]) throws -> (status: Int32, text: String) {
        let script = Fixtures.directory.appending(path: "../../scripts/check-mutation").standardizedFileURL
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, Program.path] + files
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
