import Bytes
import HTML

/// Cuts lines and blocks that a template puts around a text and within it, by their words: "Read more", "Related
/// articles", "Advertisement", a date under the title, a copyright line.
struct ArticleEdges {
    private let tree: ArticleTree
    private let roots: [Int]
    private let authors: Set<String>
    private let title: String
    private let host: String?
    private let known: BodyCover?
    private let total: Int
    /// Times are over the entries of a page that is written as things happen: they are text there.
    private let isLive: Bool

    init(_ tree: ArticleTree, roots: [Int], _ hints: ArticleHints, _ known: BodyCover?) {
        (self.tree, self.roots, self.known) = (tree, roots, known)
        authors = Set(hints.authors.map(PageWords.folded))
        (title, host) = (PageWords.folded(hints.title ?? ""), hints.host)
        total = roots.reduce(0) { $0 + tree[$1].measure.characters }
        isLive = Self.isLive(tree, roots)
    }

    /// Whether at least three clock times are alone, with text after each.
    private static func isLive(_ tree: ArticleTree, _ roots: [Int]) -> Bool {
        var (times, isOpen) = (0, false)
        for root in roots {
            for index in root..<tree.end(root) where tree[index].tag == .text {
                let characters = tree[index].measure.characters
                if isOpen, characters >= 40 {
                    (times, isOpen) = (times + 1, false)
                    if times > 2 { return true }
                } else if characters >= 4, characters < 10, isClockTime(tree.text(of: index, limit: 20)) {
                    isOpen = true
                }
            }
        }
        return false
    }

    /// `15:57`, `3.57 pm`, `15h57`.
    private static func isClockTime(_ text: String) -> Bool {
        let words = PageWords.folded(text).split(separator: " ")
        guard let first = words.first, words.count <= 2 else { return false }
        if words.count == 2, !["am", "pm", "a.m.", "p.m.", "uhr"].contains(words[1]) { return false }
        let digits = first.split { ":.h".contains($0) }
        return digits.count == 2 && digits.allSatisfy { $0.count <= 2 && Int($0) != nil } && digits[1].count == 2
    }

    mutating func trim(_ isCut: inout [Bool]) {
        for root in roots where !isCut[root] {
            cutChrome(root, &isCut)
            cutLines(root, &isCut)
        }
        let lines = roots.filter { !isCut[$0] }.flatMap { self.lines(in: $0, isCut) }
        cutHead(lines, &isCut)
        cutTail(lines, &isCut)
    }

    // MARK: Boxes under a heading that says so

    private func cutChrome(_ root: Int, _ isCut: inout [Bool]) {
        var index = root + 1
        while index < tree.end(root) {
            if isCut[index] {
                index = tree.end(index)
                continue
            }
            if isHeadingOfChrome(index) { cutSection(index, root, &isCut) }
            index += 1
        }
    }

    private func isHeadingOfChrome(_ index: Int) -> Bool {
        let node = tree[index]
        guard node.measure.characters > 3, node.measure.characters < 60 else { return false }
        switch node.tag {
        case .h1, .h2, .h3, .h4, .h5, .h6, .p, .strong, .b, .header, .dt: break
        default: return false
        }
        return PageWords.opensChrome(tree.text(of: index, limit: 100))
    }

    /// The heading with what follows it, where that is links; or the whole box where the heading is its first.
    private func cutSection(_ heading: Int, _ root: Int, _ isCut: inout [Bool]) {
        var box = heading
        while case let parent = tree.parent(box), parent > root, tree[parent].measure.characters * 3 < total,
            isFirst(box, in: parent, isCut)
        {
            box = parent
        }
        if box != heading, isChrome(tree[box].measure) || box == tree.parent(heading) && isInline(heading) {
            if isChrome(tree[box].measure) { isCut[box] = true }
            return
        }
        // Siblings up to the next heading.
        var followers: [Int] = []
        var sum = TextMeasure()
        var next = tree.end(box)
        let parent = tree.parent(box)
        while parent >= 0, next < tree.end(parent) {
            if tree[next].tag.is(.heading) { break }
            followers.append(next)
            if !isCut[next] { sum.add(tree[next].measure) }
            next = tree.end(next)
        }
        guard !isInline(heading), sum.characters * 3 < total, sum.characters == 0 || isChrome(sum) else { return }
        for index in followers + [box] { isCut[index] = true }
    }

    private func isInline(_ index: Int) -> Bool { tree[index].tag == .strong || tree[index].tag == .b }

