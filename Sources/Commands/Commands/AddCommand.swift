import ArgumentParser
import Bytes
import Config
import Foundation
import Model
import Operations
import Parse
import Settings
import Web

struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add feeds to feeds.toml, by their address or by that of a page.",
        discussion: """
            Examples:
              newspool add https://lwn.net/headlines/rss
              newspool add https://www.debian.org/ --tag linux     finds the page's feed
              newspool add https://github.com/curl/curl --all      releases, tags, commits
              newspool add https://example.org/news --items article.post      the page itself is the feed
              newspool add @gargron@mastodon.social https://www.reddit.com/r/selfhosted

            An address is a feed's own, or a page's: then the feeds that the page names, the usual places, and the rules for \
            YouTube, GitHub, Mastodon and Reddit are tried. Where a page has several, a person is asked; a script gets the \
            first, and the others are named. Each feed is fetched once and its title becomes a comment. What is in the file \
            already is skipped, but a feed that was retired (410) is polled again. The running daemon takes up the change by \
            itself.

            Exit status: 65 where there is no feed, 1 where no server answered, 78 where the file has faults; whatever else was \
            asked for is added all the same.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Add all feeds of a page.")
    var all = false

    @Flag(help: "Add the first feed of a page, without asking.")
    var first = false

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag for the new feeds; may be repeated.", valueName: "tag"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("The name of the new feed, in place of its host and path.", valueName: "name"))
    var name: String?

    @OptionGroup var target: TargetOption

    @OptionGroup var page: PageOptions

    @Argument(help: ArgumentHelp("Addresses of feeds or pages.", valueName: "url"))
    var urls: [String]

    func validate() throws {
        if all, first { throw ValidationError("--all and --first exclude each other") }
        if name != nil, all || urls.count > 1 { throw ValidationError("--name needs a single URL, and no --all") }
    }

    func run() async throws {
        let source = ConfigurationSource(path: try file.resolved(), environment: ProcessInfo.processInfo.environment)
        let configuration: Configuration
        do throws(UnusableConfiguration) {
            configuration = try source.read()
        } catch {
            throw EditError.configuration(error).failure(source.path)
        }
        if let name, let feed = configuration.feeds.first(where: { $0.name == name }) {
            throw Failure(
                .badInput, "there is a feed named \"\(name)\" already: \(feed.file ?? source.path):\(feed.line)")
        }
        var addition = FeedAddition(source: source, tags: tags.uniqued, name: name, into: target.file)
        (addition.page, addition.mayBeEmpty) = (page.selectors, page.mayBeEmpty)
        let pageParser = try page.parser()
        let finder = FeedFinder(configuration: configuration, version: Version.text)
        var worst = ExitStatus.fine
        for url in urls {
            do throws(FinderError) {
                if let pageParser {
                    try await addPage(url, pageParser, finder, configuration, &addition)
                } else {
                    try await add(url, finder, configuration, &addition)
                }
            } catch {
                Output.error("newspool: \(url): \(error.reason)")
                if case .unreachable = error { worst = worst == .fine ? .failed : worst } else { worst = .badInput }
            }
        }
        if let failure = addition.failure { throw failure }
        if worst != .fine { throw Failure(worst) }
    }

    private func addPage(
        _ text: String, _ parser: PageFeedParser, _ finder: FeedFinder, _ configuration: Configuration,
        _ addition: inout FeedAddition
    ) async throws(FinderError) {
        let address = try FeedFinder.address(text)
        if !addition.skips(address.href, configuration) {
            addition.add(try await finder.page(at: address.href, parser))
        }
    }

    private func add(
        _ text: String, _ finder: FeedFinder, _ configuration: Configuration, _ addition: inout FeedAddition
    ) async throws(FinderError) {
        if let address = try? FeedFinder.address(text), addition.skips(address.href, configuration) { return }
        switch try await finder.look(at: text) {
        case .feed(let found): addition.add(found)
        case .links(let links):
            let chosen = choose(links, of: text)
            let added = try await addOf(
                chosen.wanted, finder, configuration, isAlternatives: chosen.isAlternatives, &addition)
            nameOthers(links.filter { !added.contains($0.url) && !chosen.isSettled }, of: text)
        }
    }

    /// What of a page is wanted: all of them, what a person chose, or the first that is one.
    /// - Returns: `isSettled`: the rest need not be reported.
    private func choose(_ links: [FeedLink], of page: String) -> (
        wanted: [FeedLink], isAlternatives: Bool, isSettled: Bool
    ) {
        if all { return (links, false, true) }
        if links.count > 1, !first, FeedChoice.canAsk { return (FeedChoice.ask(links, of: page), false, true) }
        return (links, true, false)
    }

    /// - Returns: the addresses that were added or are there already.
    /// - Throws: the reason of the last one where none is a feed.
    private func addOf(
        _ links: [FeedLink], _ finder: FeedFinder, _ configuration: Configuration, isAlternatives: Bool,
        _ addition: inout FeedAddition
    ) async throws(FinderError) -> Set<String> {
        var done = Set<String>()
        var failure: FinderError?
        for link in links {
            if addition.skips(link.url, configuration) {
                done.insert(link.url)
            } else {
                do throws(FinderError) {
                    let found = try await finder.feed(at: link.url)
                    addition.add(found)
                    done.insert(link.url)
                } catch {
                    failure = error.about(link.url)
                    if !isAlternatives, links.count > 1 { Output.error("newspool: \(link.url): \(error.reason)") }
                    if case .unreachable = error, isAlternatives { break }
                }
            }
            if isAlternatives, !done.isEmpty { return done }
        }
        if done.isEmpty, let failure { throw failure }
        return done
    }

    private func nameOthers(_ links: [FeedLink], of page: String) {
        guard !links.isEmpty else { return }
        Output.error("not added, of the same page (--all adds them too):")
        for link in links { Output.error("  \(link.url)\(link.title.map { "  " + $0.onOneLine } ?? "")") }
    }
}

extension FinderError {
    /// The same with the address that it is about.
    fileprivate func about(_ url: String) -> FinderError {
        switch self {
        case .badAddress(let reason): .badAddress("\(url): \(reason)")
        case .unreachable(let reason, let isConnected):
            .unreachable("\(url): \(reason)", isConnected: isConnected)
        case .withheld(let reason): .withheld("\(url): \(reason)")
        case .noFeed(let reason): .noFeed("\(url): \(reason)")
        }
    }
}

extension Array where Element: Hashable {
    /// None twice, the first of each kept.
    var uniqued: [Element] {
        var seen = Set<Element>()
        return filter { seen.insert($0).inserted }
    }
}
