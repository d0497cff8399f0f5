import ArgumentParser
import Config
import Parse
import Selectors

/// The selectors of a page that is a feed, as options of `parse` and `add`.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The page is the feed: a CSS selector of its items.", valueName: "selector"))
    var items: String?

    @Option(help: ArgumentHelp("Within an item, its title; default: the text of its link.", valueName: "selector"))
    var itemTitle: String?

    @Option(help: ArgumentHelp("Its link, as a@href; default: the first within it.", valueName: "selector"))
    var itemLink: String?

    @Option(help: ArgumentHelp("Its date, as time@datetime.", valueName: "selector"))
    var itemDate: String?

    @Option(help: ArgumentHelp("Its content.", valueName: "selector"))
    var itemContent: String?

    @Option(help: ArgumentHelp("Its author.", valueName: "selector"))
    var itemAuthor: String?

    @Option(help: ArgumentHelp("Its picture, as img@src.", valueName: "selector"))
    var itemImage: String?

    @Flag(help: "A page without items is right too.")
    var mayBeEmpty = false

    private var parts: [(key: Configuration.PageKey, text: String?)] {
        [
            (.title, itemTitle), (.link, itemLink), (.date, itemDate), (.content, itemContent), (.author, itemAuthor),
            (.image, itemImage),
        ]
    }

    func validate() throws {
        guard items == nil else { return }
        if mayBeEmpty || parts.contains(where: { $0.text != nil }) {
            throw ValidationError("--items is missing, which says what an item is")
        }
    }

    /// In the order of feeds.toml; empty where the document is a feed.
    var selectors: [Configuration.PageSelector] {
        guard let items else { return [] }
        return [.init(.items, items)] + parts.compactMap { part in part.text.map { .init(part.key, $0) } }
    }

    /// Nil where the document is a feed.
    func parser() throws(Failure) -> PageFeedParser? {
        guard let items else { return nil }
        let named = parts.compactMap { part in part.text.map { (part.key.rawValue, $0) } }
        do throws(CSSSelectorError) {
            return try PageFeedParser(
                items: items, parts: Dictionary(named) { first, _ in first }, mayBeEmpty: mayBeEmpty)
        } catch {
            throw Failure(.usage, "not a CSS selector: \(error.reason)")
        }
    }
}
