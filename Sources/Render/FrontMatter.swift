import Model

/// The fields of an article as YAML ahead of its text, for static site generators and note programs.
///
/// Strings are written as JSON strings, which YAML 1.2 takes as they are: no quoting rule of YAML can bite. What
/// YAML does not take raw (C1 controls, U+FFFE), `JSONWriter` escapes.
enum FrontMatter {
    static func yaml(_ item: Item, id: ItemID, feed: FeedLabel) -> String {
        var lines = ["---"]
        func add(_ name: String, _ value: String?) {
            if let value { lines.append("\(name): \(quoted(value))") }
        }
        add("id", id.text)
        add("feed", feed.name)
        add("feed_title", feed.title)
        list("feed_tags", feed.tags)
        add("title", item.title)
        add("date", item.date.map(Timestamp.string))
        add("modified", item.modified.map(Timestamp.string))
        list("authors", item.authors.compactMap(\.name))
        list("tags", item.tags)
        add("url", item.url)
        add("canonical_url", item.canonicalURL)
        add("guid", item.guid)
        add("language", item.language)
        add("image", item.image)
        add("image_caption", item.imageCaption)
        add("summary", item.summary)
        add("license", item.license)
        lines.append("---")
        return lines.joined(separator: "\n") + "\n\n"

        func list(_ name: String, _ values: [String]) {
            if !values.isEmpty { lines.append("\(name): [\(values.map(quoted).joined(separator: ", "))]") }
        }
    }

    private static func quoted(_ text: String) -> String {
        var json = JSONWriter(capacity: text.utf8.count + 2)
        json.value(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
