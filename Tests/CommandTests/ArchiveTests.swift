import Foundation
import TestSupport
import Testing

@Suite("archive_journal") struct ArchiveTests {
    @Test("old days go into journal/archive/, today's stays, and keep_journal holds for both")
    func archived() throws {
        let server = try LoopbackServer { _ in .ok(rss([1, 2])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], spool: "archive_journal = \"7d\"\nkeep_journal = \"30d\"")
        func day(_ ago: Double) -> String {
            String(Date(timeIntervalSinceNow: -ago * 86_400).formatted(.iso8601).prefix(10))
        }
        let line = "{\"seq\":1,\"feed\":\"site\"}\n"
        for ago in [40.0, 20, 10, 3] { try place.directory.write(line, to: "spool/journal/\(day(ago)).jsonl") }
        try place.directory.write("x", to: "spool/journal/archive/\(day(50)).jsonl.zst")
        #expect(try place.run("run", "--once").status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: place.directory.appending("spool/journal").path)
        #expect(Set(names) == ["archive", day(3) + ".jsonl", day(0) + ".jsonl"])
        let archive = place.directory.appending("spool/journal/archive")
        let archived = try FileManager.default.contentsOfDirectory(atPath: archive.path)
        #expect(Set(archived) == [day(20) + ".jsonl.zst", day(10) + ".jsonl.zst"])
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/zstd") else {
            print("zstd(1) is not installed: the archive is not read with it")
            return
        }
        let zstd = try RunningProgram(["-dc", archive.path + "/\(day(10)).jsonl.zst"], path: "/usr/bin/zstd").wait()
        #expect(zstd.text == line)
    }
}
