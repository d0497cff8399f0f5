/// An item as a JSON Feed 1.1 item: <https://www.jsonfeed.org/version/1.1/#items> and docs/formats.md.
extension Item {
    /// What only the spool knows of an article, and `parse` does not.
    struct SpoolFields {
        var id: String
        var feed: FeedLabel
        var alsoIn: [String]
        var revision: Int
        var backfill: Bool
    }

    public func write(to json: inout JSONWriter) {
        write(to: &json, spool: nil)
    }

    /// Writes the item; `seq`, where the spool has one, is the last member of `_newspool` and so of the object, because
    /// it is known only when all the other bytes are already there.
    func write(to json: inout JSONWriter, spool: SpoolFields?) {
        json.beginObject()
        json.member("id", guid ?? url ?? spool?.id ?? madeUpID)
        json.member("url", url)
        json.member("external_url", externalURL)
        json.member("title", title)
        json.member("content_html", contentHTML)
        // JSON Feed wants one of the two contents; an item without any has an empty text.
        json.member("content_text", contentText ?? (contentHTML == nil ? "" : nil))
        json.member("summary", summary)
        json.member("image", image)
        json.member("banner_image", bannerImage)
        json.member("date_published", published)
        json.member("date_modified", modified)
        json.members("authors", authors) { $1.write(to: &$0) }
        json.member("tags", tags)
        json.member("language", language)
        json.members("attachments", attachments) { $1.write(to: &$0) }
        json.key("_newspool")
        json.beginObject()
        if let spool { writeSpoolFields(spool, to: &json) }
        writeExtension(to: &json)
        if spool == nil {
            json.endObject()
            json.endObject()
        }
    }

    /// JSON Feed requires an id that is the same each time the document is read.
    private var madeUpID: String {
        let date = published.map { Timestamp.string($0) + "\n" } ?? ""
        return ItemID(feed: "", key: (title ?? "") + "\n" + date + (contentText ?? contentHTML ?? "")).text
    }

    private func writeSpoolFields(_ spool: SpoolFields, to json: inout JSONWriter) {
        json.member("id", spool.id)
        json.member("feed", spool.feed.name)
        json.member("feed_title", spool.feed.title)
        json.member("feed_tags", spool.feed.tags)
        json.member("also_in", spool.alsoIn)
        json.member("revision", spool.revision)
        if spool.backfill { json.member("backfill", true) }
    }

    private func writeExtension(to json: inout JSONWriter) {
        json.member("canonical_url", canonicalURL)
        json.member("guid", guid)
        json.member("guid_is_permalink", guidIsPermalink)
        json.member("title_html", titleHTML)
        json.member("summary_html", summaryHTML)
        json.member("image_caption", imageCaption)
        json.member("byline", byline)
        json.member("site_name", siteName)
        json.member("direction", direction)
        json.member("created", created)
        json.member("publisher", publisher)
        json.members("contributors", contributors) { $1.write(to: &$0) }
        json.members("categories", categories) { $1.write(to: &$0) }
        json.member("comments_url", commentsURL)
        json.member("comments_count", commentsCount)
        json.member("rights", rights)
        json.member("license", license)
        if let source {
            json.key("source")
            source.write(to: &json)
        }
        json.members("links", links) { $1.write(to: &$0) }
        json.object("media", if: !media.isEmpty) { media.writeMembers(to: &$0) }
        if let location {
            json.object("geo", if: true) {
                $0.member("lat", location.latitude)
                $0.member("lon", location.longitude)
            }
        }
        json.object("podcast", if: !podcast.isEmpty) { podcast.writeMembers(to: &$0) }
    }
}
