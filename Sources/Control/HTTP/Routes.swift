import FlyingFox
import Foundation

/// What is answered on which path. The status listener and the control socket share the routes that read; those that
/// change something are on the control socket alone.
struct Routes: Sendable {
    typealias Answer = @Sendable (HTTPRequest) async -> HTTPResponse

    private var router = RoutedHTTPHandler()
    private var paths: [(pattern: HTTPRoute, methods: String)] = []

    /// - Parameter path: `/status.json`; `/feeds/*` also for all below it.
    mutating func get(_ path: String, _ answer: @escaping Answer) {
        add(path, methods: [.GET, .HEAD], answer)
    }

    mutating func post(_ path: String, _ answer: @escaping Answer) {
        add(path, methods: [.POST], answer)
    }

    private mutating func add(_ path: String, methods: [HTTPMethod], _ answer: @escaping Answer) {
        router.appendRoute(HTTPRoute(methods: methods, path: path)) { await answer($0) }
        let names = methods.map(\.rawValue).joined(separator: ", ")
        paths.append((HTTPRoute(methods: [.GET], path: path), names))
    }

    /// - Returns: 404 and 405 in words where no route fits.
    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        do {
            return try await router.handleRequest(request)
        } catch is HTTPUnhandledError {
            return await refusal(of: request)
        } catch {
            return .words(.internalServerError, "\(error)\n")
        }
    }

    private func refusal(of request: HTTPRequest) async -> HTTPResponse {
        var plain = request
        plain.method = .GET
        for path in paths where await path.pattern ~= plain {
            var response = HTTPResponse.words(
                .methodNotAllowed, "method not allowed: \(request.method.rawValue); allowed here: \(path.methods)\n")
            response.headers[HTTPHeader("Allow")] = path.methods
            return response
        }
        return .words(.notFound, "not found: \(request.path)\n")
    }
}

extension HTTPResponse {
    /// Plain text.
    static func words(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: status, headers: [.contentType: "text/plain; charset=utf-8"], body: Data(text.utf8))
    }

    static func json(_ status: HTTPStatusCode, _ bytes: [UInt8]) -> HTTPResponse {
        HTTPResponse(statusCode: status, headers: [.contentType: "application/json"], body: Data(bytes))
    }
}
