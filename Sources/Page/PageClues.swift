import Bytes
public import HTML

/// What a page's body says about its article besides the text: microdata, times, by-lines, headings, figures.
public struct PageClues: Sendable {
    /// A property of microdata or of a microformat.
    public struct Property: Sendable {
        /// Lower case.
        public var name: String
        public var value: String
        public var href: String?
        /// Types of the items around it, innermost first, last part in lower case: `newsarticle`, `person`.
        public var types: [String]
    }

    public struct Time: Sendable {
        public var datetime: String?
        public var text: String
        /// It says itself that it is the date of publication.
        public var isPublished: Bool
    }

    /// A short text that names who wrote the article, by its markup or by its words.
    public struct Byline: Sendable {
        public var text: String
        public var links: [(text: String, href: String)]
        /// `rel=author`: the text is a name.
        public var isName: Bool
    }

    public internal(set) var properties: [Property] = []
    public internal(set) var times: [Time] = []
    public internal(set) var bylines: [Byline] = []
    /// Texts of `h1`, then of `h2`.
    public internal(set) var headings: [String] = []
    /// Addresses behind `rel=next`.
    public internal(set) var next: [String] = []
    /// Short texts in elements whose names speak of dates.
    public internal(set) var dateTexts: [String] = []
    /// Types of the items of microdata, last part in lower case.
    public internal(set) var types: Set<String> = []
    /// Short texts with digits that are right over and under the page's heading.
    public internal(set) var shownTexts: [String] = []
}

extension HTMLDocument {
    /// Looks through the whole page once.
    public func clues() -> PageClues {
        var clues = PageClues()
        var scopes: [(end: Int, type: String)] = []
        var second: [String] = []
        var index = 0
        var bylineEnd = 0
        var dates: [(name: String, text: String)] = []
        let near = nearHeading
        var bylineNames = BylineNames()
        clues.shownTexts = shownTexts(near)
        while index < tree.nodes.count {
            let node = tree.nodes[index]
            while let last = scopes.last, last.end <= index { scopes.removeLast() }
            if node.tag == .text {
                index += 1
                continue
            }
            if node.tag == .h1, clues.headings.count < 10 { clues.headings.append(text(of: index, limit: 400)) }
            if node.tag == .h2, second.count < 10 { second.append(text(of: index, limit: 400)) }
            if node.tag == .time, clues.times.count < 50 { clues.times.append(time(index)) }
            let isPlain = node.start == node.limit
            if !isPlain {
                if let names = attribute(.itemprop, of: index), clues.properties.count < 500 {
                    addProperty(index, names, scopes.map(\.type), &clues)
                }
                if has(.itemscope, index) || has(.itemtype, index) {
                    let type = attribute(.itemtype, of: index)?.split(separator: "/").last.map { $0.lowercased() } ?? ""
                    scopes.append((Int(node.end), type))
                    if !type.isEmpty, clues.types.count < 100 { clues.types.insert(type) }
                }
                if node.tag == .a, let rel = attribute(.rel, of: index)?.lowercased(),
                    let href = attribute(.href, of: index)
                {
                    let relations = rel.split(whereSeparator: \.isWhitespace)
                    if relations.contains("next"), clues.next.count < 20 { clues.next.append(href) }
                }
            }
            if index >= bylineEnd, clues.bylines.count < 20,
                let byline = byline(index, isNear: near.contains(index), &bylineNames)
            {
                clues.bylines.append(byline)
                bylineEnd = Int(node.end)
            }
            if !isPlain, dates.count < 200, namesDate(index) {
                let text = text(of: index, limit: 200)
                if !text.isEmpty, text.count < 120 { dates.append((attribute(.classes, of: index) ?? "", text)) }
            }
            index += 1
        }
        // Dates under one name in a row are those of other articles and of comments.
        let counts = Dictionary(dates.map { ($0.name, 1) }, uniquingKeysWith: +)
        clues.dateTexts = dates.filter { counts[$0.name, default: 0] < 3 }.prefix(20).map(\.text)
        clues.headings += second
        clues.next += links.filter { $0.relations.contains("next") }.map(\.href)
        return clues
    }

