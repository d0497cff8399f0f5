/// Decides what a page is for by points: each fact speaks for a kind, and the kind with the most points wins. Facts that
/// a publisher declares weigh more than those that are counted.
struct PageKindDecision {
    private let facts: PageFacts
    private let structure: PageStructure
    /// The parts of the path, and the words in them.
    private let segments: [Substring]
    private let site: Substring
    private(set) var points: [PageKind: Int] = [:]

    init(_ facts: PageFacts, _ structure: PageStructure) {
        (self.facts, self.structure) = (facts, structure)
        segments = facts.path.split(separator: "/")
        site = facts.host.split(separator: ".").first ?? ""
        weighForum()
        weighProduct()
        weighEntries()
        weighDocumentation()
        weighService()
        weighArticle()
    }

    /// Entries may be beside an article on any page: so much must speak for it that they are what a page is for.
    private static let leastListing = 5
    /// Less says nothing.
    private static let least = 3
    /// The shape of a page with fewer characters says nothing.
    private static let leastCharacters = 1000

    /// Where two are equal, the one that is named first, but not an article before entries that are half of the page.
    var kind: PageKind {
        let order: [PageKind] = [.article, .forum, .product, .collection, .documentation, .service, .listing]
        return order.dropFirst().reduce(order[0]) { best, kind in
            let own = points[kind, default: 0]
            if kind == .service || kind == .listing, structure.characters < Self.leastCharacters { return best }
            let other = points[best, default: 0]
            let isBetter = own > other || own == other && best == .article && kind == .listing && structure.isOfEntries
            return isBetter && own >= (kind == .listing ? Self.leastListing : Self.least)
                ? kind : best
        }
    }

    private mutating func add(_ count: Int, to kind: PageKind, if isTrue: Bool) {
        if isTrue { points[kind, default: 0] += count }
    }

    private func has(_ types: String...) -> Bool { types.contains(where: facts.types.contains) }

    /// A folder of the address, not its last part.
    private func isBelow(_ names: Set<Substring>) -> Bool { segments.dropLast().contains(where: names.contains) }

    private func isAt(_ names: Set<Substring>) -> Bool { segments.contains(where: names.contains) }

    private mutating func weighForum() {
        add(6, to: .forum, if: has("discussionforumposting"))
        add(6, to: .forum, if: facts.isQuestion)
        add(8, to: .forum, if: facts.generator.contains("discourse"))
        add(5, to: .forum, if: isThread)
        add(2, to: .forum, if: facts.path.contains("forum"))
        add(
            3, to: .forum,
            if: [
                "forum", "forums", "community", "discuss", "discussion", "discussions", "boards", "board", "discourse",
                "answers",
            ].contains(site) || isBelow(["forum", "forums", "board", "boards", "community"]))
    }

    /// `/threads/title.123/`, `/viewtopic.php?t=1`, `/t/title/12`, `/questions/12/title`.
    private var isThread: Bool {
        if facts.query.contains("showtopic=") { return true }
        if let last = segments.last {
            if ["viewtopic.php", "showthread.php", "viewthread.php", "topic.php"].contains(last) { return true }
            if ["thread-", "showtopic-", "showthread-", "viewtopic-", "topic-"].contains(where: last.hasPrefix) {
                return true
            }
        }
        if isBelow(["thread", "threads", "showthread", "viewtopic"]) { return true }
        // These are folders of other sites too: there a number tells a thread.
        guard
            let folder = segments.firstIndex(where: {
                ["topic", "topics", "t", "d", "questions", "comments"].contains($0)
            })
        else { return false }
        return segments[(folder + 1)...].contains { $0.first?.isNumber ?? false }
    }

    private mutating func weighProduct() {
        add(4, to: .product, if: has("product", "productgroup"))
        add(
            6, to: .product,
            if: facts.openGraphType.hasSuffix(":item")
                || facts.openGraphType.contains("product") && facts.openGraphType != "product.group")
        add(2, to: .product, if: structure.offersPurchase)
        add(3, to: .product, if: isBelow(["product", "products", "p", "dp", "itm", "item", "pdp", "prod", "app"]))
        add(-3, to: .product, if: has("itemlist", "collectionpage", "offercatalog"))
        add(-1, to: .product, if: structure.prices == 0)
    }

    /// By what the publisher declares.
    private var isOneProduct: Bool {
        has("product", "productgroup") && !has("itemlist", "collectionpage", "offercatalog")
            && (facts.openGraphType.hasSuffix("product") || facts.openGraphType.hasSuffix(":item") || has("offer"))
    }

