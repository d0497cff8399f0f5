import FlyingFox
import Foundation
import Model
import Store

/// The answers of the status listener.
struct StatusHandler: HTTPHandler {
    /// The host that feeds.toml names.
    let host: String
    let store: Store

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard request.method == .GET || request.method == .HEAD else {
            return answer(.methodNotAllowed, "only GET and HEAD\n", ["Allow": "GET, HEAD"])
        }
        guard isOurs(request.headers[.host]) else {
            return answer(.badRequest, "this name is not mine\n")
        }
        switch request.path {
        case "/healthz": return answer(.ok, "ok\n")
        case "/status.json":
            do throws(StoreError) {
                let json = StatusJSON.document(try store.statuses(now: Date()))
                return HTTPResponse(
                    statusCode: .ok, headers: [.contentType: "application/json"], body: Data(json))
            } catch {
                return answer(.internalServerError, "\(error)\n")
            }
        default: return answer(.notFound, "/healthz /status.json\n")
        }
    }

    /// `127.0.0.1:8780`, `[::1]:8780`, `localhost:8780`, the configured host; a name of someone else's is DNS rebinding.
    private func isOurs(_ header: String?) -> Bool {
        guard let header, let url = try? WebURL(parsing: "http://\(header)/"), let name = url.host else { return false }
        let isAddress = name.hasPrefix("[") || name.utf8.allSatisfy { $0 == 0x2E || $0 >= 0x30 && $0 <= 0x39 }
        return isAddress || name == "localhost" || name == host
    }

    private func answer(_ status: HTTPStatusCode, _ text: String, _ headers: [String: String] = [:]) -> HTTPResponse {
        var fields = HTTPHeaders()
        fields[.contentType] = "text/plain; charset=utf-8"
        for (name, value) in headers { fields[HTTPHeader(name)] = value }
        return HTTPResponse(statusCode: status, headers: fields, body: Data(text.utf8))
    }
}
