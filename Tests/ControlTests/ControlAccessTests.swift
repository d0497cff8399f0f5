import FlyingFox
import Foundation
import Glibc
import Testing

@testable import Control

@Suite("Who may do what on the control socket")
struct ControlAccessTests {
    private var access: ControlAccess {
        var routes = Routes()
        routes.get("/status.json") { _ in .words(.ok, "fine") }
        routes.post("/reload") { _ in .words(.ok, "done") }
        return ControlAccess(routes: routes, owner: 990)
    }

    @Test(
        "root and the daemon's own user act; all others look",
        arguments: [
            ("POST", "/reload", uid_t(0), 200), ("POST", "/reload", 990, 200), ("POST", "/reload", 1000, 403),
            ("POST", "/reload", nil, 403), ("GET", "/status.json", 1000, 200), ("GET", "/status.json", nil, 200),
            ("HEAD", "/status.json", 1000, 200), ("DELETE", "/status.json", 1000, 403),
        ] as [(String, String, uid_t?, Int)])
    func access(method: String, path: String, user: uid_t?, status: Int) async {
        let request = HTTPRequest(
            method: HTTPMethod(rawValue: method), version: .http11, path: path, query: [], headers: [:], body: Data())
        #expect(await access.answer(request, from: user).statusCode.code == status)
    }

    @Test("the other end of a Unix socket is known, that of another is not")
    func peer() {
        var ends: [CInt] = [0, 0]
        #expect(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        #expect(PeerUser.of(ends[0]) == geteuid())
        let network = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(network) }
        #expect(PeerUser.of(network) == nil)
    }
}
