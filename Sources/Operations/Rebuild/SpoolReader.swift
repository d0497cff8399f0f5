import Config
import Deliver
import Foundation
import Model
import Settings
import Store
import Web

/// What the journal and the files of the spool still tell of the articles.
struct SpoolReader {
    struct Found {
        var lastSeq: Int64 = 0
        /// The lowest number, and its UTC day; nil where there is nothing. Above 1: older days were removed.
        var first: (seq: Int64, day: String)?
        /// By feed and id, the last revision of each.
        var byFeed: [String: [ItemID: SpoolArticle]] = [:]
    }

    private let configuration: Configuration
    private let root: String

    init(_ configuration: Configuration) {
        (self.configuration, root) = (configuration, configuration.spool.path)
    }

    /// - Parameters:
    ///   - after: only what has a higher `seq`.
    ///   - onBadDay: called for each archived day that is no whole zstd file, which is then left out; nil: it is thrown.
    func read(after: Int64 = 0, onBadDay: ((DeliverError) -> Void)? = nil) throws(DeliverError) -> Found {
        var found = Found()
        let manager = FileManager.default
        if manager.fileExists(atPath: root + "/journal") {
            let reader = try JournalReader(root: root, from: .init())
            while let lines = try nextLines(of: reader, onBadDay) {
                for line in lines.split(separator: UInt8(ascii: "\n")) { add(Array(line), after, to: &found) }
            }
        }
        // Also where there is no journal, or no more of it: the files know more of each article.
        let files = manager.enumerator(atPath: root + "/articles")
        while let path = files?.nextObject() as? String {
            guard path.hasSuffix(".json"), let bytes = manager.contents(atPath: root + "/articles/" + path) else {
                continue
            }
            add(Array(bytes), after, day: String(path.prefix { $0 != "/" }), to: &found)
        }
        return found
    }

    private func nextLines(
        of reader: JournalReader, _ onBadDay: ((DeliverError) -> Void)?
    ) throws(DeliverError) -> [UInt8]? {
        while true {
            do throws(DeliverError) {
                return try reader.next()
            } catch {
                guard case .badArchive = error, let onBadDay else { throw error }
                onBadDay(error)
                guard try reader.skipDay() else { return nil }
            }
        }
    }

    /// Takes a line of the journal or an item: both have the same names for the same things.
    ///
    /// - Parameter day: the item's directory; a line has its time.
    private func add(_ json: [UInt8], _ after: Int64, day: String? = nil, to found: inout Found) {
        guard let text = try? JSONDecoder().decode(Entry.self, from: Data(json)) else { return }  // someone else's line
        guard text.number > after else { return }
        found.lastSeq = max(found.lastSeq, text.number)
        if text.number > 0, text.number < found.first?.seq ?? .max,
            let day = day ?? text.time.map({ String($0.prefix(10)) })
        {
            found.first = (text.number, day)
        }
        guard let id = text.itemID, let feed = text.feedName else { return }
        let canonical = text.address.flatMap { try? CanonicalURL($0, folding: configuration.folds) }
        let article = SpoolArticle(
            id: id, revision: text.revision,
            fingerprint: Fingerprint(
                guid: text.feedGuid, canonicalURL: canonical?.string, isSiteRoot: canonical?.isSiteRoot ?? false,
                title: text.markedUpTitle, published: text.date, contentHash: 0))
        let known = found.byFeed[feed]?[id]
        if let known, known.revision > article.revision { return }
        found.byFeed[feed, default: [:]][id] = article
    }

    private struct Entry: Decodable {
        struct Extension: Decodable {
            var id: String?
            var seq: Int64?
            var feed: String?
            var guid: String?
            var canonicalURL: String?
            var titleHTML: String?
            var revision: Int?

            enum CodingKeys: String, CodingKey {
                case id, seq, feed, guid, revision
                case canonicalURL = "canonical_url", titleHTML = "title_html"
            }
        }

        // Of the line; `id` is the feed's own in an item.
        var seq: Int64?
        var time: String?
        var id: String?
        var guid: String?
        var feed: String?
        var title: String?
        var url: String?
        var canonicalURL: String?
        var published: String?
        var modified: String?
        var path: String?
        var item: Extension?

        enum CodingKeys: String, CodingKey {
            case seq, time, id, guid, feed, title, url, path
            case canonicalURL = "canonical_url", published = "date_published", modified = "date_modified", item =
                "_newspool"
        }

        var number: Int64 { seq ?? item?.seq ?? 0 }
        var itemID: ItemID? { (item.map(\.id) ?? id).flatMap { ItemID(text: $0) } }
        var feedName: String? { item.map(\.feed) ?? feed }
        var feedGuid: String? { item.map(\.guid) ?? guid }
        var address: String? { (item.map(\.canonicalURL) ?? canonicalURL) ?? url }
        var markedUpTitle: String { item?.titleHTML ?? title ?? "" }
        /// Ours, or someone else's line.
        var date: Date? { (published ?? modified).flatMap { try? Date($0, strategy: .iso8601) } }
        /// Items say it; the names of an update's files end with `-r2`.
        var revision: Int {
            if let revision = item?.revision { return revision }
            let end = path?.split(separator: "-").last?.split(separator: ".").first ?? ""
            return end.hasPrefix("r") ? Int(end.dropFirst()) ?? 1 : 1
        }
    }
}