    private func isChrome(_ measure: TextMeasure) -> Bool { measure.linkDensity > 0.4 }

    private func isFirst(_ index: Int, in parent: Int, _ isCut: [Bool]) -> Bool {
        tree.children(parent).first { !isCut[$0] && tree[$0].measure.characters > 0 } == index
    }

    // MARK: Lines

    private func cutLines(_ root: Int, _ isCut: inout [Bool]) {
        var index = root + 1
        while index < tree.end(root) {
            if isCut[index] {
                index = tree.end(index)
                continue
            }
            let node = tree[index]
            switch node.tag {
            case .p, .div, .section, .li, .h2, .h3, .h4, .h5, .h6:
                if node.measure.characters > 0, node.measure.characters < 200, !isKnown(index), !holdsMedia(index),
                    isElsewhere(index)
                {
                    isCut[index] = true
                }
            default: break
            }
            index += 1
        }
    }

    private func isElsewhere(_ index: Int) -> Bool {
        let measure = tree[index].measure
        let isLink = measure.linkDensity > 0.5
        if !isLive, isOnlyTime(index) { return true }
        if measure.linkDensity > 0.95, tree[index].tag == .p, isTitleOfAnother(index) { return true }
        let text = tree.text(of: index, limit: 260)
        if tree[index].tag == .p, PageWords.isNotice(text) { return true }
        guard isLink || measure.characters < 60 else { return false }
        return PageWords.isLabel(text) || isLink && measure.characters < 200 && PageWords.sendsElsewhere(text)
    }

    /// `<p><time>10:00</time></p>`, over each entry of a live blog.
    private func isOnlyTime(_ index: Int) -> Bool {
        let characters = tree[index].measure.characters
        guard characters < 40 else { return false }
        return (index..<tree.end(index)).contains {
            tree[$0].tag == .time && tree[$0].measure.characters + 3 >= characters
        }
    }

    /// A paragraph that is one link to another page of the site, in words enough for a title.
    private func isTitleOfAnother(_ index: Int) -> Bool {
        guard total >= 1000, tree[index].measure.characters >= 20 else { return false }
        let links = (index..<tree.end(index)).filter { tree[$0].tag == .a }
        guard links.count == 1, tree.isInternalLink(links[0], host: host) else { return false }
        // What a line ends in a colon leads to is the author's own.
        var before = index - 1
        while before > 0, tree[before].tag != .text || tree[before].measure.characters == 0 { before -= 1 }
        return before > 0 && !tree.text(of: before, limit: 4000).hasSuffix(":")
    }

    private func isKnown(_ index: Int) -> Bool {
        guard let known else { return false }
        return (index..<tree.end(index)).contains { known.isKnown[$0] }
    }

    private func holdsMedia(_ index: Int) -> Bool {
        (index..<tree.end(index)).contains { [.img, .iframe, .video, .audio, .table].contains(tree[$0].tag) }
    }

    // MARK: Before and after the text

    /// The blocks without blocks in them, in order.
    private func lines(in root: Int, _ isCut: [Bool]) -> [Int] {
        var lines: [Int] = []
        var index = root
        while index < tree.end(root) {
            if isCut[index] {
                index = tree.end(index)
                continue
            }
            switch tree[index].tag {
            case .p, .h1, .h2, .h3, .h4, .h5, .h6, .li, .pre, .figure, .table, .time, .span, .dt, .dd, .blockquote,
                .img,
                .address:
                lines.append(index)
                index = tree.end(index)
            default: index += 1
            }
        }
        return lines
    }

    private func isProse(_ index: Int) -> Bool {
        let node = tree[index]
        if isKnown(index) { return true }
        return node.measure.characters >= 80 && node.measure.linkDensity < 0.4
            || node.measure.characters >= 25 && node.measure.linkDensity < 0.4 && tree.endsSentence(index)
    }

    private func cutHead(_ lines: [Int], _ isCut: inout [Bool]) {
        // The date is before the text, or between its first paragraph, which sums it up, and the rest.
        var prose: [Int] = []
        for (place, index) in lines.enumerated() where prose.count < 2 && tree[index].tag != .figure && isProse(index) {
            if tree[index].measure.characters >= 100 || !isDateline(index) { prose.append(place) }
        }
        guard let first = prose.first, let last = prose.last else { return }
        for place in 0..<last {
            let index = lines[place]
            if isLive, Self.isClockTime(tree.text(of: index, limit: 40)) { continue }
            switch tree[index].tag {
            case .p, .span, .time, .li, .address, .dt, .dd: break
            default: continue
            }
            guard !holdsMedia(index), !isKnown(index), tree[index].measure.characters < 120 else { continue }
            if isDateline(index) || place < first && PageWords.folded(tree.text(of: index, limit: 300)) == title {
                isCut[index] = true
            }
        }
    }

