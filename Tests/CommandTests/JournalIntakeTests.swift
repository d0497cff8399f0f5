import Foundation
import TestSupport
import Testing

@Suite("a store that is new, or of a backup, beside a journal that is ahead of it", .timeLimit(.minutes(2)))
struct JournalIntakeTests {
    @Test("where the state is lost nothing is announced twice, and numbers go on")
    func lostState() throws {
        let server = try LoopbackServer { request in
            .ok(rss(request.path == "/old" ? [1, 2, 3] : [1, 2, 3, 4], site: "http://site.example"))
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/old"))])
        #expect(try place.run("run", "--once").status == 0)
        try FileManager.default.removeItem(at: place.directory.appending("state"))
        try place.configure(feeds: [("site", server.url("/new"))])
        let second = try place.run("run", "--once")
        #expect(second.status == 0 && second.errors.contains("the journal is ahead of the store"), "\(second.errors)")
        let lines = try place.journal()
        #expect(lines.compactMap { $0["seq"] as? Int } == [1, 2, 3, 4])
        #expect(lines.last?["title"] as? String == "Article 4")
        #expect(place.articles(".json").count == 4)
        let third = try place.run("run", "--once")
        #expect(try third.status == 0 && place.journal().count == 4)
    }

    @Test("a store of a backup learns what came after it")
    func backup() throws {
        let numbers = Shared([1])
        let server = try LoopbackServer { _ in .ok(rss(numbers.value)) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed"))])
        #expect(try place.run("run", "--once").status == 0)
        let (state, copy) = (place.directory.appending("state"), place.directory.appending("copy"))
        try FileManager.default.copyItem(at: state, to: copy)
        numbers.value = [1, 2]
        #expect(try place.run("run", "--once").status == 0)
        try FileManager.default.removeItem(at: state)
        try FileManager.default.moveItem(at: copy, to: state)
        numbers.value = [1, 2, 3]
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().compactMap { $0["title"] as? String } == ["Article 1", "Article 2", "Article 3"])
        #expect(try place.journal().compactMap { $0["seq"] as? Int } == [1, 2, 3])
    }

    @Test(
        "half a line and NULs are healed, and it is told; a sound journal says nothing",
        arguments: [("half", true), ("NULs", true), ("blank", true), ("sound", false)])
    func damagedEnd(damage: String, isTold: Bool) throws {
        let server = try LoopbackServer { _ in .ok(rss([1, 2])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed"))])
        #expect(try place.run("run", "--once").status == 0)
        let journal = place.directory.appending("spool/journal")
        let day = try #require(FileManager.default.contentsOfDirectory(atPath: journal.path).first)
        let url = journal.appending(path: day)
        let whole = try Data(contentsOf: url)
        switch damage {
        case "half": try whole.dropLast(30).write(to: url)
        case "NULs": try (whole.dropLast(30) + Data(count: 30)).write(to: url)
        case "blank": try (whole + Data(count: 30)).write(to: url)
        default: break
        }
        let run = try place.run("run", "--once")
        #expect(run.status == 0 && run.errors.contains("the end of the journal was damaged") == isTold, "\(run.errors)")
        #expect(try Data(contentsOf: url).starts(with: whole))
    }

    @Test("one spool has one writer, whatever its state directory")
    func spoolLock() throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed"))])
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        let text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        try place.directory.write(
            "[daemon]\nstate = \"other\"\n" + text.replacing("[daemon]\n", with: ""), to: "b.toml")
        let other = try place.run("run", "--once", "--config", "b.toml")
        #expect(other.status == 73 && other.errors.contains("another newspool writes to the spool"), "\(other.errors)")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    private final class Shared: @unchecked Sendable {  // a lock guards it
        private let lock = NSLock()
        private var numbers: [Int]
        init(_ numbers: [Int]) { self.numbers = numbers }
        var value: [Int] {
            get { lock.withLock { numbers } }
            set { lock.withLock { numbers = newValue } }
        }
    }
}
