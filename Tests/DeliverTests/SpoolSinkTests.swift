import Foundation
import Testing

@testable import Deliver

@Suite("The spool and the store at a start") struct SpoolSinkTests {
    private let directory: TemporaryDirectory
    private let rig: SinkRig

    init() throws {
        directory = try TemporaryDirectory()
        rig = try SinkRig(.spool, root: directory.path)
    }

    private var journal: String { "spool/journal/2026-11-23.jsonl" }

    private func deliver(_ numbers: Range<Int>) async throws {
        let sink = rig.sink()
        try await sink.open()
        try rig.articles.bring(numbers, at: rig.time.now)
        _ = await sink.drain()
    }

    @Test("lines that the journal lost at its end are written again, byte for byte", arguments: [1, 20, 400, 1_000])
    func lost(bytes: Int) async throws {
        try await deliver(0..<9)
        let text = try #require(directory.text(journal))
        try directory.write(String(text.dropLast(bytes)), to: journal)
        try await deliver(9..<10)
        #expect(directory.text(journal)?.hasPrefix(text) == true && rig.delivered == Array(1...10))
    }

    @Test(
        "an end does not wait for all that waits: the next process goes on with it",
        arguments: [SinkRig.Kind.spool, .search])
    func end(kind: SinkRig.Kind) async throws {
        let rig = try SinkRig(kind, root: directory.path + "/end")
        let sink = rig.sink()
        try await sink.open()
        await sink.stop()
        try rig.articles.bring(0..<2, at: rig.time.now)
        _ = await sink.drain()
        #expect(rig.delivered == [1, 2])
        rig.time.advance(by: 5)
        try rig.articles.bring(2..<4, at: rig.time.now)
        _ = await sink.drain()
        #expect(rig.delivered == [1, 2])
        let next = rig.sink()
        try await next.open()
        _ = await next.drain()
        #expect(rig.delivered == [1, 2, 3, 4])
    }

    @Test("a day that someone moved away stays away")
    func moved() async throws {
        try await deliver(0..<3)
        try directory.remove(journal)
        try await deliver(3..<4)
        #expect(rig.delivered == [4])
    }

    @Test("a store that knows less than the journal goes on above it")
    func behind() async throws {
        try directory.write(#"{"seq":41,"title":"whole"}"# + "\n" + #"{"seq":42,"ti"#, to: journal)
        try await deliver(0..<1)
        #expect(rig.delivered == [41, 42, 43])
    }
}
