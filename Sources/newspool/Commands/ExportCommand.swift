import ArgumentParser
import Config
import Foundation
import Parse
import Settings

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the feeds of feeds.toml as OPML, for other programs.",
        discussion: """
            Examples:
              newspool export > subscriptions.opml
              newspool export --format toml --tag linux > linux.toml

            The order is that of the file. In OPML the first tag is the folder and all tags are the category; `import` gives them \
            back. Passwords, headers and other settings are left out of both formats; a URL is printed whole, with a password in it.
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(help: "What to write: OPML 2.0, or [[feed]] tables.")
    var format = Format.opml

    @Option(name: .customLong("tag"), help: ArgumentHelp("Only feeds with this tag.", valueName: "tag"))
    var tag: String?

    enum Format: String, CaseIterable, ExpressibleByArgument { case opml, toml }

    func run() throws {
        let source = ConfigurationSource(path: try file.resolved(), environment: ProcessInfo.processInfo.environment)
        let configuration: Configuration
        do throws(UnusableConfiguration) {
            configuration = try source.read()
        } catch {
            throw error.failure
        }
        let feeds = configuration.feeds.filter { tag == nil || $0.tags.contains(tag ?? "") }
        switch format {
        case .opml:
            let outlines = feeds.map { OPML.Outline(url: $0.url, title: $0.title ?? $0.name, tags: $0.tags) }
            Output.write(Array(OPML.write(outlines, title: "Feeds of newspool").utf8))
        case .toml:
            var editor = ConfigurationEditor([])
            let tables = feeds.map { NewFeed(url: $0.url, name: $0.name, title: $0.title, tags: $0.tags) }
            do throws(ConfigurationEditor.Problem) {
                try editor.append(tables)
            } catch {
                preconditionFailure("an empty text can be appended to: \(error)")
            }
            Output.write(editor.text)
        }
    }
}
