import Foundation

/// An item that the store has as JSON, read again: what pages, republished feeds, filters and lists need of it.
package struct StoredItem: Decodable {
    package var title: String?
    package var summary: String?
    package var url: String?
    package var externalURL: String?
    package var contentHTML: String?
    package var contentText: String?
    package var published: String?
    package var modified: String?
    package var authors: [Author]?
    package var tags: [String]?
    package var language: String?
    package var attachments: [Attachment]?
    private var newspool: Extension?

    private struct Extension: Decodable {
        var feedTags: [String]?

        enum CodingKeys: String, CodingKey { case feedTags = "feed_tags" }
    }

    package struct Author: Decodable {
        package var name: String?
        package var url: String?
    }

    package struct Attachment: Decodable {
        package var url: String?
        package var mimeType: String?
        package var title: String?
        package var size: Int?

        enum CodingKeys: String, CodingKey {
            case url, title
            case mimeType = "mime_type"
            case size = "size_in_bytes"
        }
    }

    enum CodingKeys: String, CodingKey {
        case title, summary, url, authors, tags, language, attachments
        case newspool = "_newspool"
        case externalURL = "external_url"
        case contentHTML = "content_html"
        case contentText = "content_text"
        case published = "date_published"
        case modified = "date_modified"
    }

    /// Nothing where the bytes are not what newspool writes, which a newer version's may be.
    package init(_ json: [UInt8]) {
        self = (try? JSONDecoder().decode(Self.self, from: Data(json))) ?? Self()
    }

    private init() {}

    /// Never empty: titles are optional in every format.
    package var displayTitle: String {
        if let title, !title.isEmpty { return title }
        let text = (summary ?? contentText ?? "").split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return text.isEmpty ? "(untitled)" : text.count > 100 ? text.prefix(99) + "…" : text
    }

    /// The tags of its feed in feeds.toml.
    package var feedTags: [String] { newspool?.feedTags ?? [] }

    /// What search finds it by besides its title: text, summary, authors and tags.
    package var searchText: String {
        let (text, summary) = (contentText ?? "", summary ?? "")
        // Most summaries are the beginning of the text.
        let opening = summary.utf8.prefix(60)
        let parts =
            [text, text.utf8.starts(with: opening) ? "" : summary] + (authors ?? []).compactMap(\.name) + (tags ?? [])
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// What `keep` and `drop` look into.
    var filterTexts: ArticleFilter.Texts {
        ArticleFilter.Texts(
            title: title, url: url, authors: (authors ?? []).compactMap(\.name), tags: (tags ?? []) + feedTags,
            content: contentText ?? summary ?? "")
    }
}
