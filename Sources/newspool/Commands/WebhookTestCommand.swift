import ArgumentParser
import Config
import Control
import Deliver

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
        let webhook = try configuration.webhook(named: name)
        let reply = await WebhookReceiver.test(webhook, in: configuration, version: Version.text)
        let answer = Answer(webhook: webhook.name, reply)
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

        init(webhook: String, _ reply: WebhookReply) {
            (self.webhook, isSuccess) = (webhook, reply.answer.isSuccess)
            switch reply.answer {
            case .response(let status, _): self.status = status
            case .failed(let reason): error = reason
            }
            if !reply.text.isEmpty { body = reply.text }
        }
    }
}
