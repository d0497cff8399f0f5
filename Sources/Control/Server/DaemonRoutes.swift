import Deliver
import FlyingFox
import Foundation
import Model

/// The routes of a running daemon. To add one: a line here, its answer in a file of its own.
struct DaemonRoutes: Sendable {
    /// On the status listener and the control socket.
    private(set) var reading = Routes()
    /// On the control socket alone.
    private(set) var all: Routes

    init(engine: some Engine, handlers: StatusHandlers) {
        reading.get("/healthz") { _ in .words(.ok, "ok\n") }
        reading.get("/readyz") { _ in await handlers.readiness() }
        reading.get("/status.json") { await handlers.statusJSON($0) }
        reading.get("/metrics") { _ in await handlers.metrics() }
        reading.get("/style.css") { _ in
            HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "max-age=3600"],
                body: Data(StyleSheet.css.utf8))
        }
        reading.get("/favicon.svg") { _ in
            HTTPResponse(
                statusCode: .ok, headers: [.contentType: "image/svg+xml", .cacheControl: "max-age=86400"],
                body: Data(StyleSheet.icon.utf8))
        }
        reading.get("/feed.json") { await handlers.collected($0) }
        reading.get("/atom.xml") { await handlers.collected($0) }
        reading.get("/feeds.opml") { await handlers.collected($0) }
        reading.get("/tags/*") { await handlers.collected($0) }
        reading.get("/feeds") { await handlers.feeds($0) }
        reading.get("/feeds/*") { await handlers.feeds($0) }
        let pull = PullHandlers(engine: engine)
        reading.get("/articles") { await pull.page($0) }
        reading.get("/articles/*") { request in
            if let file = await pull.file(request) { return file }
            return await handlers.article(request)
        }
        reading.get("/") { _ in await handlers.overview() }

        all = reading
        all.get("/webhook-rests") { _ in .json(.ok, encoding: await engine.webhookRests) }
        all.post("/reload") { _ in
            let answer = await engine.reload(cause: "newspool reload")
            return .json(answer.isLoaded ? .ok : .unprocessableContent, encoding: answer)
        }
        all.post("/replay") { request in
            await Self.answer(request, ReplayQuestion.self) { await engine.replay($0) }
        }
        all.post("/retry") { request in
            await Self.answer(request, SinkName.self) { await engine.retry($0) }
        }
        all.post("/drop") { request in
            await Self.answer(request, SinkName.self) { await engine.drop($0) }
        }
        all.post("/revive") { request in
            await Self.answer(request, RevivalQuestion.self) {
                RevivalAnswer(revived: await engine.revive($0.name))
            }
        }
        all.post("/ingest") { request in
            func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
            guard let feed = value("feed"), let body = try? await request.bodyData else {
                return .words(.badRequest, "the path is /ingest?feed=NAME\n")
            }
            let document = PushedDocument(bytes: Array(body), contentType: value("type"))
            return .json(.ok, encoding: await engine.ingest(document, for: feed))
        }
        all.post("/poll") { request in
            guard let question = try? await JSONDecoder().decode(PollQuestion.self, from: request.bodyData) else {
                return .words(.badRequest, "the body is not {\"names\":[…]}\n")
            }
            let answer = await engine.poll(question.names)
            return .json(answer.unknown.isEmpty ? .ok : .notFound, encoding: answer)
        }
    }

    private static func answer<Question: Decodable>(
        _ request: HTTPRequest, _: Question.Type, _ body: (Question) async -> some Encodable
    ) async -> HTTPResponse {
        guard let question = try? await JSONDecoder().decode(Question.self, from: request.bodyData) else {
            return .words(.badRequest, "the body is not what this path takes\n")
        }
        return .json(.ok, encoding: await body(question))
    }
}
