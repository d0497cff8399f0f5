import Bytes
import JSON
import HTML

/// The article that a page's JSON-LD describes (<https://schema.org/Article>). Graphs, arrays and nesting are looked through, an
/// `@id` is followed, and of broken JSON what came before the fault counts.
struct LinkedData {
    private(set) var headline: String?
    private(set) var name: String?
    private(set) var authors: [(name: String, url: String?)] = []
    private(set) var published: String?
    private(set) var modified: String?
    private(set) var description: String?
    private(set) var body: String?
    private(set) var image: (url: String, width: Int?, height: Int?, caption: String?)?
    private(set) var siteName: String?
    private(set) var language: String?
    private(set) var keywords: [String] = []
    private(set) var url: String?
    /// Of all objects, lower case, without the vocabulary's address.
    private(set) var types: Set<String> = []
    /// `isAccessibleForFree` is false.
    private(set) var isPaid = false

    private static let articleTypes: Set<String> = [
        "article", "advertisercontentarticle", "newsarticle", "analysisnewsarticle", "askpublicnewsarticle",
        "backgroundnewsarticle", "opinionnewsarticle", "reportagenewsarticle", "reviewnewsarticle", "report",
        "satiricalarticle", "scholarlyarticle", "medicalscholarlyarticle", "socialmediaposting", "blogposting",
        "liveblogposting", "discussionforumposting", "techarticle", "apireference", "recipe", "review", "webpage",
    ]

    /// - Parameter canonical: the page's own address, to tell its article from those that it links to.
    init(_ texts: [String], canonical: String?) {
        var objects: [JSONValue] = []
        for text in texts {
            guard let value = Self.read(text) else { continue }
            Self.gather(value, into: &objects, depth: 0)
        }
        types = Set(objects.flatMap(Self.types))
        let articles = objects.filter { Self.rank($0) != nil }
        let best =
            articles.filter { Self.rank($0) == 0 && canonical != nil && Self.address($0) == canonical }.first
            ?? articles.min { (Self.rank($0) ?? 9) < (Self.rank($1) ?? 9) }
        guard let best else { return }
        let named = Dictionary(
            objects.compactMap { object in object["@id"]?.text.map { ($0, object) } },
            uniquingKeysWith: { one, other in
                Self.size(one) >= Self.size(other) ? one : other
            })
        read(best, named)
    }

    private static func size(_ value: JSONValue) -> Int {
        guard case .object(let members) = value else { return 0 }
        return members.count
    }

    private static func types(_ object: JSONValue) -> [String] {
        (object["@type"]?.elements ?? []).compactMap { $0.text?.lowercased() }.map { type in
            type.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? type
        }
    }

    /// Articles before pages.
    private static func rank(_ object: JSONValue) -> Int? {
        let known = types(object).filter(articleTypes.contains)
        if known.isEmpty { return nil }
        return known == ["webpage"] ? 1 : 0
    }

    private static func address(_ object: JSONValue) -> String? {
        object["url"]?.text ?? object["mainEntityOfPage"]?["@id"]?.text ?? object["mainEntityOfPage"]?.text
    }

    private static func gather(_ value: JSONValue, into objects: inout [JSONValue], depth: Int) {
        guard depth < 8, objects.count < 500 else { return }
        switch value {
        case .array(let elements): for element in elements { gather(element, into: &objects, depth: depth + 1) }
        case .object(let members):
            objects.append(value)
            for member in members {
                switch member.value {
                case .array, .object: gather(member.value, into: &objects, depth: depth + 1)
                default: break
                }
            }
        default: break
        }
    }

    /// Publishers wrap it in comments and CDATA marks, and leave raw line ends in strings.
    private static func read(_ text: String) -> JSONValue? {
        guard let start = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }) else {
            return nil
        }
        var json = String(text[start...])
        if text.firstRange(of: "<![CDATA[") != nil, json.hasPrefix("[CDATA[") { json = String(json.dropFirst(7)) }
        if json.hasPrefix("[CDATA[") { json = String(json.dropFirst(7)) }
        return json.withUTF8 { unsafe JSONReader.read($0, depth: 64)?.value }
    }

    private mutating func read(_ article: JSONValue, _ named: [String: JSONValue]) {
        headline = Self.line(article["headline"])
        name = Self.line(article["name"])
        description = Self.line(article["description"])
        published = article["datePublished"]?.text
        modified = article["dateModified"]?.text
        body = article["articleBody"]?.text.map { Self.without(article["comment"], $0) }
        url = article["url"]?.text
        isPaid =
            article["isAccessibleForFree"]?.bool == false
            || article["isAccessibleForFree"]?.text?.lowercased() == "false"
        language = article["inLanguage"]?.text ?? article["inLanguage"]?["alternateName"]?.text
        for person in (article["author"] ?? article["creator"])?.elements ?? [] { addAuthor(person, named) }
        if let publisher = article["publisher"] {
            let object = publisher["@id"]?.text.flatMap { named[$0] } ?? publisher
            siteName = Self.line(object["name"]) ?? Self.line(publisher)
        }
        if let picture = article["image"]?.elements.first {
            let object = picture["@id"]?.text.flatMap { named[$0] } ?? picture
            if let url = object["url"]?.elements.first?.text ?? object["contentUrl"]?.text ?? object.text {
                let caption = Self.line(object["caption"])
                image = (url, object["width"]?.pixels, object["height"]?.pixels, caption)
            }
        }
        keywords = (article["keywords"]?.elements ?? []).flatMap { value in
            (value.text ?? value["name"]?.text ?? "").split(separator: ",").compactMap { Optional(String($0)).nonEmpty }
        }
    }

    /// Some systems write the comments into the text of the article, and then once more as comments.
    private static func without(_ comments: JSONValue?, _ body: String) -> String {
        (comments?.elements ?? []).prefix(200).reduce(body) { body, comment in
            guard let text = (comment["text"] ?? comment["articleBody"])?.text, text.utf8.count >= 20 else {
                return body
            }
            return body.replacing(text, with: "")
        }
    }

    private mutating func addAuthor(_ value: JSONValue, _ named: [String: JSONValue]) {
        guard authors.count < 20 else { return }
        let object = (value["@id"]?.text).flatMap { named[$0] } ?? value
        let names = (object["name"]?.elements ?? object.text.map { [.string($0)] } ?? []).compactMap { Self.line($0) }
        let url = object["url"]?.elements.first?.text ?? object["sameAs"]?.elements.first?.text
        for name in names where !authors.contains(where: { $0.name == name }) {
            // A person who is called by an address has no name.
            if name.hasPrefix("http://") || name.hasPrefix("https://") { continue }
            authors.append((name, url.flatMap { $0.hasPrefix("http") || $0.hasPrefix("/") ? $0 : nil }))
        }
    }

    /// Text in which publishers leave references and tags.
    private static func line(_ value: JSONValue?) -> String? {
        guard case .string(let text)? = value else { return nil }
        return Optional(PlainText.line(fromHTML: text)).nonEmpty
    }
}

extension JSONValue {
    /// `1200`, `"1200"`, `"1200px"`, `{"value": 1200}`
    fileprivate var pixels: Int? {
        if let integer { return integer }
        if let value = self["value"] { return value.pixels }
        return text.flatMap { Int($0.prefix { $0.isNumber }) }
    }
}
