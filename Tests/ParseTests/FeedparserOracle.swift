import Dates
import Foundation
import HTML
import Model

@testable import Cleaning
@testable import Parse

/// Evaluates what a feedparser test expects against what newspool makes of the same document.
///
/// feedparser's names are mapped to ours; where ours keeps a thing in more than one place (a title is plain and HTML), any
/// of them may hold the expected value.
struct FeedparserOracle {
    enum Verdict: Equatable {
        case holds
        case fails(String)
        /// It speaks of something that newspool does not carry.
        case outOfScope(String)
    }

    /// What a path leads to.
    private enum Found {
        case texts([String?])
        case count(Int)
        case flag(Bool?)
        case unknown
    }

    private let parsed: ParsedFeed
    private let feed: Feed
    private let items: [Item]
    private let judgesMarkupLoosely: Bool

    /// - Parameter judgesMarkupLoosely: for tests of the sanitizer, whose taste in harmless markup is not ours.
    init(_ parsed: ParsedFeed, judgesMarkupLoosely: Bool) {
        self.judgesMarkupLoosely = judgesMarkupLoosely
        let cleaner = Cleaner(stripTracking: false)
        self.parsed = parsed
        let feed = cleaner.clean(parsed)
        self.feed = feed
        items = parsed.items.map { cleaner.clean($0, feed: feed).item }
    }

    func judge(_ expression: FeedparserExpression) -> Verdict {
        switch expression {
        case .all(let parts):
            for part in parts {
                let verdict = judge(part)
                if verdict != .holds { return verdict }
            }
            return .holds
        case .any(let parts):
            let verdicts = parts.map(judge)
            return verdicts.contains(.holds) ? .holds : verdicts[0]
        case .literal: return .holds
        case .not(let inner): return negated(inner)
        case .equal(let sides): return equal(sides)
        case .hasKey(let path): return isThere(path) ? .holds : .fails("no \(path)")
        case .path(let path): return path == ["bozo"] ? .holds : isThere(path) ? .holds : .fails("no \(path)")
        case .length: return .outOfScope("a bare length")
        }
    }

    private func negated(_ inner: FeedparserExpression) -> Verdict {
        switch inner {
        case .path(["bozo"]): .holds
        case .path(let path), .hasKey(let path): isThere(path) ? .fails("\(path) is there") : .holds
        default: .outOfScope("a negation")
        }
    }

    private func isThere(_ path: [String]) -> Bool {
        switch find(path) {
        case .texts(let texts): texts.contains { $0 != nil && $0 != "" }
        case .count(let count): count > 0
        case .flag(let flag): flag == true
        case .unknown: false
        }
    }

    private func equal(_ sides: [FeedparserExpression]) -> Verdict {
        guard case .literal(let literal) = sides.last else { return equalPaths(sides) }
        for side in sides.dropLast() {
            let verdict = compare(side, literal)
            if verdict != .holds { return verdict }
        }
        return .holds
    }

    private func equalPaths(_ sides: [FeedparserExpression]) -> Verdict {
        let found = sides.map { side -> [String?] in
            if case .path(let path) = side, case .texts(let texts) = find(path) { texts } else { [] }
        }
        return found.allSatisfy { $0 == found[0] && !$0.isEmpty } ? .holds : .fails("\(found) differ")
    }

