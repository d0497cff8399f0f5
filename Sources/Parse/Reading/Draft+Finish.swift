import FoundationEssentials
import Model

extension Draft {
    /// Writes the item as it stands at its end tag into a blank one. (In place: an item is large to move about.)
    func fill(_ raw: inout RawItem, language inherited: String?) {
        raw.item.guid = id ?? identifier
        raw.item.guidIsPermalink = idIsPermalink
        raw.item.url = link.value
        raw.item.published = published.value
        raw.item.modified = modified.value
        raw.item.created = created.value
        raw.item.authors = namedAuthors
        raw.item.contributors = contributors.elements
        raw.item.publisher = publisher.value
        raw.item.categories = categories.elements
        raw.item.tags = tags
        raw.item.language = language ?? content.value?.language ?? inherited
        raw.item.attachments = timedAttachments
        raw.item.links = links.elements
        raw.item.image = image.value
        raw.item.commentsURL = commentsURL
        raw.item.commentsCount = commentsCount
        raw.item.license = license
        raw.item.media.thumbnails = thumbnails.elements
        raw.item.media.credits = credits.elements
        raw.item.podcast = podcast
        raw.item.source = source
        raw.item.location = location
        raw.title = title.value
        if showsPicture {
            (raw.summary, raw.imageCaption) = (summary.value, mediaDescription)
        } else {
            var summary = summary
            summary.offer(mediaDescription, rank: SummaryRank.media)
            raw.summary = summary.value
        }
        raw.content = content.value
        raw.rights = rights.value
        raw.sourceTitle = sourceTitle
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

    /// The files of the item are pictures, and none is sound or film.
    private var showsPicture: Bool {
        !attachments.isEmpty && attachments.allSatisfy(\.isPicture)
    }

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

extension Attachment {
    /// By its type, or where none is announced by the end of its name.
    fileprivate var isPicture: Bool {
        if let mimeType { return mimeType.hasPrefix("image/") }
        let path = url.prefix { $0 != "?" && $0 != "#" }.lowercased()
        return [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"].contains { path.hasSuffix($0) }
    }
}
