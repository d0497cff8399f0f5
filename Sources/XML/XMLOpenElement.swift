/// An element that `XMLRepair` has open, and what its name tells of where it ends.
struct XMLOpenElement {
    enum Kind {
        /// Items and entries are in it.
        case parent
        /// It holds a word, a name, a date or an address.
        case leaf
        /// It holds text with or without markup.
        case text
        /// It is in a channel, an item or an entry, and holds other elements.
        case member
        case other

        /// - Parameter name: in lower case.
        init(_ name: String) {
            if Kind.parents.contains(name) {
                self = .parent
            } else if Kind.leaves.contains(name) {
                self = .leaf
            } else if Kind.texts.contains(name) {
                self = .text
            } else {
                self = Kind.members.contains(name) ? .member : .other
            }
        }

        private static let parents: Set<String> = ["rss", "channel", "feed", "rdf:rdf", "rdf", "items", "atom:feed"]

        /// Elements of feeds that HTML does not have, or has only in its head.
        private static let leaves: Set<String> = [
            "title", "link", "guid", "pubdate", "lastbuilddate", "language", "generator", "comments", "docs", "ttl",
            "category",
            "copyright", "managingeditor", "webmaster", "id", "updated", "published", "issued", "modified", "created",
            "name",
            "email", "uri", "url", "rights", "subtitle", "tagline", "dc:title", "dc:creator", "dc:date", "dc:subject",
            "dc:publisher", "dc:language", "dc:identifier", "dc:rights", "slash:comments", "wfw:commentrss",
            "itunes:author",
            "itunes:duration", "itunes:explicit", "itunes:keywords", "itunes:subtitle", "itunes:title",
            "itunes:episode",
            "itunes:season", "itunes:block", "media:title", "media:credit", "media:keywords", "sy:updateperiod",
            "sy:updatefrequency", "feedburner:origlink", "atom:id", "atom:title", "atom:updated", "atom:published",
            // Empty, with all they say in attributes.
            "enclosure", "cloud", "atom:link", "media:thumbnail", "itunes:image",
        ]

        private static let texts: Set<String> = [
            "description", "content", "summary", "content:encoded", "itunes:summary", "media:description",
            "dc:description",
        ]

        private static let members: Set<String> = [
            "author", "contributor", "image", "textinput", "skiphours", "skipdays", "source", "item", "entry",
            "media:content", "media:group", "itunes:owner", "itunes:category", "dc:contributor",
        ]
    }

    /// In the source.
    let name: Range<Int>
    /// Where its content begins in the output.
    let start: Int
    /// How many namespaces it declares.
    let namespaces: Int
    let kind: Kind
    var hasChildren = false

    init(name: Range<Int>, start: Int, namespaces: Int, kind: Kind) {
        (self.name, self.start, self.namespaces, self.kind) = (name, start, namespaces, kind)
    }

    /// Whether a start tag of this kind shows that the element has ended: none of the elements of a feed is in a word,
    /// and but for those that HTML has in its head none in a text.
    func ends(before next: Kind, isInHead: Bool) -> Bool {
        switch kind {
        case .leaf: !hasChildren && next != .other
        case .text: next == .leaf && !isInHead
        default: false
        }
    }

    /// Whether one name is the other mistyped: a letter or two more, fewer, other or in another order, prefixes aside.
    static func areSimilar(_ one: String, _ other: String) -> Bool {
        let (a, b) = (localName(one), localName(other))
        // Short names are near each other by chance: `id` and `i`, `link` and `li`.
        guard a.count <= 24, b.count <= 24, abs(a.count - b.count) <= 2, min(a.count, b.count) > 1, a[0] == b[0] else {
            return false
        }
        return a == b || distance(a, b) <= (max(a.count, b.count) <= 4 ? 1 : 2)
    }

    private static func localName(_ name: String) -> [UInt8] {
        Array(
            name.utf8.suffix(
                from: name.utf8.lastIndex(of: UInt8(ascii: ":")).map { name.utf8.index(after: $0) } ?? name.startIndex))
    }

    /// Levenshtein's, with two letters that changed places as one step.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var last = [Int](), previous = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, last[j - 2] + 1) }
                row.append(best)
            }
            (last, previous) = (previous, row)
        }
        return previous[b.count]
    }

    /// Elements of the body of a page.
    static func isOfHTML(_ name: String) -> Bool { bodyElements.contains(name) }

    private static let bodyElements: Set<String> = [
        "a", "abbr", "address", "article", "aside", "audio", "b", "big", "blockquote", "body", "br", "button",
        "caption",
        "center", "cite", "code", "col", "dd", "del", "details", "div", "dl", "dt", "em", "embed", "figcaption",
        "figure",
        "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe",
        "img",
        "input", "ins", "kbd", "label", "li", "main", "nav", "nobr", "noscript", "object", "ol", "option", "p", "param",
        "picture", "pre", "q", "s", "samp", "script", "section", "select", "small", "span", "strike", "strong", "style",
        "sub", "sup", "svg", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul",
        "var", "video", "wbr",
    ]
}
