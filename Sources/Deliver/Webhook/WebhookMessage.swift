public import FoundationEssentials
public import Model

/// What a webhook is told of one article: the same id and the same bytes at every attempt
/// (Standard Webhooks 1.0.0, <https://github.com/standard-webhooks/standard-webhooks>).
public struct WebhookMessage: Sendable, Equatable {
    public enum Content: Sendable {
        /// The whole item, as long as the body stays small (`limit`).
        case full
        /// The item without `content_html` and `content_text`.
        case thin
    }

    /// Bytes beyond which a full body is sent thin; the standard asks for bodies below 20 kB.
    static let limit = 20_000

    /// Receivers drop what they have seen by it: the same for each attempt, another for each revision. It has no dots.
    public let id: String
    public let body: [UInt8]
    public let contentType: String

    /// Any body, as a template makes it.
    public init(id: String, body: [UInt8], contentType: String = "application/json") {
        (self.id, self.body, self.contentType) = (id, body, contentType)
    }

    /// `{"type":"article.new","timestamp":…,"data":{…}}`: `data` is the article, `timestamp` when it was committed.
    public init(_ entry: OutboxEntry, content: Content) {
        let type: StaticString = entry.event == .new ? "article.new" : "article.updated"
        var body: [UInt8] = []
        if content == .full { body = Self.body(type, entry.time, data: entry.json) }
        if content == .thin || body.count > Self.limit {
            let thin = JSONObject.removing(["content_html", "content_text"], from: entry.json)
            body = Self.body(type, entry.time, data: thin)
        }
        self.init(id: Self.id(of: entry), body: body)
    }

    /// A message that only tries the way to the receiver; `webhook test` sends it.
    public static func test(now: Date) -> WebhookMessage {
        let id = "msg_test_\(Int64(now.timeIntervalSince1970))"
        return WebhookMessage(id: id, body: body("webhook.test", now, data: Array("{}".utf8)))
    }

    /// The id of an article's message, also for a body of one's own.
    public static func id(of entry: OutboxEntry) -> String {
        "msg_\(entry.id.text)_r\(entry.revision)"
    }

    /// The headers of one attempt, which was made at `now`: one signature for each secret, while they are rotated both.
    public func headers(now: Date, secrets: [WebhookSecret]) -> [(name: String, value: String)] {
        let timestamp = Int64(now.timeIntervalSince1970)
        var headers = [
            (name: "content-type", value: contentType), ("webhook-id", id), ("webhook-timestamp", String(timestamp)),
        ]
        if !secrets.isEmpty {
            let signatures = secrets.map { $0.signature(id: id, timestamp: timestamp, body: body) }
            headers.append(("webhook-signature", signatures.joined(separator: " ")))
        }
        return headers
    }

    private static func body(_ type: StaticString, _ time: Date, data: [UInt8]) -> [UInt8] {
        var json = JSONWriter(capacity: data.count + 128)
        json.beginObject()
        json.member("type", type.description)
        json.member("timestamp", Timestamp.string(time))
        json.key("data")
        json.raw(data)
        json.endObject()
        return json.bytes
    }
}