    /// The nodes about the first large heading: the article's date and authors are there.
    private var nearHeading: Range<Int> {
        let first = tree.nodes.firstIndex { $0.tag == .h1 } ?? tree.nodes.firstIndex { $0.tag == .h2 }
        guard let heading = first else { return 0..<min(tree.nodes.count, 60) }
        let end = Int(tree.nodes[heading].end)
        // What comes before is the site's more often than the article's.
        return max(0, heading - 12)..<min(tree.nodes.count, end + 80)
    }

    private func shownTexts(_ near: Range<Int>) -> [String] {
        var found: [String] = []
        for index in near where tree.nodes[index].tag == .text {
            let text = text(of: index)
            let parent = Int(parents[index])
            // The text has begun.
            if text.utf8.count >= 240 { break }
            if parent >= 0, tree.nodes[parent].tag == .a || tree.nodes[parent].tag.is(.heading) { continue }
            if text.utf8.count >= 6, text.utf8.count < 120, text.contains(where: \.isNumber) { found.append(text) }
        }
        return Array(found.prefix(8))
    }

    private func addProperty(_ index: Int, _ names: String, _ types: [String], _ clues: inout PageClues) {
        let value =
            attribute(.content, of: index) ?? attribute(.datetime, of: index)
            ?? text(of: index, limit: names.lowercased().firstRange(of: "articlebody") == nil ? 1000 : 0)
        let href = attribute(.href, of: index) ?? attribute(.src, of: index)
        for name in names.split(whereSeparator: \.isWhitespace) {
            clues.properties.append(
                .init(name: name.lowercased(), value: value, href: href, types: types.reversed()))
        }
    }

    private func time(_ index: Int) -> PageClues.Time {
        let names = [HTMLAttribute.classes, .itemprop].compactMap { attribute($0, of: index)?.lowercased() }
        let isPublished =
            has(.pubdate, index)
            || names.contains { name in
                ["publish", "entry-date", "datepublished", "dt-published", "post-date", "pubdate"].contains {
                    name.firstRange(of: $0) != nil
                }
            }
        return .init(
            datetime: attribute(.datetime, of: index), text: text(of: index, limit: 200), isPublished: isPublished)
    }

    private func namesDate(_ index: Int) -> Bool {
        guard Int(tree.nodes[index].end) - index < 20 else { return false }
        for name in [HTMLAttribute.classes, .id] {
            guard let name = attribute(name, of: index)?.lowercased() else { continue }
            let words = name.split { !$0.isLetter }
            if words.contains(where: { Self.dateWords.contains(String($0)) }) { return true }
        }
        return false
    }

    private static let dateWords: Set<String> = [
        "date", "pubdate", "published", "timestamp", "dateline", "datetime", "publishdate", "postdate", "datum",
        "fecha",
        "time", "posted", "pubtime",
    ]

    // MARK: By-lines

    /// - Parameter isNear: it is by the heading: there a link to an author's page will do.
    private func byline(_ index: Int, isNear: Bool, _ names: inout BylineNames) -> PageClues.Byline? {
        let node = tree.nodes[index]
        guard Int(node.end) - index < 40 else { return nil }
        let isName =
            attribute(.rel, of: index)?.lowercased().split(separator: " ").contains("author") ?? false
            || isNear && node.tag == .a && linksAuthor(index)
        var isMarked = isName
        if !isMarked, node.start < node.limit {
            isMarked =
                names.areMarked(tree.attribute(.classes, of: node)) || names.areMarked(tree.attribute(.id, of: node))
        }
        if !isMarked {
            switch node.tag {
            case .p, .div, .span, .li, .address, .small, .em, .i, .td, .h3, .h4, .h5: break
            default: return nil
            }
            guard mayOpenByline(index) else { return nil }
        }
        let text = text(of: index, limit: 600)
        guard !text.isEmpty, text.count < (isMarked ? 160 : 90) else { return nil }
        if !isMarked, !BylineWords.opens(text) || holdsBlocks(index) { return nil }
        var links: [(String, String)] = []
        for child in index..<Int(node.end) where tree.nodes[child].tag == .a {
            if let href = attribute(.href, of: child) { links.append((self.text(of: child, limit: 200), href)) }
        }
        return .init(text: text, links: links, isName: isName)
    }
}

extension HTMLDocument {
    /// Names run into one another over the ends of blocks: the inner one is the by-line.
    private func holdsBlocks(_ index: Int) -> Bool {
        (index + 1..<Int(tree.nodes[index].end)).contains {
            tree.nodes[$0].tag != .text && tree.nodes[$0].tag.is(.closesParagraph)
        }
    }

