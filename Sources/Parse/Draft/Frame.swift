/// What an open element is to us, and so what happens at its end.
enum Role {
    // Elements that hold others.
    case document, feed, item, source
    case image, textInput, hours, days, place, chapters
    case mediaGroup, mediaContent
    case person(PersonField)
    /// `<rss>`, `<rdf:RDF>`, or a root that no one knows.
    case wrapper
    /// `itunes:category`: categories are inside one another.
    case subcategories

    // Elements whose text is taken at their end.
    case text(TextField)
    case date(DateField, Draft.DateRank)
    case value(ValueField)

    // Inside a text: written out again.
    case markup
    /// The `div` that Atom wraps XHTML in, which is not part of the text.
    case markupWrapper
    case ignored
}

enum PersonField { case author, podcastAuthor, contributor, publisher }

enum DateField { case published, modified, created }

enum TextField {
    case title(Draft.TitleRank)
    case summary(Draft.SummaryRank)
    case content(Draft.ContentRank)
    case rights
    case mediaDescription
}

/// A plain value, by where it goes.
enum ValueField {
    case link, originalLink, originalEnclosure, guid, atomID, identifier, category, keywords, comments, commentFeed,
        license, language
    case source, generator, logo, icon, imageURL, imageTitle, imageLink, hour, day, ttl
    case updatePeriod, updateFrequency, newLocation
    case personName, personEmail, personURL
    case itemImage, explicit, block, season, episode, duration
    case credit, mediaTitle, latitude, longitude, point
    case commentsCount, commentAPI, section, podcastGuid, funding
}

/// How the text of a text element is to be read.
enum TextMode {
    case plain, literal, html, unknown
    /// Children are markup; the text around them is not.
    case xhtml
}

/// Whom an element speaks of.
enum Owner: Int, CaseIterable { case feed, item, source }

/// One open element. Nothing in it is counted: frames come and go with every tag.
struct Frame {
    var role: Role
    var owner: Owner
    /// Where the element's text begins.
    var mark: Int
    /// Index of the `xml:base` and `xml:lang` in force.
    var scope: Int
    /// The state of `XMLText` to go back to when a child ends.
    var isCollecting = false, isEscaping = false
    var mode = TextMode.unknown
    var isBase64 = false
    /// Set where the text began with an XHTML `div` to be left out.
    var unwrapsDiv = false
}
