import Foundation
import Model
import Testing

@testable import Deliver

@Suite struct JournalReaderTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Days from 2026-11-21 on, each with so many lines; `seq` counts on in steps of two from 2.
    private func fill(_ days: [Int], padding: Int = 0) throws {
        var seq: Int64 = 0
        for (day, count) in days.enumerated() {
            var text = ""
            for _ in 0..<count {
                seq += 2
                text += journalLine(seq, padding: padding)
            }
            try directory.write(text, to: "journal/2026-11-\(21 + day).jsonl")
        }
    }

    private func reader(_ start: JournalReader.Start = .init()) throws -> JournalReader {
        try JournalReader(root: directory.path, from: start)
    }

    private func rest(of reader: JournalReader) throws -> [Int64?] {
        var seqs: [Int64?] = []
        while let lines = try reader.next() {
            #expect(lines.last == UInt8(ascii: "\n"))
            seqs += lines.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                .map { JournalFile.seq(of: $0) }
        }
        return seqs
    }

    @Test(
        arguments: [
            (JournalReader.Start(), [2, 4, 6, 8, 10, 12]),
            (.init(last: 0), []), (.init(last: 1), [12]), (.init(last: 2), [10, 12]), (.init(last: 3), [8, 10, 12]),
            (.init(last: 5), [4, 6, 8, 10, 12]), (.init(last: 6), [2, 4, 6, 8, 10, 12]),
            (.init(last: 99), [2, 4, 6, 8, 10, 12]), (.init(last: -1), []),
            (.init(after: -1), [2, 4, 6, 8, 10, 12]), (.init(after: 1), [2, 4, 6, 8, 10, 12]),
            (.init(after: 2), [4, 6, 8, 10, 12]), (.init(after: 3), [4, 6, 8, 10, 12]), (.init(after: 6), [8, 10, 12]),
            (.init(after: 7), [8, 10, 12]), (.init(after: 12), []), (.init(after: .max), []),
            (.init(last: 2, after: 4), [10, 12]), (.init(last: 5, after: 8), [10, 12]),
        ] as [(JournalReader.Start, [Int64])])
    func aReaderBeginsWhereItIsTold(start: JournalReader.Start, seqs: [Int64]) throws {
        try fill([3, 0, 1, 2])
        #expect(try rest(of: reader(start)) == seqs)
    }

    @Test func withoutAJournalThereIsNothingToRead() throws {
        let error = #expect(throws: DeliverError.self) { try reader() }
        #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("cannot open \(directory.path)/journal: No such file"))
    }

    /// A search by halves finds what a walk finds, whatever the lines' lengths and gaps.
    @Test func searchAgreesWithAWalk() throws {
        var text = ""
        var seqs: [Int64] = []
        var (random, seq) = (UInt64(7), Int64(0))
        for _ in 0..<2_000 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            seq += Int64(random >> 60) + 1
            seqs.append(seq)
            text += journalLine(seq, padding: random >> 33 & 63 == 0 ? 90_000 : Int(random >> 40 & 511))
            if random >> 50 & 15 == 0 { text += "# someone else's line\n" }
        }
        try directory.write(text, to: "journal/2026-11-23.jsonl")
        for after in stride(from: Int64(0), through: seq + 10, by: 97) {
            let first = try reader(.init(after: after)).next().flatMap { JournalFile.seq(of: $0) }
            #expect(first == seqs.first { $0 > after })
        }
    }

    @Test func linesComeByteForByte() throws {
        let text = journalLine(1) + "\n" + #"{"seq":2,"title":"é\u2028 "}"# + "\r\n" + journalLine(3, padding: 700_000)
        try directory.write(text, to: "journal/2026-11-23.jsonl")
        let reader = try reader()
        var read: [UInt8] = []
        while let lines = try reader.next() { read += lines }
        let isSame = read == Array(text.utf8)  // a report of how they differ would take minutes
        #expect(isSame)
        #expect(try rest(of: self.reader(.init(last: 1))) == [3])
    }

    @Test func aLineIsReadWhenItIsWhole() throws {
        try fill([1])
        let reader = try reader()
        #expect(try rest(of: reader) == [2])
        try directory.append(#"{"seq":4,"#, to: "journal/2026-11-21.jsonl")
        #expect(try reader.next() == nil)
        try directory.append("\"title\":\"\"}\n", to: "journal/2026-11-21.jsonl")
        #expect(try rest(of: reader) == [4])
    }

    /// A start of the daemon completes the line while `tail -f` runs.
    @Test func aLineThatACrashToreIsReadOnce() async throws {
        try fill([1])
        let reader = try reader()
        try directory.append(#"{"seq":4,"ti"#, to: "journal/2026-11-21.jsonl")
        #expect(try rest(of: reader) == [2])
        let journal = Journal(root: directory.path)
        try await journal.prepare { after in after < 4 ? [entry(4, days: -2)] : [] }
        #expect(try rest(of: reader) == [4])
        try await journal.append([entry(4, days: -2), entry(5, days: -2)])
        #expect(try rest(of: reader) == [5])
    }

    @Test func followingCrossesMidnight() async throws {
        let journal = Journal(root: directory.path)
        try await journal.prepare()
        let reader = try reader()
        #expect(try reader.next() == nil)
        try await journal.append([entry(1), entry(2, days: 1)])
        #expect(try rest(of: reader) == [1, 2])
        try await journal.append([entry(3, days: 1), entry(4, days: 3)])
        #expect(try rest(of: reader) == [3, 4])
    }

    @Test func retentionTakesNothingFromWhoIsReading() async throws {
        try fill([1, 1, 1])
        let reader = try reader()
        #expect(try reader.next() != nil)
        let journal = Journal(root: directory.path)
        try await journal.prepare()
        try await journal.removeDays(before: "2026-11-23")
        #expect(try rest(of: reader) == [6])
    }

    @Test(arguments: ["", journalLine(2), journalLine(2) + journalLine(4) + journalLine(6, padding: 9)])
    func afterSomeoneElsesRotationItGoesOn(found: String) throws {
        try fill([2])
        let reader = try reader()
        #expect(try rest(of: reader) == [2, 4])
        try directory.remove("journal/2026-11-21.jsonl")
        try directory.write(found + journalLine(8), to: "journal/2026-11-21.jsonl")
        #expect(try rest(of: reader) == (found.contains("6") ? [6, 8] : [8]))
    }

    @Test(
        "a spool that was removed and made anew: its lines come, and not again what was read",
        arguments: [
            (false, [6, 8], [6, 8]), (true, [6, 8], [6, 8]), (false, [2, 4, 6], [6]), (true, [2, 4, 6], [6]),
            // Numbers that begin again are another journal.
            (false, [1, 3], [1, 3]), (true, [1, 3], []),
        ] as [(Bool, [Int64], [Int64])])
    func aSpoolMadeAnewIsFollowed(isForGood: Bool, lines: [Int64], read: [Int64?]) throws {
        try fill([2])
        let reader = try reader(.init(isForGood: isForGood))
        #expect(try rest(of: reader) == [2, 4])
        try directory.remove("journal")
        #expect(try rest(of: reader) == [])
        try directory.write(lines.map { journalLine($0) }.joined(), to: "journal/2026-11-22.jsonl")
        #expect(try rest(of: reader) == read)
        try directory.append(journalLine(9), to: "journal/2026-11-22.jsonl")
        #expect(try rest(of: reader) == [9])
    }

    @Test func aWatchFindsADirectoryMadeAnew() async throws {
        try fill([1])
        var signs = JournalWatch(root: directory.path, rescan: .milliseconds(50)).changes.makeAsyncIterator()
        let reader = try reader()
        #expect(try rest(of: reader) == [2])
        try directory.remove("journal")
        await signs.next()
        try directory.write(journalLine(4), to: "journal/2026-11-21.jsonl")
        var read: [Int64?] = []
        while read.isEmpty {
            await signs.next()
            read = try rest(of: reader)
        }
        #expect(read == [4])
    }

    @Test func aWatchTellsOfLinesAndOfDays() async throws {
        let journal = Journal(root: directory.path)
        try await journal.prepare()
        // The rescan is far away: only events can bring the signs.
        var signs = JournalWatch(root: directory.path, rescan: .seconds(3_600)).changes.makeAsyncIterator()
        let reader = try reader()
        for (seq, day) in [(Int64(1), 0), (2, 0), (3, 1)] {
            try await journal.append([entry(seq, days: day)])
            var read: [Int64?] = []
            while read.isEmpty {
                await signs.next()
                read = try rest(of: reader)
            }
            #expect(read == [seq])
        }
    }

    @Test func withoutEventsAWatchLooksNowAndThen() async throws {
        var signs = JournalWatch(root: "/nowhere", rescan: .milliseconds(10)).changes.makeAsyncIterator()
        await signs.next()
        await signs.next()
    }

    @Test(
        arguments: [
            (#"{"seq":12,"time""#, 12), (#"{"seq":9223372036854775807}"#, .max), (#"{"seq":9223372036854775808}"#, nil),
            (#"{"seq":}"#, nil), (#"{"seq":-1}"#, nil), (#"{"sequence":1}"#, nil), (#" {"seq":1}"#, nil), ("", nil),
            ("{", nil),
        ] as [(String, Int64?)])
    func aLineSaysItsNumber(line: String, seq: Int64?) {
        #expect(JournalFile.seq(of: line.utf8) == seq)
    }
}