    private mutating func weighEntries() {
        let isShelf = isBelow([
            "collections", "collection", "category", "categories", "c", "cat", "shop", "product-category", "browse",
            "b",
            "w", "l",
        ])
        add(6, to: .collection, if: facts.openGraphType == "product.group")
        add(2, to: .collection, if: isShelf)
        add(3, to: .collection, if: structure.prices >= 8)
        add(2, to: .collection, if: structure.prices >= 20)
        add(1, to: .collection, if: structure.prices >= 8 && structure.offersPurchase)
        let isList = has("collectionpage", "itemlist")
        add(1, to: .collection, if: isList && structure.prices >= 4)

        add(3, to: .listing, if: isList)
        add(1, to: .listing, if: isShelf)
        add(2, to: .listing, if: structure.linkDensity > 0.4)
        add(2, to: .listing, if: has("collectionpage") && has("itemlist"))
        add(2, to: .listing, if: has("collectionpage") && has("itemlist") && !isDeclaredArticle)
        // So are posts, and things for sale.
        add(
            4, to: .listing,
            if: structure.isOfEntries && max(points[.forum] ?? 0, points[.collection] ?? 0) < Self.least)
        // What is beside one product is not what the page is for.
        add(-8, to: .listing, if: isOneProduct)
        add(2, to: .listing, if: structure.linkedHeadings >= 10)
        add(2, to: .listing, if: structure.linkedHeadings >= 30)
        add(2, to: .listing, if: structure.articles >= 6)
        add(2, to: .listing, if: structure.articles >= 30)
        add(2, to: .listing, if: structure.paragraphShare < 0.2)
        add(1, to: .listing, if: structure.paragraphShare < 0.4)
        add(-3, to: .listing, if: structure.paragraphShare > 0.65 && !structure.isOfEntries)
        add(-2, to: .listing, if: structure.articles == 1)
        add(-2, to: .listing, if: structure.paragraphs >= 15 && structure.linkDensity < 0.35 && !structure.isOfEntries)
        add(1, to: .listing, if: segments.count <= 1 && !facts.host.isEmpty)
        add(
            1, to: .listing,
            if: isAt([
                "category", "tag", "tags", "topics", "topic", "browse", "search", "jobs", "news", "archive", "archives",
                "list",
            ]))
    }

    private mutating func weighDocumentation() {
        add(
            4, to: .documentation,
            if: [
                "docs", "doc", "documentation", "developer", "developers", "devdocs", "wiki", "api", "learn", "help",
                "support", "man",
            ].contains(site))
        add(
            2, to: .documentation,
            if: isAt([
                "docs", "doc", "documentation", "manual", "reference", "guide", "guides", "api", "wiki", "learn",
                "tutorial", "tutorials", "book", "latest", "stable",
            ]))
        add(3, to: .documentation, if: structure.codes >= 8)
        let generators = [
            "mkdocs", "docusaurus", "sphinx", "gitbook", "mediawiki", "dokuwiki", "rustdoc", "bookdown", "vuepress",
            "mdbook", "javadoc", "doxygen",
        ]
        add(4, to: .documentation, if: generators.contains { facts.generator.contains($0) })
    }

    private mutating func weighService() {
        add(2, to: .service, if: has("service", "professionalservice", "localbusiness", "corporation"))
        add(
            3, to: .service,
            if: isAt([
                "service", "services", "solution", "solutions", "platform", "pricing", "feature", "features",
                "insurance",
                "plan", "plans", "package", "packages", "about", "tool", "tools",
            ]))
        add(2, to: .service, if: !isDeclaredArticle && !facts.isDated)
        add(
            1, to: .service,
            if: !isDeclaredArticle && !facts.isDated && !facts.isSigned && structure.paragraphShare < 0.4)
        add(1, to: .service, if: (2000..<9000).contains(structure.paragraphCharacters))
        add(1, to: .service, if: segments.count <= 1 && !facts.host.isEmpty)
        add(-3, to: .service, if: structure.paragraphShare > 0.65)
    }

    private var isDeclaredArticle: Bool {
        has(
            "article", "newsarticle", "blogposting", "reportagenewsarticle", "opinionnewsarticle",
            "analysisnewsarticle", "reviewnewsarticle", "scholarlyarticle", "review", "recipe", "medicalwebpage")
    }

    private mutating func weighArticle() {
        // Generators of sites write that on lists too.
        add(2, to: .article, if: facts.openGraphType == "article" && (isDeclaredArticle || !has("collectionpage")))
        add(3, to: .article, if: facts.isDated)
        add(4, to: .article, if: isDeclaredArticle)
        if !structure.isOfEntries {
            add(2, to: .article, if: structure.paragraphCharacters > 4000)
            add(1, to: .article, if: structure.paragraphCharacters > 2000)
            add(1, to: .article, if: structure.paragraphs >= 8 && structure.linkDensity < 0.3)
        }
        add(
            3, to: .article,
            if: isBelow(["blog", "blogs", "news", "article", "articles", "post", "posts", "story", "stories"])
                || segments.contains { $0.count == 4 && $0.hasPrefix("20") && $0.allSatisfy(\.isNumber) })
        add(2, to: .article, if: (segments.last?.count { $0 == "-" } ?? 0) >= 4)
    }
}
