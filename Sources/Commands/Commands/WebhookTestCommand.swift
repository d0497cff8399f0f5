import ArgumentParser
import Bytes
import Config
import Control
import Deliver
import Fetch
import Files

struct WebhookTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send one message, and show what the receiver answers.",
        discussion: """
            The message is of type webhook.test, signed as all are; a template is filled with a made-up article. Exit status 1 \
            where the receiver refuses it or does not answer.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print the answer as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The webhook.", valueName: "name"))
    var name: String

    func run() async throws {
        let configuration = try file.configuration()
        _ = try configuration.webhook(named: name)
        let transfers = TransferLoop(options: .init(concurrency: 1))
        let reply = await WebhookSink.test(
            name, in: configuration, fetching: transfers, clock: .system, version: Version.text)
        await transfers.stop()
        guard let reply else { throw Failure(.failed) }  // a webhook that is there gives one
        let answer = Answer(webhook: name, reply)
        if json {
            Output.write(ReportJSON.bytes(answer))
        } else {
            let what = answer.status.map { "answered \($0)" } ?? answer.error ?? "did not answer"
            let line = "\(name): \(what)" + (answer.body.map { ": " + $0.defused } ?? "")
            if answer.isSuccess { Output.line(line) } else { Output.error("newspool: " + line) }
        }
        if !answer.isSuccess { throw Failure(.failed) }
    }

    /// What the receiver said.
    private struct Answer: Codable {
        var webhook: String
        /// Only 2xx is.
        var isSuccess: Bool
        /// HTTP's; nil: there was no answer.
        var status: Int?
        /// Why there was none.
        var error: String?
        /// The beginning of what came with it.
        var body: String?

        init(webhook: String, _ reply: SinkReply) {
            (self.webhook, isSuccess, status, error) = (webhook, reply.isSuccess, reply.status, reply.error)
            if !reply.text.isEmpty { body = reply.text }
        }
    }
}