    /// A date, a by-line, a count of minutes.
    private func isDateline(_ index: Int) -> Bool {
        if (index..<tree.end(index)).contains(where: { tree[$0].tag == .time }) { return true }
        let text = PageWords.folded(tree.text(of: index, limit: 200))
        if authors.contains(text) { return true }
        if let author = authors.first(where: { !$0.isEmpty && text.firstRange(of: $0) != nil }),
            text.count < author.count + 40
        {
            return true
        }
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != ":" }
        // A year in a few words that are not a sentence.
        if words.count <= 6, !tree.endsSentence(index), words.contains(where: Self.isYear) { return true }
        if words.count <= 6, BylineWords.opens(tree.text(of: index, limit: 200)), !tree.endsSentence(index) {
            return true
        }
        if words.count <= 8, !tree.endsSentence(index), text.contains(where: \.isNumber),
            words.contains(where: { Self.months.contains(String($0)) || Self.isClock($0) })
        {
            return true
        }
        return Self.datelines.contains { text.hasPrefix($0) } && text.contains(where: \.isNumber)
    }

    private static func isYear(_ word: Substring) -> Bool {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        let rest = word.dropFirst(4)
        return digits.count == 4 && (digits.hasPrefix("19") || digits.hasPrefix("20"))
            && (rest.isEmpty || "年년".contains(rest.first ?? " "))
    }

    /// `15:57`
    private static func isClock(_ word: Substring) -> Bool {
        let parts = word.split(separator: ":")
        return parts.count >= 2 && parts.allSatisfy { $0.count <= 2 && Int($0) != nil }
    }

    private static let months: Set<String> = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "januar",
        "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "janvier", "février", "mars", "avril", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre", "enero", "febrero", "marzo", "abril", "mayo",
        "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ]

    private static let datelines = [
        "published", "updated", "posted", "last updated", "last modified", "last changed", "first published", "created",
        "on ",
        "veröffentlicht", "aktualisiert", "stand:", "publié", "mis à jour", "publicado", "actualizado", "pubblicato",
        "gepubliceerd", "publicerad", "publisert", "опубликовано", "opublikowano",
    ]

    private func cutTail(_ lines: [Int], _ isCut: inout [Bool]) {
        for index in lines.reversed() {
            if isKnown(index) { return }
            let node = tree[index]
            switch node.tag {
            case .p, .span, .li, .time, .h2, .h3, .h4, .h5, .h6, .dt, .dd: break
            default: return
            }
            if holdsMedia(index) { return }
            let text = tree.text(of: index, limit: 400)
            let isTail =
                node.measure.linkDensity > 0.8 && node.measure.characters < 200 && node.tag != .li
                || PageWords.isLabel(text) || node.measure.characters < 250 && PageWords.isNotice(text)
                || node.measure.linkDensity > 0.15 && node.measure.characters < 250 && PageWords.sendsElsewhere(text)
                || node.measure.characters < 400 && isAboutAuthor(text)
                || node.measure.characters < 60 && isPublished(text)
                || node.tag.is(.heading)
            if !isTail { return }
            isCut[index] = true
        }
    }

    /// `Ann Lee is a writer in Tallinn.`
    private func isAboutAuthor(_ text: String) -> Bool {
        let text = PageWords.folded(text)
        return authors.contains { author in
            author.contains(" ") && text.hasPrefix(author + " ")
                && Self.abouts.contains { text.dropFirst(author.count).hasPrefix($0) }
        }
    }

    private static let abouts = [
        " is ", " was ", " has ", " writes", " covers", " reports", " works", " lives", " teaches", " can be reached",
        " joined", " ist ", " schreibt", " est ", " écrit", " es ", " escribe", " è ", " scrive", " é ", " jest ",
        " är ",
        ", ",
    ]

    /// `Published 2 March 2024`
    private func isPublished(_ text: String) -> Bool {
        let text = PageWords.folded(text)
        return Self.datelines.contains { $0 != "on " && text.hasPrefix($0) } && text.contains(where: \.isNumber)
    }
}
