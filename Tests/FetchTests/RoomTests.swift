import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Fetch

/// The room that large bodies share.
@Suite(.timeLimit(.minutes(1)))
struct RoomTests {
    private let loop = TransferLoop(options: .init(bodies: 2 << 20))
    private static let large = String(repeating: "l", count: 1_500_000)

    private func get(_ url: String) async throws -> Response { try await loop.get(url) { $0.sharesRoom = true } }

    @Test("a large body waits until another one is read, and small ones do not", arguments: ["", "gzip", "announced"])
    func waits(coding: String) async throws {
        let body = coding.isEmpty ? Array(Self.large.utf8) : try Self.gzip(Self.large)
        let server = try LoopbackServer { request in
            if request.path == "/small" { return .ok(String(repeating: "s", count: 100_000)) }
            return coding == "announced" ? .ok(body, ["Content-Encoding": "gzip"]) : .ok(body)
        }
        func asked() -> Int { server.requests.count { $0.path == "/2" } }
        var first: Response? = try await get(server.url("/1"))
        let second = Task { try await get(server.url("/2")).body.count }
        await loop.someoneWaits()
        for _ in 0..<3 { #expect(try await get(server.url("/small")).body.count == 100_000) }
        // What shares no room is not held up either.
        #expect(try await loop.get(server.url("/3")).body.count == 1_500_000)
        #expect(asked() == 1 && first?.body.count == 1_500_000)
        first = nil
        #expect(try await second.value == 1_500_000)
        #expect(asked() == 2)
    }

    @Test("one that comes later does not pass those who wait")
    func inTurn() async throws {
        let loop = TransferLoop(options: .init(bodies: 3 << 20))
        let server = try LoopbackServer { request in
            .ok(
                String(
                    repeating: "x",
                    count: request.path == "/late" ? 600_000 : request.path == "/1" ? 1_500_000 : 2_000_000))
        }
        var first: Response? = try await loop.get(server.url("/1")) { $0.sharesRoom = true }
        let second = Task { try await loop.get(server.url("/2")) { $0.sharesRoom = true }.body.count }
        await loop.someoneWaits()
        let hasCome = Mutex(false)
        let late = Task {
            defer { hasCome.withLock { $0 = true } }
            return try await loop.get(server.url("/late")) { $0.sharesRoom = true }.body.count
        }
        while !hasCome.withLock({ $0 }), await loop.line.count < 2 { await Task.yield() }
        #expect(await loop.line.count == 2 && first?.body.count == 1_500_000)
        first = nil
        #expect(try await second.value == 2_000_000)
        #expect(try await late.value == 600_000)
    }

    @Test("one that may be larger than the room has all of it, and one that fails gives it back")
    func larger() async throws {
        let hungUp = Gate()
        let server = try LoopbackServer { request in
            if request.path != "/cut" { return .ok(String(repeating: "l", count: 5_000_000)) }
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n"
            return .script(.send(head + Self.large), .stall(hungUp))
        }
        let cut = Task { try await get(server.url("/cut")) }
        _ = await server.requests(count: 1)
        let whole = Task { try await get(server.url("/whole")).body.count }
        _ = await server.requests(count: 2)
        await loop.someoneWaits()
        cut.cancel()
        #expect(try await whole.value == 5_000_000)
        #expect(try await get(server.url("/again")).body.count == 5_000_000)
    }

    @Test("one that waits for room can be called off, and so can all")
    func calledOff() async throws {
        let server = try LoopbackServer { _ in .ok(Self.large) }
        let first = try await get(server.url("/1"))
        let second = Task { try await get(server.url("/2")) }
        await loop.someoneWaits()
        second.cancel()
        await #expect(throws: FetchError.cancelled) { try await second.value }
        let third = Task { try await get(server.url("/3")) }
        await loop.someoneWaits()
        await loop.stop()
        await #expect(throws: FetchError.stopped) { try await third.value }
        #expect(first.body.count == 1_500_000)
    }

    private static func gzip(_ text: String) throws -> [UInt8] {
        [UInt8](try RunningProgram(["-c"], input: Data(text.utf8), path: "/bin/gzip").wait().output)
    }
}

extension TransferLoop {
    /// Returns when a transfer waits for room.
    fileprivate func someoneWaits() async {
        while !line.contains(where: { transfers[$0] != nil }) { await Task.yield() }
    }
}
