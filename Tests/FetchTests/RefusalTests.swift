import Synchronization
import TestSupport
import Testing

@testable import Fetch

@Suite(.timeLimit(.minutes(1)))
struct RefusalTests {
    let loop = TransferLoop()

    @Test(arguments: ["127.0.0.1", "localhost", "0", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]"])
    func ownAddressesAreRefused(_ host: String) async throws {
        let server = try LoopbackServer { _ in .ok("") }
        let error = await loop.failure("http://\(host):\(server.port)/") { $0.addresses = .publicOnly }
        guard case .refusedAddress = error else {
            Issue.record("\(host): \(String(describing: error))")
            return
        }
        #expect(server.connections == 0)
    }

    @Test func eachHopIsChecked() async throws {
        let inner = try LoopbackServer(host: "127.0.0.2") { _ in .ok("secret") }
        let target = inner.url()
        let outer = try LoopbackServer { _ in .redirect(302, to: target) }
        let error = await loop.failure(outer.url()) { $0.addresses = .publicAnd(["127.0.0.1"]) }
        #expect(error == .refusedAddress("127.0.0.2"))
        #expect(inner.connections == 0)
    }

    @Test func aHostMayBeAllowedByName() async throws {
        let server = try LoopbackServer { _ in .ok("<rss/>") }
        let response = try await loop.get("http://localhost:\(server.port)/") {
            $0.addresses = .publicAnd(["LocalHost"])
        }
        #expect(response.text == "<rss/>")
    }

    /// A webhook to this machine is fine; a feed must not come in through the connection it left open.
    @Test func aKeptConnectionIsCheckedToo() async throws {
        let server = try LoopbackServer { _ in .ok("") }
        _ = try await loop.get(server.url()) { $0.addresses = .allowAll }
        #expect(await loop.failure(server.url()) { $0.addresses = .publicOnly } == .refusedAddress("127.0.0.1"))
        #expect(server.requests.count == 1)
    }

    /// Both of these go over one connection.
    @Test(arguments: 0...2) func aRequestGoesOutOnlyIfItStillMay(_ allowed: Int) async throws {
        let server = try LoopbackServer { request in request.path == "/a" ? .redirect(302, to: "/b") : .ok("") }
        let asked = Mutex(0)
        let error = await loop.failure(server.url("/a")) {
            $0.maySend = {
                asked.withLock { count in
                    count += 1
                    return count <= allowed
                }
            }
        }
        #expect(error == (allowed < 2 ? .cancelled : nil))
        #expect(server.requests.count == allowed)
    }

    @Test func aProxyMayBeAnywhereButIsNotSentHome() async throws {
        let proxy = try LoopbackServer { request in .ok(request.path) }
        let response = try await loop.get("http://feed.example/a") {
            $0.addresses = .publicOnly
            $0.proxy = proxy.url()
        }
        #expect(response.text == "http://feed.example/a")
        let error = await loop.failure("http://127.0.0.1/") {
            $0.addresses = .publicOnly
            $0.proxy = proxy.url()
        }
        #expect(error == .refusedAddress("127.0.0.1"))
        #expect(proxy.requests.count == 1)
    }

    @Test(arguments: [302, 407, 410, 429])
    func aProxyThatOpensNoTunnelIsNotTheFeed(_ status: Int) async throws {
        let proxy = try LoopbackServer { _ in .status(status, ["Retry-After": "9", "Location": "http://127.0.0.1/"]) }
        let error = await loop.failure("https://feed.example/a") { $0.proxy = proxy.url() }
        #expect(error == .connect("CONNECT tunnel failed, response \(status)"))
        #expect(proxy.requests.map(\.method) == ["CONNECT"])
    }

    /// It depends on the locale, which is none of a daemon's concerns.
    @Test func namesInOtherScriptsAreLookedUpInASCII() async throws {
        let proxy = try LoopbackServer { request in .ok(request.path) }
        let response = try await loop.get("http://bücher.example/") { $0.proxy = proxy.url() }
        #expect(response.text == "http://xn--bcher-kva.example/")
    }
}
