import Dates
import Bytes
import FoundationEssentials
import HTML
import Page
import Model
import Web

/// What a page says of its article: JSON-LD first, then the metas of Dublin Core, Open Graph and others, then microdata
/// and microformats, then what the body shows.
struct PageMetadata {
    var title: String?
    var byline: String?
    var authors: [Person] = []
    var siteName: String?
    var description: String?
    var published: Date?
    var modified: Date?
    var language: String?
    var direction: String?
    var image: (url: String, width: Int?, height: Int?, caption: String?)?
    var tags: [String] = []
    var body: String?
    var canonical: String?
    var isPaid = false
    /// What tells the kind of the page.
    var facts = PageFacts()

    private let page: HTMLDocument
    private let clues: PageClues
    private let base: WebURL?
    private let now: Date?

    init(_ page: HTMLDocument, _ clues: PageClues, base: WebURL?, now: Date?) {
        (self.page, self.clues, self.base, self.now) = (page, clues, base, now)
        canonical =
            page.links.first { $0.relations.contains("canonical") }.flatMap { absolute($0.href) }
            ?? meta("og:url").flatMap(absolute)
        let data = LinkedData(page.linkedData, canonical: canonical)
        (body, isPaid) = (data.body, data.isPaid)
        siteName = line(meta("og:site_name", "application-name")) ?? data.siteName
        readTitle(data)
        readAuthors(data)
        readDates(data)
        readImage(data)
        description =
            data.description
            ?? line(
                meta("dc:description", "dcterm:description", "og:description", "description", "twitter:description"))
        language = Self.language(
            page.language ?? meta("og:locale", "content-language", "dc.language", "language") ?? data.language)
        direction =
            page.direction.map { $0.lowercased() }.flatMap { ["ltr", "rtl"].contains($0) ? $0 : nil }
            ?? language.flatMap(Self.direction)
        tags = readTags(data)
        readFacts(data)
    }

    private mutating func readFacts(_ data: LinkedData) {
        facts.types = data.types.union(clues.types)
        facts.openGraphType = (meta("og:type") ?? "").lowercased()
        facts.generator = (meta("generator") ?? "").lowercased()
        facts.isDated = meta("article:published_time") != nil
        facts.isSigned =
            !data.authors.isEmpty || data.published != nil || Self.authorNames.contains { meta($0) != nil }
            || meta("date", "pubdate", "publish-date", "dc.date") != nil
        guard let own = (canonical.flatMap { try? WebURL(parsing: $0) }) else { return }
        readAddress(own)
    }

    mutating func readAddress(_ url: WebURL) {
        facts.host = (url.host.map { $0.hasPrefix("www.") ? String($0.dropFirst(4)) : $0 } ?? "").lowercased()
        (facts.path, facts.query) = (url.path.lowercased(), (url.query ?? "").lowercased())
    }

    // MARK: Title

    private mutating func readTitle(_ data: LinkedData) {
        let fromElement = page.title.map { PageTitle.of($0, headings: clues.headings) }
        title =
            linkedTitle(data, fromElement)
            ?? line(
                meta(
                    "dc:title", "dcterm:title", "dc.title", "og:title", "weibo:article:title", "weibo:webpage:title",
                    "title", "twitter:title", "parsely-title"))
            ?? property("headline", of: Self.articles)?.value.nonBlankLine ?? fromElement ?? clues.headings.first
        // What is declared may be the page's own title as it is, with the site's name.
        if let declared = title, declared == page.title?.nonBlankLine, declared.contains(" | ") { title = fromElement }
        title =
            Optional(title.map { PageTitle.withoutSite($0, site: siteName, headings: clues.headings) } ?? "").nonEmpty
    }

    /// Some sites put their own name into `name`, others the article's; the one that the title repeats is right.
    private func linkedTitle(_ data: LinkedData, _ title: String?) -> String? {
        guard let name = data.name, let headline = data.headline, name != headline, let title else {
            return data.headline ?? data.name
        }
        let isName = Self.similarity(name, title) > 0.75
        let isHeadline = Self.similarity(headline, title) > 0.75
        return isHeadline && !isName ? headline : name
    }

