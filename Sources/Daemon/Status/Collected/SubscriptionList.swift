import Config
import Foundation

/// The feeds of feeds.toml as OPML 2.0, for other readers: a feed's tags are its categories.
enum SubscriptionList {
    static func opml(_ feeds: [StatusReport.FeedPart], title: String) -> [UInt8] {
        var xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <opml version="2.0">
            <head><title>\(XMLText.escaped(title))</title></head>
            <body>

            """
        for feed in feeds {
            let tags = (feed.tags ?? []).joined(separator: ",")
            let text = XMLText.escaped(feed.title ?? feed.name)
            xml += "<outline type=\"rss\" text=\"\(text)\" title=\"\(text)\" xmlUrl=\"\(XMLText.escaped(feed.url))\""
            xml += tags.isEmpty ? "/>\n" : " category=\"\(XMLText.escaped(tags))\"/>\n"
        }
        return Array((xml + "</body>\n</opml>\n").utf8)
    }
}
