import Bytes
import HTML
import Model

/// The article file as a person reads it: title, by-line, date, caption of the lead image, text, source
/// (docs/formats.md).
package struct ArticleMarkdown: Sendable {
    /// YAML with the article's fields ahead of it.
    var frontMatter: Bool
    /// The picture itself above its caption.
    var leadImage: Bool

    package init(frontMatter: Bool = false, leadImage: Bool = false) {
        (self.frontMatter, self.leadImage) = (frontMatter, leadImage)
    }

    /// Parts that the article lacks are left out together with their empty line. Ends in one newline.
    func render(_ item: Item, body: String, id: ItemID, feed: FeedLabel) -> [UInt8] {
        let text = render(item, body: body)
        return frontMatter ? Array(FrontMatter.yaml(item, id: id, feed: feed).utf8) + text : text
    }

    /// Without front matter.
    func render(_ item: Item, body: String) -> [UInt8] {
        var parts: [String] = []
        if let title = item.title, !title.isEmpty { parts.append(Markdown.line(title)) }
        if let byline = byline(item) { parts.append(byline) }
        if let date = item.date { parts.append(Timestamp.longDay(date)) }
        // A picture without a caption stays where it is in the text.
        if leadImage, let image = item.image, item.imageCaption != nil || !body.contains(Self.destination(image)) {
            parts.append("![](\(Self.destination(image)))")
        }
        if let caption = item.imageCaption, !caption.isEmpty { parts.append(Markdown.line(caption)) }
        let text = body.isEmpty ? Markdown.line(item.summary ?? "") : body
        if !text.isEmpty { parts.append(text) }
        if let url = item.url { parts += ["Original url:", "<\(Self.destination(url))>"] }
        return ActingCharacters.removed(from: Array((parts.joined(separator: "\n\n") + "\n").utf8))
    }

    private func byline(_ item: Item) -> String? {
        let people = item.authors.compactMap { author -> String? in
            guard let name = author.name ?? author.email else { return nil }
            return "[\(Markdown.line(name, isInLink: true))](\(author.url.map(Self.destination) ?? "#"))"
        }
        guard let last = people.last else { return nil }
        return people.count == 1 ? "By \(last)" : "By \(people.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// A URL that ends neither the brackets nor the line around it.
    private static func destination(_ url: String) -> String {
        let unsafe: Set<UInt8> = [0x20, 0x28, 0x29, 0x3C, 0x3E, 0x5C]  // space ( ) < > \
        guard url.utf8.contains(where: { $0 < 0x20 || unsafe.contains($0) }) else { return url }
        var bytes: [UInt8] = []
        for byte in url.utf8 {
            if byte < 0x20 || unsafe.contains(byte) {
                let hex = String(byte, radix: 16, uppercase: true)
                bytes += Array((byte < 0x10 ? "%0" : "%").utf8) + Array(hex.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
