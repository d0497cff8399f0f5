import ArgumentParser
import Config
import Foundation
import Parse
import Settings
import Web

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the feeds of feeds.toml as OPML, for other programs.",
        discussion: """
            Examples:
              newspool export > subscriptions.opml
              newspool export --format toml --tag linux > linux.toml

            The order is that of the file. In OPML the first tag is the folder and all tags are the category; `import` gives them \
            back. Passwords, headers and other settings are left out of both formats, and so are a name and a password in a \
            URL, unless --passwords asks for them. Feeds without an address are left out. The feeds of lists come last, as the \
            daemon read them; --no-lists leaves them out.
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(help: "What to write: OPML 2.0, or [[feed]] tables.")
    var format = Format.opml

    @Option(name: .customLong("tag"), help: ArgumentHelp("Only feeds with this tag.", valueName: "tag"))
    var tag: String?

    @Flag(help: "Print URLs with the names and passwords that are in them.")
    var passwords = false

    @Flag(inversion: .prefixedNo, help: "Print the feeds of lists too.")
    var lists = true

    enum Format: String, CaseIterable, ExpressibleByArgument { case opml, toml }

    func run() throws {
        let source = ConfigurationSource(path: try file.resolved(), environment: ProcessInfo.processInfo.environment)
        let configuration: Configuration
        do throws(UnusableConfiguration) {
            configuration = try source.read()
        } catch {
            throw error.failure
        }
        let all = (lists ? configuration.withStoredLists : configuration).feeds.filter { !$0.isUnlisted }
        let wanted = all.filter { tag == nil || $0.tags.contains(tag ?? "") }
        let feeds = wanted.filter { $0.origin == .web }
        for feed in wanted where feed.origin != .web {
            Output.error("left out \(feed.name): it has no address that another program could ask")
        }
        switch format {
        case .opml:
            let outlines = feeds.map { OPML.Outline(url: address(of: $0), title: $0.title ?? $0.name, tags: $0.tags) }
            Output.write(Array(OPML.write(outlines, title: "Feeds of newspool").utf8))
        case .toml:
            var editor = ConfigurationEditor([])
            let tables = feeds.map { NewFeed(url: address(of: $0), name: $0.name, title: $0.title, tags: $0.tags) }
            do throws(ConfigurationEditor.Problem) {
                try editor.append(tables)
            } catch {
                preconditionFailure("an empty text can be appended to: \(error)")
            }
            Output.write(editor.text)
        }
    }

    private func address(of feed: Configuration.Feed) -> String {
        passwords ? feed.url : WebAddressText.withoutSecrets(feed.url)
    }
}
