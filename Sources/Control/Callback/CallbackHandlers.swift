import FlyingFox
import Foundation

/// What is answered at `[websub] listen`: at the paths of subscriptions a hub may call back and send, and nothing else is there.
struct CallbackHandlers: Sendable {
    private let callbacks: any HubCallbacks
    /// The path of `[websub] callback`, with a slash at both ends.
    private let folder: String

    /// - Parameter callback: as feeds.toml has it.
    init(_ callbacks: any HubCallbacks, callback: String) {
        self.callbacks = callbacks
        folder = URL(string: callback)?.path(percentEncoded: false) ?? "/"
    }

    /// Why a request is not worth its body; nil: it may come.
    func refusal(of request: HTTPRequest) -> HTTPResponse? {
        guard path(request) != nil else { return Self.unknown }
        guard request.method == .GET || request.method == .POST else {
            var response = HTTPResponse.words(.methodNotAllowed, "only GET and POST are for hubs\n")
            response.headers[HTTPHeader("Allow")] = "GET, POST"
            return response
        }
        return nil
    }

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        guard let path = path(request) else { return Self.unknown }
        if request.method == .GET {
            let query = request.query.map { (name: $0.name, value: $0.value) }
            guard let text = await callbacks.call(path, query) else { return Self.unknown }
            var response = HTTPResponse.words(.ok, text)
            // A challenge is any text.
            response.headers[HTTPHeader("X-Content-Type-Options")] = "nosniff"
            return response
        }
        guard let body = try? await request.bodyData else {
            return .words(.badRequest, "the body did not come whole\n")
        }
        let signatures =
            request.headers.values(for: HTTPHeader("X-Hub-Signature"))
            + request.headers.values(for: HTTPHeader("X-Hub-Signature-256"))
        let push = HubPush(body: Array(body), contentType: request.headers[.contentType], signatures: signatures)
        switch await callbacks.take(push, at: path) {
        case .done: return .words(.ok, "")
        case .unknown: return Self.unknown
        case .busy: return RequestParser.noRoom.response
        }
    }

    private static var unknown: HTTPResponse { .words(.notFound, "not found\n") }

    /// The last part of the path, where it may be one; nil where nothing is there.
    private func path(_ request: HTTPRequest) -> String? {
        guard request.path.hasPrefix(folder) else { return nil }
        let path = String(request.path.dropFirst(folder.count))
        return callbacks.mayKnow(path) ? path : nil
    }
}
