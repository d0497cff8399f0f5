import FoundationEssentials
import Model

/// What has been read so far of a feed, an item, or the source of an item: the vocabularies fill all three alike.
struct Draft {
    enum TitleRank: Int { case media, itunes, dublinCore, own }
    enum SummaryRank: Int { case subtitle, media, itunes, dublinCore, own }
    enum ContentRank: Int { case blank, second, fullItem, body, own }
    enum LinkRank: Int { case enclosure, guid, `self`, typed, own, original }
    enum DateRank: Int { case vague, dublinCore, terms, own }
    enum ImageRank: Int { case enclosure, content, thumbnail, own, itunes }

    var title = Ranked<RawText>()
    var summary = Ranked<RawText>()
    var content = Ranked<RawText>()
    var rights = Ranked<RawText>()
    /// `media:description`: of a picture its caption, of all else a summary.
    var mediaDescription: RawText?
    /// How many comments there are.
    var commentsCount: Int?
    var id: String?
    var idIsPermalink: Bool?
    /// `dc:identifier`, which serves where there is no id.
    var identifier: String?
    var link = Ranked<String>()
    var published = Ranked<Date>()
    var modified = Ranked<Date>()
    var created = Ranked<Date>()
    var language: String?

    var authors = UniqueList<Person>()
    /// Names from `itunes:author`, which count where no other element names an author.
    var podcastAuthors = UniqueList<Person>()
    var contributors = UniqueList<Person>()
    var publisher = Ranked<Person>()
    var categories = UniqueList<Model.Category>()
    var links = UniqueList<Link>()
    var attachments: [Attachment] = []
    var image = Ranked<String>()
    /// How wide `image` is, where Media RSS says so; else 0.
    var imageWidth = 0
    var commentsURL: String?
    var license: String?
    var thumbnails = UniqueList<Media.Thumbnail>()
    var credits = UniqueList<Media.Credit>()
    var podcast = Podcast()
    /// `itunes:duration`, in seconds: of the first attachment.
    var duration: Double?
    var latitude: Double?, longitude: Double?

    /// Of an item only: where it was first published.
    var source: ItemSource?
    var sourceTitle: RawText?

    // Of a feed only.
    var generator: Generator?
    var feedImage = FeedImage()
    var icon: String?, favicon: String?
    var feedURL: String?
    var hubs: [Hub] = []
    var archive = ArchiveLinks()
    var ttl: Int?
    var skipHours = UniqueList<Int>()
    var skipDays = UniqueList<String>()
    var updatePeriod: Int?, updateFrequency: Int?
    var newLocation: String?
    var isComplete: Bool?
    /// A `description` or `summary` was read.
    var hasOwnSummary = false
}
