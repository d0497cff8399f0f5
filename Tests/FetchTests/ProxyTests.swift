import TestSupport
import Testing
import Web

@testable import Fetch

/// Which addresses may be asked for through proxies, which connect on our behalf.
@Suite(.timeLimit(.minutes(1)))
struct ProxyTests {
    let loop = TransferLoop()
    private static let schemes = ["http", "socks5", "socks5h"]

    @Test(
        arguments: schemes,
        [
            "127.0.0.1", "127.0.0.1.", "127.1", "0x7f.0.0.1.", "2130706433", "017700000001", "0", "localhost",
            "LOCALHOST.",
            "a.localhost.", "[::1]", "[::ffff:10.0.0.1]", "10.1.2.3", "169.254.169.254", "１２７.0.0.1", "printer",
            "nas.local", "metadata.internal.",
        ])
    func whatIsPrivateByItsSpellingIsRefused(_ scheme: String, _ host: String) async throws {
        let http = try LoopbackServer { request in .ok(request.path) }
        let socks = try SocksServer()
        let proxy = scheme == "http" ? http.url() : socks.url(scheme)
        let error = await loop.failure("http://\(host)/") {
            $0.addresses = .publicOnly
            $0.proxy = proxy
        }
        guard case .refusedAddress = error else {
            Issue.record("\(host): \(String(describing: error))")
            return
        }
        #expect(http.requests.isEmpty && socks.targets.isEmpty)
    }

    @Test(arguments: ["127.0.0.1.", "localhost", "0x7f.1", "[::1]"])
    func aRedirectIsNoWayAround(_ host: String) async throws {
        let proxy = try LoopbackServer { request in
            request.path == "http://feed.example/" ? .redirect(302, to: "http://\(host)/") : .ok("secret")
        }
        let error = await loop.failure("http://feed.example/") {
            $0.addresses = .publicOnly
            $0.proxy = proxy.url()
        }
        guard case .refusedAddress = error else {
            Issue.record("\(host): \(String(describing: error))")
            return
        }
        #expect(proxy.requests.count == 1)
    }

    @Test func whatIsListedIsAskedFor() async throws {
        let proxy = try SocksServer()
        for (host, list) in [("printer", "printer"), ("nas.local.", "nas.local"), ("10.1.2.3", "10.0.0.0/8")] {
            let response = try await loop.get("http://\(host)/") {
                $0.addresses = .publicAnd([list])
                $0.proxy = proxy.url("socks5h")
            }
            #expect(response.status == 200)
        }
        #expect(proxy.targets.count == 3)
    }

    /// The name is looked up here, and what it stands for is checked and told to the proxy.
    @Test func aNameIsCheckedBeforeASocks5ProxyConnects() async throws {
        let proxy = try SocksServer()
        let response = try await loop.get("http://localhost/") {
            $0.addresses = .publicAnd(["localhost"])
            $0.proxy = proxy.url("socks5")
        }
        #expect(response.text.hasPrefix("address:") && proxy.targets == [response.text])
        let error = await loop.failure("http://no-such-name.invalid/") { $0.proxy = proxy.url("socks5") }
        guard case .resolve = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(proxy.targets.count == 1)
    }

    @Test func aSocks5hProxyLooksTheNameUp() async throws {
        let proxy = try SocksServer()
        let response = try await loop.get("http://feed.example/") { $0.proxy = proxy.url("socks5h") }
        #expect(response.text == "name:feed.example")
    }

    /// The handle of one hop is used for the next: what the last proxy was to connect to is no other's.
    @Test func theAddressIsOfOneHopOnly() async throws {
        let proxy = try SocksServer()
        let server = try LoopbackServer { _ in .ok("direct") }
        for _ in 0..<2 {
            _ = try await loop.get("http://localhost/") {
                $0.addresses = .allowAll
                $0.proxy = proxy.url("socks5")
            }
            #expect(try await loop.get(server.url()).text == "direct")
        }
        #expect(proxy.targets.count == 2 && proxy.targets.allSatisfy { $0.hasPrefix("address:") })
    }
}
