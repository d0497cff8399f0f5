import TestSupport
import Testing

@testable import Fetch

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    let loop = TransferLoop()

    @Test func aStallEndsInTime() async throws {
        let hungUp = Gate()
        let server = try LoopbackServer { _ in .script(.stall(hungUp)) }
        let limit = Duration.milliseconds(100)
        #expect(await loop.failure(server.url()) { $0.limits.total = limit } == .timedOut(after: limit))
        await hungUp.opened()
    }

    @Test func aDripEndsInTime() async throws {
        let server = try LoopbackServer { _ in
            .script(.send("HTTP/1.1 200 OK\r\n\r\n"), .drip([0x78], every: .milliseconds(5), forever: true))
        }
        let limit = Duration.milliseconds(200)
        #expect(await loop.failure(server.url()) { $0.limits.total = limit } == .timedOut(after: limit))
    }

    @Test func aSlowTransferEndsEarlier() async throws {
        let server = try LoopbackServer { _ in
            .script(.send("HTTP/1.1 200 OK\r\n\r\n"), .drip([0x78], every: .milliseconds(100), forever: true))
        }
        let error = await loop.failure(server.url()) {
            $0.limits.lowSpeed = 1000
            $0.limits.lowSpeedTime = .seconds(1)
        }
        #expect(error == .tooSlow(bytesPerSecond: 1000, over: .seconds(1)))
    }

    @Test(arguments: [["X: ", String(repeating: "x", count: 1000), "\r\n"], ["X: y\r\n"], ["x"]])
    func aFloodOfHeadersEnds(_ parts: [String]) async throws {
        let server = try LoopbackServer { _ in
            .script(.send("HTTP/1.1 200 OK\r\nX: "), .flood(Array(parts.joined().utf8)))
        }
        #expect(await loop.failure(server.url()) == .headersTooLarge(limit: 256 << 10))
    }

    @Test func aFloodOfInterimAnswersEnds() async throws {
        let server = try LoopbackServer { _ in .script(.flood(Array("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n".utf8))) }
        #expect(await loop.failure(server.url()) == .headersTooLarge(limit: 256 << 10))
    }

    @Test func aClosedPortIsAFailure() async throws {
        let server = try LoopbackServer { _ in .ok("") }
        let url = server.url()
        server.stop()
        // The listener is closed by its own thread, soon.
        var error = await loop.failure(url)
        while case .emptyReply = error { error = await loop.failure(url) }
        guard case .connect = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func anUnknownNameIsAFailure() async throws {
        guard case .resolve = await loop.failure("http://nowhere.invalid/") else {
            Issue.record("resolved")
            return
        }
    }

    @Test func oneSlowHostDelaysNobody() async throws {
        let gate = Gate()
        let slow = try LoopbackServer { _ in .script(.stall(gate)) }
        let quick = try LoopbackServer(host: "127.0.0.2") { _ in .ok("<rss/>") }
        await withTaskGroup(of: FetchError?.self) { group in
            for _ in 0..<100 { group.addTask { await loop.failure(slow.url()) } }
            _ = await slow.requests(count: 100)
            for _ in 0..<100 { #expect(await loop.failure(quick.url()) == nil) }
            group.cancelAll()
            for await error in group { #expect(error == .cancelled) }
        }
        #expect(quick.connections == 1)
    }

    @Test func manyAtOnceAllEnd() async throws {
        let server = try LoopbackServer { request in .ok(request.path) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<300 {
                group.addTask { try await loop.get(server.url("/\(number)")).text == "/\(number)" }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func cancellingTheTaskEndsTheTransfer() async throws {
        let hungUp = Gate()
        let server = try LoopbackServer { _ in .script(.stall(hungUp)) }
        let task = Task { await loop.failure(server.url()) }
        _ = await server.requests(count: 1)
        task.cancel()
        #expect(await task.value == .cancelled)
        await hungUp.opened()
    }

    @Test func aCancelledTaskStartsNothing() async throws {
        let server = try LoopbackServer { _ in .ok("") }
        let gate = Gate()
        let task = Task {
            await gate.opened()
            return await loop.failure(server.url())
        }
        task.cancel()
        gate.open()
        #expect(await task.value == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test func stoppingEndsAllThatIsUnderWay() async throws {
        let server = try LoopbackServer { _ in .script(.stall()) }
        async let first = loop.failure(server.url())
        async let second = loop.failure(server.url())
        _ = await server.requests(count: 2)
        await loop.stop()
        #expect(await [first, second] == [.stopped, .stopped])
        #expect(await loop.failure(server.url()) == .stopped)
    }

    /// Bytes that are no part of an answer, and that nothing else counts: an endless chunk extension, endless empty blocks
    /// of a compressed body.
    @Test(arguments: [
        ("Transfer-Encoding: chunked\r\n\r\n5;", [UInt8](repeating: 0x61, count: 1 << 16)),
        (
            "Content-Encoding: deflate\r\n\r\n\u{78}\u{01}",
            Array(repeatElement([0, 0, 0, 0xFF, 0xFF] as [UInt8], count: 10_000).joined())
        ),
    ])
    func whatIsNoAnswerIsBounded(_ head: String, _ noise: [UInt8]) async throws {
        let server = try LoopbackServer { _ in
            .script(.send("HTTP/1.1 200 OK\r\n\(head)"), .flood(noise))
        }
        let error = await loop.failure(server.url()) { $0.limits.body = 1 << 20 }
        #expect(error == .tooMuchTraffic(limit: 1 << 20))
    }
}
