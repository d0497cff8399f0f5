/// Adds and removes feeds in the text of feeds.toml. What an edit does not touch stays byte for byte.
public struct ConfigurationEditor {
    public enum Problem: Error, Equatable {
        /// The text is no TOML, so nothing can be said about its lines.
        case notTOML(line: Int, column: Int, reason: String)
        /// `feed = [ … ]` on that line: feeds written so are edited by hand.
        case inlineFeeds(line: Int)
        /// No `[[feed]]` has its header on that line: the feed is not of this text.
        case noSuchFeed(line: Int)
    }

    private static let newline = UInt8(ascii: "\n")

    /// The file's bytes as they are now.
    public private(set) var text: [UInt8]

    public init(_ text: some Sequence<UInt8>) {
        self.text = Array(text)
    }

    /// Appends a `[[feed]]` for each, after an empty line. Whether names and URLs are new is the caller's to know.
    public mutating func append(_ feeds: [NewFeed]) throws(Problem) {
        if feeds.isEmpty { return }
        if let line = try layout().inlineFeeds { throw .inlineFeeds(line: line) }
        let lineBreak = Lines(text).usesCarriageReturns ? "\r\n" : "\n"
        if let last = text.last, last != Self.newline { text += lineBreak.utf8 }
        let lines = Lines(text)
        for (index, feed) in feeds.enumerated() {
            let needsGap = index > 0 || (lines.count > 0 && !lines.isBlank(lines.count))
            if needsGap { text += lineBreak.utf8 }
            for line in feed.lines { text += (line + lineBreak).utf8 }
        }
    }

    /// Removes feeds with the comments right above them, and leaves no empty lines at the end where the last one was.
    /// They must come from reading this very text.
    public mutating func remove(_ feeds: [Configuration.Feed]) throws(Problem) {
        if feeds.isEmpty { return }
        let layout = try layout()
        let wanted = Set(feeds.map(\.line))
        let known = Set(layout.blocks.compactMap(\.feed))
        if let missing = wanted.subtracting(known).min() {
            throw layout.inlineFeeds.map { .inlineFeeds(line: $0) } ?? .noSuchFeed(line: missing)
        }
        let lines = Lines(text)
        var (kept, next) = ([UInt8](), 1)
        var floor = 0
        for block in layout.blocks {
            if let feed = block.feed, wanted.contains(feed) {
                let cut = lines.surroundings(of: block.first...block.last, after: max(floor, next - 1))
                kept += text[lines.range(next..<cut.lowerBound)]
                next = cut.upperBound + 1
            }
            floor = max(floor, block.last)
        }
        kept += text[lines.range(next..<(lines.count + 1))]
        if next > lines.count {
            for lineBreak in [Array("\n".utf8), Array("\r\n".utf8)] {
                while kept.suffix(lineBreak.count * 2).elementsEqual(lineBreak + lineBreak) {
                    kept.removeLast(lineBreak.count)
                }
            }
        }
        text = kept
    }

    private func layout() throws(Problem) -> TableLayout {
        do throws(TomlError) {
            return TableLayout(try TomlDocument(text).root)
        } catch {
            throw .notTOML(line: error.position.line, column: error.position.column, reason: error.message)
        }
    }
}
