// The small parts that feeds and items share, each as the object that docs/formats.md shows.

extension JSONWriter {
    mutating func member(_ name: StaticString, _ person: Person?) {
        guard let person, !person.isEmpty else { return }
        key(name)
        person.write(to: &self)
    }
}

extension Person {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", name)
        json.member("url", url)
        json.member("avatar", avatar)
        json.member("_email", email)
        json.endObject()
    }
}

extension Category {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("term", term)
        json.member("scheme", scheme)
        json.member("label", label)
        json.endObject()
    }
}

extension Link {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("rel", rel)
        json.member("href", href)
        json.member("type", type)
        json.member("title", title)
        json.member("hreflang", hreflang)
        json.member("length", length)
        json.endObject()
    }
}

extension Hub {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("type", type)
        json.member("url", url)
        json.endObject()
    }
}

extension Attachment {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("url", url)
        // JSON Feed requires the type: what no one announced is a stream of bytes (RFC 2046 section 4.5.1).
        json.member("mime_type", mimeType ?? "application/octet-stream")
        json.member("title", title)
        json.member("size_in_bytes", size)
        json.member("duration_in_seconds", duration)
        json.endObject()
    }
}

extension ItemSource {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("title", title)
        json.member("url", url)
        json.member("feed_url", feedURL)
        json.member("id", id)
        json.member("updated", updated)
        json.members("authors", authors) { $1.write(to: &$0) }
        json.endObject()
    }
}

extension Media {
    func writeMembers(to json: inout JSONWriter) {
        json.members("thumbnails", thumbnails) { json, thumbnail in
            json.beginObject()
            json.member("url", thumbnail.url)
            json.member("width", thumbnail.width)
            json.member("height", thumbnail.height)
            json.endObject()
        }
        json.members("credits", credits) { json, credit in
            json.beginObject()
            json.member("name", credit.name)
            json.member("role", credit.role)
            json.endObject()
        }
    }
}

extension Podcast {
    func writeMembers(to json: inout JSONWriter) {
        json.member("explicit", explicit)
        json.member("block", block)
        json.member("season", season)
        json.member("episode", episode)
        json.members("chapters", chapters) { json, chapter in
            json.beginObject()
            json.member("start", chapter.start)
            json.member("title", chapter.title)
            json.member("url", chapter.url)
            json.member("image", chapter.image)
            json.endObject()
        }
    }
}
