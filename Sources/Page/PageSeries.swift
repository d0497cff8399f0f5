import HTML

/// Finds rows of like elements that are not the article: teasers of other articles, and what readers wrote below it.
///
/// Templates repeat one element for each of those, and a page can have more text in them than in its article. Names of
/// classes need not say so; the shape does: a heading that is a link to the same site, and a sentence or two.
struct PageSeries {
    private let tree: ArticleTree
    private let host: String?
    /// The node after the heading with the title; nil where none was met.
    private let bodyStart: Int?
    /// Of the heading with the title.
    private let titleTag: HTMLTag?
    private var found: [Int] = []

    /// The nodes to leave out, each with all that is in it, in document order.
    /// - Parameter host: the page's own, without `www.`.
    static func find(in tree: ArticleTree, bodyStart: Int?, titleTag: HTMLTag?, host: String?) -> [Int] {
        var series = PageSeries(tree: tree, host: host, bodyStart: bodyStart, titleTag: titleTag)
        series.walk()
        return series.found
    }

    private init(tree: ArticleTree, host: String?, bodyStart: Int?, titleTag: HTMLTag?) {
        (self.tree, self.host, self.bodyStart, self.titleTag) = (tree, host, bodyStart, titleTag)
    }

    private mutating func walk() {
        var index = 0
        while index < tree.nodes.count {
            let node = tree[index]
            guard node.tag != .text, !ArticleTree.isInline(node.tag), node.measure.characters > 0 else {
                index = node.tag == .text ? index + 1 : tree.end(index)
                continue
            }
            let children = tree.children(index)
            if children.count > 1 {
                let rows = rows(children, in: index) + otherPosts(children)
                found += isBox(index, of: rows) ? [index] : rows
            }
            index += 1
        }
        // An inner one goes with the outer.
        var end = 0
        found.sort()
        found = found.filter { index in
            guard index >= end else { return false }
            end = tree.end(index)
            return true
        }
    }

    private func rows(_ children: [Int], in parent: Int) -> [Int] {
        var shapes: [Shape: [Int]] = [:]
        for child in children where Self.isItem(tree[child].tag) && tree[child].measure.characters > 10 {
            shapes[Shape(tag: tree[child].tag, name: className(child)), default: []].append(child)
        }
        return shapes.values.flatMap { items -> [Int] in
            guard items.count > 1 else { return [] }
            if isTeaserRow(items, in: parent, children) { return items }
            return isThread(items, in: parent, children) ? items : []
        }
    }

    /// Whether an element has nothing but the rows and a few words over them.
    private func isBox(_ index: Int, of rows: [Int]) -> Bool {
        guard !rows.isEmpty, index > 0 else { return false }
        let others = rows.reduce(tree[index].measure.characters) { $0 - tree[$1].measure.characters }
        return others <= 60
    }

    private struct Shape: Hashable {
        let tag: HTMLTag
        /// The first class.
        let name: String
    }

