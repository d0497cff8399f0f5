import ArgumentParser
import Control
import Deliver
import Foundation

struct WebhookDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Forget all that waits for a webhook, dead letters too.",
        discussion: "Also for one that is no longer in feeds.toml.")

    @OptionGroup var options: WebhookQueueOptions

    func run() async throws {
        umask(0o027)
        let configuration = try options.file.configuration()
        let outbox = Outbox(configuration, store: configuration.storeOpener)
        do throws(ActionError) {
            guard try outbox.webhooks().contains(where: { $0.name == options.name }) else {
                throw .noWebhook(options.name, in: configuration)
            }
            try await outbox.drop(.webhook(options.name)).report(json: options.json) {
                "\(options.name): \($0) message\($0 == 1 ? "" : "s") dropped"
            }
        } catch {
            throw error.failure
        }
    }
}