    private func compare(_ side: FeedparserExpression, _ literal: FeedparserExpression.Literal) -> Verdict {
        if case .length(.path(let path)) = side, case .int(let expected) = literal {
            guard case .count(let count) = find(path) else { return .outOfScope(path.joined(separator: ".")) }
            return count == expected ? .holds : .fails("\(count) of \(path)")
        }
        guard case .path(let path) = side else { return .outOfScope("\(side)") }
        switch (find(path), literal) {
        case (.unknown, _): return .outOfScope(path.joined(separator: "."))
        case (.flag(let flag), .bool(let expected)):
            return flag == expected ? .holds : .fails("\(path) is \(String(describing: flag))")
        case (.flag(let flag), .int(let expected)):
            return flag == (expected == 1) ? .holds : .fails("\(path) is \(String(describing: flag))")
        case (.flag(let flag), .none): return flag != true ? .holds : .fails("\(path) is true")
        case (.texts(let texts), .none): return texts.contains(nil) ? .holds : .fails("\(path) is \(texts)")
        case (.texts(let texts), .string(let expected)): return match(texts, expected, path)
        case (.texts(let texts), .tuple(let parts)):
            return match(
                texts, parts.count >= 6 ? Self.timestamp(parts) : parts.map { "\($0)" }.joined(separator: " "), path)
        case (.texts(let texts), .dict(let members)):
            let ours = texts.compactMap { $0 }.joined(separator: "\n")
            return members.allSatisfy { ours.contains($0.value) } ? .holds : .fails("\(path) is \(ours)")
        case (.texts(let texts), .int(let expected)):
            let scalars = texts.compactMap { $0?.unicodeScalars.first.map { Int($0.value) } }
            return scalars.contains(expected) ? .holds : .fails("\(path) is \(scalars)")
        default: return .outOfScope(path.joined(separator: "."))
        }
    }

    private func match(_ texts: [String?], _ expected: String, _ path: [String]) -> Verdict {
        let wanted = Self.tasteless(expected)
        let isMet = texts.contains { text in
            guard let text else { return wanted.isEmpty }
            return Self.tasteless(text) == wanted
        }
        if isMet { return .holds }
        if judgesMarkupLoosely, texts.contains(where: { Self.isSafeAndSaysTheSame($0, expected) }) { return .holds }
        if let date = Self.date(expected), texts.contains(date) { return .holds }
        return .fails("\(path.joined(separator: ".")) is \(texts), not “\(expected)”")
    }

    /// The same text, and nothing that runs, loads or hides.
    private static func isSafeAndSaysTheSame(_ text: String?, _ expected: String) -> Bool {
        let text = text ?? ""
        let dangers = [
            " on", "<script", "javascript:", "<object", "<embed", "<applet", "<iframe", "<frame", "<meta", "<link",
            "<style",
            "position", "<base", "<form", "<input",
        ]
        guard !dangers.contains(where: { text.lowercased().contains($0) }) else { return false }
        return PlainText.line(fromHTML: text) == PlainText.line(fromHTML: expected)
    }

    private static func timestamp(_ parts: [Double]) -> String {
        String(
            format: "%04d-%02d-%02dT%02d:%02d:%02dZ", Int(parts[0]), Int(parts[1]), Int(parts[2]), Int(parts[3]),
            Int(parts[4]), Int(parts[5]))
    }

    private static func date(_ text: String) -> String? {
        if case .date(let date) = FeedDate.parse(text, now: nil) { Timestamp.string(date) } else { nil }
    }