    private static func isItem(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .div, .section, .article, .li, .dl: true
        default: false
        }
    }

    private func className(_ index: Int) -> String {
        guard tree[index].source >= 0, let name = tree.page.attribute(.classes, of: Int(tree[index].source)) else {
            return ""
        }
        return name.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }

    // MARK: Teasers

    private func isTeaserRow(_ items: [Int], in parent: Int, _ children: [Int]) -> Bool {
        var teasers = 0
        for (place, item) in items.enumerated() {
            if isTeaser(item, isOfMany: items.count > 2) { teasers += 1 }
            if (place + 1 - teasers) * 5 > items.count { return false }
        }
        if isWithinText(items, in: parent) { return false }
        if tree[items[0]].tag == .li {
            // "See also:" is the author's own word.
            return !introduces(parent) && !isOfSection(parent)
        }
        // A list of things with a text on each is among the article's paragraphs.
        return !children.contains {
            tree[$0].tag == .p && tree[$0].measure.characters >= 80 && tree[$0].measure.linkDensity < 0.25
        }
    }

    /// Whether the article goes on behind entries with texts: chapters, things that are compared.
    private func isWithinText(_ items: [Int], in parent: Int) -> Bool {
        guard let bodyStart, let last = items.last, last > bodyStart else { return false }
        let texts = items.reduce(0.0) { $0 + Double(tree[$1].measure.characters) - tree[$1].measure.linkCharacters }
        guard texts >= 40 * Double(items.count) else { return false }
        var box = parent
        for _ in 0..<3 where box > 0 {
            let isText = (tree.end(last)..<tree.end(box)).contains {
                tree[$0].tag == .p && tree[$0].measure.characters >= 120 && tree[$0].measure.linkDensity < 0.1
            }
            if isText { return true }
            box = tree.parent(box)
        }
        return false
    }

    /// A title that is a link within the site, and not much more.
    private func isTeaser(_ item: Int, isOfMany: Bool) -> Bool {
        let node = tree[item]
        let characters = node.measure.characters
        let others = Double(characters) - node.measure.linkCharacters
        guard characters <= 450, others <= 300 else { return false }
        var (headings, linkedHeadings, links, titles) = (0, 0, 0, 0)
        var opensWithLink: Bool?
        var linkEnd = item
        var index = item + 1
        while index < tree.end(item) {
            let inner = tree[index]
            if inner.tag == .a, inner.measure.characters > 0 {
                links += 1
                if !isInternal(index) { return false }
                if inner.measure.characters >= 15 { titles += 1 }
                linkEnd = max(linkEnd, tree.end(index))
            }
            if inner.tag == .text, opensWithLink == nil, inner.measure.characters > 1 {
                opensWithLink = index < linkEnd && titles > 0
            }
            if inner.tag.is(.heading), inner.measure.characters > 0 {
                headings += 1
                if index < linkEnd || inner.measure.linkDensity > 0.9 { linkedHeadings += 1 }
            }
            if [.pre, .table, .blockquote, .iframe, .video, .audio].contains(inner.tag) { return false }
            index += 1
        }
        guard links > 0, titles > 0, titles <= 2 else { return false }
        if headings > 0, linkedHeadings == headings, headings <= 2 { return true }
        if headings > 0 { return false }
        if node.measure.linkDensity > 0.6 { return true }
        return isOfMany && opensWithLink == true && holdsBlocks(item)
    }

    private func holdsBlocks(_ index: Int) -> Bool {
        (index + 1..<tree.end(index)).contains { tree[$0].tag == .p || tree[$0].tag == .div || tree[$0].tag == .time }
    }

    private func isInternal(_ link: Int) -> Bool { tree.isInternalLink(link, host: host) }

    /// Whether the text before the list ends as one that leads to it.
    private func introduces(_ list: Int) -> Bool {
        var before = list - 1
        while before > 0, tree[before].tag != .text || tree[before].measure.characters == 0 { before -= 1 }
        return before > 0 && tree.text(of: before, limit: 4000).hasSuffix(":")
    }

    /// Whether the list is under a heading and a sentence, which lead to it.
    private func isOfSection(_ list: Int) -> Bool {
        guard let text = lastText(before: list), let paragraph = around(text, where: { $0 == .p }),
            tree[paragraph].measure.characters >= 60, tree[paragraph].measure.linkDensity < 0.25,
            tree.end(paragraph) <= list, let over = lastText(before: paragraph)
        else { return false }
        return around(over) { $0.is(.heading) } != nil
    }

    private func lastText(before index: Int) -> Int? {
        var before = index - 1
        while before > 0, tree[before].tag != .text || tree[before].measure.characters == 0 { before -= 1 }
        return before > 0 ? before : nil
    }

    private func around(_ text: Int, where isIt: (HTMLTag) -> Bool) -> Int? {
        var parent = tree.parent(text)
        for _ in 0..<4 where parent > 0 {
            if isIt(tree[parent].tag) { return parent }
            parent = tree.parent(parent)
        }
        return nil
    }

    // MARK: Posts

    /// The other posts of a page that begins with the article: like elements beside the one with the title, each under a
    /// title of its own.
    private func otherPosts(_ children: [Int]) -> [Int] {
        guard let bodyStart, let own = children.first(where: { $0 <= bodyStart && bodyStart < tree.end($0) }),
            Self.isItem(tree[own].tag), tree[own].tag != .li, tree.prose(in: bodyStart..<tree.end(own)) >= 140
        else { return [] }
        let shape = Shape(tag: tree[own].tag, name: className(own))
        return children.filter { child in
            child != own && tree[child].tag == shape.tag && tree[child].measure.characters > 0
                && (shape.tag == .article || className(child) == shape.name) && opensWithTitle(child)
        }
    }

    private func opensWithTitle(_ item: Int) -> Bool {
        guard
            let text = (item..<tree.end(item)).first(where: { tree[$0].tag == .text && tree[$0].measure.characters > 1 }
            ),
            let heading = around(text, where: { $0.is(.heading) })
        else { return false }
        let tag = tree[heading].tag
        guard tag == .h1 || tag == .h2 || tag == .h3, tree[item].tag != .div || saysPost(item) else { return false }
        if tree[item].tag == .article || tag == titleTag && tree[item].tag == .div { return true }
        return (item..<tree.end(heading)).contains {
            tree[$0].tag == .a && $0 <= text && text < tree.end($0) && isInternal($0)
        }
    }

    private func saysPost(_ index: Int) -> Bool {
        guard tree[index].source >= 0, let names = tree.page.attribute(.classes, of: Int(tree[index].source)) else {
            return false
        }
        let words = names.lowercased().split { !$0.isLetter }
        return words.contains { ["post", "entry", "hentry", "story", "article"].contains($0) }
    }

    // MARK: Threads

    /// What readers wrote: like elements with prose and no headings, called so, after a story.
    private func isThread(_ items: [Int], in parent: Int, _ children: [Int]) -> Bool {
        guard let bodyStart, items[0] > bodyStart, holdsProse(before: items[0], from: bodyStart) else { return false }
        let isNamed = saysThread(parent) || saysThread(items[0]) || saysThread(tree.parent(parent))
        guard items.count > 2 && isNamed || isUnderHeading(items) else { return false }
        return items.allSatisfy { item in
            !(item..<tree.end(item)).contains { [.h1, .h2].contains(tree[$0].tag) }
        }
    }

    /// Whether what comes right before is a heading such as "3 comments", and the items are texts.
    private func isUnderHeading(_ items: [Int]) -> Bool {
        guard let text = lastText(before: items[0]), let heading = around(text, where: { $0.is(.heading) }),
            tree.end(heading) <= items[0], PageWords.opensThread(tree.text(of: heading, limit: 100))
        else { return false }
        return items.contains { tree[$0].measure.characters >= 60 && tree[$0].measure.linkDensity < 0.5 }
    }

    private func holdsProse(before end: Int, from start: Int) -> Bool {
        var prose = 0
        for index in start..<end where tree[index].tag == .p && tree[index].measure.linkDensity < 0.4 {
            prose += tree[index].measure.characters
            if prose >= 250 { return true }
        }
        return false
    }

    private func saysThread(_ index: Int) -> Bool {
        guard index > 0, tree[index].source >= 0 else { return false }
        let names = [HTMLAttribute.classes, .id].compactMap { tree.page.attribute($0, of: Int(tree[index].source)) }
        let words = names.joined(separator: " ").lowercased()
        return Self.threads.contains { words.firstRange(of: $0) != nil }
    }

    private static let threads = [
        "comment", "discuss", "replies", "responses", "guestbook", "opinions", "thread", "kommentar", "comentari",
        "reactie", "feedback", "reader", "reviews", "reactions", "remarks", "webmention", "utterance",
    ]
}

