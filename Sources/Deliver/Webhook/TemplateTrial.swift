import Foundation
import Model

/// Tries a template before any article is there for it: names that no article has, functions that do not exist, and JSON
/// that is none are found while feeds.toml is checked.
package enum TemplateTrial {
    /// - Returns: the first thing that is wrong; nil: nothing.
    package static func fault(in text: String) -> MessageTemplate.Fault? {
        do throws(MessageTemplate.Fault) {
            try checkEnds(text)
            let template = try MessageTemplate(text)
            for tag in tags(of: text) { try check(tag) }
            if template.isJSON { try checkJSON(template) }
            return nil
        } catch {
            return error
        }
    }

    private struct Tag {
        let line: Int
        let text: String
    }

    /// What is between the braces, without the mark of a section and without comments.
    private static func tags(of text: String) -> [Tag] {
        var (tags, line, rest) = ([Tag](), 1, text[...])
        while let start = rest.range(of: "{{"), let end = rest[start.upperBound...].range(of: "}}") {
            line += rest[..<start.lowerBound].count { $0.isNewline }
            let tag = rest[start.upperBound..<end.lowerBound].drop { "#^/&{".contains($0) || $0.isWhitespace }
            if rest[start.upperBound...].first != "!" {
                tags.append(Tag(line: line, text: tag.trimmingCharacters(in: .whitespaces)))
            }
            line += rest[start.lowerBound..<end.upperBound].count { $0.isNewline }
            rest = rest[end.upperBound...]
            if rest.first == "}" { rest = rest.dropFirst() }
        }
        return tags
    }

    /// The reader of mustache only says that something is wrong.
    private static func checkEnds(_ text: String) throws(MessageTemplate.Fault) {
        var (line, rest) = (1, text[...])
        while let start = rest.range(of: "{{") {
            line += rest[..<start.lowerBound].count { $0.isNewline }
            guard let end = rest[start.upperBound...].range(of: "}}") else {
                throw .init(line: line, reason: "a tag is not closed; end it with }}")
            }
            line += rest[start.lowerBound..<end.upperBound].count { $0.isNewline }
            rest = rest[end.upperBound...]
        }
    }

    private static func check(_ tag: Tag) throws(MessageTemplate.Fault) {
        var name = tag.text[...]
        while let open = name.firstIndex(of: "("), name.last == ")" {
            let function = String(name[..<open])
            guard functions.contains(function) else {
                let known = functions.sorted().joined(separator: ", ")
                throw .init(line: tag.line, reason: "there is no function '\(function)'; there are \(known)")
            }
            name = name[name.index(after: open)...].dropLast()
        }
        for part in name.split(separator: ".") where !names.contains(String(part)) {
            throw .init(
                line: tag.line, reason: "no article has '\(part)'; docs/webhooks.md lists what a template can name")
        }
    }

    private static func checkJSON(_ template: MessageTemplate) throws(MessageTemplate.Fault) {
        let time = Date(timeIntervalSince1970: 1_795_441_501)
        let entry = OutboxEntry(
            seq: 1, time: time, event: .new, id: ItemID(feed: "sample", key: "sample"), revision: 1, feed: "sample",
            isBackfill: false, path: "", json: Array(sample.utf8), markdown: [], journalLine: [])
        let bodies = [false, true].map {
            WebhookMessage([entry], content: .full, template: template, isBatch: $0).body
        }
        // Whether articles go in batches the template does not say.
        let areJSON = bodies.contains { isJSON(Array($0)) }
        if !areJSON {
            throw .init(line: 1, reason: "filled with an article it is not JSON; look for commas and quotes")
        }
    }

    /// By RFC 8259; JSONSerialization also takes a comma before the end of a list.
    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        guard (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil else {
            return false
        }
        var (isInText, isEscaped, last) = (false, false, UInt8(0))
        for byte in bytes {
            if isInText {
                isInText = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"), last == UInt8(ascii: ",") {
                return false
            } else {
                isInText = byte == UInt8(ascii: "\"")
            }
            if byte > 0x20 { last = byte }
        }
        return true
    }

    private static let functions: Set<String> = [
        "html", "short", "capitalized", "lowercased", "uppercased", "reversed", "empty", "first", "last", "count",
        "sorted", "min", "max", "enumerated", "even", "odd", "index", "plusone", "minusone", "equalzero",
    ]

    private static let names: Set<String> = [
        // The message.
        "type", "timestamp", "data", "event", "feed", "seq", "items", "count",
        // The item of JSON Feed.
        "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
        "date_published", "date_modified", "authors", "name", "avatar", "email", "tags", "language", "attachments",
        "mime_type", "size_in_bytes", "duration_in_seconds",
        // Its extension.
        "_newspool", "feed_title", "feed_tags", "also_in", "revision", "backfill", "similar_to", "canonical_url",
        "guid",
        "guid_is_permalink", "title_html", "summary_html", "image_caption", "byline", "site_name", "direction",
        "created", "publisher", "contributors", "categories", "term", "scheme", "label", "comments_url",
        "comments_count", "rights", "license", "source", "links", "rel", "href", "type", "media", "geo", "lat", "lon",
        "podcast", "truncated", "warnings",
    ]

    private static let sample = #"""
        {"id":"https://example.org/1","url":"https://example.org/1","title":"A \"sample\"","content_html":"<p>Text</p>",\#
        "content_text":"Text","summary":"A summary","image":"https://example.org/1.png",\#
        "date_published":"2026-11-23T13:45:01Z","date_modified":"2026-11-23T13:45:01Z",\#
        "authors":[{"name":"A. Author","url":"https://example.org/a"}],"tags":["one","two"],"language":"en",\#
        "attachments":[{"url":"https://example.org/1.mp3","mime_type":"audio/mpeg","size_in_bytes":1}],\#
        "_newspool":{"id":"0000","feed":"sample","feed_title":"A feed","feed_tags":["news"],"revision":1,"seq":1}}
        """#
}