    /// Markup without what is only a matter of taste: how an empty element, an apostrophe or an ampersand is written.
    private static func tasteless(_ text: String) -> String {
        var text = text
        for (one, other) in [
            (" />", ">"), ("/>", ">"), ("&#39;", "'"), ("&apos;", "'"), ("&quot;", "\""), ("&#34;", "\""),
            ("&#38;", "&amp;"),
            ("&#x26;", "&amp;"), ("&gt;", ">"), ("&nbsp;", "\u{A0}"), ("\r\n", "\n"),
        ] { text = text.replacingOccurrences(of: one, with: other) }
        text = text.removingPercentEncoding ?? text
        if text.lowercased().hasPrefix("http://"), !text.contains(" ") { text = text.lowercased() }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    // MARK: Names

    private func find(_ path: [String]) -> Found {
        guard let root = path.first else { return .unknown }
        var rest = Array(path.dropFirst())
        switch root {
        case "version": return .texts([Self.version(feed.format)])
        case "encoding": return .texts([feed.encoding])
        case "feed", "channel": return feedMember(rest)
        case "entries":
            guard let index = rest.first.flatMap(Int.init) else { return .count(items.count) }
            rest.removeFirst()
            guard index < items.count else { return itemMember(rest, Item(), RawItem()) }
            return itemMember(rest, items[index], parsed.items[index])
        default: return .unknown
        }
    }

    private static func version(_ format: FeedFormat) -> String {
        switch format {
        case .rss090: "rss090"
        case .rss091: "rss091n"
        case .rss092: "rss092"
        case .rss093: "rss093"
        case .rss094: "rss094"
        case .rss10: "rss10"
        case .rss20: "rss20"
        case .atom03: "atom03"
        case .atom10: "atom10"
        default: format.rawValue
        }
    }

    private func feedMember(_ path: [String]) -> Found {
        let key = path.first ?? ""
        switch key {
        case "title", "title_detail": return text(path, parsed.title, [feed.title, feed.titleHTML])
        case "description", "subtitle", "tagline", "info", "subtitle_detail", "tagline_detail", "info_detail",
            "description_detail":
            return text(
                path, parsed.description,
                [feed.descriptionText, feed.descriptionHTML, Self.escaped(feed.descriptionText)])
        case "rights", "copyright", "rights_detail", "copyright_detail":
            return text(path, parsed.rights, [feed.rights, Self.html(parsed.rights)])
        case "link": return .texts([feed.homePageURL, feed.feedURL])
        case "links": return links(path, feed.links, also: [feed.homePageURL])
        case "id", "guid": return .texts([feed.id])
        case "language": return .texts([feed.language])
        case "generator": return .texts([feed.generator?.name])
        case "generator_detail": return .texts([feed.generator?.name, feed.generator?.url, feed.generator?.version])
        case "image": return .texts([feed.image?.url, feed.image?.title, feed.image?.link, feed.icon])
        case "author", "author_detail", "authors": return people(path, feed.authors)
        case "contributors": return people(path, feed.contributors)
        case "publisher", "publisher_detail": return people(path, feed.publisher.map { [$0] } ?? [])
        case "tags", "category", "categories": return categories(path, feed.categories)
        case "itunes_explicit": return .flag(feed.podcast.explicit)
        case "itunes_block": return .flag(feed.podcast.block ?? false)
        case "newlocation": return .texts([feed.feedURL])
        default: return date(key, feed.published, feed.updated, nil)
        }
    }

    private func itemMember(_ path: [String], _ item: Item, _ raw: RawItem) -> Found {
        let key = path.first ?? ""
        let bodies = [item.summary, item.summaryHTML, item.contentHTML, item.contentText]
        switch key {
        case "title", "title_detail":
            return text(path, raw.title, [item.title, item.titleHTML, Self.escaped(item.title)])
        case "summary", "description", "summary_detail", "subtitle":
            return text(path, raw.summary ?? raw.content, bodies)
        case "content":
            let inner = Array(path.dropFirst(2))
            return text(["content"] + inner, raw.content ?? raw.summary, bodies)
        case "rights", "rights_detail", "copyright":
            return text(path, raw.rights, [item.rights, Self.html(raw.rights)])
        case "link": return .texts([item.url])
        case "links":
            let enclosures = item.attachments.map {
                Link(rel: "enclosure", href: $0.url, type: $0.mimeType, length: $0.size)
            }
            return links(path, item.links + enclosures, also: [item.url])
        case "id", "guid": return .texts([item.guid])
        case "guidislink": return .flag(item.guidIsPermalink)
        case "comments": return .texts([item.commentsURL])
        case "wfw_commentrss": return .texts(item.links.map(\.href))
        case "license": return .texts([item.license])
        case "image": return .texts([item.image])
        case "author", "author_detail", "authors": return people(path, item.authors)
        case "contributors": return people(path, item.contributors)
        case "publisher", "publisher_detail": return people(path, item.publisher.map { [$0] } ?? [])
        case "tags", "category", "categories": return categories(path, item.categories)
        case "enclosures": return .texts(item.attachments.flatMap { [$0.url, $0.mimeType, $0.size.map(String.init)] })
        case "media_thumbnail": return .texts(item.media.thumbnails.map(\.url))
        case "media_credit":
            guard let index = path.dropFirst().first.flatMap(Int.init), index < item.media.credits.count else {
                return .count(item.media.credits.count)
            }
            return .texts([item.media.credits[index].name, item.media.credits[index].role])
        case "itunes_explicit": return .flag(item.podcast.explicit)
        case "itunes_block": return .flag(item.podcast.block ?? false)
        case "where":
            guard path.count > 1 else { return .unknown }
            if path[1] == "type" { return .texts([item.location == nil ? nil : "Point"]) }
            return .texts([item.location.map { "\($0.longitude) \($0.latitude)" }])
        case "psc_chapters": return path.last == "chapters" ? .count(item.podcast.chapters.count) : .unknown
        case "source": return sourceMember(Array(path.dropFirst()), item, raw)
        default: return date(key, item.published, item.modified, item.created)
        }
    }

    private func sourceMember(_ path: [String], _ item: Item, _ raw: RawItem) -> Found {
        let source = item.source ?? ItemSource()
        switch path.first {
        case "title" where path.count == 1: return .texts([source.title, Self.html(raw.sourceTitle)])
        case "title_detail" where path.last == "value": return .texts([source.title])
        case "link" where path.count == 1: return .texts([source.url])
        case "links" where path.last == "href": return .texts([source.url, source.feedURL])
        case "id": return .texts([source.id])
        case "author", "author_detail", "authors": return people(path, source.authors)
        case "updated_parsed", "updated": return .texts([source.updated.map(Timestamp.string)])
        default: return .unknown
        }
    }

    /// A text that says all there is, as the HTML that it would be.
    private static func escaped(_ text: String?) -> String? {
        text?.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    }

    /// The sanitized form of texts that newspool keeps as plain text only.
    private static func html(_ text: RawText?) -> String? {
        text.flatMap { CleanText($0, as: .summary, sanitize: true).html }
    }

    private func text(_ path: [String], _ raw: RawText?, _ values: [String?]) -> Found {
        switch path.dropFirst().first {
        case nil, "value": .texts(values)
        case "base": .texts([raw?.base])
        case "language": .texts([raw?.language])
        default: .unknown
        }
    }

    private func people(_ path: [String], _ people: [Person]) -> Found {
        var people = people
        if path.count > 1, let index = Int(path[1]) {
            guard index < people.count else { return .texts([nil]) }
            people = [people[index]]
        }
        switch path.last {
        case "name": return .texts(people.map(\.name))
        case "email": return .texts(people.map(\.email))
        case "url", "href": return .texts(people.map(\.url))
        default:
            return .texts(
                people.flatMap { person in
                    [person.name, person.email, person.url, person.name.map { "\($0) (\(person.email ?? ""))" }]
                })
        }
    }

    private func categories(_ path: [String], _ categories: [Model.Category]) -> Found {
        if path == ["tags"] { return .count(categories.count) }
        guard path.count > 1 else { return .texts(categories.map(\.term)) }
        guard let index = Int(path[1]), index < categories.count else { return .texts([nil]) }
        let category = categories[index]
        return switch path.last {
        case "scheme": .texts([category.scheme])
        case "label": .texts([category.label])
        default: .texts([category.term])
        }
    }

    private func links(_ path: [String], _ links: [Link], also: [String?]) -> Found {
        guard path.count > 1 else { return .count(max(links.count, also.compactMap { $0 }.count)) }
        return switch path.last {
        case "href": .texts(links.map(\.href) + also)
        case "rel": .texts(links.map(\.rel) + ["alternate"])
        case "type": .texts(links.map(\.type))
        case "title": .texts(links.map(\.title))
        case "hreflang": .texts(links.map(\.hreflang))
        case "length": .texts(links.map { $0.length.map(String.init) })
        default: .texts(links.flatMap { [$0.href, $0.rel, $0.type, $0.title] })
        }
    }

    private func date(_ key: String, _ published: Date?, _ modified: Date?, _ created: Date?) -> Found {
        switch key.replacingOccurrences(of: "_parsed", with: "") {
        case "published", "issued": .texts([published.map(Timestamp.string)])
        case "updated", "modified", "date": .texts([modified.map(Timestamp.string), published.map(Timestamp.string)])
        case "created": .texts([created.map(Timestamp.string), published.map(Timestamp.string)])
        default: .unknown
        }
    }
}
