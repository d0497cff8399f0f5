import Deliver
import Foundation
import Model
import TestSupport
import Testing

/// Programs that follow the journal read each line once, through the change of days and of `current.jsonl`.
@Suite("Shippers") struct ShipperTests {
    /// A line as the journal has it; every tenth is about as long as a line may be.
    private static func entry(_ seq: Int64, day: Int) -> OutboxEntry {
        let padding = String(repeating: "x", count: seq % 10 == 0 ? 7_950 : 200)
        return OutboxEntry(
            seq: seq, time: Date(timeIntervalSince1970: 1_795_441_501 + Double(day) * 86_400), event: .new,
            id: ItemID(feed: "f", key: "\(seq)"), revision: 1, feed: "f", isBackfill: false, path: "", json: [],
            markdown: [], journalLine: Array("{\"seq\":\(seq),\"x\":\"\(padding)\"}\n".utf8))
    }

    /// Brings lines of three days, each once the ones before have arrived.
    private func ship(to root: String, arrived: () -> Data) async throws {
        let journal = Journal(root: root)
        try await journal.prepare()
        var expected = Data()
        for (day, seqs) in [(0, Int64(1)...40), (1, 41...80), (3, 81...120)] {
            for seq in seqs { try await journal.append([Self.entry(seq, day: day)]) }
            expected += seqs.flatMap { Self.entry($0, day: day).journalLine }
            let end = ContinuousClock.now + .seconds(15)
            while arrived().count < expected.count, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(20))  // another program's file: nothing tells of it
            }
            #expect(arrived() == expected, "day \(day)")
        }
    }

    @Test("tail -F of current.jsonl")
    func tail() async throws {
        let directory = try TemporaryDirectory()
        try await Journal(root: directory.path).prepare()
        let reader = try RunningProgram(
            ["tail", "-F", "-q", "-n", "+1", "-s", "0.1", directory.path + "/current.jsonl"], path: "/usr/bin/env")
        try await ship(to: directory.path) { reader.outputSoFar }
        reader.send(SIGKILL)  // others' programs get our threads' mask, which holds SIGTERM back
        _ = reader.wait()
    }

    @Test("newspool tail -f --json, by itself")
    func own() async throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        try await Journal(root: place.directory.appending("spool").path).prepare()
        let reader = try place.start("tail", "-f", "--json", "--after", "0")
        try await ship(to: place.directory.appending("spool").path) { reader.outputSoFar }
        reader.send(SIGTERM)
        _ = reader.wait()
    }

    @Test("rsyslog's imfile over journal/*.jsonl")
    func rsyslog() async throws {
        guard let program = ["/usr/sbin/rsyslogd", "/sbin/rsyslogd"].first(where: FileManager.default.isExecutableFile)
        else {
            print("skipped: rsyslog is not installed")
            return
        }
        let directory = try TemporaryDirectory()
        let out = directory.appending("out").path
        try FileManager.default.createDirectory(at: directory.appending("work"), withIntermediateDirectories: true)
        try directory.write(
            """
            global(workDirectory="\(directory.path)/work")
            module(load="imfile")
            template(name="raw" type="string" string="%msg%\\n")
            ruleset(name="articles") { action(type="omfile" file="\(out)" template="raw" flushInterval="1" asyncWriting="off") }
            input(type="imfile" file="\(directory.path)/spool/journal/*.jsonl" tag="newspool" ruleset="articles")
            """, to: "rsyslog.conf")
        try await Journal(root: directory.path + "/spool").prepare()
        let daemon = try RunningProgram(
            ["-n", "-f", directory.path + "/rsyslog.conf", "-i", directory.path + "/pid"], path: program)
        try await ship(to: directory.path + "/spool") {
            FileManager.default.contents(atPath: out) ?? Data()  // it comes with the first line
        }
        daemon.send(SIGKILL)
        _ = daemon.wait()
    }
}
