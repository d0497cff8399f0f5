public import FoundationEssentials

/// An article rendered to bytes, but for what only the commit can say: its `seq` and its time.
///
/// Rendering happens on any core before the transaction; inside it `entry(seq:time:)` only joins bytes.
public struct RenderedItem: Sendable, Equatable {
    public enum JournalForm: Sendable {
        case off, thin, full
    }

    public let id: ItemID
    public let revision: Int
    public let slug: String
    /// The feed's name in feeds.toml.
    public let feed: String
    public let isBackfill: Bool
    /// Nil where no one asks for near-duplicates, or the text is too short to tell.
    public let simHash: SimHash?
    /// When the item says that it came (`Item.date`).
    public let published: Date?
    /// A JSON Feed item up to where `_newspool.seq` goes.
    let json: [UInt8]
    let markdown: [UInt8]
    /// The members of the journal line between `event` and `path`; empty where the journal is off.
    let journalMembers: [UInt8]
    let journalForm: JournalForm
    /// Of the file that the journal names: the JSON, else the Markdown; nil where the spool keeps no files.
    let fileExtension: String?

    /// - Parameters:
    ///   - alsoIn: names of other feeds that brought the same article.
    ///   - revision: 1 for a new article, one more for each update.
    ///   - markdown: the whole article file; empty for none.
    ///   - hasJSONFile: whether the spool keeps the item as a file.
    ///   - simHash: where near-duplicates are to be marked.
    public init(
        _ item: Item, id: ItemID, feed: FeedLabel, alsoIn: [String] = [], revision: Int = 1, isBackfill: Bool = false,
        markdown: [UInt8], hasJSONFile: Bool = true, journal: JournalForm, simHash: SimHash? = nil
    ) {
        (self.id, self.revision, self.feed, self.isBackfill) = (id, revision, feed.name, isBackfill)
        (self.markdown, self.simHash, published) = (markdown, simHash, item.date)
        fileExtension = hasJSONFile ? ".json" : markdown.isEmpty ? nil : ".md"
        slug = Slug.make(item.title ?? item.summary ?? "")
        var writer = JSONWriter(capacity: 1024 + (item.contentHTML?.utf8.count ?? 0) * 2)
        item.write(
            to: &writer,
            spool: Item.SpoolFields(
                id: id.text, feed: feed, alsoIn: alsoIn, revision: revision, backfill: isBackfill))
        json = writer.bytes.withoutSpareRoom
        journalForm = journal
        journalMembers = journal == .off ? [] : JournalLine.members(of: item, id: id, feed: feed).withoutSpareRoom
    }

    /// Joins the bytes for the outbox. `time` is the moment of the commit: it names the day, the files and the journal.
    /// - Parameters:
    ///   - similarTo: an earlier article that says nearly the same.
    ///   - hasNamesake: another article's id begins as this one's does: the file's name holds all of it.
    public func entry(
        seq: Int64, time: Date, similarTo: ItemID? = nil, hasNamesake: Bool = false
    ) -> OutboxEntry {
        let event: OutboxEntry.Event = revision > 1 ? .updated : .new
        let path = path(time: time, name: hasNamesake ? id.text : id.short)
        let similar = similarTo.map { ",\"similar_to\":\"\($0.text)\"" } ?? ""
        let complete = json + Array("\(similar),\"seq\":\(seq)}}".utf8)
        let line = JournalLine.join(
            seq: seq, time: time, event: event, members: journalMembers, path: fileExtension.map { path + $0 },
            item: journalForm == .full ? complete : nil)
        return OutboxEntry(
            seq: seq, time: time, event: event, id: id, revision: revision, feed: feed, isBackfill: isBackfill,
            path: path, json: complete, markdown: markdown, journalLine: journalForm == .off ? [] : line)
    }

    private func path(time: Date, name: String) -> String {
        var path = "articles/"
        path.reserveCapacity(128)
        path += Timestamp.day(time)
        path += "/"
        path += Timestamp.timeOfDay(time)
        path += "-"
        if !slug.isEmpty {
            path += slug
            path += "-"
        }
        path += name
        if revision > 1 { path += "-r\(revision)" }
        return path
    }
}

extension [UInt8] {
    /// The same bytes in no more memory than they need: hundreds of articles wait for one transaction.
    fileprivate var withoutSpareRoom: [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = unsafe withUnsafeBytes { bytes in
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
                return bytes.count
            }
        }
    }
}
