/// A feed document as a JSON Feed 1.1 document: <https://www.jsonfeed.org/version/1.1/> and docs/formats.md.
extension Feed {
    /// Writes the document with these items, each in the form that the spool has too.
    public func write(items: [Item], to json: inout JSONWriter) {
        write(to: &json) { json in for item in items { item.write(to: &json) } }
    }

    /// Writes the document with the items that `writeItems` writes, which may take away what is written so far.
    public func write(to json: inout JSONWriter, writeItems: (inout JSONWriter) -> Void) {
        json.beginObject()
        json.member("version", "https://jsonfeed.org/version/1.1")
        json.member("title", title ?? "")
        json.member("home_page_url", homePageURL)
        json.member("feed_url", feedURL)
        json.member("description", descriptionText)
        json.member("icon", icon)
        json.member("favicon", favicon)
        json.members("authors", authors) { $1.write(to: &$0) }
        json.member("language", language)
        json.member("expired", expired)
        json.members("hubs", hubs) { $1.write(to: &$0) }
        json.member("next_url", nextURL)
        json.key("_newspool")
        writeExtension(to: &json)
        json.key("items")
        json.beginArray()
        writeItems(&json)
        json.endArray()
        json.endObject()
    }

    private func writeExtension(to json: inout JSONWriter) {
        json.beginObject()
        json.member("format", format.rawValue)
        json.member("encoding", encoding)
        json.member("warnings", warnings)
        json.member("id", id)
        json.member("published", published)
        json.member("updated", updated)
        json.member("rights", rights)
        json.member("title_html", titleHTML)
        json.member("description_html", descriptionHTML)
        if let generator {
            json.object("generator", if: generator != Generator()) {
                $0.member("name", generator.name)
                $0.member("url", generator.url)
                $0.member("version", generator.version)
            }
        }
        json.member("publisher", publisher)
        json.members("contributors", contributors) { $1.write(to: &$0) }
        json.members("categories", categories) { $1.write(to: &$0) }
        if let image {
            json.object("image", if: image != FeedImage()) {
                $0.member("url", image.url)
                $0.member("title", image.title)
                $0.member("link", image.link)
            }
        }
        json.members("links", links) { $1.write(to: &$0) }
        json.member("ttl", ttl)
        json.members("skip_hours", skipHours) { $0.value($1) }
        json.member("skip_days", skipDays)
        json.member("update_interval", updateInterval)
        json.object("archive", if: !archive.isEmpty) {
            $0.member("prev", archive.previous)
            $0.member("next", archive.next)
            $0.member("current", archive.current)
        }
        json.object("podcast", if: !podcast.isEmpty) { podcast.writeMembers(to: &$0) }
        json.endObject()
    }
}
