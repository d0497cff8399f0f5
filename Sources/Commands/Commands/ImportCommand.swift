import ArgumentParser
import Bytes
import Config
import Foundation
import Operations
import Parse
import Settings
import Web

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add the feeds of an OPML file to feeds.toml.",
        discussion: """
            Examples:
              newspool import subscriptions.opml
              curl -s https://example.org/feeds.opml | newspool import --tag planet -
              newspool import --dry-run subscriptions.opml
              newspool import --into feeds.d/planet.toml planet.opml

            Folders become tags, the outermost first. A feed that is in the file already, or that comes twice, is skipped \
            with a word. Nothing is fetched. Exit status 65 where the file is not OPML or is cut off, and where an address \
            cannot be a feed's: the others are added all the same.
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag for all of them; may be repeated.", valueName: "tag"))
    var tags: [String] = []

    @OptionGroup var target: TargetOption

    @Flag(help: "Say what would be added, and change nothing.")
    var dryRun = false

    @Flag(help: "Say nothing but what is wrong.")
    var quiet = false

    @Argument(help: ArgumentHelp("An OPML file; - is standard input.", valueName: "file"))
    var opml: String

    func run() throws {
        let source = ConfigurationSource(path: try file.resolved(), environment: ProcessInfo.processInfo.environment)
        let subscriptions = try read()
        let report = ImportReport(count: subscriptions.count, isQuiet: quiet)
        do throws(EditError) {
            try source.edit(into: dryRun ? nil : target.file) {
                configuration, editor throws(ConfigurationEditors.Failure) in
                let new = sort(subscriptions, configuration, path: source.path, report)
                if !dryRun { try editor.append(new) }
            }
        } catch {
            report.clear()
            throw error.failure(source.path)
        }
        report.finish(isDryRun: dryRun, path: target.file ?? source.path)
        if report.refused > 0 { throw Failure(.badInput) }
    }

    private func read() throws(Failure) -> [OPML.Subscription] {
        let bytes = try Input.read(opml)
        let name = opml == "-" ? "standard input" : opml
        do throws(ParseError) {
            return try OPML.read(bytes)
        } catch .notAFeed {
            throw Failure(.badInput, "\(name) is not OPML: it has no <opml> with <outline> elements")
        } catch .malformed(let reason, let line) {
            throw Failure(
                .badInput,
                "\(name) is not a whole OPML document: \(line.map { "line \($0): " } ?? "")\(reason); nothing was added"
            )
        } catch {
            throw Failure(.badInput, "\(name): \(error)")
        }
    }

    /// What is new of the list, in its order. A feed that comes again, in another folder, gets that one's tags too.
    private func sort(
        _ subscriptions: [OPML.Subscription], _ configuration: Configuration, path: String, _ report: ImportReport
    ) -> [NewFeed] {
        var known: [String: String] = [:]
        for feed in configuration.feeds {
            if let address = try? WebAddress(feed: feed.url) { known[address.identity] = feed.place(in: path) }
        }
        var (new, places, names) = ([NewFeed](), [String: Int](), FeedNames(configuration.feeds.map(\.name)))
        for subscription in subscriptions {
            let tags = (subscription.folders + tags).compactMap(\.onOneLine.nonEmpty)
            do throws(WebAddress.Problem) {
                let address = try WebAddress(
                    feed: WebAddress.withoutFeedScheme(subscription.feedURL.onOneLine))
                if let place = known[address.identity] {
                    report.skip("skipped \(WebAddressText.withoutSecrets(address.text)): it is in \(place)")
                } else if let place = places[address.identity] {
                    new[place].tags = (new[place].tags + tags).uniqued
                    report.skip(
                        "skipped \(WebAddressText.withoutSecrets(address.text)): it comes twice; the first has the tags of both"
                    )
                } else {
                    places[address.identity] = new.count
                    report.add(address.text)
                    let name = names.takeNeeded(for: address)
                    let title = subscription.title?.onOneLine.nonEmpty
                    new.append(NewFeed(url: address.text, name: name, title: title, tags: tags.uniqued))
                }
            } catch {
                report.refuse("skipped “\(subscription.feedURL.onOneLine)”: this address \(error.reason)")
            }
        }
        return new
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
