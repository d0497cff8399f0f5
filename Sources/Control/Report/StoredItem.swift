import Foundation

/// What pages and republished feeds need of an item that the store has as JSON.
struct StoredItem: Decodable {
    var title: String?
    var summary: String?
    var url: String?
    var externalURL: String?
    var contentHTML: String?
    var contentText: String?
    var published: String?
    var modified: String?
    var authors: [Author]?
    var tags: [String]?
    var language: String?
    var attachments: [Attachment]?

    struct Author: Decodable {
        var name: String?
        var url: String?
    }

    struct Attachment: Decodable {
        var url: String?
        var mimeType: String?
        var title: String?
        var size: Int?

        enum CodingKeys: String, CodingKey {
            case url, title
            case mimeType = "mime_type"
            case size = "size_in_bytes"
        }
    }

    enum CodingKeys: String, CodingKey {
        case title, summary, url, authors, tags, language, attachments
        case externalURL = "external_url"
        case contentHTML = "content_html"
        case contentText = "content_text"
        case published = "date_published"
        case modified = "date_modified"
    }

    /// Nothing where the bytes are not what newspool writes, which a newer version's may be.
    init(_ json: [UInt8]) {
        self = (try? JSONDecoder().decode(Self.self, from: Data(json))) ?? Self()
    }

    private init() {}

    /// Never empty: titles are optional in every format.
    var displayTitle: String {
        if let title, !title.isEmpty { return title }
        let text = (summary ?? contentText ?? "").split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return text.isEmpty ? "(untitled)" : text.count > 100 ? text.prefix(99) + "…" : text
    }
}
