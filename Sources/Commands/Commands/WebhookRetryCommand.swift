import ArgumentParser
import Control
import Deliver
import Foundation

struct WebhookRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Send all that waits now, dead letters too; start one again that a 410 stopped.",
        discussion: "Without a running daemon it goes out at the next start, or with `run --once`.")

    @OptionGroup var options: WebhookQueueOptions

    func run() async throws {
        umask(0o027)
        let configuration = try options.file.configuration()
        _ = try configuration.webhook(named: options.name)
        do throws(ActionError) {
            let change = try await Outbox(configuration, store: configuration.storeOpener).retry(.webhook(options.name))
            try change.report(json: options.json) { "\(options.name): \($0) message\($0 == 1 ? "" : "s") due now" }
        } catch {
            throw error.failure
        }
    }
}
