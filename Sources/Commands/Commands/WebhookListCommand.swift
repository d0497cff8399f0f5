import ArgumentParser
import Control
import Foundation
import Model

struct WebhookListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show what waits, what failed and why.",
        discussion: """
            States: ok, waiting, failing (it is tried again, or messages were given up), stopped (it answered 410: edit or \
            retry it), disabled, removed (no longer in feeds.toml). With a name, its messages one by one.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print it as JSON.")
    var json = false

    @Option(name: .customShort("n"), help: ArgumentHelp("At most N messages of the one named.", valueName: "N"))
    var count = 100

    @Argument(help: ArgumentHelp("One webhook.", valueName: "name"))
    var name: String?

    func validate() throws {
        if count < 1 { throw ValidationError("-n takes a number from 1 on") }
    }

    func run() throws {
        let configuration = try file.configuration()
        let outbox = Outbox(configuration, store: configuration.storeOpener)
        do throws(ActionError) {
            let webhooks = try outbox.webhooks()
            guard let name else { return show(webhooks) }
            guard webhooks.contains(where: { $0.name == name }) else { throw .noWebhook(name, in: configuration) }
            show(try outbox.messages(of: name, limit: count), of: name)
        } catch {
            throw error.failure
        }
    }

    private func show(_ webhooks: [StatusReport.WebhookPart]) {
        if json { return Output.write(ReportJSON.bytes(["webhooks": webhooks])) }
        if webhooks.isEmpty { return Output.error("newspool: there is no [[webhook]]") }
        let rows = webhooks.map { webhook in
            [
                webhook.name, webhook.state.rawValue, "\(webhook.waiting)", "\(webhook.deadLetters)",
                webhook.nextAttempt.map(Timestamp.string) ?? "-", webhook.error ?? "",
            ]
        }
        Output.columns([["NAME", "STATE", "WAITING", "GIVEN UP", "NEXT ATTEMPT", "ERROR"]] + rows)
    }

    private func show(_ messages: [MessageReport], of name: String) {
        struct Messages: Encodable {
            var name: String
            var messages: [MessageReport]
        }
        if json { return Output.write(ReportJSON.bytes(Messages(name: name, messages: messages))) }
        let rows = messages.map { message in
            [
                "\(message.seq)", message.feed, "\(message.attempts)", message.nextAttempt ?? "given up",
                message.error ?? "", message.title ?? "",
            ]
        }
        Output.columns([["SEQ", "FEED", "ATTEMPTS", "NEXT ATTEMPT", "ERROR", "TITLE"]] + rows)
    }
}
