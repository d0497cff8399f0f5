import Foundation
import Testing

@testable import Deliver

/// Readers go through archived days as through all others, and tell what retention took from them.
@Suite("A journal of many days") struct JournalDaysTests {
    private let directory: TemporaryDirectory

    /// Four days from 2026-11-21 on with the lines 1–3, 11–13, 21–23 and 31–33, the first two of them archived.
    init() async throws {
        directory = try TemporaryDirectory()
        for day in 0..<4 {
            let lines = (1...3).map { journalLine(Int64(day * 10 + $0), padding: 200) }.joined()
            try directory.write(lines, to: "journal/2026-11-2\(day + 1).jsonl")
        }
        let archive = JournalArchive(root: directory.path)
        while try await archive.archiveDay(before: "2026-11-23") {}
    }

    private func seqs(_ reader: JournalReader) throws -> (seqs: [Int64?], gaps: [ClosedRange<Int64>]) {
        var (seqs, gaps) = ([Int64?](), [ClosedRange<Int64>]())
        while let lines = try reader.next() {
            if let gap = reader.takeGap() { gaps.append(gap.seqs) }
            seqs += lines.split(separator: UInt8(ascii: "\n")).map { JournalFile.seq(of: $0) }
        }
        return (seqs, gaps)
    }

    private static let all: [Int64] = [1, 2, 3, 11, 12, 13, 21, 22, 23, 31, 32, 33]

    @Test("a reader begins anywhere", arguments: 0...34)
    func begins(after: Int64) throws {
        let reader = try JournalReader(root: directory.path, from: .init(after: after))
        let read = try seqs(reader)
        #expect(read.seqs == Self.all.filter { $0 > after })
        #expect(read.gaps.isEmpty)
    }

    @Test("the last lines may be archived ones", arguments: [0, 1, 3, 4, 6, 7, 9, 10, 12, 99])
    func last(count: Int) throws {
        let reader = try JournalReader(root: directory.path, from: .init(last: count))
        #expect(try seqs(reader).seqs == Self.all.suffix(count))
    }

    @Test("what retention removed is told, a hole between kept lines is not")
    func gap() async throws {
        try await JournalArchive(root: directory.path).removeDays(before: "2026-11-22")
        for (after, gap) in [(0, nil), (1, 2...10), (3, 4...10), (9, 10...10), (10, nil), (12, nil), (99, nil)]
            as [(Int64, ClosedRange<Int64>?)]
        {
            let read = try seqs(JournalReader(root: directory.path, from: .init(after: after)))
            #expect(read.seqs == Self.all.filter { $0 > max(after, 10) })
            #expect(read.gaps == [gap].compactMap(\.self), "after \(after)")
        }
        try directory.remove("journal/2026-11-23.jsonl")  // by hand: within
        let read = try seqs(JournalReader(root: directory.path, from: .init(after: 12)))
        #expect(read.seqs == [13, 31, 32, 33])
        #expect(read.gaps.isEmpty)
    }

    @Test("days that go while someone reads are told too")
    func gapWhileReading() async throws {
        let reader = try JournalReader(root: directory.path, from: .init(after: 2))
        _ = try reader.next()
        try await JournalArchive(root: directory.path).removeDays(before: "2026-11-23")
        let read = try seqs(reader)
        #expect(read.seqs == [21, 22, 23, 31, 32, 33])
        #expect(read.gaps == [4...20])
        #expect("\(JournalGap(seqs: 4...20))" == "seq 4-20 are gone")
        #expect("\(JournalGap(seqs: 4...4))" == "seq 4 is gone")
    }

