import ArgumentParser
import Bytes
import Config
import Foundation
import Operations
import Settings
import Web

struct RemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove feeds from feeds.toml.",
        discussion: """
            Examples:
              newspool remove lwn
              newspool remove https://lwn.net/headlines/rss kernel

            A feed's table goes with the comments right above it; all else stays as it is. Its articles stay in the spool. A name \
            that is none, or a list's feed, changes nothing at all, and the exit status is 65.
            """)

    @OptionGroup var file: ConfigurationOption

    @Argument(help: ArgumentHelp("Names of feeds, or their URLs.", valueName: "name"))
    var names: [String]

    func run() throws {
        let source = ConfigurationSource(path: try file.resolved(), environment: ProcessInfo.processInfo.environment)
        let removed: Result<[Configuration.Feed], UnknownFeeds>
        do throws(EditError) {
            removed = try source.edit { configuration, editor throws(ConfigurationEditors.Failure) in
                let feeds = names.uniqued.map { name in
                    (name, configuration.feeds.first { $0.name == name } ?? configuration.feed(at: name))
                }
                let unknown = feeds.filter { $0.1 == nil }.map(\.0)
                if !unknown.isEmpty { return .failure(UnknownFeeds(unknown, in: configuration)) }
                let wanted = Set(feeds.compactMap { $0.1?.name })
                let found = configuration.feeds.filter { wanted.contains($0.name) }
                try editor.remove(found)
                return .success(found)
            }
        } catch {
            throw error.failure(source.path)
        }
        switch removed {
        case .success(let feeds):
            for feed in feeds { Output.error("removed \(feed.name): \(WebAddressText.withoutSecrets(feed.url))") }
        case .failure(let unknown):
            for line in unknown.lines { Output.error("newspool: \(line)") }
            throw Failure(.badInput)
        }
    }

    private struct UnknownFeeds: Error {
        let lines: [String]

        init(_ names: [String], in configuration: Configuration) {
            let listed = configuration.lists.isEmpty ? configuration : configuration.withStoredLists
            let known = configuration.feeds.map(\.name)
            lines = names.map { name in
                if let feed = listed.feeds.first(where: { $0.name == name }) ?? listed.feed(at: name) {
                    let lists = feed.lists.map { "\"\($0.onOneLine)\"" }.joined(separator: " and ")
                    if feed.isUnlisted {
                        return "\"\(name.onOneLine)\" is off: its list \(lists) names it no longer; nothing was removed"
                    }
                    return
                        "\"\(name.onOneLine)\" comes from the list \(lists) and stays until that leaves it out; to turn it "
                        + "off here, give feeds.toml a [[feed]] with its url (\(WebAddressText.withoutSecrets(feed.url))) and "
                        + "enabled = false; nothing was removed"
                }
                let hint = Suggestion.nearest(to: name, among: known).map { " (did you mean \"\($0)\"?)" } ?? ""
                return "there is no feed \"\(name.onOneLine)\"\(hint); nothing was removed"
            }
        }
    }
}
