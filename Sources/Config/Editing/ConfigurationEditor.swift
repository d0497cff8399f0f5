/// Adds and removes feeds in the text of feeds.toml. What an edit does not touch stays byte for byte.
public struct ConfigurationEditor {
    public enum Problem: Error, Equatable {
        /// The text is not TOML, so nothing can be said about its lines.
        case notTOML(line: Int, column: Int, reason: String)
        /// `feed = [ … ]` on that line: feeds written so are edited by hand.
        case inlineFeeds(line: Int)
        /// No `[[feed]]` has its header on that line: the feed is not of this text.
        case noSuchFeed(line: Int)
    }

    private static let newline = UInt8(ascii: "\n")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The file's bytes as they are now.
    public var text: [UInt8] { mark + body }

    /// The byte order mark, if there is one, and all behind it.
    private let mark: [UInt8]
    private var body: [UInt8]

    public init(_ text: some Sequence<UInt8>) {
        let text = Array(text)
        mark = text.starts(with: Self.byteOrderMark) ? Self.byteOrderMark : []
        body = Array(text[mark.count...])
    }

    /// Appends a `[[feed]]` for each, after an empty line. Whether names and URLs are new is the caller's to know.
    ///
    /// `remove` undoes it to the byte: a file whose last line has no line break still has none afterwards.
    public mutating func append(_ feeds: [NewFeed]) throws(Problem) {
        if feeds.isEmpty { return }
        if let line = try layout().inlineFeeds { throw .inlineFeeds(line: line) }
        let lineBreak = Lines(body).lineBreak
        let isEmpty = body.isEmpty
        let isOpen = !isEmpty && body.last != Self.newline
        if isOpen { body += lineBreak.utf8 }
        for (index, feed) in feeds.enumerated() {
            if index > 0 || !isEmpty { body += lineBreak.utf8 }
            for line in feed.lines { body += (line + lineBreak).utf8 }
        }
        if isOpen { body.removeLast(lineBreak.utf8.count) }
    }

    /// Removes feeds with the comments right above them, and the empty line that parted the last one from the rest.
    /// They must come from reading this very text.
    public mutating func remove(_ feeds: [Configuration.Feed]) throws(Problem) {
        if feeds.isEmpty { return }
        let layout = try layout()
        let wanted = Set(feeds.map(\.line))
        let known = Set(layout.blocks.compactMap(\.feed))
        if let missing = wanted.subtracting(known).min() {
            throw layout.inlineFeeds.map { .inlineFeeds(line: $0) } ?? .noSuchFeed(line: missing)
        }
        let lines = Lines(body)
        var (kept, next) = ([UInt8](), 1)
        var floor = 0
        for block in layout.blocks {
            if let feed = block.feed, wanted.contains(feed) {
                let cut = lines.surroundings(of: block.first...block.last, after: max(floor, next - 1))
                kept += body[lines.range(next..<cut.lowerBound)]
                next = cut.upperBound + 1
            }
            floor = max(floor, block.last)
        }
        kept += body[lines.range(next..<(lines.count + 1))]
        if next > lines.count { Self.trimEnd(of: &kept, isOpen: body.last != Self.newline) }
        body = kept
    }

    /// What is left where the last table went: without the empty line above it, and without a last line break if the
    /// whole text had none.
    private static func trimEnd(of kept: inout [UInt8], isOpen: Bool) {
        let lines = Lines(kept)
        guard lines.count > 0 else { return }
        let last = kept[lines.range(lines.count..<(lines.count + 1))]
        if last.elementsEqual("\n".utf8) || last.elementsEqual("\r\n".utf8) { kept.removeLast(last.count) }
        guard isOpen, kept.last == newline else { return }
        kept.removeLast(kept.suffix(2).elementsEqual("\r\n".utf8) ? 2 : 1)
    }

    private func layout() throws(Problem) -> TableLayout {
        do throws(TomlError) {
            return TableLayout(try TomlDocument(body).root)
        } catch {
            throw .notTOML(line: error.position.line, column: error.position.column, reason: error.message)
        }
    }
}
