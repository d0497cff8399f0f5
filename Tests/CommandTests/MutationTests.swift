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

@Suite("Attacks in every field of every dialect")
struct AttackFieldTests {
    @Test("none is live in what parse prints, and without the sanitizer they are")
    func noneIsLive() throws {
        let table = Fixtures.directory.appending(path: "html/attacks.txt").path
        let clean = try script("check-attacks", [Program.path, table])
        #expect(clean.status == 0, "\(clean.text)")
        let raw = try script("check-attacks", [Program.path, table, "--raw"])
        #expect(raw.status == 1, "\(raw.text)")
    }
}

/// html5lib, by way of scripts/check-mutation.
private enum HTML5Parser {
    static let isInstalled: Bool = (try? run([]))?.status == 0

    static func run(_ files: [String]) throws -> (status: Int32, text: String) {
        try script("check-mutation", [Program.path] + files)
    }
}

/// Runs one of `scripts/`.
private func script(_ name: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    let path = Fixtures.directory.appending(path: "../../scripts/" + name).standardizedFileURL.path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
}
