import Bytes
import XML
import Model

/// iTunes and Google Play, Podcasting 2.0, Podlove Simple Chapters.
extension XMLFeedReader {
    func podcastRole(
        _ space: Space, _ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame
    ) -> Role {
        switch (space, tag) {
        case (.chapters, .chapters) where frame.owner == .item && drafts[Owner.item.rawValue].podcast.chapters.isEmpty:
            return .chapters
        case (.podcast, .season): return .value(.season)
        case (.podcast, .episode): return .value(.episode)
        case (.podcast, .block): return .value(.block)
        case (.podcast, .license):
            // The text is a name, and an address may be beside it.
            if let url = scopes[frame.scope].address(attributes["url"].nonEmpty) {
                if drafts[frame.owner.rawValue].license == nil { drafts[frame.owner.rawValue].license = url }
                return .ignored
            }
            return .value(.license)
        case (.podcast, .guid) where frame.owner == .feed: return .value(.podcastGuid)
        case (.podcast, .funding):
            valueNote = attributes["url"]
            return .value(.funding)
        case (.podcast, .transcript): return podcastLink("transcript", attributes["url"], attributes, frame)
        case (.podcast, .chapters): return podcastLink("chapters", attributes["url"], attributes, frame)
        case (.podcast, .socialinteract): return podcastLink("replies", attributes["uri"], attributes, frame)
        case (.podcast, .location):
            // Where its makers are is not where it plays.
            if let geo = attributes["geo"]?.trimmed, geo.hasPrefix("geo:"), !attributes.has("rel", "creator") {
                storePoint(String(geo.dropFirst(4)), in: frame.owner.rawValue)
            }
            return .ignored
        case (.podcast, .alternateenclosure):
            startMediaContent(attributes, frame)
            return .mediaContent
        case (.podcast, .person):
            valueNote = attributes["role"]
            return .value(.credit)
        case (.itunes, _): return itunesRole(tag, attributes, &frame)
        default: return .ignored
        }
    }

    private func podcastLink(
        _ rel: String, _ href: String?, _ attributes: XMLAttributes, _ frame: Frame
    ) -> Role {
        guard let href = href.nonEmpty else { return .ignored }
        addLink(rel: rel, href, type: attributes["type"].nonEmpty, hreflang: attributes["language"].nonEmpty, frame)
        return .ignored
    }

    private func itunesRole(_ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame) -> Role {
        switch tag {
        case .title: return .text(.title(.itunes))
        case .summary, .description: return .text(.summary(.itunes))
        case .subtitle: return .text(.summary(.subtitle))
        case .author: return beginPerson(.podcastAuthor)
        case .owner: return beginPerson(.publisher)
        case .image, .link:
            if let url = attributes["href"] ?? attributes["url"] {
                if tag == .image || attributes.has("rel", "image") {
                    storeArtwork(scopes[frame.scope].picture(url), frame.owner)
                }
                return .ignored
            }
            return tag == .image ? .value(.itemImage) : .ignored
        case .category:
            guard let term = attributes["text"] ?? attributes["term"] else { return .value(.category) }
            add(Category(term: term, scheme: "http://www.itunes.com/"), to: frame.owner)
            return .subcategories
        case .keywords: return .value(.keywords)
        case .explicit: return .value(.explicit)
        case .block: return .value(.block)
        case .season: return .value(.season)
        case .episode: return .value(.episode)
        case .duration: return .value(.duration)
        case .newfeedurl: return .value(.newLocation)
        default: return .ignored
        }
    }

    /// `itunes:image` is the largest square picture that a podcast has.
    func storeArtwork(_ url: String?, _ owner: Owner) {
        if owner == .feed { drafts[0].icon = url ?? drafts[0].icon }
        drafts[owner.rawValue].image.offer(url, rank: Draft.ImageRank.itunes)
    }

    func chapterRole(_ tag: Tag, _ attributes: XMLAttributes, _ scope: Scope) -> Role {
        guard tag == .chapter, let start = attributes["start"].flatMap(PlayingTime.seconds) else { return .ignored }
        let chapter = Podcast.Chapter(
            start: start, title: attributes["title"], url: scope.address(attributes["href"]),
            image: scope.picture(attributes["image"]))
        if drafts[Owner.item.rawValue].podcast.chapters.count < limits.parts {
            drafts[Owner.item.rawValue].podcast.chapters.append(chapter)
        }
        return .ignored
    }

    /// Values of this and of the other vocabularies that are stored with few words.
    func storePodcast(_ value: String, as field: ValueField, _ frame: Frame) {
        let owner = frame.owner.rawValue
        switch field {
        case .explicit: drafts[owner].podcast.explicit = explicit(value)
        case .block: drafts[owner].podcast.block = ["yes", "true", "1"].contains(value.lowercased())
        case .season: drafts[owner].podcast.season = Int(value) ?? drafts[owner].podcast.season
        case .episode: drafts[owner].podcast.episode = episode(value) ?? drafts[owner].podcast.episode
        case .duration: drafts[owner].duration = PlayingTime.length(value)
        case .podcastGuid: drafts[owner].id = drafts[owner].id ?? value
        case .funding: if let url = valueNote { addLink(rel: "payment", url, type: nil, title: value, frame) }
        case .credit: append(Media.Credit(name: value, role: valueNote), to: &drafts[owner].credits)
        case .mediaTitle: storeMediaTitle(value, frame)
        case .latitude: drafts[owner].latitude = Double(value)
        case .longitude: drafts[owner].longitude = Double(value)
        case .point: storePoint(value, in: owner)
        default: break
        }
    }

    /// `5`, and `5.5` or `5,5` between two.
    private func episode(_ value: String) -> Double? {
        Double(value.holds(",") ? value.replacing(",", with: ".") : value).flatMap {
            $0.isFinite && abs($0) < 1e9 ? $0 : nil
        }
    }

    private func explicit(_ value: String) -> Bool? {
        switch value.lowercased() {
        case "yes", "true", "explicit": true
        case "no", "false": false
        case "clean": false
        default: nil
        }
    }
}
