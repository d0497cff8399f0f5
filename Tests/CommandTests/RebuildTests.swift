import Foundation
import Model
import Store
import StoreSQLite
import Synchronization
import TestSupport
import Testing

@Suite("A store that is damaged, newer, or older than the journal") struct RebuildTests {
    /// One article each with a guid, with a link alone, and with neither; the first changes with each answer.
    private static func document(_ count: Int, _ version: Int) -> String {
        let items = (1...count).map { number in
            switch number % 3 {
            case 0:
                "<item><title>Only a title &amp;amp; text \(number)</title><description>Text \(number)</description></item>"
            case 1:
                "<item><title>T\(number)</title><guid isPermaLink=\"false\">g\(number)</guid><description>v\(version)</description></item>"
            default: "<item><title>T\(number)</title><link>http://site.example/\(number)</link></item>"
            }
        }
        return "<rss version=\"2.0\"><channel><title>S</title>\(items.joined())</channel></rss>"
    }

    private func place(_ server: LoopbackServer) throws -> Workplace {
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], extra: "[dedupe]\nupdates = \"emit\"\n")
        return place
    }

    @Test(
        "a damaged store is refused and left as it is; a rebuilt one announces nothing twice",
        arguments: ["thin", "full", "off"])
    func damaged(journal: String) throws {
        let count = Mutex(6)
        let version = Mutex(1)
        let server = try LoopbackServer { _ in .ok(Self.document(count.withLock { $0 }, version.withLock { $0 })) }
        let place = try place(server)
        let text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        try place.directory.write(
            text.replacing("[spool]\n", with: "[spool]\njournal = \"\(journal)\"\n"), to: "feeds.toml")
        #expect(try place.run("run", "--once").status == 0)
        let files = place.articles(".json")
        #expect(files.count == 6)
        #expect(try place.run("doctor", "--rebuild").status == 74)  // it is sound

        let path = place.directory.appending("state/newspool.sqlite")
        var bytes = try Data(contentsOf: path)
        bytes.replaceSubrange(0..<min(bytes.count, 8192), with: Data(repeating: 0x5A, count: 8192))
        try bytes.write(to: path)
        let refused = try place.run("run", "--once")
        #expect(refused.status == 74 && refused.errors.contains("newspool doctor"), "\(refused.errors)")
        #expect(try Data(contentsOf: path) == bytes)
        let told = try place.run("doctor")
        #expect(told.status == 1 && told.text.contains("doctor --rebuild"), "\(told.text)")

        let rebuilt = try place.run("doctor", "--rebuild", "--json")
        #expect(rebuilt.status == 0, "\(rebuilt.errors)")
        let summary = try #require(try JSONSerialization.jsonObject(with: rebuilt.output) as? [String: Any])
        #expect(summary["articles"] as? Int == 6 && summary["last_seq"] as? Int == 6)
        #expect(try Data(contentsOf: URL(filePath: try #require(summary["old_store"] as? String))) == bytes)
        version.withLock { $0 = 2 }
        #expect(try place.run("run", "--once").status == 0)
        #expect(place.articles(".json") == files)
        count.withLock { $0 = 8 }
        #expect(try place.run("run", "--once").status == 0)
        #expect(place.articles(".json").count == 8)
        let store = try #require(try SQLiteOpener(directory: place.directory.appending("state").path).openForReading())
        #expect(try store.entries(after: 0, limit: 9).map(\.seq) == [7, 8])
        if journal != "off" { #expect(try place.journal().compactMap { $0["seq"] as? Int } == Array(1...8)) }
    }

    /// A feed shows entries for years, the spool keeps its journal for months.
    @Test("what the spool forgot is not announced again by a rebuilt store")
    func forgotten() throws {
        func item(_ number: Int, year: Int?) -> String {
            let date = year.map { "<pubDate>02 Feb \($0) 10:00:00 GMT</pubDate>" } ?? ""
            return "<item><title>T\(number)</title><guid isPermaLink=\"false\">g\(number)</guid>\(date)</item>"
        }
        let items = Mutex([item(1, year: 2023)])
        let server = try LoopbackServer { _ in
            .ok("<rss version=\"2.0\"><channel><title>S</title>\(items.withLock { $0.joined() })</channel></rss>")
        }
        let place = try place(server)
        #expect(try place.run("run", "--once").status == 0)
        items.withLock { $0.append(item(2, year: 2099)) }
        #expect(try place.run("run", "--once").status == 0)
        let journal = place.directory.appending("spool/journal")
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: journal.path).first)
        let lines = try String(contentsOf: journal.appending(path: name), encoding: .utf8).split(separator: "\n")
        // As if the first were of a day that went.
        try place.directory.write(lines[1] + "\n", to: "spool/journal/" + name)
        try FileManager.default.removeItem(at: place.directory.appending("spool/articles"))
        try FileManager.default.removeItem(at: place.directory.appending("state"))
        #expect(try place.run("doctor", "--rebuild").status == 0)
        items.withLock { $0 += [item(3, year: nil), item(4, year: 2099)] }
        #expect(try place.run("run", "--once").status == 0)
        #expect(try Set(place.journal().compactMap { $0["guid"] as? String }) == ["g2", "g3", "g4"])
        items.withLock { $0.append(item(5, year: 2023)) }
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == 4)
    }

    @Test("a store from a backup goes on above the journal's last number")
    func backup() throws {
        let count = Mutex(3)
        let server = try LoopbackServer { _ in .ok(Self.document(count.withLock { $0 }, 1)) }
        let place = try place(server)
        #expect(try place.run("run", "--once").status == 0)
        let (state, backup) = (place.directory.appending("state"), place.directory.appending("backup"))
        try FileManager.default.copyItem(at: state, to: backup)
        count.withLock { $0 = 5 }
        #expect(try place.run("run", "--once").status == 0)
        try FileManager.default.removeItem(at: state)
        try FileManager.default.moveItem(at: backup, to: state)
        count.withLock { $0 = 6 }
        #expect(try place.run("run", "--once").status == 0)
        let seqs = try place.journal().compactMap { $0["seq"] as? Int }
        #expect(seqs.prefix(5) == [1, 2, 3, 4, 5] && Set(seqs).count == seqs.count && seqs == seqs.sorted())
        #expect(seqs.count == 6)  // what came after the backup is known by the journal
    }
}
