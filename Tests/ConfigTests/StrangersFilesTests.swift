import Foundation
import TestSupport
import Testing

/// `Fixtures/config/faulty.txt`: files as strangers write them, each with all that is said of it. `NEWSPOOL_GOLDEN=1` writes
/// the messages anew, for people to read the diff.
@Suite("Faulty files as strangers make them")
struct StrangersFilesTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let faults: [String]
    }

    private static let file = Fixtures.directory.appending(path: "config/faulty.txt")

    static let cases: [Case] = {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }  // then the count is wrong
        return text.components(separatedBy: "\n=== ").dropFirst().map { part in
            let lines = part.components(separatedBy: "\n")
            let end = lines.firstIndex(of: "---") ?? lines.endIndex
            return Case(
                testDescription: lines[0], text: lines[1..<end].joined(separator: "\n"),
                faults: lines[end...].dropFirst().filter { !$0.isEmpty })
        }
    }()

    @Test("each is told with its place and what to do", arguments: cases)
    func told(_ file: Case) {
        #expect(faults(of: file.text) == file.faults)
    }

    @Test func thereAreEnough() throws {
        #expect(Self.cases.count >= 110)
        guard ProcessInfo.processInfo.environment["NEWSPOOL_GOLDEN"] != nil else { return }
        var text = "# Files as strangers write them, and what `check` says: see StrangersFilesTests.\n"
        for file in Self.cases {
            let told = faults(of: file.text).map { $0 + "\n" }.joined()
            text += "\n=== \(file.testDescription)\n\(file.text)\n---\n\(told)"
        }
        try Data(text.utf8).write(to: Self.file)
    }
}
