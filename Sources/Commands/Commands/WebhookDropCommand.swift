import ArgumentParser
import Control
import Deliver
import Foundation

struct WebhookDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Forget all that waits for a webhook, dead letters too.",
        discussion: "Also for one that is no longer in feeds.toml.")

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print what came of it as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The webhook.", valueName: "name"))
    var name: String

    func run() async throws {
        umask(0o027)
        let configuration = try file.configuration()
        let outbox = Outbox(configuration, store: configuration.storeOpener)
        do throws(ActionError) {
            guard try outbox.webhooks().contains(where: { $0.name == name }) else {
                throw .noWebhook(name, in: configuration)
            }
            try await outbox.drop(.webhook(name)).report(json: json) {
                "\(name): \($0) message\($0 == 1 ? "" : "s") dropped"
            }
        } catch {
            throw error.failure
        }
    }
}
