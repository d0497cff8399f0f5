import Bytes
import XML
import Model

/// RSS 0.90 to 2.0, and CDF, which shares their shape.
extension XMLFeedReader {
    /// What an element of RSS's own means inside a channel or an item; nil where it means nothing.
    func rssRole(_ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame) -> Role? {
        let isFeed = frame.owner == .feed
        switch tag {
        case .item, .entry: return isFeed ? beginItem(attributes, &frame) : nil
        // A list of references in RSS 1.0; in RSS 1.1 the items themselves.
        case .items: return isFeed && format != .rss10 && format != .rss090 ? .feed : nil
        case .title: return text(.title(.own), attributes, &frame)
        case .description, .abstract: return text(.summary(.own), attributes, &frame)
        case .summary: return text(.summary(.own), attributes, &frame)
        case .copyright: return text(.rights, attributes, &frame)
        case .body: return text(.content(.body), attributes, &frame)
        case .fullitem: return text(.content(.fullItem), attributes, &frame)
        case .encoded: return text(.content(.own), attributes, &frame)
        case .link: return linkRole(attributes, &frame)
        case .guid:
            valueNote = attributes["ispermalink"]
            return .value(.guid)
        case .pubdate: return .date(.published, .own)
        case .lastbuilddate, .lastmod: return .date(.modified, .own)
        case .date: return .date(.published, .dublinCore)
        case .author, .managingeditor: return beginPerson(.author)
        case .webmaster: return beginPerson(.publisher)
        case .category, .keywords: return categoryRole(tag, attributes, &frame)
        case .comments: return .value(.comments)
        case .language: return .value(.language)
        case .ttl: return .value(.ttl)
        case .generator:
            startGenerator(attributes, &frame)
            return .value(.generator)
        case .image:
            feedImage = FeedImage(url: scopes[frame.scope].picture(attributes["url"] ?? attributes["href"]))
            return .image
        case .textinput: return .textInput
        case .skiphours: return isFeed ? .hours : nil
        case .skipdays: return isFeed ? .days : nil
        case .cloud:
            addCloud(attributes, frame)
            return .ignored
        case .enclosure:
            addEnclosure(attributes, frame)
            return .ignored
        case .source: return sourceRole(attributes, &frame)
        case .logo where !attributes.has("style", "icon"): return .value(.logo)
        default: return nil
        }
    }

    /// Elements of an `<image>`.
    func imageRole(_ tag: Tag) -> Role {
        switch tag {
        case .url: .value(.imageURL)
        case .title: .value(.imageTitle)
        case .link: .value(.imageLink)
        default: .ignored
        }
    }

    /// `<link>` is text in RSS and an attribute in Atom; feeds put either into both.
    private func linkRole(_ attributes: XMLAttributes, _ frame: inout Frame) -> Role {
        if attributes.holds("href") { return atomLink(attributes, &frame) }
        return .value(.link)
    }

    private func sourceRole(_ attributes: XMLAttributes, _ frame: inout Frame) -> Role? {
        guard frame.owner == .item else { return nil }
        valueNote = attributes["url"]
        return .value(.source)
    }

    func categoryRole(_ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame) -> Role {
        if tag == .keywords { return .value(.keywords) }
        let scheme = attributes["scheme"] ?? attributes["domain"]
        if let term = attributes["term"] {
            add(Category(term: term, scheme: scheme, label: attributes["label"]), to: frame.owner)
            return .ignored
        }
        (valueNote, valueLabel) = (scheme, attributes["label"])
        return .value(.category)
    }

    private func addEnclosure(_ attributes: XMLAttributes, _ frame: Frame) {
        guard let url = scopes[frame.scope].address(attributes["url"] ?? attributes["href"]) else { return }
        let size = attributes["length"].flatMap { Int($0.filter { $0 != "," }) }.flatMap { $0 > 0 ? $0 : nil }
        let type = attributes["type"].nonEmpty
        add(Attachment(url: url, mimeType: type, size: size), to: frame.owner)
        if type?.hasPrefix("image/") == true, Scope.isOfTheWeb(url) {
            drafts[frame.owner.rawValue].image.offer(url, rank: Draft.ImageRank.enclosure)
        }
    }

    /// `<cloud>`: the rssCloud hub's address is given in parts.
    private func addCloud(_ attributes: XMLAttributes, _ frame: Frame) {
        guard frame.owner == .feed, let domain = attributes["domain"], !domain.isEmpty else { return }
        let port = attributes["port"].flatMap(Int.init)
        let scheme = port == 443 ? "https" : "http"
        let path = attributes["path"] ?? "/"
        var url = "\(scheme)://\(domain)"
        if let port, port != 80, port != 443 { url += ":\(port)" }
        url += path.hasPrefix("/") ? path : "/" + path
        guard drafts[0].hubs.count < limits.parts, let address = scopes[frame.scope].page(url) else { return }
        drafts[0].hubs.append(Hub(type: "rssCloud", url: address))
    }
}
