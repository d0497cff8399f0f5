import Bytes

extension OPML {
    /// A feed as a list has it.
    public struct Outline: Sendable {
        public var url: String
        public var title: String
        public var tags: [String]

        public init(url: String, title: String, tags: [String]) {
            (self.url, self.title, self.tags) = (url, title, tags)
        }
    }

    /// An OPML 2.0 document. The order stays: neighbours with the same first tag share a folder of that name, and all tags
    /// are in `category`. Reading it gives each feed the same tags in the same order.
    public static func write(_ feeds: [Outline], title: String) -> String {
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <opml version="2.0">
              <head>
                <title>\(MarkupEscape.xmlAttribute(title))</title>
              </head>
              <body>

            """
        var open: [String] = []
        for feed in feeds {
            let folders = Self.folders(of: feed)
            let shared = zip(open, folders).prefix { $0 == $1 }.count
            close(&open, to: shared, &text)
            for folder in folders[shared...] {
                text +=
                    "\(indent(open.count))<outline text=\"\(MarkupEscape.xmlAttribute(folder))\" title=\"\(MarkupEscape.xmlAttribute(folder))\">\n"
                open.append(folder)
            }
            let category =
                feed.tags.isEmpty || feed.tags == folders
                ? "" : " category=\"\(MarkupEscape.xmlAttribute(feed.tags.joined(separator: ",")))\""
            text += """
                \(indent(open.count))<outline type="rss" text="\(MarkupEscape.xmlAttribute(feed.title))" title="\(MarkupEscape.xmlAttribute(feed.title))" \
                xmlUrl="\(MarkupEscape.xmlAttribute(feed.url))"\(category)/>

                """
        }
        close(&open, to: 0, &text)
        return text + "  </body>\n</opml>\n"
    }

    /// The first tag; all of them where a comma in one would break `category` apart.
    private static func folders(of feed: Outline) -> [String] {
        feed.tags.contains { $0.contains(",") } ? feed.tags : Array(feed.tags.prefix(1))
    }

    private static func close(_ open: inout [String], to depth: Int, _ text: inout String) {
        while open.count > depth {
            open.removeLast()
            text += "\(indent(open.count))</outline>\n"
        }
    }

    private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth + 2) }
}
