import Files
import Foundation
import Glibc
import Model
import Testing

@testable import Deliver

@Suite struct SpoolTests {
    private let directory: TemporaryDirectory
    private let both: Spool

    init() throws {
        directory = try TemporaryDirectory()
        both = Spool(root: directory.path + "/spool", formats: [.json, .markdown])
    }

    private func json(_ entry: OutboxEntry) -> String { "spool/\(entry.path).json" }
    private func markdown(_ entry: OutboxEntry) -> String { "spool/\(entry.path).md" }

    @Test func articlesLandInTheirDay() async throws {
        try await both.prepare()
        let entries = [entry(1), entry(2, days: 1)]
        try await both.write(entries)
        for entry in entries {
            #expect(directory.text(json(entry)) == String(decoding: entry.json, as: UTF8.self) + "\n")
            #expect(directory.text(markdown(entry)) == String(decoding: entry.markdown, as: UTF8.self))
        }
        #expect(directory.names("spool/articles") == ["2026-11-23", "2026-11-24"])
        #expect(directory.names("spool/articles/2026-11-23").count == 2)
        // Others than owner and group have no business there, whatever the umask.
        #expect((directory.permissions("spool/articles/2026-11-23") ?? 0o777) & 0o027 == 0)
        #expect((directory.permissions(json(entries[0])) ?? 0o777) & 0o137 == 0)
    }

    @Test(
        arguments: [(.json, ["json"]), (.markdown, ["md"]), ([.json, .markdown], ["json", "md"])]
            as [(Spool.Formats, [String])])
    func onlyTheFormatsAskedForAreWritten(formats: Spool.Formats, extensions: [String]) async throws {
        let spool = Spool(root: directory.path, formats: formats)
        try await spool.prepare()
        try await spool.write([entry(1)])
        let names = directory.names("articles/2026-11-23")
        #expect(names.map { String($0.split(separator: ".")[1]) } == extensions)
    }

    @Test func withoutFormatsThereIsNoDirectory() async throws {
        let spool = Spool(root: directory.path, formats: [])
        try await spool.prepare()
        try await spool.write([entry(1)])
        #expect(directory.names().isEmpty)
    }

    @Test func anArticleWithoutMarkdownHasNoSuchFile() async throws {
        let plain = entry(1, markdown: "")
        try await both.write([plain])
        #expect(directory.names("spool/articles/2026-11-23").allSatisfy { $0.hasSuffix(".json") })
    }

    @Test func writingTwiceIsWritingOnce() async throws {
        let entries = (1...20).map { entry($0) }
        try await both.write(entries)
        let before = entries.map { directory.inode(json($0)) }
        try await both.write(entries)
        #expect(entries.map { directory.inode(json($0)) } == before)
        #expect(directory.names("spool/articles/2026-11-23").count == 40)
    }

    @Test(arguments: ["", #"{"id":"2"}"#, #"{"id":"1"}  "#])
    func aFileThatSomeoneChangedIsReplaced(found: String) async throws {
        let entry = entry(1)
        try await both.write([entry])
        try directory.write(found, to: json(entry))
        try await both.write([entry])
        #expect(directory.text(json(entry)) == "{\"id\":\"1\"}\n")
    }

    /// What a kill leaves between the steps is whole after the work is done again.
    @Test func hiddenFilesOfACrashGoAtTheStart() async throws {
        let entry = entry(1)
        try directory.write("{", to: "spool/articles/2026-11-23/.134501-title.json")
        try directory.write("", to: "spool/articles/2026-11-20/.134501-title.md")
        try directory.write("x", to: "spool/articles/notes/.mine")
        try await both.prepare()
        try await both.write([entry])
        #expect(directory.names("spool/articles/2026-11-23").allSatisfy { !$0.hasPrefix(".") })
        #expect(directory.names("spool/articles/2026-11-20").isEmpty)
        #expect(directory.names("spool/articles/notes") == [".mine"])
        #expect(directory.names("spool/articles").allSatisfy { !$0.hasPrefix(".") })
    }

    @Test func aHiddenFileInTheWayIsWrittenOver() async throws {
        let entry = entry(1)
        let name = entry.path.split(separator: "/").last ?? ""
        try directory.write(String(repeating: "torn", count: 100), to: "spool/articles/2026-11-23/.\(name).json")
        try await both.write([entry])
        #expect(directory.text(json(entry)) == "{\"id\":\"1\"}\n")
    }

    @Test func aSpoolThatIsRemovedMeanwhileComesBack() async throws {
        try await both.write([entry(1)])
        try directory.remove("spool")
        try await both.write([entry(2)])
        #expect(directory.names("spool/articles/2026-11-23").count == 2)
    }

    @Test func aBatchLandsWhole() async throws {
        let entries = (1...300).map { entry($0, days: Int($0) % 3) }
        try await both.write(entries)
        for entry in entries { #expect(directory.inode(json(entry)) != nil && directory.inode(markdown(entry)) != nil) }
    }

    // MARK: What cannot be written

    @Test func aFileInTheWayOfTheSpoolIsNamed() async throws {
        try directory.write("", to: "spool")
        let path = directory.path + "/spool"
        let error = await #expect(throws: DeliverError.self) { try await both.prepare() }
        guard case .unavailable(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.path.hasPrefix(path) && failure.code == ENOTDIR)
        #expect("\(failure)".hasSuffix("Not a directory"))
    }

    @Test func aPathThatCannotBeMadeIsNamed() async throws {
        let spool = Spool(root: "/proc/newspool", formats: .json)
        let error = await #expect(throws: DeliverError.self) { try await spool.prepare() }
        #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("cannot make /proc/newspool: "))
    }

    @Test func aDayThatIsAFileStopsOnlyItsArticles() async throws {
        try directory.write("", to: "spool/articles/2026-11-24")
        try await both.prepare()
        try await both.write([entry(1)])
        await #expect(throws: DeliverError.self) { try await both.write([entry(2, days: 1)]) }
        try directory.remove("spool/articles/2026-11-24")
        try await both.write([entry(2, days: 1)])
        #expect(directory.names("spool/articles/2026-11-24").count == 2)
    }

    @Test func anArticleThatCannotLandLeavesNothingHidden() async throws {
        let entries = (1...9).map { entry($0) }
        try FileManager.default.createDirectory(
            atPath: directory.path + "/" + json(entries[4]), withIntermediateDirectories: true)
        await #expect(throws: DeliverError.self) { try await both.write(entries) }
        #expect(directory.names("spool/articles/2026-11-23").allSatisfy { !$0.hasPrefix(".") })
    }

    @Test(arguments: [
        "", "articles", "articles/2026-11-23", "articles/2026-11-23/", "articles/2026-11-23/.hidden",
        "articles/../etc/passwd", "articles/2026-11-23/../x", "/articles/2026-11-23/x", "articles/today/x",
        "journal/2026-11-23/x", "articles/2026-11-23/a/b", "articles/2026-11-23/a\0b",
    ])
    func aNameOutsideOfItsDayIsRefused(path: String) async throws {
        var entry = entry(1)
        entry.path = path
        let refused = entry
        let error = await #expect(throws: DeliverError.self) { try await both.write([refused]) }
        #expect(error == .badPath(path))
    }
}