    @Test("a day that is archived while someone reads is read to its end, once")
    func archivedWhileReading() async throws {
        for opened in [true, false] {
            let reader = try JournalReader(root: directory.path, from: .init(after: opened ? 21 : 12))
            if opened { #expect(try reader.next() != nil) }
            let archive = JournalArchive(root: directory.path)
            while try await archive.archiveDay(before: "2026-11-30") {}
            #expect(try seqs(reader).seqs == (opened ? [31, 32, 33] : [13, 21, 22, 23, 31, 32, 33]))
        }
        // A kill between the archive's rename and the removal: the day is in both places.
        try directory.write(
            [21, 22, 23].map { journalLine($0, padding: 200) }.joined(), to: "journal/2026-11-23.jsonl")
        #expect(try seqs(JournalReader(root: directory.path, from: .init())).seqs == Self.all)
        #expect(try JournalReader.newestSeq(root: directory.path) == 33)
    }

    // MARK: Cursor

    @Test("a cursor is a number and a newline, and has one reader")
    func cursor() throws {
        let path = directory.path + "/deep/er/my.cursor"
        do {
            let cursor = try JournalCursor(path)
            #expect(cursor.seq == nil)
            try cursor.move(to: 4711)
            try cursor.move(to: 4712)
        }
        #expect(directory.text("deep/er/my.cursor") == "4712\n")
        #expect(try JournalCursor(path).seq == 4712)
        for text in ["", "x", "-1\n", "12x\n", "9223372036854775808\n"] {
            try directory.write(text, to: "bad")
            #expect(throws: JournalCursor.Problem.self) { try JournalCursor(directory.path + "/bad") }
        }
        try directory.write(" 12 \r\n", to: "by-hand")
        #expect(try JournalCursor(directory.path + "/by-hand").seq == 12)
    }

    @Test("a cursor's file is replaced, whatever was left beside it, and another name of it keeps what it had")
    func cursorReplaced() throws {
        let path = directory.path + "/my.cursor"
        try directory.write("9\n", to: "my.cursor")
        try FileManager.default.linkItem(atPath: path, toPath: directory.path + "/copy")
        try directory.write("what a crash left, and longer than any number\n", to: ".my.cursor.new")
        do {
            let cursor = try JournalCursor(path)
            for seq: Int64 in [10, 1_000_000, 7, 12, 99_999] {
                try cursor.move(to: seq)
                #expect(directory.text("my.cursor") == "\(seq)\n")
            }
        }
        #expect(directory.text("copy") == "9\n")
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/.my.cursor.new"))
        // A link is replaced by a file, and so is one in the spare's place.
        for name in ["my.cursor", ".my.cursor.new"] {
            try? FileManager.default.removeItem(atPath: directory.path + "/" + name)  // it need not be there
            try FileManager.default.createSymbolicLink(
                atPath: directory.path + "/" + name, withDestinationPath: directory.path + "/copy")
        }
        let cursor = try JournalCursor(path)
        for seq: Int64 in [10, 11] {
            try cursor.move(to: seq)
            #expect(directory.text("my.cursor") == "\(seq)\n" && directory.text("copy") == "9\n")
        }
    }

    // MARK: Lines

    @Test("filters want any feed and any tag, and both where both are given")
    func filter() {
        let lines = [
            #"{"seq":1,"feed":"a","tags":["linux"]}"#, #"{"seq":2,"feed":"b","feed_tags":["linux"]}"#,
            #"{"seq":3,"feed":"b","tags":["x"]}"#, "someone else's", #"{"seq":4}"#,
        ]
        let text = Array(lines.map { $0 + "\n" }.joined().utf8)
        func seqs(_ feeds: [String], _ tags: [String]) -> [Int64?] {
            JournalFilter(feeds: feeds, tags: tags).wanted(of: text).split(separator: UInt8(ascii: "\n"))
                .map { JournalFile.seq(of: $0) }
        }
        #expect(seqs([], []) == [1, 2, 3, nil, 4])
        #expect(seqs(["a"], []) == [1])
        #expect(seqs(["b", "a"], []) == [1, 2, 3])
        #expect(seqs([], ["linux"]) == [1, 2])
        #expect(seqs([], ["x", "linux"]) == [1, 2, 3])
        #expect(seqs(["b"], ["linux"]) == [2])
        #expect(seqs(["c"], []) == [])
    }

    @Test("an item is the line's own, else its file, and never a file outside of the articles")
    func item() throws {
        try directory.write("{\"id\":\"1\"}\n", to: "articles/d/1.json")
        try directory.write("{\n\"id\":\"1\"}\n", to: "articles/d/2.json")
        try directory.write("secret\n", to: "secret.json")
        func item(_ line: String) -> String? {
            JournalEntry.item(of: Array(line.utf8), root: directory.path).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(item(#"{"seq":1,"path":"articles/d/1.json"}"# + "\n") == "{\"id\":\"1\"}\n")
        #expect(
            item(#"{"seq":1,"path":"articles/d/9.json","item":{"id":"}\"","a":[1]}}"#)
                == "{\"id\":\"}\\\"\",\"a\":[1]}\n")
        for path in ["articles/d/9.json", "articles/d/2.json", "articles/../secret.json", "secret.json", "/etc/passwd"]
        {
            #expect(item(#"{"seq":1,"path":"\#(path)"}"#) == nil)
        }
        #expect(item("someone else's") == nil)
    }
}
