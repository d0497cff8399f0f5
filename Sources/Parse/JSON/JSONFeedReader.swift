import Bytes
import Dates
import JSON
import FoundationEssentials
import Model
import Web

/// JSON Feed 1.0 and 1.1: <https://www.jsonfeed.org/version/1.1/>.
struct JSONFeedReader {
    let scope: Scope
    let limits: ParseLimits
    let now: Date?
    var warnings: Warnings
    /// What was taken so far; their language is that of the feed where they have none.
    private var items: [RawItem] = []
    private var taken = 0
    private var itemWarnings: Warnings

    /// Where the items are.
    static let path = ["items"]

    init(scope: Scope, limits: ParseLimits, now: Date?) {
        (self.scope, self.limits, self.now) = (scope, limits, now)
        warnings = Warnings(limit: limits.warnings)
        itemWarnings = warnings
    }

    /// Takes an element of `path`, so that the whole of them need not be there at once.
    mutating func take(_ element: JSONValue) {
        taken += 1
        if taken <= limits.items, let item = item(element) { items.append(item) }
    }

    /// The feed, with the items taken and those that `root` still has. Nil where the document is not a JSON Feed: it has
    /// neither the version nor items.
    mutating func read(_ root: JSONValue) -> ParsedFeed? {
        let version = root["version"]?.text ?? ""
        let isDeclared = version.contains("jsonfeed.org")
        guard isDeclared || root["items"] != nil else { return nil }
        var feed = Feed(format: version.hasSuffix("/1") || version.hasSuffix("/1.0") ? .jsonFeed10 : .jsonFeed11)
        feed.homePageURL = address(root["home_page_url"])
        feed.feedURL = source(root["feed_url"])
        feed.nextURL = source(root["next_url"])
        feed.icon = picture(root["icon"])
        feed.favicon = picture(root["favicon"])
        feed.authors = authors(root)
        feed.language = LanguageTag.normalized(root["language"]?.text) ?? scope.language
        feed.expired = root["expired"]?.bool
        feed.hubs = (root["hubs"]?.elements ?? []).prefix(limits.parts).compactMap { hub in
            source(hub["url"]).map { Hub(type: hub["type"]?.text ?? "WebSub", url: $0) }
        }
        for element in root["items"]?.elements(unlessNamed: Self.itemNames) ?? [] { take(element) }
        if taken > limits.items { warnings.add("more than \(limits.items) items: the rest is left out") }
        for message in itemWarnings.list { warnings.add(message) }
        for index in items.indices where items[index].item.language == nil {
            items[index].item.language = feed.language
        }
        let bases = BodyBase(site: feed.homePageURL, document: scope.base)
        for index in items.indices { items[index].rebase(bases.base(ofItemAt: items[index].item.url)) }
        return ParsedFeed(
            feed: feed, title: text(root["title"], .plain), description: text(root["description"], .plain),
            rights: nil, items: RawItems(items))
    }

    /// Members that only an item has.
    private static let itemNames: Set<String> = [
        "id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published",
    ]

    private mutating func item(_ value: JSONValue) -> RawItem? {
        guard case .object(let members) = value, !members.isEmpty else {
            itemWarnings.add(value.isObject ? Warnings.emptyItem : Warnings.itemWithoutMembers)
            return nil
        }
        var item = Item()
        item.guid = value["id"]?.text
        item.externalURL = address(value["external_url"])
        // An item that only points elsewhere is found there.
        item.url = address(value["url"]) ?? addressLike(item.guid) ?? item.externalURL
        item.image = picture(value["image"])
        item.bannerImage = picture(value["banner_image"])
        item.published = date(value["date_published"])
        item.modified = date(value["date_modified"])
        item.authors = authors(value)
        for tag in (value["tags"]?.elements ?? []).prefix(limits.parts).compactMap({ tag($0) })
        where !item.tags.contains(tag) {
            item.tags.append(tag)
        }
        item.language = LanguageTag.normalized(value["language"]?.text)
        item.attachments = (value["attachments"]?.elements ?? []).prefix(limits.parts).compactMap({ attachment($0) })
        let (html, plain) = (text(value["content_html"], .html), text(value["content_text"], .plain))
        if html != nil { item.contentText = plain?.value }
        var raw = RawItem(item: item)
        raw.title = text(value["title"], .plain)
        raw.summary = text(value["summary"], .plain)
        raw.content = html ?? plain
        return raw
    }

    /// A word, or an object with its name.
    private func tag(_ value: JSONValue) -> String? { (value.text ?? value["name"]?.text).map(TextLine.plain) }

    /// An object, or its address alone.
    private func attachment(_ value: JSONValue) -> Attachment? {
        guard let url = address(value["url"]) ?? address(value) else { return nil }
        let size = value["size_in_bytes"]?.integer.flatMap { $0 > 0 ? $0 : nil }
        return Attachment(
            url: url, mimeType: value["mime_type"]?.text.nonEmpty, title: value["title"]?.text, size: size,
            duration: value["duration_in_seconds"].flatMap {
                PlayingTime.length($0.number ?? $0.text.flatMap(PlayingTime.seconds))
            })
    }

    /// `authors`, and version 1.0's `author` where that list has none.
    private func authors(_ value: JSONValue) -> [Person] {
        let authors = people(value["authors"])
        return authors.isEmpty ? people(value["author"]) : authors
    }

    private func people(_ value: JSONValue?) -> [Person] {
        value?.elements.prefix(limits.parts).compactMap { author in
            if let name = author.text { return Person(name: TextLine.plain(name)) }
            let person = Person(
                name: (author["name"]?.text).map(TextLine.plain), url: address(author["url"]),
                email: author["_email"]?.text, avatar: picture(author["avatar"]))
            return person.isEmpty ? nil : person
        } ?? []
    }

    private func text(_ value: JSONValue?, _ kind: RawText.Kind) -> RawText? {
        value?.text.map { RawText($0, kind: kind, scope.setting) }
    }

    private func address(_ value: JSONValue?) -> String? { scope.address(value?.firstText) }

    private func picture(_ value: JSONValue?) -> String? { scope.picture(value?.text) }

    private func source(_ value: JSONValue?) -> String? { scope.source(value?.firstText) }

    /// An id that is an address serves as one.
    private func addressLike(_ id: String?) -> String? {
        guard let id, id.hasPrefix("http://") || id.hasPrefix("https://") else { return nil }
        return scope.address(id)
    }

    private mutating func date(_ value: JSONValue?) -> Date? {
        guard let text = value?.text else { return nil }
        return itemWarnings.date(FeedDate.parse(text, now: now), original: text)
    }
}