    private static func similarity(_ one: String, _ other: String) -> Double {
        let words = { (text: String) in Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }) }
        let (one, other) = (words(one), words(other))
        return one.isEmpty ? 0 : Double(one.intersection(other).count) / Double(max(one.count, other.count))
    }

    // MARK: Authors

    private mutating func readAuthors(_ data: LinkedData) {
        var found: [Person] = data.authors.flatMap { author -> [Person] in
            let names = Byline.split(Byline.cleaned(author.name, site: siteName))
            return names.map { Person(name: $0, url: names.count == 1 ? author.url.flatMap(absolute) : nil) }
        }
        if found.isEmpty {
            for key in Self.authorNames where found.isEmpty {
                for name in metas(key) {
                    guard let name = line(name), !name.hasPrefix("http"), !name.hasPrefix("/") else { continue }
                    found += Byline.people(Byline.cleaned(name, site: siteName))
                }
            }
        }
        if found.isEmpty {
            for author in clues.properties where author.name == "author" && !author.value.isEmpty {
                guard author.value.count < 100 else { continue }
                found += Byline.people(author.value).map { Person(name: $0.name, url: author.href.flatMap(absolute)) }
            }
            let nested = clues.properties.filter { $0.name == "name" && $0.types.first == "person" }
            if found.isEmpty { found = nested.prefix(5).flatMap { Byline.people($0.value) } }
        }
        let printed = clues.bylines.first { !Byline.people($0.text).isEmpty && Byline.isBelievable($0.text) }
        if found.isEmpty, let printed {
            found = Byline.people(printed.text, links: printed.links)
        }
        authors = unique(found).map(linked)
        // The site is an author where there is no other.
        let others = authors.filter { $0.name?.lowercased() != siteName?.lowercased() }
        if !others.isEmpty { authors = others }
        byline = authors.isEmpty ? nil : authors.compactMap(\.name).joined(separator: ", ")
    }

    private static let authorNames = [
        "dc:creator", "dcterm:creator", "dc.creator", "author", "parsely-author", "article:author",
        "article:author_name", "og:article:author", "sailthru.author", "byl", "citation_author",
    ]

    /// Gives an author the address that the page links the name to.
    private func linked(_ person: Person) -> Person {
        var person = person
        person.url = person.url.flatMap(absolute)
        guard person.url == nil, let name = person.name?.lowercased() else { return person }
        for byline in clues.bylines {
            if let link = byline.links.first(where: { $0.text.lowercased() == name }) {
                person.url = absolute(link.href)
            }
            if person.url != nil { break }
        }
        return person
    }

    private func unique(_ people: [Person]) -> [Person] {
        var seen: Set<String> = []
        return people.filter { person in
            guard let name = person.name?.lowercased(), !name.isEmpty else { return false }
            return seen.insert(name).inserted
        }
    }

    // MARK: Dates

    private mutating func readDates(_ data: LinkedData) {
        var published: [String] = []
        if let date = data.published { published.append(date) }
        published += metas(
            "article:published_time", "parsely-pub-date", "article:published", "og:article:published_time",
            "og:published_time", "datepublished")
        published += clues.properties.filter { $0.name == "datepublished" }.map(\.value)
        published += clues.times.filter(\.isPublished).map { $0.datetime ?? $0.text }
        published += metas(
            "dc.date.issued", "dcterms.created", "dc.date", "dc:date", "dcterm:date", "dcterms.date", "date", "pubdate",
            "publishdate", "publish-date", "publication_date", "sailthru.date", "article.published",
            "cxenseparse:recs:publishtime", "citation_date", "citation_publication_date", "created", "article:post_date"
        )
        published += clues.times.prefix(1).map { $0.datetime ?? $0.text }
        published += clues.shownTexts
        published += clues.times.prefix(3).map { $0.datetime ?? $0.text }
        published += clues.dateTexts
        self.published = published.lazy.compactMap(date).first ?? dateInAddress
        var modified: [String] = []
        if let date = data.modified { modified.append(date) }
        modified += metas(
            "article:modified_time", "og:article:modified_time", "og:updated_time", "dcterms.modified", "last-modified")
        modified += clues.properties.filter { $0.name == "datemodified" }.map(\.value)
        self.modified = modified.lazy.compactMap(date).first
        if self.modified == self.published { self.modified = nil }
    }

    private func date(_ text: String) -> Date? {
        if case .date(let date) = FeedDate.parse(text, now: now) { return date }
        // `Published 12 May 2021 at 10:00`: the first digit or name of a month begins it.
        let words = text.split(whereSeparator: \.isWhitespace)
        for start in words.indices.prefix(6) {
            let rest = words[start...].prefix(8).joined(separator: " ")
            guard rest.contains(where: \.isNumber), rest.count >= 8 else { break }
            if start > 0 || rest.count < text.count, case .date(let date) = FeedDate.parse(rest, now: now) {
                return date
            }
        }
        return nil
    }

    /// `/2014/04/23/` in the page's address.
    private var dateInAddress: Date? {
        guard let path = base?.path ?? canonical.flatMap({ try? WebURL(parsing: $0) })?.path else { return nil }
        let parts = path.split(separator: "/")
        guard parts.count >= 3 else { return nil }
        for index in 0...(parts.count - 3) {
            guard parts[index].count == 4, let year = Int(parts[index]), (1990...2100).contains(year),
                let month = Int(parts[index + 1]), (1...12).contains(month), parts[index + 2].count <= 2,
                let day = Int(parts[index + 2]), (1...31).contains(day)
            else { continue }
            return date("\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)")
        }
        return nil
    }

    // MARK: The rest

    private mutating func readImage(_ data: LinkedData) {
        let width = meta("og:image:width").flatMap { Int($0) }
        let height = meta("og:image:height").flatMap { Int($0) }
        if let url = meta("og:image:secure_url", "og:image", "og:image:url").flatMap(absolute) {
            image = (url, width, height, data.image?.caption)
        } else if let picture = data.image, let url = absolute(picture.url) {
            image = (url, picture.width, picture.height, picture.caption)
        } else if let url =
            (meta("twitter:image", "twitter:image:src", "thumbnail", "image")
            ?? page.links.first { $0.relations.contains("image_src") }?.href).flatMap(absolute)
        {
            image = (url, nil, nil, nil)
        }
    }

    private func readTags(_ data: LinkedData) -> [String] {
        var tags = metas("article:tag", "keywords", "news_keywords").flatMap { $0.split(separator: ",") }.compactMap {
            line(String($0))
        }
        if tags.isEmpty { tags = data.keywords }
        var seen: Set<String> = []
        return Array(tags.filter { seen.insert($0.lowercased()).inserted }.prefix(50))
    }

    /// BCP 47: `en_US` is Open Graph's spelling.
    private static func language(_ tag: String?) -> String? {
        guard let tag else { return nil }
        let first = tag.split(separator: ",").first.map { String($0).trimmed.replacing("_", with: "-") } ?? ""
        let isTag =
            first.utf8.count <= 35 && first.utf8.count >= 2
            && first.utf8.allSatisfy {
                $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D
            }
        return isTag ? first : nil
    }

    private static func direction(_ language: String) -> String? {
        let primary = language.lowercased().prefix { $0 != "-" }
        return ["ar", "he", "iw", "fa", "ur", "ps", "sd", "ug", "yi", "dv"].contains(String(primary)) ? "rtl" : nil
    }

    private static let articles: Set<String> = ["article", "newsarticle", "blogposting", "techarticle", "report"]

    private func property(_ name: String, of types: Set<String>) -> PageClues.Property? {
        clues.properties.first { $0.name == name && $0.types.contains(where: types.contains) }
    }

    private func meta(_ names: String...) -> String? {
        for name in names {
            if let found = page.metas.first(where: { $0.name == name }) { return found.content }
        }
        return nil
    }

    private func metas(_ names: String...) -> [String] {
        names.flatMap { name in page.metas.filter { $0.name == name }.map(\.content) }
    }

    private func line(_ text: String?) -> String? {
        text.flatMap { Optional(PlainText.line(fromHTML: $0)).nonEmpty }
    }

    private func absolute(_ reference: String) -> String? {
        let url = base.map { $0.resolving(reference) } ?? (try? WebURL(parsing: reference))
        return url.flatMap { $0.isHTTP ? $0.href : nil }
    }
}

extension Byline {
    /// Marked by its class it may still be a menu, a date or a role.
    static func isBelievable(_ text: String) -> Bool {
        let names = split(cleaned(text))
        return names.contains { isName($0) && $0.contains(where: \.isLetter) && !$0.contains(where: \.isNumber) }
    }
}

extension String {
    fileprivate var nonBlankLine: String? {
        Optional(split(whereSeparator: \.isWhitespace).joined(separator: " ")).nonEmpty
    }
}
