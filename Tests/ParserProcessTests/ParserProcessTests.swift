import Cleaning
import Foundation
import Model
import Parse
import TestSupport
import Testing

@testable import ParserProcess

/// Documents that are read in another process: the same comes of them, and what happens to that process stays there.
@Suite(.timeLimit(.minutes(2)))
struct ParserProcessTests {
    /// As in the daemon: a process that died is an error of one write.
    init() { signal(SIGPIPE, SIG_IGN) }

    private static let document = Array(
        """
        <rss version="2.0"><channel><title>A &amp;amp; B</title>
        <item><title>One</title><link>https://a.example/1?utm_source=x</link><description>&lt;p&gt;Text&lt;/p&gt;</description></item>
        <item><title>Two</title><guid>2</guid><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>
        """.utf8)

    private var request: DocumentRequest {
        var request = DocumentRequest()
        (request.url, request.wantsLinks) = ("https://a.example/feed", true)
        request.settings.markdown = true
        return request
    }

    private func titles(_ parser: some DocumentParser, _ entries: [Int]) throws -> [String] {
        var titles: [String] = []
        try parser.clean(entries) { index, item in titles.append("\(index) \(item.item.title ?? "?")") }
        return titles
    }

    /// A process that has read a document, and its number.
    private func warm() throws -> (parser: ParserClient, process: Int32) {
        let parser = ParserClient(program: Program.path)
        _ = try parser.open(Self.document, request)
        return (parser, try #require(parser.processID))
    }

    private func large(_ bytes: Int) -> [UInt8] {
        let item = "<item><title>One</title><description>&lt;p&gt;Text&lt;/p&gt;</description></item>"
        return Array("<rss><channel>".utf8)
            + Array(repeating: Array(item.utf8), count: bytes / item.utf8.count).joined()
            + Array("</channel></rss>".utf8)
    }

    @Test func theSameComesOfADocumentHereAndThere() throws {
        let (here, there) = (LocalParser(), ParserClient(program: Program.path))
        #expect(try here.open(Self.document, request) == there.open(Self.document, request))
        let opened = try there.open(Self.document, request)
        #expect(opened.links == ["https://a.example/1?utm_source=x", nil] && opened.entries.count == 2)
        for entries in [[1, 0], [0], []] { #expect(try titles(here, entries) == titles(there, entries)) }
        var more = request
        more.isContinuation = true
        for parser: any DocumentParser in [here, there] { _ = try parser.open(Self.document, more) }
        #expect(try titles(there, [3, 0]) == ["3 Two", "0 One"] && titles(here, [3, 0]) == ["3 Two", "0 One"])
    }

    @Test func aDocumentThatIsNoneIsSaidToBeNone() throws {
        let (here, there) = (LocalParser(), ParserClient(program: Program.path))
        for text in ["", "<html><body></body></html>", "{\"a\": 1}", "<rss"] {
            let bytes = Array(text.utf8)
            let failures = [here, there].map { (parser: any DocumentParser) -> ParserFailure? in
                do throws(ParserFailure) { _ = try parser.open(bytes, request) } catch { return error }
                return nil
            }
            #expect(failures[0] == failures[1])
        }
    }

    @Test func aPageIsReadThere() throws {
        let page = Array(
            "<html><body><article><h1>T</h1>\(String(repeating: "<p>Some words of text, enough of them.</p>", count: 30))</article>"
                .utf8)
        var question = PageRequest()
        (question.url, question.selector, question.remove) = ("https://a.example/1", "article", ["h1"])
        let (here, there) = (LocalParser(), ParserClient(program: Program.path))
        let (one, other) = (try here.read(page: page, question), try there.read(page: page, question))
        #expect(one.item == other.item && one.hasArticle && other.hasArticle && other.characters == one.characters)
    }

    /// What it tried itself after the wall was built: `ParserWall.build`.
    @Test func itOpensNoFileAndNoSocket() throws {
        let wall = try #require(try ParserClient.examine(program: Program.path))
        #expect(wall.isWhole, "\(wall)")
    }

    @Test func whatTheKernelSaysOfIt() throws {
        let (parser, process) = try warm()
        defer { parser.rest() }
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        #expect(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1") && status.contains("Threads:\t1"))
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
        #expect(Set(open) == ["0", "1", "2", "3"])  // pipes, /dev/null, its own size
        let environment = try String(contentsOfFile: "/proc/\(process)/environ", encoding: .utf8)
        #expect(!environment.contains("HOME=") && !environment.contains("PATH=/"))
    }

    @Test func oneThatIsKilledFailsItsDocumentAlone() throws {
        let (parser, process) = try warm()
        kill(process, SIGKILL)
        #expect(throws: ParserFailure.died(.signal(SIGKILL))) { try titles(parser, [0]) }
        #expect(try parser.open(Self.document, request).entries.count == 2)
        #expect(try titles(parser, [0]) == ["0 One"] && parser.processID != process)
    }

    @Test func oneThatDiesBetweenTwoDocumentsFailsNone() throws {
        let (parser, process) = try warm()
        kill(process, SIGKILL)
        while parser.isWarm, kill(process, 0) == 0, !isZombie(process) { usleep(1_000) }
        #expect(try parser.open(Self.document, request).entries.count == 2)
    }

    @Test func oneThatHangsCanBeEnded() throws {
        let (parser, process) = try warm()
        kill(process, SIGSTOP)
        let timer = Thread { [parser] in
            usleep(300_000)
            parser.abort()
        }
        timer.start()
        #expect(throws: ParserFailure.died(.aborted)) { try parser.open(large(4 << 20), request) }
        #expect(kill(process, 0) != 0)  // waited for
    }

    @Test func signalsThatEndAServiceAreLeftToTheDaemon() throws {
        let (parser, process) = try warm()
        for number in [SIGTERM, SIGINT, SIGHUP] { kill(process, number) }
        #expect(try titles(parser, [0]) == ["0 One"])
    }

    @Test func oneThatWantsTooMuchMemoryFailsItsDocumentAlone() throws {
        let (parser, process) = try warm()
        let pages = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8).split(separator: " ")[0]
        let bytes = try #require(Int(pages)) * Int(getpagesize()) + 24 << 20
        let bound = try RunningProgram(["--pid", "\(process)", "--as=\(bytes)"], path: "/usr/bin/prlimit")
        try #require(bound.wait().status == 0)
        #expect(throws: ParserFailure.self) { try parser.open(large(16 << 20), request) }
        #expect(try parser.open(Self.document, request).entries.count == 2 && parser.processID != process)
    }

    @Test func whereNoneCanBeStartedTheDocumentIsReadHere() throws {
        for program in ["/nowhere/newspool", "/bin/true"] {
            let said = Reasons()
            let parser = ParserClient(program: program) { said.append($0) }
            #expect(try parser.open(Self.document, request).entries.count == 2)
            #expect(try titles(parser, [1]) == ["1 Two"])
            #expect(said.all.count == 1 && !said.all[0].isEmpty)
        }
    }

    @Test func anIdleOneGoes() throws {
        let (parser, process) = try warm()
        parser.rest()
        #expect(!parser.isWarm && kill(process, 0) != 0)
        #expect(try parser.open(Self.document, request).entries.count == 2)
    }

    private func isZombie(_ process: Int32) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)  // gone: none
        return status?.contains("State:\tZ") ?? true
    }

    private final class Reasons: @unchecked Sendable {  // the lock guards it
        private let lock = NSLock()
        private var reasons: [String] = []
        var all: [String] { lock.withLock { reasons } }
        func append(_ reason: String) { lock.withLock { reasons.append(reason) } }
    }
}