    /// Whether the text begins with the first letters of a by-word: most paragraphs do not.
    private func mayOpenByline(_ index: Int) -> Bool {
        var inner = index
        while inner < Int(tree.nodes[index].end) {
            let node = tree.nodes[inner]
            if node.tag == .text {
                let text = tree.bytes[Int(node.start)..<Int(node.limit)]
                if let first = text.firstIndex(where: { !$0.isHTMLSpace }) {
                    return first + 1 >= text.endIndex || BylineWords.mayOpen(text[first], text[first + 1])
                }
            }
            inner = node.tag == .noscript ? Int(node.end) : inner + 1
        }
        return false
    }

    private func linksAuthor(_ index: Int) -> Bool {
        guard let href = attribute(.href, of: index)?.lowercased(), href.utf8.count < 300 else { return false }
        guard Self.authorPaths.contains(where: { href.firstRange(of: $0) != nil }) else { return false }
        let words = text(of: index, limit: 80).split(separator: " ")
        return (2...4).contains(words.count)
            && words.allSatisfy { word in
                (word.first?.isUppercase ?? false) || word.first.map { $0.isLetter && !$0.isCased } ?? false
            }
    }

    private static let authorPaths = [
        "/@", "/author/", "/authors/", "/autor/", "/autoren/", "/autores/", "/auteur", "/autore/", "/by/", "/byline/",
        "/contributor", "/columnist", "/journalist", "/reporter", "/profile/", "/profiles/", "/signataires/", "/redakt",
    ]
}

/// Which names speak of by-lines; elements share them.
private struct BylineNames {
    private var known: [ArraySlice<UInt8>: Bool] = [:]

    mutating func areMarked(_ names: ArraySlice<UInt8>?) -> Bool {
        guard let names else { return false }
        if let isMarked = known[names] { return isMarked }
        let isMarked = NameMarks(of: names).contains(.byline)
        known[names] = isMarked
        return isMarked
    }
}

/// How by-lines begin, in the languages of the larger press.
public enum BylineWords {
    private static let words = [
        "by ", "by: ", "written by ", "story by ", "posted by ", "reported by ", "author: ", "words by ", "text by ",
        "von ", "text: ", "autor: ", "autorin: ", "par ", "por ", "escrito por ", "di ", "da ", "a cura di ", "door ",
        "av ", "af ", "tekst: ", "auteur : ", "auteur: ", "автор: ", "автор ", "текст: ", "autor ", "napsal ",
        "skribent: ",
        "submitted by ", "द्वारा ", "बقलم ", "بقلم ", "كتب ", "מאת ", "責任編集:", "责任编辑：", "责任编辑:", "编辑：", "文 / ", "yazan: ",
        "yazar: ", "kirjoittanut ", "作者：", "作者:", "记者 ", "文/", "文：", "責任編集：", "글 ", "기자 ",
    ]

    /// The first two bytes of all words, in ASCII.
    private static let starts: Set<UInt16> = {
        var starts: Set<UInt16> = []
        for word in words {
            let bytes = Array(word.utf8.prefix(2))
            starts.insert(start(bytes[0], bytes[1]))
        }
        return starts
    }()

    private static func start(_ first: UInt8, _ second: UInt8) -> UInt16 {
        UInt16(first.asciiLowercased) << 8 | UInt16(second.asciiLowercased)
    }

    /// Whether a line that begins with these bytes may begin as by-lines do; letters beyond ASCII are not told apart.
    static func mayOpen(_ first: UInt8, _ second: UInt8) -> Bool {
        let second = second.isHTMLSpace ? 0x20 : second
        return first >= 0x80 || second >= 0x80 || starts.contains(start(first, second))
    }

    /// Whether a line begins as by-lines do, with a name behind.
    public static func opens(_ line: String) -> Bool {
        guard let rest = rest(of: line), let first = rest.first else { return false }
        return first.isUppercase || first.isLetter && !first.isCased
    }

    /// The line without its by-words; nil where it has none.
    public static func rest(of line: String) -> Substring? {
        let lower = line.lowercased()
        guard let word = words.first(where: { lower.hasPrefix($0) }), line.count > word.count else { return nil }
        return line.dropFirst(word.count)
    }
}
