import ArgumentParser
import Daemon
import Foundation

struct WebhookRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Send all that waits now, dead letters too; start one again that a 410 stopped.",
        discussion: "Without a running daemon it goes out at the next start, or with `run --once`.")

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print what came of it as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The webhook.", valueName: "name"))
    var name: String

    func run() throws {
        umask(0o027)
        let configuration = try file.configuration()
        _ = try configuration.webhook(named: name)
        do throws(DaemonError) {
            let change = try Outbox(configuration).retry(name)
            try change.report(json: json) { "\(name): \($0) message\($0 == 1 ? "" : "s") due now" }
        } catch {
            throw error.failure
        }
    }
}

struct WebhookDropCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Forget all that waits for a webhook, dead letters too.",
        discussion: "Also for one that is no longer in feeds.toml.")

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print what came of it as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The webhook.", valueName: "name"))
    var name: String

    func run() throws {
        umask(0o027)
        let configuration = try file.configuration()
        let outbox = Outbox(configuration)
        do throws(DaemonError) {
            guard try outbox.webhooks().contains(where: { $0.name == name }) else {
                throw .noWebhook(name, in: configuration)
            }
            try outbox.drop(name).report(json: json) { "\(name): \($0) message\($0 == 1 ? "" : "s") dropped" }
        } catch {
            throw error.failure
        }
    }
}

extension WebhookChange {
    fileprivate func report(json: Bool, _ sentence: (Int) -> String) throws(DaemonError) {
        if let error { throw .refused(reason: error) }
        if json { Output.write(ControlJSON.bytes(self)) } else { Output.line(sentence(messages)) }
    }
}
