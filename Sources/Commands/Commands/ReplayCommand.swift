import ArgumentParser
import Control
import Deliver
import Foundation

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Write articles' files and journal lines again, or tell a webhook again, from what the store keeps.",
        discussion: """
            Examples:
              newspool replay --after 0                             files that are gone
              newspool replay --after 4711 --until 4800 --webhook chat

            Files that are missing or different are written byte for byte as they were. Lines that are missing in the journal \
            are put where they were: the day's file is written anew and takes the old one's name. With \
            --webhook its messages are queued again, with the same ids, for the articles that the webhook wants. The \
            store keeps articles for keep_articles. It works with and without a running daemon.
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(help: ArgumentHelp("Articles with a higher number.", valueName: "seq"))
    var after: Int64

    @Option(help: ArgumentHelp("And up to this number.", valueName: "seq"))
    var until: Int64?

    @Option(help: ArgumentHelp("Tell this webhook, and write no files.", valueName: "name"))
    var webhook: String?

    @Flag(help: "Print what came of it as JSON.")
    var json = false

    func validate() throws {
        if after < 0 { throw ValidationError("--after takes a number from 0 on") }
        if let until, until < after { throw ValidationError("--until is below --after") }
    }

    func run() async throws {
        umask(0o027)  // whatever the shell says: what is written is for the owner and the group
        let configuration = try file.configuration()
        if let webhook { _ = try configuration.webhook(named: webhook) }
        let answer: ReplayAnswer
        do throws(ActionError) {
            answer = try await Outbox(configuration, store: configuration.storeOpener).replay(
                to: webhook.map { .webhook($0) } ?? .spool, after: after, until: until)
        } catch {
            throw error.failure
        }
        if json {
            Output.write(ReportJSON.bytes(answer))
        } else if let webhook {
            Output.line("\(answer.articles) articles, \(answer.messagesQueued) messages for '\(webhook)' are due now")
        } else {
            let lines = answer.linesWritten > 0 ? ", \(answer.linesWritten) lines of the journal" : ""
            Output.line("\(answer.articles) articles, \(answer.filesWritten) files\(lines) written")
        }
        if let error = answer.error { throw Failure(.inputOutput, error) }
    }
}
