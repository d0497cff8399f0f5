import ArgumentParser
import Bytes
import Config
import Foundation
import Model
import Store

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find articles that the spool keeps by their words, the best first.",
        discussion: """
            Examples:
              newspool search ölpreis
              newspool search '"interest rate" inflation -opinion' --since 7d
              newspool search 'kube*' --tag linux --json | jq .title

            All words must be there: in the title, the text, or the names of authors and tags. "Quoted words" are next to each \
            other, one with an asterisk only begins so, one behind a minus must not be there. Case and accents do not matter. \
            With --json the journal's own lines are printed.

            It needs [search] enabled = true, read access to the state directory, and no running daemon.
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Only articles of these feeds.", valueName: "name"))
    var feed: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Only articles with one of these tags: their own, or their feed's in feeds.toml.", valueName: "tag"))
    var tag: [String] = []

    @Option(help: ArgumentHelp("Only articles that came within this time, such as 7d.", valueName: "duration"))
    var since: DurationArgument?

    @Option(name: .customShort("n"), help: ArgumentHelp("At most so many.", valueName: "N"))
    var count = 20

    @Flag(help: "The journal's own lines.")
    var json = false

    @Argument(help: "What to look for.")
    var query: [String]

    func validate() throws {
        if !(1...1_000).contains(count) { throw ValidationError("-n takes a number from 1 to 1000") }
        _ = try terms()
    }

    private func terms() throws -> SearchTerms {
        guard let terms = SearchTerms(query.joined(separator: " ")) else {
            throw ValidationError("there is no word to look for")
        }
        return terms
    }

    func run() throws {
        let configuration = try file.configuration()
        let terms = try terms()
        guard configuration.search.isEnabled else {
            throw Failure(.configuration, "search is off; [search] enabled = true in feeds.toml turns it on")
        }
        var query = SearchQuery(terms)
        (query.feeds, query.tags) = (feed, tag)
        // Tags of feeds.toml are those of now.
        query.taggedFeeds = configuration.feeds.filter { $0.tags.contains(where: tag.contains) }.map(\.name)
        query.since = since.map { Date().addingTimeInterval(-Double($0.value.components.seconds)) }
        let terminal = Terminal.standardOutput(ProcessInfo.processInfo.environment)
        for article in try find(query, configuration) {
            if json { Output.write(article.journalLine) } else { show(article, MarkedText(terms, terminal), terminal) }
        }
    }

    private func find(_ query: SearchQuery, _ configuration: Configuration) throws(Failure) -> [OutboxEntry] {
        let found: [OutboxEntry]?
        do throws(StoreError) {
            let (index, store) = (
                try configuration.searchIndex.openForReading(), try configuration.storeOpener.openForReading()
            )
            found = try index.flatMap { index throws(StoreError) in try store?.articles(query, in: index, limit: count)
            }
        } catch {
            throw error.failure
        }
        guard let found else { throw Failure(.failed, "there is no search index yet; `newspool run` makes it") }
        return found
    }

    /// As `tail` has it; on a terminal with the place in the text below.
    private func show(_ article: OutboxEntry, _ marks: MarkedText, _ terminal: Terminal) {
        let item = StoredItem(article.json)
        let when = Timestamp.string(article.time).prefix(16).replacing("T", with: " ")
        let feed = TerminalColumns.padded(article.feed.defused, 12)
        Output.line("\(when)  \(feed)  \(marks.marked(item.displayTitle.onOneLine))  \((item.url ?? "").defused)")
        guard terminal.hasColors,
            let excerpt = marks.excerpt(of: item.searchText, columns: (terminal.columns ?? 80) - 4)
        else { return }
        Output.line("    \(excerpt)")
    }
}
