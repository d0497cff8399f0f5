import TestSupport
import Testing

@testable import Fetch

/// One handle makes one request after the other, and most of its options stay: none of a request's own may.
@Suite(.timeLimit(.minutes(1)))
struct HandleReuseTests {
    let loop = TransferLoop(options: .init(concurrency: 1))
    let server: LoopbackServer

    init() throws { server = try LoopbackServer { _ in .ok("<rss/>") } }

    @Test func aPasswordIsForItsRequestAlone() async throws {
        for credentials in [nil, Request.Credentials(username: "u", password: "p"), nil] {
            _ = try await loop.get(server.url()) { $0.credentials = credentials }
        }
        #expect(server.requests.map { $0["Authorization"] != nil } == [false, true, false])
    }

    @Test func aBodyIsForItsRequestAlone() async throws {
        for method in [Request.Method.get, .post(body: Array("a".utf8)), .get] {
            _ = try await loop.get(server.url()) { $0.method = method }
        }
        #expect(server.requests.map(\.method) == ["GET", "POST", "GET"])
    }

    @Test func headersAreForTheirRequestAlone() async throws {
        for headers in [[("X-A", "1")], [], [("X-B", "2")]] {
            _ = try await loop.get(server.url()) { $0.headers = headers }
        }
        #expect(server.requests.map { $0["X-A"] } == ["1", nil, nil])
        #expect(server.requests.map { $0["X-B"] } == [nil, nil, "2"])
    }

    @Test func cookiesAreForTheirRequestAlone() async throws {
        for headers in [[("Cookie", "a=1")], [], [("Cookie", "b=2")]] {
            _ = try await loop.get(server.url()) { $0.headers = headers }
        }
        #expect(server.requests.map { $0["Cookie"] } == ["a=1", nil, "b=2"])
    }

    @Test func aProxyIsForItsRequestAlone() async throws {
        let proxy = try LoopbackServer { _ in .ok("<proxied/>") }
        var answers: [String] = []
        for url in [nil, proxy.url(), nil] {
            answers.append(try await loop.get(server.url()) { $0.proxy = url }.text)
        }
        #expect(answers == ["<rss/>", "<proxied/>", "<rss/>"])
    }

    @Test func aFailureIsForItsRequestAlone() async throws {
        let mute = try LoopbackServer { _ in .status(500) }
        #expect(await loop.failure(mute.url()) { $0.limits.headers = 1 } == .headersTooLarge(limit: 1))
        #expect(try await loop.get(server.url()).text == "<rss/>")
        #expect(await loop.failure(mute.url()) { $0.limits.headers = 1 } == .headersTooLarge(limit: 1))
    }

    @Test("a connection is kept though silent servers hold more of them than are kept")
    func connectionsOfSilentServersDoNotCount() async throws {
        let silent = try LoopbackServer { _ in .script(.stall()) }
        await withTaskGroup { group in
            for number in 0..<20 {
                group.addTask { _ = await loop.failure(silent.url("/\(number)")) { _ in } }
            }
            _ = await silent.requests(count: 20)
            for _ in 0..<5 { #expect((try? await loop.get(server.url()).text) == "<rss/>") }
            group.cancelAll()
        }
        #expect(server.connections == 1)
    }
}
