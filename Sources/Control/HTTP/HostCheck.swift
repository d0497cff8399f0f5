import Config
import FlyingFox
import Web

/// The check ahead of the routes of the status listener: nothing is changed through it, only pages of this machine's own
/// names are served, and where feeds.toml names a token, only to those who show it.
struct HostCheck: Sendable {
    /// The hosts that feeds.toml names.
    private let hosts: Set<String>
    private let token: BearerToken?
    private let routes: Routes
    private let dress: Dress

    /// Makes an answer in words a page where a browser asked.
    typealias Dress = @Sendable (_ words: HTTPResponse, _ request: HTTPRequest) async -> HTTPResponse

    init(_ status: Configuration.Status, routes: Routes, dress: @escaping Dress) {
        var hosts = Set(status.hosts)
        if case .tcp(let host, _) = status.listen { hosts.insert(host) }
        if let url = status.baseURL.flatMap({ try? WebURL(parsing: $0) }), let host = url.host { hosts.insert(host) }
        (self.hosts, self.routes, self.dress) = (hosts, routes, dress)
        token = status.token.map { BearerToken($0) }
    }

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        var response = await unguarded(request)
        for (name, value) in Self.headers { response.headers[HTTPHeader(name)] = value }
        return response
    }

    private func unguarded(_ request: HTTPRequest) async -> HTTPResponse {
        guard request.method == .GET || request.method == .HEAD else {
            var response = HTTPResponse.words(.methodNotAllowed, "this listener is for reading: only GET and HEAD\n")
            response.headers[HTTPHeader("Allow")] = "GET, HEAD"
            return response
        }
        guard isOurs(request) else {
            return .words(
                .misdirectedRequest,
                "unknown Host: use an IP address, localhost, or a name of [status] hosts or base_url\n")
        }
        if let token, !Self.open.contains(request.path), !token.isShown(by: request) { return token.refusal }
        return await dress(routes.answer(request), request)
    }

    /// For those who watch over the daemon; nothing is in their answers.
    private static let open: Set = ["/healthz", "/readyz"]

    /// `127.0.0.1:8780`, `[::1]:8780`, `localhost:8780`, the configured hosts. Another name is of someone who points it at
    /// this machine, so that a page of theirs may read ours (DNS rebinding); a browser always says which.
    private func isOurs(_ request: HTTPRequest) -> Bool {
        guard let header = request.headers[.host] else { return request.version != .http11 }
        guard let url = try? WebURL(parsing: "http://\(header)/"), let name = url.host else { return false }
        let isAddress = name.hasPrefix("[") || name.utf8.allSatisfy { $0 == 0x2E || $0 >= 0x30 && $0 <= 0x39 }
        return isAddress || name == "localhost" || hosts.contains(name)
    }

    /// A page of ours loads our own style sheet and icon and nothing else; no site may frame it or learn where its links were.
    private static let headers = [
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
}
