import Foundation

extension ControlClient {
    /// Has the daemon read feeds.toml again.
    public func reload() throws(Unreachable) -> ReloadAnswer { try decode(try post("/reload")) }

    /// Has the daemon poll now.
    /// - Parameter names: nil: all feeds.
    public func poll(_ names: [String]?) throws(Unreachable) -> PollAnswer {
        let question = try? JSONEncoder().encode(PollQuestion(names: names))  // strings always can be
        return try decode(try post("/poll", question ?? Data()))
    }

    /// Hands the daemon a document of a feed.
    public func ingest(_ document: [UInt8], for feed: String, contentType: String?) throws(Unreachable) -> IngestAnswer
    {
        var target = "/ingest?feed=\(Self.encoded(feed))"
        if let contentType { target += "&type=\(Self.encoded(contentType))" }
        let answer = try post(target, Data(document))
        if answer.status == 413 { throw Unreachable(kind: .other, reason: words(answer)) }
        return try decode(answer)
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""  // a string always can be
    }

    /// Until when the daemon sends webhooks nothing, by name; empty where none runs.
    func webhookRests() -> [String: Date] {
        guard let answer = try? get("/webhook-rests"), answer.status == 200 else { return [:] }
        return (try? ReportJSON.decode([String: Date].self, from: answer.body)) ?? [:]
    }

    /// Reads an answer in JSON.
    func decode<Answer: Decodable>(_ answer: ControlClient.Answer) throws(Unreachable) -> Answer {
        if answer.status == 403 { throw Unreachable(kind: .noPermission, reason: words(answer)) }
        do {
            return try ReportJSON.decode(Answer.self, from: answer.body)
        } catch {
            throw Unreachable(kind: .other, reason: "the daemon answered \(answer.status): \(words(answer))")
        }
    }

    private func words(_ answer: ControlClient.Answer) -> String {
        String(decoding: answer.body.prefix(200), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
