import Bytes
import XML

/// The vocabularies that feeds are written in. The raw value is the `id` of the XML namespace.
enum Space: UInt8 {
    /// No namespace, and what amounts to it: RSS in any of its own namespaces.
    case none = 0
    case atom, atom03, rss, rss090, rss10, rss11, rdf
    case content, dublinCore, dcTerms, media, itunes, googlePlay, podcast, chapters
    case georss, geo, gml, wellFormedWeb, slash, thread, feedBurner, pheedo, syndication, license
    case xhtml, fullItem, opml, pingback
    case unknown = 128

    /// Prefixes count where they are not declared. URIs are matched in any case; many are historical or misspelt, as
    /// feeds have them.
    fileprivate static let table: [(Space, prefixes: [String], uris: [String])] = [
        (.atom, ["atom", "a10", "atom10"], ["http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom"]),
        (
            .atom03, ["atom03"],
            [
                "http://purl.org/atom/ns#", "http://example.com/newformat#", "http://example.com/necho",
                "http://purl.org/echo/", "uri/of/echo/namespace#", "http://purl.org/pie/",
            ]
        ),
        (
            .rss, ["rss"],
            [
                "http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss",
                "http://purl.org/rss/2.0/",
                "http://my.netscape.com/publish/formats/rss-0.91.dtd",
                "http://backend.userland.com/rss2", "http://backend.userland.com/rss2.1",
                "http://backend.userland.com/rss091", "http://backend.userland.com/rss092",
                "http://www.rssboard.org/rss-specification",
                "http://cyber.law.harvard.edu/rss/rss.html", "http://www.rssboard.org/rss-0-9-2",
                "http://purl.org/rss/1.0/modules/rss091#",
            ]
        ),
        (
            .rss090, [],
            [
                "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/",
                "http://my.netscape.com/rdf/simple/0.9",
            ]
        ),
        (.rss10, [], ["http://purl.org/rss/1.0/", "http://purl.org/rss/1.0"]),
        (.rss11, [], ["http://purl.org/net/rss1.1#", "http://purl.org/net/rss1.1"]),
        (.rdf, ["rdf"], ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"]),
        (
            .content, ["content"],
            ["http://purl.org/rss/1.0/modules/content/", "http://purl.org/rss/1.0/modules/content"]
        ),
        (
            .dublinCore, ["dc"],
            ["http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.0/"]
        ),
        (.dcTerms, ["dcterms"], ["http://purl.org/dc/terms/", "http://purl.org/dc/terms"]),
        (
            .media, ["media"],
            [
                "http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss", "https://search.yahoo.com/mrss/",
                "http://video.search.yahoo.com/mrss", "http://video.search.yahoo.com/mrss/",
                "http://tools.search.yahoo.com/mrss/",
                "http://www.rssboard.org/media-rss",
            ]
        ),
        (
            .itunes, ["itunes"],
            [
                "http://www.itunes.com/DTDs/PodCast-1.0.dtd", "http://www.itunes.com/dtds/podcast-1.0.dtd/",
                "http://example.com/DTDs/PodCast-1.0.dtd", "https://www.itunes.com/dtds/podcast-1.0.dtd",
            ]
        ),
        (
            .googlePlay, ["googleplay"],
            ["http://www.google.com/schemas/play-podcasts/1.0", "https://www.google.com/schemas/play-podcasts/1.0/"]
        ),
        (
            .podcast, ["podcast"],
            [
                "https://podcastindex.org/namespace/1.0", "http://podcastindex.org/namespace/1.0",
                "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
            ]
        ),
        (.chapters, ["psc"], ["http://podlove.org/simple-chapters", "http://podlove.org/simple-chapters/"]),
        (.georss, ["georss"], ["http://www.georss.org/georss", "http://www.georss.org/georss/"]),
        (.geo, ["geo"], ["http://www.w3.org/2003/01/geo/wgs84_pos#"]),
        (.gml, ["gml"], ["http://www.opengis.net/gml"]),
        (
            .wellFormedWeb, ["wfw"],
            ["http://wellformedweb.org/CommentAPI/", "http://bitworking.org/rss/1.0/modules/wfw/"]
        ),
        (.slash, ["slash"], ["http://purl.org/rss/1.0/modules/slash/"]),
        (.thread, ["thr"], ["http://purl.org/syndication/thread/1.0"]),
        (.feedBurner, ["feedburner"], ["http://rssnamespace.org/feedburner/ext/1.0"]),
        (.pheedo, ["pheedo"], ["http://www.pheedo.com/namespace/pheedo"]),
        (.syndication, ["sy"], ["http://purl.org/rss/1.0/modules/syndication/"]),
        (
            .license, ["cc", "creativecommons"],
            [
                "http://web.resource.org/cc/", "http://backend.userland.com/creativeCommonsRssModule",
                "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html", "http://creativecommons.org/ns#",
            ]
        ),
        (.xhtml, ["xhtml"], ["http://www.w3.org/1999/xhtml", "https://www.w3.org/1999/xhtml"]),
        (
            .fullItem, ["l9", "fullitem"],
            ["http://purl.org/rss/1.0/modules/fullitem/", "http://my.theinfo.org/changed/1.0/rss/"]
        ),
        (.opml, ["opml"], ["http://opml.org/spec2"]),
        (.pingback, ["pingback"], ["http://madskills.com/public/xml/rss/module/pingback/"]),
    ]
}

/// The local names of elements that mean something to us, in lower case: feeds write them in any.
enum Tag: String, CaseIterable {
    // Roots and structure
    case rss, rdf, feed, channel, item, items, entry, html, head, body, seq, li
    // RSS, and Atom where the names are the same
    case title, link, description, language, copyright, managingeditor, webmaster, pubdate, lastbuilddate, category
    case generator, docs, cloud, ttl, image, rating, textinput, skiphours, skipdays, hour, day, author, comments
    case enclosure, guid, source, url, name, width, height
    // Atom
    case id, updated, published, subtitle, summary, content, rights, contributor, logo, icon, email, uri
    case tagline, info, issued, modified, created, homepage, div
    // CDF
    case abstract, lastmod, logtarget, schedule, usage
    // content, xhtml, fullitem
    case encoded, fullitem
    // Dublin Core
    case creator, date, subject, publisher, identifier, contributors, license, valid, available, dateaccepted
    // Media RSS
    case group, thumbnail, credit, keywords, player, text, rate
    // Podcasts
    case owner, explicit, block, season, episode, episodetype, duration, chapters, chapter, person, transcript, order
    case newfeedurl = "new-feed-url"
    // Places
    case point, box, lat, long, lon, pos, coordinates, `where`, linestring, polygon
    // Others
    case origlink, origenclosurelink, comment, commentrss, updateperiod, updatefrequency, updatebase
    case inreplyto = "in-reply-to"
    case redirect, newlocation, section, funding, locked, location, alternateenclosure, socialinteract
    case total, server, target, opml, outline
}

extension XMLVocabulary {
    static let feeds = XMLVocabulary(
        tags: Tag.allCases.map(\.rawValue),
        namespaces: Space.table.map { Namespace(id: $0.0.rawValue, prefixes: $0.prefixes, uris: $0.uris) })
}

extension XMLName {
    /// The vocabulary as the document declares it.
    var declaredSpace: Space { Space(rawValue: space) ?? .unknown }

    /// Nil for a name that means nothing to us.
    func tag(in tags: [Tag]) -> Tag? { tag == 0 ? nil : tags[Int(tag) - 1] }
}
