import Foundation
import Model
import Testing

@testable import Deliver

@Suite("Lines that the journal lost, beside the store") struct JournalAuditTests {
    private let directory: TemporaryDirectory
    private let rig: SinkRig
    private let day = "spool/journal/2026-11-23.jsonl"

    init() throws {
        directory = try TemporaryDirectory()
        rig = try SinkRig(.spool, root: directory.path)
    }

    /// Nine articles on the first day, three on the next but one.
    private func deliver() async throws -> any Sink {
        let sink = rig.sink()
        try await sink.open()
        try rig.articles.bring(0..<9, at: moment())
        try rig.articles.bring(9..<12, at: moment(days: 2))
        _ = await sink.drain()
        return sink
    }

    private func lines(_ name: String) throws -> [Substring] {
        try #require(directory.text(name)).split(separator: "\n", omittingEmptySubsequences: true)
    }

    private func keep(_ seqs: [Int64], of name: String) throws {
        let kept = try lines(name).filter { JournalFile.seq(of: $0.utf8).map(seqs.contains) ?? true }
        try directory.write(kept.map { $0 + "\n" }.joined(), to: name)
    }

    private func holes() throws -> [JournalHole] {
        try JournalAudit(root: rig.root + "/spool", store: rig.articles.store).holes(
            now: moment(days: 2), keep: .seconds(90 * 86_400))
    }

    @Test("a sound journal has no holes, and nothing is written into it")
    func sound() async throws {
        let sink = try await deliver()
        let before = directory.inode(day)
        #expect(try holes() == [])
        #expect(try await sink.replayLines(after: 0, until: .max) == 0)
        #expect(directory.inode(day) == before)
    }

    @Test(
        "holes are found with their numbers, and filled byte for byte and in their place, once",
        arguments: [
            ([1, 2, 3, 5, 6, 7, 8, 9], ["2026-11-23 4-4 1 within"]),
            ([1, 5, 9], ["2026-11-23 2-4 3 within", "2026-11-23 6-8 3 within"]),
            ([4, 5, 6, 7, 8, 9], ["2026-11-23 1-3 3 moved"]), ([1, 2, 3], ["2026-11-23 4-9 6 moved"]),
            ([], ["2026-11-23 1-9 9 moved"]),
        ] as [([Int64], [String])])
    func filled(kept: [Int64], found: [String]) async throws {
        let sink = try await deliver()
        let whole = try #require(directory.text(day))
        try keep(kept, of: day)
        let holes = try holes()
        #expect(
            holes.map { "\($0.day) \($0.first)-\($0.last) \($0.lines) \($0.isWithinFile ? "within" : "moved")" }
                == found)
        #expect(try await sink.replayLines(after: 0, until: .max) == 9 - kept.count)
        #expect(directory.text(day) == whole && rig.delivered == Array(1...12))
        #expect(try await sink.replayLines(after: 0, until: .max) == 0)
        #expect(directory.names("spool/journal") == ["2026-11-23.jsonl", "2026-11-25.jsonl"])
        #expect(try self.holes() == [])
    }

    @Test("a day whose file is gone is written anew, and the newest goes on with what comes next")
    func wholeDays() async throws {
        let sink = try await deliver()
        try directory.remove(day)
        try directory.remove("spool/journal/2026-11-25.jsonl")
        #expect(try await sink.replayLines(after: 2, until: 11) == 9)
        #expect(rig.delivered == Array(3...11))
        #expect(directory.linkTarget("spool/current.jsonl") == "journal/2026-11-25.jsonl")
        try rig.articles.bring(12..<13, at: moment(days: 2))
        _ = await sink.drain()
        #expect(rig.delivered == Array(3...11) + [13])
        #expect(try await sink.replayLines(after: 0, until: .max) == 3)
        #expect(rig.delivered == Array(1...13))
    }

    @Test("a command fills the journal without a start, and leaves half a line to the next start")
    func withoutAStart() async throws {
        _ = try await deliver()
        let newest = "spool/journal/2026-11-25.jsonl"
        try keep([10, 12], of: newest)
        try directory.append(#"{"seq":13,"ti"#, to: newest)
        #expect(try await rig.sink().replayLines(after: 0, until: .max) == 1)
        #expect(directory.text(newest)?.hasSuffix("}\n" + #"{"seq":13,"ti"#) == true)
        #expect(rig.delivered == Array(1...13))
    }

    @Test("lines of others stay where they are, and damage stays beside what replaces it")
    func others() async throws {
        let sink = try await deliver()
        var all = try lines(day).map(String.init)
        let whole = all
        all[4] = "x" + all[4]
        try directory.write((["# mine"] + all).map { $0 + "\n" }.joined(), to: day)
        #expect(try await sink.replayLines(after: 0, until: .max) == 1)
        #expect(try lines(day).map(String.init) == ["# mine"] + whole[..<4] + [all[4]] + whole[4...])
    }

    @Test("what retention has removed is no hole and does not come back")
    func retention() async throws {
        _ = try await deliver()
        try directory.remove(day)
        let audit = try JournalAudit(root: rig.root + "/spool", store: rig.articles.store)
        #expect(try audit.holes(now: moment(days: 2), keep: .seconds(86_400)) == [])
        var missing: [Int64] = []
        try await audit.missing(after: 0, until: .max, since: "2026-11-24") { missing.append($0.seq) }
        #expect(missing == [])
        try await audit.missing(after: 0, until: .max, since: "2026-11-23") { missing.append($0.seq) }
        #expect(missing == Array(1...9))
    }

    @Test("the daemon tells holes of its newest day, until they are filled")
    func told() async throws {
        let sink = try await deliver()
        try keep([10, 12], of: "spool/journal/2026-11-25.jsonl")
        _ = try await sink.tidy(now: moment(days: 2), oldestWaiting: nil)
        #expect(rig.gauge.reading.journal.holes.map(\.first) == [11])
        #expect(try await sink.replayLines(after: 0, until: .max) == 1)
        #expect(rig.gauge.reading.journal.holes == [])
    }

    @Test("the file of the day was moved away: what comes goes into a new one, and nothing comes twice")
    func moved() async throws {
        let sink = try await deliver()
        let newest = "spool/journal/2026-11-25.jsonl"
        try FileManager.default.moveItem(
            atPath: directory.path + "/" + newest, toPath: directory.path + "/spool/journal/away")
        let before = directory.text("spool/journal/away")
        try rig.articles.bring(12..<14, at: moment(days: 2))
        _ = await sink.drain()
        #expect(try lines(newest).map { JournalFile.seq(of: $0.utf8) } == [13, 14])
        #expect(directory.text("spool/journal/away") == before)
        // Another start writes nothing again either.
        try await rig.sink().open()
        #expect(try lines(newest).count == 2)
    }

    @Test("a file that someone put in its place and that ends within a line is ended first")
    func halfLine() async throws {
        let sink = try await deliver()
        let newest = "spool/journal/2026-11-25.jsonl"
        try directory.remove(newest)
        try directory.write("mine", to: newest)
        try rig.articles.bring(12..<13, at: moment(days: 2))
        _ = await sink.drain()
        #expect(try lines(newest).first == "mine" && lines(newest).count == 2)
    }
}