extension ArticleTree {
    /// Whether a link leads to a page of the same site: what an article sends its readers to lies elsewhere more often.
    func isInternalLink(_ index: Int, host: String?) -> Bool {
        guard nodes[index].source >= 0 else { return false }
        let node = page.tree.nodes[Int(nodes[index].source)]
        guard let bytes = page.tree.attribute(.href, of: node), let first = bytes.first, first != UInt8(ascii: "#")
        else {
            return false
        }
        let href = String(decoding: bytes.prefix(300), as: UTF8.self).lowercased()
        guard let slashes = href.firstRange(of: "//"),
            href[..<slashes.lowerBound].allSatisfy({ $0 != "/" && $0 != "?" })
        else { return !href.hasPrefix("mailto:") && !href.hasPrefix("tel:") && !href.hasPrefix("javascript:") }
        guard let host else { return false }
        var authority = href[slashes.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.hasPrefix("www.") { authority = authority.dropFirst(4) }
        return authority == host || authority.hasSuffix("." + host) || host.hasSuffix("." + authority)
    }
}

extension ArticleTree {
    /// Whether a link offers to post the page elsewhere.
    func isShareLink(_ index: Int) -> Bool {
        guard nodes[index].source >= 0, let href = page.attribute(.href, of: Int(nodes[index].source))?.lowercased()
        else {
            return false
        }
        return ["/intent/", "/share", "sharer"].contains { href.firstRange(of: $0) != nil }
    }
}
