import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("newspool run and its parser processes")
struct ParserProcessTests {
    private func children(of process: Int32) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { id in
            let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)  // gone meanwhile: none
            return status?.contains("PPid:\t\(process)\n") ?? false && isAtWork(id)
        }
    }

    /// One that has ended and was not waited for yet is not.
    private func isAtWork(_ process: Int32) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)  // gone: none
        return status.map { !$0.contains("State:\tZ") } ?? false
    }

    @Test("one that is killed costs a poll at most; the daemon ends with all of them")
    func killed() async throws {
        let numbers = Mutex([1])
        let server = try LoopbackServer { _ in .ok(rss(numbers.withLock { $0 })) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], daemon: "parser_processes = true")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        let before = children(of: daemon.identifier)
        #expect(!before.isEmpty)
        for process in before { kill(process, SIGKILL) }
        numbers.withLock { $0 = [1, 2] }
        while try place.journal().count < 2, daemon.isRunning {
            _ = await server.requests(count: server.requests.count + 1)
        }
        let after = children(of: daemon.identifier)
        #expect(!after.isEmpty && Set(after).isDisjoint(with: before))
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        while after.contains(where: isAtWork) { try await Task.sleep(for: .milliseconds(10)) }
    }

    @Test("unless they are asked for, documents are read by the daemon")
    func notAskedFor() async throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], daemon: "")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        #expect(children(of: daemon.identifier).isEmpty)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("the daemon itself has given up what it does not need, and its articles land")
    func wall() async throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())])
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        let status = try String(contentsOfFile: "/proc/\(daemon.identifier)/status", encoding: .utf8)
        #expect(status.contains("NoNewPrivs:\t1"))
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(try place.journal().count == 1)
    }
}
