import Bytes
import Dates
import JSON
import FoundationEssentials
import Model
import Web

/// RSS 2.0 written in JSON: <https://github.com/scripting/Scripting-News/blob/master/rss-in-json/README.md>. An element
/// with attributes is an object whose text is `#value`; an element that is once is not an array.
struct RSSInJSONReader {
    let scope: Scope
    let limits: ParseLimits
    let now: Date?
    var warnings: Warnings
    /// What was taken so far; their language is that of the channel where they have none.
    private var items: [RawItem] = []
    private var taken = 0
    private var itemWarnings: Warnings

    /// Where the items are.
    static let path = ["rss", "channel", "item"]

    init(scope: Scope, limits: ParseLimits, now: Date?) {
        (self.scope, self.limits, self.now) = (scope, limits, now)
        warnings = Warnings(limit: limits.warnings)
        itemWarnings = warnings
    }

    /// Takes an element of `path`, so that the whole of them need not be there at once.
    mutating func take(_ element: JSONValue) {
        taken += 1
        guard taken <= limits.items else { return }
        swap(&warnings, &itemWarnings)
        if let item = item(element) { items.append(item) }
        swap(&warnings, &itemWarnings)
    }

    /// The feed, with the items taken and those that `root` still has. Nil where the document is none.
    mutating func read(_ root: JSONValue) -> ParsedFeed? {
        guard let channel = root["rss"]?["channel"] else { return nil }
        var draft = Draft()
        fill(&draft, channel)
        draft.language = LanguageTag.normalized(string(channel["language"])) ?? scope.language
        draft.modified.offer(date(channel["lastBuildDate"]), rank: 0)
        draft.generator = string(channel["generator"]).map { Generator(name: $0) }
        draft.ttl = channel["ttl"]?.integer.flatMap { $0 > 0 && $0 < 1_000_000 ? $0 * 60 : nil }
        draft.feedImage = FeedImage(
            url: address(channel["image"]?["url"]), title: string(channel["image"]?["title"]),
            link: address(channel["image"]?["link"]))
        var feed = Feed(format: .rssInJSON)
        draft.fill(&feed)
        for element in channel["item"]?.elements(unlessNamed: ["title", "link", "guid", "description"]) ?? [] {
            take(element)
        }
        if taken > limits.items { warnings.add("more than \(limits.items) items: the rest is left out") }
        for message in itemWarnings.list { warnings.add(message) }
        for index in items.indices where items[index].item.language == nil {
            items[index].item.language = draft.language
        }
        let bases = BodyBase(site: feed.homePageURL, document: scope.base)
        for index in items.indices { items[index].rebase(bases.base(ofItemAt: items[index].item.url)) }
        return ParsedFeed(
            feed: feed, title: draft.title.value, description: draft.summary.value, rights: draft.rights.value,
            items: RawItems(items))
    }

    private mutating func item(_ value: JSONValue) -> RawItem? {
        guard case .object(let members) = value, !members.isEmpty else {
            warnings.add(value.isObject ? Warnings.emptyItem : Warnings.itemWithoutMembers)
            return nil
        }
        var draft = Draft()
        fill(&draft, value)
        draft.offerContent(text(value["content:encoded"], .html), rank: .own)
        draft.commentsURL = address(value["comments"])
        if let guid = string(value["guid"]) {
            draft.id = guid
            let isPermalink = value["guid"]?["isPermaLink"]?.bool ?? true
            draft.idIsPermalink = isPermalink
            if isPermalink, guid.hasPrefix("http") {
                draft.link.offer(address(value["guid"]), rank: Draft.LinkRank.guid)
            }
        }
        for enclosure in (value["enclosure"]?.elements ?? []).prefix(limits.parts) {
            guard let url = address(enclosure["url"]) else { continue }
            draft.attachments.append(
                Attachment(url: url, mimeType: enclosure["type"]?.text.nonEmpty, size: enclosure["length"]?.integer))
        }
        var raw = RawItem()
        draft.move(to: &raw, language: nil)
        return raw
    }

    /// What channels and items share.
    private mutating func fill(_ draft: inout Draft, _ value: JSONValue) {
        draft.title.offer(text(value["title"]), rank: 0)
        draft.summary.offer(text(value["description"]), rank: 0)
        draft.rights.offer(text(value["copyright"]), rank: 0)
        draft.link.offer(address(value["link"]), rank: Draft.LinkRank.own)
        draft.published.offer(date(value["pubDate"]), rank: 0)
        for author in ["author", "managingEditor", "dc:creator"] {
            if let name = string(value[author]) { draft.authors.append(PersonText.parse(name)) }
        }
        for category in (value["category"]?.elements ?? []).prefix(limits.parts) {
            guard let term = string(category) else { continue }
            let scheme = Scope.taxonomy(category["domain"]?.text)
            draft.categories.append(Category(term: TextLine.plain(term), scheme: scheme))
        }
    }

    private func string(_ value: JSONValue?) -> String? { value?.text ?? value?["#value"]?.text }

    private func text(_ value: JSONValue?, _ kind: RawText.Kind = .unknown) -> RawText? {
        string(value).map { RawText($0, kind: kind, scope.setting) }
    }

    private func address(_ value: JSONValue?) -> String? { scope.address(string(value)) }

    private mutating func date(_ value: JSONValue?) -> Date? {
        guard let text = string(value) else { return nil }
        return warnings.date(FeedDate.parse(text, now: now), original: text)
    }
}
