import Foundation
import Testing

@testable import Deliver

@Suite("The journal's archive") struct JournalArchiveTests {
    private func lines(_ seqs: ClosedRange<Int64>, padding: Int = 0) -> String {
        seqs.map { journalLine($0, padding: padding) }.joined()
    }

    private func read(_ root: String) throws -> String {
        let reader = try JournalReader(root: root, from: .init())
        var text = ""
        while let lines = try reader.next() {
            #expect(lines.last == UInt8(ascii: "\n"))
            text += String(decoding: lines, as: UTF8.self)
        }
        return text
    }

    @Test("what goes in comes out again, whatever its size", arguments: [0, 1, 100, 3_000])
    func roundTrip(count: Int64) async throws {
        let directory = try TemporaryDirectory()
        let text = count == 0 ? "" : lines(1...count, padding: 1_000)
        try directory.write(text, to: "journal/2026-11-01.jsonl")
        try directory.write(lines(9_000...9_001), to: "journal/2026-11-02.jsonl")
        try directory.write(lines(9_002...9_002), to: "journal/2026-11-03.jsonl")
        let archive = JournalArchive(root: directory.path)
        #expect(try await archive.archiveDay(before: "2026-11-09"))
        #expect(directory.names("journal") == ["2026-11-02.jsonl", "2026-11-03.jsonl", "archive"])
        #expect(try await archive.archiveDay(before: "2026-11-09"))
        // The newest day stays whatever its age.
        #expect(try await !archive.archiveDay(before: "2026-11-09"))
        #expect(directory.names("journal/archive") == ["2026-11-01.jsonl.zst", "2026-11-02.jsonl.zst"])
        #expect(try read(directory.path) == text + lines(9_000...9_002))
    }

    @Test("a damaged file is an error, not fewer lines", arguments: [-1, -20, 10, 4])
    func damaged(length: Int) async throws {
        let directory = try TemporaryDirectory()
        for day in 1...2 { try directory.write(lines(1...100), to: "journal/2026-11-0\(day).jsonl") }
        _ = try await JournalArchive(root: directory.path).archiveDay(before: "2026-11-09")
        let file = directory.path + "/journal/archive/2026-11-01.jsonl.zst"
        let bytes = try #require(FileManager.default.contents(atPath: file))
        try bytes.prefix(length < 0 ? bytes.count + length : length).write(to: URL(filePath: file))
        #expect(throws: DeliverError.badArchive(file, reason: "it ends in the middle")) { try read(directory.path) }
        try Data("not zstd".utf8).write(to: URL(filePath: file))
        #expect(throws: DeliverError.self) { try read(directory.path) }
    }

    @Test("files of several frames, and without a last line end, are read to their end")
    func foreign() async throws {
        let directory = try TemporaryDirectory()
        for day in 1...3 {
            try directory.write(day == 2 ? #"{"seq":3}"# : lines(1...2), to: "journal/2026-11-0\(day).jsonl")
        }
        let archive = JournalArchive(root: directory.path)
        while try await archive.archiveDay(before: "2026-11-09") {}
        let path = directory.path + "/journal/archive/"
        let parts = try ["2026-11-01", "2026-11-02"].map {
            try Data(contentsOf: URL(filePath: path + $0 + ".jsonl.zst"))
        }
        try (parts[0] + parts[1]).write(to: URL(filePath: path + "2026-11-01.jsonl.zst"))
        try directory.remove("journal/archive/2026-11-02.jsonl.zst")
        #expect(try read(directory.path) == lines(1...2) + #"{"seq":3}"# + "\n" + lines(1...2))
    }
}
