import Bytes
import FlyingFox
import Foundation
import Model
import Store

/// What newspool has collected, as a feed of its own: the latest articles of all feeds, or of those with a tag.
struct CollectedFeed {
    static let limit = 100
    static let byteLimit = 8 << 20

    let title: String
    /// Where this document is read: `http://127.0.0.1:8780/feed.json`.
    private let address: String
    /// Where the pages are.
    private let home: String
    /// Of the Atom document.
    private let id: String
    /// The feeds that articles are from, by name.
    private let sources: [String: Source]
    /// Newest first, each article once.
    private let articles: [StoredArticle]

    struct Source {
        let url: String
        let title: String
    }

    /// - Parameter base: the address of `/`, with its slash.
    init(
        title: String, path: String, base: String, id: String, sources: [String: Source], articles: [StoredArticle]
    ) {
        (self.title, address, home, self.id, self.sources) = (title, base + path, base, id, sources)
        var seen: Set<ItemID> = []
        self.articles = articles.filter { seen.insert($0.id).inserted }  // an update follows its article
    }

    var jsonFeed: [UInt8] {
        var json = JSONWriter(capacity: articles.reduce(1_024) { $0 + $1.json.count })
        json.beginObject()
        json.member("version", "https://jsonfeed.org/version/1.1")
        json.member("title", title)
        json.member("home_page_url", home)
        json.member("feed_url", address)
        json.array("items", articles) { $0.raw(Self.withOwnID($1.id, $1.json)) }
        json.endObject()
        json.endLine()
        return json.bytes
    }

    /// The item as it is in the spool, but for its id: guids are unique only within their feed.
    static func withOwnID(_ id: ItemID, _ item: [UInt8]) -> [UInt8] {
        let start = Array(#"{"id":""#.utf8)
        guard item.starts(with: start) else { return item }  // our own bytes always do
        var end = start.count
        while end < item.count, item[end] != UInt8(ascii: "\"") { end += item[end] == UInt8(ascii: "\\") ? 2 : 1 }
        guard end < item.count else { return item }
        return start + Array("urn:newspool:\(id.text)".utf8) + item[end...]
    }

    /// What addresses in documents begin with, with its slash: `base_url`, else the host by which the reader came here.
    static func base(_ configured: String?, _ request: HTTPRequest) -> String {
        configured ?? "http://\(request.headers[.host] ?? "localhost")/"
    }

    /// RFC 4287.
    var atom: [UInt8] {
        let updated = articles.first?.time ?? Date(timeIntervalSince1970: 0)
        var xml = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            <id>\(MarkupEscape.xmlText(id))</id>
            <title>\(MarkupEscape.xmlText(title))</title>
            <updated>\(Timestamp.string(updated))</updated>
            <author><name>newspool</name></author>
            <generator>newspool</generator>
            <link rel="self" type="application/atom+xml" href="\(MarkupEscape.xmlText(address))"/>
            <link rel="alternate" type="text/html" href="\(MarkupEscape.xmlText(home))"/>

            """
        for article in articles { xml += entry(article) }
        return Array((xml + "</feed>\n").utf8)
    }

    private func entry(_ article: StoredArticle) -> String {
        let item = StoredItem(article.json)
        func element(_ name: String, _ text: String?) -> String {
            text.map { "<\(name)>\(MarkupEscape.xmlText($0))</\(name)>\n" } ?? ""
        }
        var xml = "<entry>\n<id>urn:newspool:\(article.id.text)</id>\n"
        xml += element("title", item.displayTitle)
        if let url = item.url { xml += "<link rel=\"alternate\" href=\"\(MarkupEscape.xmlText(url))\"/>\n" }
        xml += element("published", item.published)
        xml += element("updated", item.modified ?? item.published ?? Timestamp.string(article.time))
        for author in item.authors ?? [] {
            guard let name = author.name else { continue }
            let uri = author.url.map { "<uri>\(MarkupEscape.xmlText($0))</uri>" } ?? ""
            xml += "<author><name>\(MarkupEscape.xmlText(name))</name>\(uri)</author>\n"
        }
        for tag in item.tags ?? [] { xml += "<category term=\"\(MarkupEscape.xmlText(tag))\"/>\n" }
        for file in item.attachments ?? [] {
            guard let url = file.url else { continue }
            let type = file.mimeType.map { " type=\"\(MarkupEscape.xmlText($0))\"" } ?? ""
            let length = file.size.map { " length=\"\($0)\"" } ?? ""
            xml += "<link rel=\"enclosure\" href=\"\(MarkupEscape.xmlText(url))\"\(type)\(length)/>\n"
        }
        xml += element("summary", item.summary)
        if let html = item.contentHTML {
            xml += "<content type=\"html\">\(MarkupEscape.xmlText(html))</content>\n"
        } else if let text = item.contentText {
            xml += "<content type=\"text\">\(MarkupEscape.xmlText(text))</content>\n"
        }
        if let source = sources[article.feed] {
            // RFC 4287 section 4.2.11: what the entry's own feed is.
            xml += "<source>\n" + element("id", source.url) + element("title", source.title)
            xml += "<updated>\(Timestamp.string(article.time))</updated>\n"
            if source.url.hasPrefix("http") {
                xml += "<link rel=\"self\" href=\"\(MarkupEscape.xmlText(source.url))\"/>\n"
            }
            xml += "</source>\n"
        }
        return xml + "</entry>\n"
    }
}
