import Bytes
import Web
import XML
import Model

/// Atom 1.0 (RFC 4287) and 0.3, also where their elements are inside RSS.
extension XMLFeedReader {
    /// What an element of Atom means inside a feed, an entry or a source; nil where it means nothing.
    func atomRole(_ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame) -> Role? {
        switch tag {
        case .entry: return frame.owner == .feed ? beginItem(attributes, &frame) : nil
        case .title: return text(.title(.own), attributes, &frame)
        case .subtitle, .tagline: return text(.summary(.own), attributes, &frame)
        case .info: return text(.summary(.subtitle), attributes, &frame)
        case .summary: return text(.summary(.own), attributes, &frame)
        case .content:
            addContentElsewhere(attributes, frame)
            return text(.content(.own), attributes, &frame)
        case .rights, .copyright: return text(.rights, attributes, &frame)
        case .id: return .value(.atomID)
        case .link:
            if attributes.holds("href") { return atomLink(attributes, &frame) }
            valueNote = attributes["rel"].nonEmpty?.lowercased()
            return .value(.link)
        case .published, .issued: return .date(.published, .own)
        case .updated, .modified: return .date(.modified, .own)
        case .created: return .date(.created, .own)
        case .author: return beginPerson(.author)
        case .contributor: return beginPerson(.contributor)
        case .category: return categoryRole(tag, attributes, &frame)
        case .generator:
            startGenerator(attributes, &frame)
            return .value(.generator)
        case .logo: return .value(.logo)
        case .icon: return .value(.icon)
        case .source where frame.owner == .item && attributes["url"] == nil:
            drafts[Owner.source.rawValue] = Draft()
            itemHasMore = true
            frame.owner = .source
            return .source
        default: return nil
        }
    }

    /// Content that is elsewhere (RFC 4287 section 4.1.3.2) is a file that comes with the entry.
    private func addContentElsewhere(_ attributes: XMLAttributes, _ frame: Frame) {
        guard frame.owner == .item, attributes.count > 0, let url = scopes[frame.scope].address(attributes["src"])
        else {
            return
        }
        add(
            Attachment(url: url, mimeType: attributes["type"].nonEmpty.flatMap { $0.contains("/") ? $0 : nil }),
            to: .item)
    }

    /// Elements of a person.
    func personRole(_ tag: Tag) -> Role {
        switch tag {
        case .name: .value(.personName)
        case .email: .value(.personEmail)
        case .uri, .url, .homepage: .value(.personURL)
        default: .ignored
        }
    }

    func beginPerson(_ field: PersonField) -> Role {
        person = Person()
        return .person(field)
    }

    func startGenerator(_ attributes: XMLAttributes, _ frame: inout Frame) {
        valueNote = scopes[frame.scope].address(attributes["uri"] ?? attributes["url"] ?? attributes["resource"])
        valueLabel = attributes["version"]
    }

    /// `<link href>`: kept as a link, and put where its relation says (RFC 4287 section 4.2.7, RFC 5005, WebSub).
    func atomLink(_ attributes: XMLAttributes, _ frame: inout Frame) -> Role {
        let scope = scopes[frame.scope]
        guard let written = attributes["href"]?.trimmed else { return .ignored }
        // An empty reference is the base itself, where the document declares one (RFC 3986 section 4.4).
        let reference = written.isEmpty && scope.isDeclared ? scope.base?.href : written
        guard let href = scope.address(reference) else { return .ignored }
        let relation = attributes["rel"].map { $0.trimmed.lowercased() } ?? ""
        let link = Link(
            rel: relation.isEmpty ? "alternate" : relation, href: href, type: attributes["type"].nonEmpty,
            title: attributes["title"].nonEmpty, hreflang: attributes["hreflang"].nonEmpty,
            length: attributes["length"].flatMap { Int($0) })
        if link.rel == "replies", drafts[frame.owner.rawValue].commentsCount == nil {
            // `thr:count` (RFC 4685 section 4)
            drafts[frame.owner.rawValue].commentsCount = attributes["count"].flatMap { Int($0) }
        }
        place(link, in: frame.owner)
        return .ignored
    }

    private func place(_ link: Link, in owner: Owner) {
        let draft = owner.rawValue
        let isOfTheWeb = Scope.isOfTheWeb(link.href)
        switch link.rel {
        case "alternate", "http://www.iana.org/assignments/relation/alternate":
            let isPage = link.type == nil || link.type == "text/html" || link.type == "application/xhtml+xml"
            drafts[draft].link.offer(link.href, rank: isPage ? Draft.LinkRank.typed : .`self`)
        case "enclosure" where owner != .feed:
            add(Attachment(url: link.href, mimeType: link.type, title: link.title, size: link.length), to: owner)
            if link.type?.hasPrefix("image/") == true, isOfTheWeb {
                drafts[draft].image.offer(link.href, rank: Draft.ImageRank.enclosure)
            }
            return
        case "license": if drafts[draft].license == nil { drafts[draft].license = link.href }
        case "replies" where owner == .item && (link.type == nil || link.type == "text/html"):
            if drafts[draft].commentsURL == nil { drafts[draft].commentsURL = link.href }
        case "self" where isOfTheWeb: if drafts[draft].feedURL == nil { drafts[draft].feedURL = link.href }
        case "hub" where owner == .feed && isOfTheWeb:
            if drafts[0].hubs.count < limits.parts { drafts[0].hubs.append(Hub(type: "WebSub", url: link.href)) }
        case "prev-archive" where isOfTheWeb: drafts[draft].archive.previous = link.href
        case "next-archive" where isOfTheWeb: drafts[draft].archive.next = link.href
        case "current" where isOfTheWeb: drafts[draft].archive.current = link.href
        default: break
        }
        append(link, to: &drafts[draft].links)
    }
}
