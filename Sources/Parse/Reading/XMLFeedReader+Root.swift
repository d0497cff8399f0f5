import XML
import Model

/// What a document begins with: the root says which dialect it is.
extension XMLFeedReader {
    func rootRole(
        _ space: Space, _ tag: Tag, _ element: borrowing XMLElement, _ frame: inout Frame
    ) -> Role {
        switch tag {
        case .rss:
            adoptHome(element)
            format = rssFormat(version: element.attributes["version"], element.name.declaredSpace)
            noteLanguage(frame)
            return .wrapper
        case .rdf:
            adoptHome(element)
            format = .rss10
            return .wrapper
        case .feed:
            adoptHome(element)
            format = atomFormat(element)
            noteLanguage(frame)
            return .feed
        case .channel:
            adoptHome(element)
            format = rootChannelFormat(element)
            noteLanguage(frame)
            startCDF(element.attributes, &frame)
            return .feed
        case .entry, .item:
            // A single entry, published by itself (RFC 4287 section 2 allows it as a root).
            adoptHome(element)
            format = tag == .entry ? atomFormat(element) : .rss20
            return beginItem(element.attributes, &frame)
        case .html:
            foreignRoot = "an HTML page"
            return .ignored
        case .opml:
            foreignRoot = "an OPML outline"
            return .ignored
        default:
            foreignRoot = "an XML document of another kind"
            return .wrapper
        }
    }

    /// Inside `<rss>` or `<rdf:RDF>`, or a root that no one knows.
    func wrappedRole(
        _ space: Space, _ tag: Tag, _ element: borrowing XMLElement, in parent: Int, _ frame: inout Frame
    ) -> Role {
        guard format != nil else { return rootRole(space, tag, element, &frame) }
        noteRDFVersion(element.name.declaredSpace)
        switch tag {
        case .channel, .feed:
            noteLanguage(frame)
            startCDF(element.attributes, &frame)
            return .feed
        case .item, .entry: return beginItem(element.attributes, &frame)
        case .image:
            feedImage = FeedImage()
            return .image
        case .textinput: return .textInput
        case .redirect: return .wrapper
        case .newlocation: return .value(.newLocation)
        default:
            // A feed whose `<channel>` tag was lost.
            return frames.count == 2 ? memberOfLostChannel(space, tag, element, &frame) : .ignored
        }
    }

    func beginItem(_ attributes: XMLAttributes, _ frame: inout Frame) -> Role {
        frame.owner = .item
        itemHasMore = false
        guard items.count < limits.items else {
            warn("more than \(limits.items) items: the rest is left out")
            return .ignored
        }
        // Where the document came from another site, what items say is relative to the channel's page.
        if !scopes[frame.scope].isDeclared, let scope = currentBodyBase().scope(of: scopes[frame.scope]) {
            scopes.append(scope)
            frame.scope = scopes.count - 1
        }
        if let about = attributes["about"], format == .rss10 || format == .rss11 || format == .rss090 {
            drafts[Owner.item.rawValue].id = about
            drafts[Owner.item.rawValue].link.offer(scopes[frame.scope].address(about), rank: Draft.LinkRank.guid)
        }
        if let href = attributes["href"] {
            drafts[Owner.item.rawValue].link.offer(scopes[frame.scope].address(href), rank: Draft.LinkRank.own)
        }
        if let date = attributes["lastmod"] {
            drafts[Owner.item.rawValue].modified.offer(readDate(date), rank: Draft.DateRank.own)
        }
        return .item
    }

    private func memberOfLostChannel(
        _ space: Space, _ tag: Tag, _ element: borrowing XMLElement, _ frame: inout Frame
    ) -> Role {
        rssRole(tag, element.attributes, &frame) ?? .ignored
    }

    /// `xml:lang` on the root or the channel is the feed's language.
    private func noteLanguage(_ frame: Frame) {
        let feed = Owner.feed.rawValue
        if let language = scopes[frame.scope].language, drafts[feed].language == nil {
            drafts[feed].language = language
        }
    }

    private func noteRDFVersion(_ space: Space) {
        guard format == .rss10, space == .rss090 else { return }
        format = .rss090
    }

    private func rssFormat(version: String?, _ space: Space) -> FeedFormat {
        switch version?.filter({ $0 != " " }) {
        case "0.90", "0.9": .rss090
        case "0.91": .rss091
        case "0.92": .rss092
        case "0.93": .rss093
        case "0.94": .rss094
        case "1.0": .rss10
        default: .rss20
        }
    }

    private func atomFormat(_ element: borrowing XMLElement) -> FeedFormat {
        if element.name.declaredSpace == .atom03 { return .atom03 }
        if element.name.declaredSpace == .atom { return .atom10 }
        return element.attributes["version"]?.hasPrefix("0.") == true ? .atom03 : .atom10
    }

    /// `<channel>` as the root: RSS 1.1, CDF, or RSS that lost its `<rss>`.
    private func rootChannelFormat(_ element: borrowing XMLElement) -> FeedFormat {
        if element.name.declaredSpace == .rss11 { return .rss11 }
        let name = element.localName.bytes.first
        let isShouted = name == UInt8(ascii: "C")
        return isShouted || element.attributes["href"] != nil || element.attributes["base"] != nil ? .cdf : .rss20
    }

    /// The attributes of a CDF channel: where it is, and what its items' links are relative to.
    private func startCDF(_ attributes: XMLAttributes, _ frame: inout Frame) {
        guard attributes.count > 0 else { return }
        let feed = Owner.feed.rawValue
        if let base = attributes["base"], format == .cdf {
            scopes.append(scopes[frame.scope].entering(base: base, language: nil))
            frame.scope = scopes.count - 1
        }
        if let about = attributes["about"], drafts[feed].id == nil { drafts[feed].id = about }
        drafts[feed].link.offer(scopes[frame.scope].address(attributes["href"]), rank: Draft.LinkRank.own)
        if let date = attributes["lastmod"] {
            drafts[feed].modified.offer(readDate(date), rank: Draft.DateRank.own)
        }
    }
}
