import FoundationEssentials
import Model

extension Draft {
    /// The item as it stands at its end tag.
    func takeItem(language inherited: String?) -> RawItem {
        var item = Item()
        item.guid = id ?? identifier
        item.guidIsPermalink = idIsPermalink
        item.url = link.value
        item.published = published.value
        item.modified = modified.value
        item.created = created.value
        item.authors = namedAuthors
        item.contributors = contributors.elements
        item.publisher = publisher.value
        item.categories = categories.elements
        item.tags = tags
        item.language = language ?? content.value?.language ?? inherited
        item.attachments = timedAttachments
        item.links = links.elements
        item.image = image.value
        item.commentsURL = commentsURL
        item.license = license
        item.media.thumbnails = thumbnails.elements
        item.media.credits = credits.elements
        item.podcast = podcast
        item.source = source
        item.location = location
        var raw = RawItem(item: item)
        raw.title = title.value
        raw.summary = summary.value
        raw.content = content.value
        raw.rights = rights.value
        raw.sourceTitle = sourceTitle
        return raw
    }

    /// The feed's own fields; items, format, encoding and warnings are the reader's to add.
    func fill(_ feed: inout Feed) {
        feed.id = id
        feed.homePageURL = link.value
        feed.feedURL = newLocation ?? feedURL
        feed.icon = icon
        feed.favicon = favicon
        feed.authors = namedAuthors
        feed.contributors = contributors.elements
        feed.publisher = publisher.value
        feed.language = language
        feed.published = published.value
        feed.updated = modified.value
        feed.categories = categories.elements
        feed.generator = generator
        feed.image = feedImage == FeedImage() ? nil : feedImage
        feed.links = links.elements
        feed.hubs = hubs
        feed.archive = archive
        feed.nextURL = archiveNext
        feed.podcast = podcast
        feed.ttl = ttl
        feed.skipHours = skipHours.elements
        feed.skipDays = skipDays.elements
        feed.expired = isComplete
        if let updatePeriod { feed.updateInterval = updatePeriod / max(updateFrequency ?? 1, 1) }
    }

    /// Where an item came from, when this draft was its source.
    var itemSource: ItemSource? {
        var source = ItemSource()
        source.id = id
        source.url = link.value
        source.feedURL = feedURL
        source.updated = modified.value
        source.authors = namedAuthors
        return source == ItemSource() && title.value == nil ? nil : source
    }

    private var namedAuthors: [Person] { (authors.elements.isEmpty ? podcastAuthors : authors).elements }

    /// The next page of a paged feed (RFC 5005 section 3).
    private var archiveNext: String? { links.elements.first { $0.rel == "next" }?.href }

    private var location: Location? {
        guard let latitude, let longitude, abs(latitude) <= 90, abs(longitude) <= 180 else { return nil }
        return Location(latitude: latitude, longitude: longitude)
    }

    /// `itunes:duration` is the length of the item's sound or film.
    private var timedAttachments: [Attachment] {
        guard let duration, let first = attachments.first, first.duration == nil else { return attachments }
        var timed = attachments
        timed[0].duration = duration
        return timed
    }

    private var tags: [String] {
        var tags = UniqueList<String>()
        for category in categories.elements { tags.append(category.label ?? category.term) }
        return tags.elements
    }
}
