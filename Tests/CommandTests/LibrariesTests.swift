import Foundation
import TestSupport
import Testing

@Suite("The C libraries: docs/libraries.md and --version --verbose")
struct LibrariesTests {
    private static let root = Fixtures.directory.deletingLastPathComponent().deletingLastPathComponent()

    @Test(
        "the page lists the functions that the sources call",
        arguments: [
            ("## libxml2", ["Sources/XML", "Sources/CLibxml2"], "xml"),
            ("## libcurl", ["Sources/Fetch", "Sources/CLibcurl"], "curl_"),
        ])
    func calls(heading: String, folders: [String], prefix: String) throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/libraries.md"), encoding: .utf8)
        let section = try #require(page.components(separatedBy: "\n## ").first { "## \($0)".hasPrefix(heading) })
        let paragraph = try #require(section.components(separatedBy: "\n\n").first { $0.hasPrefix("Called:") })
        let listed = paragraph.split(separator: "`").filter { $0.hasPrefix(prefix) }.map(String.init)
        var called: Set<String> = []
        let pattern = prefix == "xml" ? #/\b(xml[A-Z][A-Za-z]+)\(/# : #/\b(curl_[a-z_]+)\(/#
        for folder in folders {
            let files = try #require(
                FileManager.default.enumerator(at: Self.root.appending(path: folder), includingPropertiesForKeys: nil))
            for case let file as URL in files where ["swift", "h"].contains(file.pathExtension) {
                let text = try String(contentsOf: file, encoding: .utf8)
                for line in text.split(separator: "\n") {
                    let code = String(line).components(separatedBy: "//")[0]
                    for match in code.matches(of: pattern) { called.insert(String(match.1)) }
                }
            }
        }
        // Types whose values are made look like calls.
        called.subtract(["curl_off_t", "xmlSAXHandler"])
        #expect(called == Set(listed))
    }

    @Test("--version --verbose prints what is loaded, a line each")
    func verbose() throws {
        let place = try Workplace()
        for arguments in [["--version", "--verbose"], ["--verbose", "--version"]] {
            let result = try Program.run(arguments, in: place.directory.url)
            let lines = result.text.split(separator: "\n")
            #expect(result.status == 0 && lines.first?.hasPrefix("newspool/") == true)
            for library in ["libcurl/", "OpenSSL/", "libxml2/2.", "SQLite/3."] {
                #expect(lines.contains { $0.hasPrefix(library) }, "\(library) \(lines)")
            }
        }
        #expect(try Program.run(["--version"], in: place.directory.url).text.split(separator: "\n").count == 1)
    }
}
