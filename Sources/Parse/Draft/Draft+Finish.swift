import FoundationEssentials
import Model

extension Draft {
    /// `<p></p>` does not hide a text that says something.
    mutating func offerContent(_ text: consuming RawText?, rank: ContentRank) {
        let isBlank = text.map { BlankMarkup.isBlank($0.value) } ?? true
        content.offer(text, rank: isBlank ? .blank : rank)
    }

    /// Moves the item as it is at its end tag into a blank one. (In place: an item is large to move about.)
    mutating func move(to raw: inout RawItem, language inherited: String?) {
        raw.item.guid = id.take() ?? identifier
        raw.item.guidIsPermalink = idIsPermalink
        raw.item.url = link.take()
        raw.item.published = published.take()
        raw.item.modified = modified.take()
        raw.item.created = created.take()
        raw.item.authors = authors.elements.isEmpty ? podcastAuthors.take() : authors.take()
        // RFC 4287 section 4.2.1: those of the source, before those of the feed.
        if raw.item.authors.isEmpty, let source { raw.item.authors = source.authors }
        if !contributors.elements.isEmpty { raw.item.contributors = contributors.take() }
        if let publisher = publisher.take() { raw.item.publisher = publisher }
        raw.item.tags = tags
        raw.item.categories = categories.take()
        raw.item.language = language.take() ?? content.value?.language ?? inherited
        raw.item.links = links.take()
        raw.item.image = image.take()
        raw.item.commentsURL = commentsURL.take()
        raw.item.commentsCount = commentsCount
        raw.item.license = license.take()
        if !thumbnails.elements.isEmpty { raw.item.media.thumbnails = thumbnails.take() }
        if !credits.elements.isEmpty { raw.item.media.credits = credits.take() }
        if !podcast.isEmpty { raw.item.podcast = podcast }
        if let source = source.take() { raw.item.source = source }
        if let location { raw.item.location = location }
        raw.title = title.take()
        if mediaDescription != nil, !showsPicture { summary.offer(mediaDescription.take(), rank: SummaryRank.media) }
        raw.summary = summary.take()
        raw.content = content.take()
        if raw.summary != nil, content.isOf(ContentRank.blank) { raw.content = nil }
        if rights.value != nil || mediaDescription != nil || sourceTitle != nil {
            raw.setRareTexts(rights: rights.value, imageCaption: mediaDescription, sourceTitle: sourceTitle)
        }
        // `itunes:duration` is the length of the item's sound or film.
        if let duration,
            let index = attachments.firstIndex(where: \.isPlayed) ?? attachments.firstIndex(where: { !$0.isPicture }),
            attachments[index].duration == nil
        {
            attachments[index].duration = duration
        }
        swap(&raw.item.attachments, &attachments)
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

    /// A picture of Media RSS: the widest of those of a rank.
    mutating func offerImage(_ url: String, width: Int, rank: ImageRank) {
        let known = image.value
        if width > imageWidth { image.offerLast(url, rank: rank) } else { image.offer(url, rank: rank) }
        if image.value != known { imageWidth = width }
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
    private var archiveNext: String? { links.elements.first { $0.rel == "next" && Scope.isOfTheWeb($0.href) }?.href }

    private var location: Location? {
        guard let latitude, let longitude, abs(latitude) <= 90, abs(longitude) <= 180 else { return nil }
        return Location(latitude: latitude, longitude: longitude)
    }

    private var tags: [String] {
        var tags = UniqueList<String>()
        for category in categories.elements { tags.append(category.label ?? category.term) }
        return tags.elements
    }
}

extension Attachment {
    /// By its type, or where none is announced by the end of its name.
    var isPicture: Bool { isOf(["image/"], [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]) }

    /// Sound or film.
    var isPlayed: Bool {
        isOf(
            ["audio/", "video/"],
            [".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".mp4", ".m4v", ".mov", ".webm", ".ogv"])
    }

    private func isOf(_ types: [String], _ ends: [String]) -> Bool {
        if let mimeType { return types.contains { mimeType.hasPrefix($0) } }
        let path = url.prefix { $0 != "?" && $0 != "#" }.lowercased()
        return ends.contains { path.hasSuffix($0) }
    }
}
