import Files
import Foundation
import Glibc
import Model
import Testing

@testable import Deliver

@Suite struct JournalTests {
    private let directory: TemporaryDirectory
    private let journal: Journal

    init() throws {
        directory = try TemporaryDirectory()
        journal = Journal(root: directory.path)
    }

    private func lines(_ seqs: some Sequence<Int64>) -> String { seqs.map { journalLine($0) }.joined() }

    @Test func linesStandInOrderAndOnce() async throws {
        #expect(try await journal.prepare() == 0)
        try await journal.append([entry(2), entry(1)])
        try await journal.append([entry(1), entry(2), entry(3), entry(3)])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...3))
        #expect(directory.linkTarget("current.jsonl") == "journal/2026-11-23.jsonl")
        #expect(await journal.lastSeq == 3)
        #expect(try await Journal(root: directory.path).prepare() == 3)
        #expect(directory.names().allSatisfy { !$0.hasPrefix(".") })
        #expect(directory.names("journal") == ["2026-11-23.jsonl"])
    }

    @Test func aNewDayHasItsFile() async throws {
        try await journal.prepare()
        try await journal.append([entry(1), entry(2), entry(3, days: 1), entry(4, days: 3)])
        #expect(directory.names("journal") == ["2026-11-23.jsonl", "2026-11-24.jsonl", "2026-11-26.jsonl"])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...2))
        #expect(directory.text("journal/2026-11-24.jsonl") == lines([3]))
        #expect(directory.linkTarget("current.jsonl") == "journal/2026-11-26.jsonl")
    }

    @Test func anOldDayNeverComesBack() async throws {
        try await journal.prepare()
        try await journal.append([entry(1, days: 1)])
        try await journal.append([entry(2), entry(3, days: 1)])
        #expect(directory.names("journal") == ["2026-11-24.jsonl"])
        let next = Journal(root: directory.path)
        try await next.prepare()
        try await next.append([entry(4)])
        #expect(directory.text("journal/2026-11-24.jsonl") == lines(1...4))
    }

    @Test func anArticleWithoutALineIsPassedOver() async throws {
        try await journal.prepare()
        try await journal.append([entry(1, line: ""), entry(2)])
        try await journal.append([entry(3, line: "")])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines([2]))
    }

    @Test func manyLinesTakeSeveralWrites() async throws {
        let entries = (1...40).map { entry($0, line: journalLine($0, padding: 70_000)) }
        let large = entry(41, line: journalLine(41, padding: 3_000_000))
        try await journal.prepare()
        try await journal.append(entries + [large, entry(42)])
        let lines = try #require(directory.text("journal/2026-11-23.jsonl")).split(separator: "\n")
        #expect(lines.map { JournalFile.seq(of: $0.utf8) } == Array(1...42))
    }

    // MARK: What a crash leaves

    @Test(arguments: ["{", #"{"seq":3"#, #"{"seq":3,"title":""}"#, "\0\0\0", "{\"seq\":3\0\0\0\0\0\0\0", "\0"])
    func whatACrashLeftOfALineIsCompleted(torn: String) async throws {
        try directory.write(lines(1...2) + torn, to: "journal/2026-11-23.jsonl")
        #expect(try await journal.prepare { after in after < 3 ? [entry(3), entry(4)] : [] } == 3)
        #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...3))
        try await journal.append([entry(2), entry(3), entry(4)])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...4))
    }

    @Test("NULs over whole lines are healed in place, also with lines behind them", arguments: [1, 3, 200])
    func nuls(count: Int64) async throws {
        let all = (Int64(1)...250).map { entry($0) }
        let lost = lines(3...2 + count), end = lines((3 + count)...(4 + count))
        for behind in ["", end, String(end.dropLast(5))] {
            try directory.write(
                lines(1...2) + String(repeating: "\0", count: lost.utf8.count) + behind, to: "journal/2026-11-23.jsonl")
            let last = behind.isEmpty ? 2 + count : 4 + count
            let journal = Journal(root: directory.path)
            #expect(try await journal.prepare { after in Array(all.filter { $0.seq > after }.prefix(50)) } == last)
            #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...last))
        }
    }

    /// The store is lost or from a backup: what readers may have seen stays, and ends.
    @Test(
        arguments: [
            (#"{"seq":3,"tit"#, #"{"seq":3,"tit"#, 3), ("{", "{", 2), ("\0\0ab", "  ab", 2),
            ("{\"seq\":3}\n\0\0", "{\"seq\":3}\n  ", 3),
        ] as [(String, String, Int64)])
    func whatNobodyKnowsIsEnded(torn: String, kept: String, seen: Int64) async throws {
        try directory.write(lines(1...2) + torn, to: "journal/2026-11-23.jsonl")
        #expect(try await journal.prepare() == seen)
        #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...2) + kept + "\n")
        try await journal.append([entry(4)])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...2) + kept + "\n" + lines([4]))
        #expect(try await Journal(root: directory.path).prepare() == 4)
    }

    /// The store knows another line of that number: the article lands whole.
    @Test(arguments: [#"{"seq":3,"other":"#, String(repeating: "x", count: 200_000)])
    func anotherLineIsNoReasonToLeaveTheArticleOut(torn: String) async throws {
        try directory.write(lines(1...2) + torn, to: "journal/2026-11-23.jsonl")
        try await journal.prepare { after in after < 3 ? [entry(3)] : [] }
        try await journal.append([entry(3)])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...2) + torn + "\n" + lines([3]))
    }

    @Test(arguments: ["", #"{"seq":"#, #"{"seq":3,"title":"no end"}"#])
    func aDayThatHasNoWholeLineFallsBackOnTheOneBefore(torn: String) async throws {
        try directory.write(lines(1...2), to: "journal/2026-11-23.jsonl")
        try directory.write(torn, to: "journal/2026-11-24.jsonl")
        try await journal.prepare()
        #expect(await journal.lastSeq == 2)
        try await journal.append([entry(2, days: 1), entry(3, days: 1)])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines(1...2))
        #expect(directory.text("journal/2026-11-24.jsonl") == torn + (torn.isEmpty ? "" : "\n") + lines([3]))
    }

    @Test func linesOfSomeoneElseAreNoReasonToStartAnew() async throws {
        try directory.write(
            lines(1...2) + "\n# note\n{\"seq\":99999999999999999999999}\n", to: "journal/2026-11-23.jsonl")
        #expect(try await journal.prepare() == 2)
        try directory.write("notes", to: "journal/README")
        #expect(try await Journal(root: directory.path).prepare() == 2)
    }

    @Test(arguments: ["journal/2026-11-22.jsonl", "nowhere", nil])
    func theLinkIsMended(target: String?) async throws {
        try directory.write(lines(1...1), to: "journal/2026-11-23.jsonl")
        if let target {
            try FileManager.default.createSymbolicLink(
                atPath: directory.path + "/current.jsonl", withDestinationPath: target)
        }
        // A link that a kill left before its rename.
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/.current.jsonl", withDestinationPath: "journal/2026-11-23.jsonl")
        try await journal.prepare()
        #expect(directory.linkTarget("current.jsonl") == "journal/2026-11-23.jsonl")
    }

    /// Past the end of what the start writes over itself, not a byte changes.
    @Test func theStartChangesNoLine() async throws {
        let text = (Int64(1)...90).map { journalLine($0, padding: 100_000) }.joined()
        try directory.write(text, to: "journal/2026-11-23.jsonl")
        let inode = directory.inode("journal/2026-11-23.jsonl")
        #expect(text.utf8.count > JournalRepair.window)
        #expect(try await journal.prepare() == 90)
        let isSame = directory.text("journal/2026-11-23.jsonl") == text
        #expect(isSame)
        #expect(directory.inode("journal/2026-11-23.jsonl") == inode)
    }

    // MARK: What others do to it

    /// Root, who may work on a user's spool, is not led elsewhere.
    @Test(arguments: ["link", "link to nowhere", "other owner"], [true, false])
    func onlyAFileOfItsOwnIsWritten(kind: String, isThereAtTheStart: Bool) async throws {
        let day = directory.path + "/journal/2026-11-23.jsonl"
        try directory.write(lines(1...1), to: "target")
        func plant() throws {
            switch kind {
            case "other owner":
                try directory.write(lines(1...1), to: "journal/2026-11-23.jsonl")
                chown(day, 65534, 65534)
            default:
                let target = directory.path + (kind == "link" ? "/target" : "/nowhere")
                try FileManager.default.createSymbolicLink(atPath: day, withDestinationPath: target)
            }
        }
        if kind == "other owner", geteuid() != 0 { return }
        try FileManager.default.createDirectory(
            atPath: directory.path + "/journal", withIntermediateDirectories: true)
        if isThereAtTheStart { try plant() }
        await #expect(throws: DeliverError.self) {
            try await journal.prepare()
            if !isThereAtTheStart { try plant() }
            try await journal.append([entry(2)])
        }
        #expect(directory.text("target") == lines(1...1))
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/nowhere"))
    }

    @Test func aFileThatIsRemovedTakesNoFurtherLines() async throws {
        try await journal.prepare()
        try await journal.append([entry(1)])
        try directory.remove("journal/2026-11-23.jsonl")
        try await journal.append([entry(2)])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines([2]))
        try directory.remove("journal")
        try await journal.append([entry(3), entry(4, days: 1)])
        #expect(directory.text("journal/2026-11-23.jsonl") == lines([3]))
        #expect(directory.text("journal/2026-11-24.jsonl") == lines([4]))
    }

    @Test func aDirectoryInTheWayIsNamed() async throws {
        try directory.write("", to: "journal")
        let error = await #expect(throws: DeliverError.self) { try await journal.prepare() }
        #expect("\(error.map { "\($0)" } ?? "")".contains(directory.path + "/journal: Not a directory"))
    }

    @Test func aLinkThatCouldNotBeMadeIsMadeLater() async throws {
        try await journal.prepare()
        try directory.write("", to: "current.jsonl/in the way")
        await #expect(throws: DeliverError.self) { try await journal.append([entry(1)]) }
        try directory.remove("current.jsonl")
        try await journal.append([entry(1)])
        #expect(directory.linkTarget("current.jsonl") == "journal/2026-11-23.jsonl")
        #expect(directory.text("journal/2026-11-23.jsonl") == lines([1]))
    }

    @Test func aFullDiskIsToldAndGoesOnLater() async throws {
        try await journal.prepare()
        // A full disk of one file; a link to /dev/full would not be followed. Only root can make it.
        let full = directory.path + "/journal/2026-11-23.jsonl"
        guard mknod(full, S_IFCHR | 0o600, dev_t(1 << 8 | 7)) == 0 else { return print("not root: no full disk") }
        let error = await #expect(throws: DeliverError.self) { try await journal.append([entry(1), entry(2)]) }
        #expect(error?.isDiskFull == true)
        #expect(await journal.lastSeq == 0)
        try await journal.append([entry(1, days: 1), entry(2, days: 1)])
        #expect(directory.text("journal/2026-11-24.jsonl") == lines(1...2))
    }

    /// A disk that fills up in the middle of a line, as a limit on file sizes does it: in a process of its own, because
    /// the limit holds for all files.
    @Test func aLineThatAFullDiskToreIsFinished() async {
        await #expect(processExitsWith: .success) {
            let directory = try TemporaryDirectory()
            let journal = Journal(root: directory.path)
            try await journal.prepare()
            signal(SIGXFSZ, SIG_IGN)
            let file = "journal/2026-11-23.jsonl"
            func limit(_ bytes: UInt) {
                var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
                setrlimit(__rlimit_resource_t(1), &limit)  // RLIMIT_FSIZE
            }
            let entries = (Int64(1)...3).map { entry($0) }
            let whole = entries.map { String(decoding: $0.journalLine, as: UTF8.self) }.joined()
            for size in [30, 35, 40, 45] {
                limit(UInt(size))
                let error = await #expect(throws: DeliverError.self) { try await journal.append(entries) }
                #expect(error == .unavailable(.init(.write, directory.path + "/" + file, EFBIG)))
                #expect(directory.text(file) == String(whole.prefix(size)))
            }
            limit(1_000_000)
            try await journal.append(entries)
            #expect(directory.text(file) == whole)
        }
    }
}

@Suite struct JournalBlockTests {
    @Test(arguments: [
        (0, Int64(7), nil, 0), (1, 7, Int64(8), 3), (4, 8, nil, 0), (5, 8, 9, 5), (9, 8, 9, 1), (10, 9, nil, 0),
    ])
    func aShortWriteLeavesWholeLinesAndARest(written: Int, last: Int64, torn: Int64?, rest: Int) {
        var block = JournalBlock()
        block.add(entry(8, line: "123\n"))
        block.add(entry(9, line: "12345\n"))
        let standing = block.standing(after: written, lastSeq: 7)
        #expect(standing.lastSeq == last && standing.torn?.seq == torn && standing.torn?.rest.count ?? 0 == rest)
    }
}
