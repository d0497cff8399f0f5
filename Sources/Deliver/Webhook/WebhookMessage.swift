import Bytes
public import FoundationEssentials
public import Model

/// What a webhook is told about an article, or of several at once: the same id and the same bytes at every attempt
/// (Standard Webhooks 1.0.0, <https://github.com/standard-webhooks/standard-webhooks>).
public struct WebhookMessage: Sendable, Equatable {
    public enum Content: Sendable {
        /// The whole item, as long as the body stays within its limit.
        case full
        /// The item without `content_html` and `content_text`.
        case thin
    }

    /// Receivers drop what they have seen by it: the same for each attempt, another for each revision. It has no dots.
    public let id: String
    public let body: [UInt8]
    public let contentType: String

    init(id: String, body: [UInt8], contentType: String = "application/json") {
        (self.id, self.body, self.contentType) = (id, body, contentType)
    }

    /// One article by itself, or a batch: `{"type":"article.batch","timestamp":…,"data":[…]}` with the message of each
    /// article in `data`. A template sees the members of the item beside those of the message, and of a batch a list of
    /// them, `items`.
    ///
    /// - Parameters:
    ///   - entries: at least one; exactly one unless `isBatch`.
    ///   - limit: bytes of a full body; beyond them it is sent thin, and says `"truncated":true` in `_newspool`.
    public init(
        _ entries: [OutboxEntry], content: Content, template: MessageTemplate?, isBatch: Bool, limit: Int = 1 << 20
    ) {
        if let template {
            let body = isBatch ? template.render([Self.values(entries)]) : template.render(Self.values(entries[0]))
            let type = template.isJSON ? "application/json" : "text/plain; charset=utf-8"
            self.init(id: Self.id(of: entries), body: body, contentType: type)
        } else if isBatch {
            self.init(id: Self.id(of: entries), body: Self.batch(entries, content: content, limit: limit))
        } else {
            self.init(entries[0], content: content, limit: limit)
        }
    }

    /// `{"type":"article.new","timestamp":…,"data":{…}}`: `data` is the article, `timestamp` when it was committed.
    public init(_ entry: OutboxEntry, content: Content, limit: Int = 1 << 20) {
        var body = Self.body(entry, content: content)
        if content == .full, body.count > limit { body = Self.body(entry, content: .thin, isTruncated: true) }
        self.init(id: Self.id(of: entry), body: body)
    }

    private static func type(of entry: OutboxEntry) -> StaticString {
        entry.event == .new ? "article.new" : "article.updated"
    }

    private static func body(_ entry: OutboxEntry, content: Content, isTruncated: Bool = false) -> [UInt8] {
        let thin: [StaticString] = ["content_html", "content_text"]
        var data = content == .full ? entry.json : JSONObject.removing(thin, from: entry.json)
        while data.last?.isHTMLSpace == true { data.removeLast() }
        // `_newspool` is the last member of an item.
        if isTruncated, data.suffix(2).elementsEqual("}}".utf8) {
            data = data.dropLast(2) + Array(#","truncated":true}}"#.utf8)
        }
        return body(type(of: entry), entry.time, data: data)
    }

    /// Whole articles where all of them stay below the limit together, else thin ones.
    private static func batch(_ entries: [OutboxEntry], content: Content, limit: Int) -> [UInt8] {
        let size = entries.reduce(0) { $0 + $1.json.count + 100 }
        let isTruncated = content == .full && size > limit
        let bodies = entries.map { body($0, content: isTruncated ? .thin : content, isTruncated: isTruncated) }
        let list = [UInt8(ascii: "[")] + bodies.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
        return body("article.batch", entries.last?.time ?? Date(timeIntervalSince1970: 0), data: list)
    }

    /// What a template sees of an article: the item's members, those of the message, and some of `_newspool` by short
    /// names.
    private static func values(_ entry: OutboxEntry) -> [TemplateValue] {
        guard let item = TemplateValue(entry.json) else { return [] }
        let message: [String: TemplateValue] = [
            "type": .text(type(of: entry).description), "timestamp": .text(Timestamp.string(entry.time)), "data": item,
            "event": .text(entry.event.rawValue), "feed": .text(entry.feed), "seq": .text("\(entry.seq)"),
        ]
        return [item, .object(message)]
    }

    private static func values(_ entries: [OutboxEntry]) -> TemplateValue {
        let items = entries.map { entry in
            var members: [String: TemplateValue] = [:]
            for case .object(let object) in values(entry) { members.merge(object) { $1 } }
            return TemplateValue.object(members)
        }
        let time = entries.last.map { TemplateValue.text(Timestamp.string($0.time)) } ?? .null
        return .object([
            "type": .text("article.batch"), "timestamp": time, "items": .array(items), "count": .text("\(items.count)"),
        ])
    }

    /// A message that only tries the way to the receiver; `webhook test` sends it. A template is filled with an article
    /// that never was.
    public static func test(now: Date, template: MessageTemplate? = nil, isBatch: Bool = false) -> WebhookMessage {
        let id = "msg_test_\(Int64(now.timeIntervalSince1970))"
        guard let template else {
            return WebhookMessage(id: id, body: body("webhook.test", now, data: Array("{}".utf8)))
        }
        let item = #"{"id":"test","url":"https://example.org/","title":"A test of newspool","summary":"All is well."}"#
        let entry = OutboxEntry(
            seq: 0, time: now, event: .new, id: ItemID(feed: "test", key: "test"), revision: 1, feed: "test",
            isBackfill: false, path: "", json: Array(item.utf8), markdown: [], journalLine: [])
        let sample = WebhookMessage([entry], content: .full, template: template, isBatch: isBatch)
        return WebhookMessage(id: id, body: sample.body, contentType: sample.contentType)
    }

    /// The id of an article's message, also for a body of one's own.
    static func id(of entry: OutboxEntry) -> String {
        "msg_\(entry.id.text)_r\(entry.revision)"
    }

    /// What goes out together stays together, so the first, the last and the number say which batch it is.
    private static func id(of entries: [OutboxEntry]) -> String {
        guard let first = entries.first, let last = entries.last, entries.count > 1 else {
            return id(of: entries[0])
        }
        return "msg_\(first.id.text)_r\(first.revision)_\(first.seq)-\(last.seq)_\(entries.count)"
    }

    /// The headers of one attempt, which was made at `now`: one signature for each secret, while they are rotated both.
    /// - Parameter contentType: in place of the one that fits the body.
    public func headers(
        now: Date, secrets: [WebhookSecret], contentType: String? = nil
    ) -> [(name: String, value: String)] {
        let timestamp = Int64(now.timeIntervalSince1970)
        var headers = [
            (name: "content-type", value: contentType ?? self.contentType), ("webhook-id", id),
            ("webhook-timestamp", String(timestamp)),
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
